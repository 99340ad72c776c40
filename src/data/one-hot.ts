/**
 * Class numbers as rows of zeros with a single one, by both names that this has.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { wholeNumber } from '../options.ts';
import { storage, Tensor, type TypedArray } from '../tensor/index.ts';
import { readLabels } from './shared/labels.ts';

/**
 * One-hot rows: t_ij = 1 where j is the label of row i, else 0.
 *
 * Shapes: labels [rows] or [rows, 1] -> t [rows, classes]
 * @param labels whole numbers from 0 to classes − 1
 * @param classes how many there are; by default the largest label and one
 * @returns a Tensor, float64 if the labels are a Tensor of that format, else float32
 * @throws ArgumentError for a label outside that range, naming row and value, or for more than 2³¹ − 1 numbers
 * Peers: Keras's `to_categorical`, which takes negative labels from the end and cuts fractions off. LabelBinarizer
 * encodes labels of any kind.
 * @example
 * oneHot([2, 0, 1]).toArray(); // [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
 */
export function oneHot(labels: readonly number[] | TypedArray | Tensor, classes?: number): Tensor {
  if (classes !== undefined) wholeNumber('oneHot', 'classes', classes);
  return encode('oneHot', labels, classes);
}

/**
 * One-hot rows by the name that Keras gives them: oneHot(labels, numClasses).
 *
 * Shapes, results and errors as of oneHot.
 * Peers: Keras's `to_categorical` for labels that are class numbers; as oneHot, this refuses negative ones and fractions.
 * @example
 * toCategorical([2, 0], 4).toArray(); // [[0, 0, 1, 0], [1, 0, 0, 0]]
 */
export function toCategorical(labels: readonly number[] | TypedArray | Tensor, numClasses?: number): Tensor {
  if (numClasses !== undefined) wholeNumber('toCategorical', 'numClasses', numClasses);
  return encode('toCategorical', labels, numClasses);
}

/** How many numbers a tensor can have. */
const MOST_NUMBERS = 2 ** 31 - 1;

function encode(
  who: string,
  labels: readonly number[] | TypedArray | Tensor,
  classes: number | undefined,
): Tensor {
  if (Array.isArray(labels) && labels.length > 0 && labels.every((label) => typeof label === 'string')) {
    const expected = 'numbers of classes';
    const help = 'LabelBinarizer().fitTransform(labels) makes rows of names.';
    throw new ArgumentError(
      complain({ who, problem: 'the labels are names', expected, received: show(labels[0]), help }),
    );
  }
  const numbers = readLabels(who, labels, 'number') as number[];
  const last = (classes ?? Number.POSITIVE_INFINITY) - 1;
  numbers.forEach((label, row) => {
    if (Number.isSafeInteger(label) && label >= 0 && label <= last) return;
    const problem = `the label of row ${row} is no class`;
    const expected = `a whole number from 0 ${classes === undefined ? 'on' : `to ${last}`}`;
    const from1 = label === classes && !numbers.includes(0);
    const help = from1 ? { help: 'Labels count from 0: subtract 1 from each of them.' } : {};
    throw new ArgumentError(complain({ who, problem, expected, received: `${label}`, ...help }));
  });
  const columns = classes ?? numbers.reduce((a, b) => Math.max(a, b)) + 1;
  if (numbers.length * columns > MOST_NUMBERS) {
    const problem = `${numbers.length} rows of ${columns} classes are too many numbers`;
    const help = 'LabelEncoder makes class numbers of labels that are none.';
    throw new ArgumentError(complain({ who, problem, expected: `at most ${MOST_NUMBERS}`, help }));
  }
  const data = storage(labels instanceof Tensor ? labels.dtype : 'float32', numbers.length * columns);
  numbers.forEach((label, row) => {
    data[row * columns + label] = 1;
  });
  return new Tensor(data, [numbers.length, columns]);
}
