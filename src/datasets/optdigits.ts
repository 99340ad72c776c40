/**
 * Optdigits: 5620 handwritten digits of 8×8 pixels, 3823 by 30 people to learn from and 1797 by 13 others to test on.
 */
import { oneHot } from '../data/index.ts';
import { complain, DataError } from '../errors.ts';
import { readDataFile } from '../files.ts';
import { flag, number, readOptions } from '../options.ts';
import { type DType, Tensor } from '../tensor/index.ts';
import { readTable } from './csv.ts';

/** What `optdigits` is to give. */
export interface OptdigitsOptions {
  /** Every pixel is multiplied by this; greater than 0, default 1. 1 / 16 brings all into [0, 1]. */
  readonly scale?: number;
  /** Whether `tTrain` and `tTest` are rows of ten with a single one; by default they are labels. */
  readonly oneHot?: boolean;
  /** Default 'float32'. */
  readonly dtype?: DType;
}

/** Digits to learn from and digits to test on. */
export interface Optdigits {
  /** The pixels, 8 rows of 8 one after another, from 0 (white) to 16 · scale (black): [3823, 64]. */
  readonly xTrain: Tensor;
  /** The digits: labels [3823], or [3823, 10] with `oneHot`. */
  readonly tTrain: Tensor;
  /** [1797, 64] */
  readonly xTest: Tensor;
  /** [1797], or [1797, 10] with `oneHot` */
  readonly tTest: Tensor;
  /** '0' to '9' */
  readonly classNames: string[];
}

/**
 * Handwritten digits, as optical recognition sees them: each pixel counts the black ones among 4×4 of the scan.
 *
 * The rows are UCI's, in its order; test digits come from other writers than training digits.
 *
 * Shapes: xTrain [3823, 64], xTest [1797, 64]; tTrain [3823], tTest [1797], with `oneHot` [3823, 10] and [1797, 10]
 * @param options `scale` (default 1), `oneHot` (default false), `dtype` (default 'float32')
 * @returns `{ xTrain, tTrain, xTest, tTest, classNames }`
 * @throws StateError where there is no file system: `parseOptdigits` takes the text; ArgumentError for other options
 * Peers: scikit-learn's `load_digits` is the test part alone.
 * @see E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
 * doi:10.24432/C50P49
 * @example
 * const { xTrain, tTrain, xTest } = optdigits({ scale: 1 / 16, oneHot: true });
 * xTrain.shape; // [3823, 64]
 * tTrain.shape; // [3823, 10]
 * xTest.shape; // [1797, 64]
 */
export function optdigits(options: OptdigitsOptions = {}): Optdigits {
  const who = 'optdigits';
  const instead =
    'parseOptdigits(trainText, testText, options) takes the text of data/optdigits_train.csv and data/optdigits_test.csv.';
  const train = readDataFile(who, 'optdigits_train.csv', instead);
  const test = readDataFile(who, 'optdigits_test.csv', instead);
  return read(who, train, test, options);
}

/**
 * `optdigits` from text, for where there is no file system.
 *
 * @param trainText the text of data/optdigits_train.csv, which is UCI's optdigits.tra
 * @param testText the text of data/optdigits_test.csv, which is UCI's optdigits.tes
 * @param options as for `optdigits`
 * @returns as `optdigits`
 * @throws DataError where a text is not such a table
 * @example
 * const pixels = Array.from({ length: 64 }, (_, i) => i % 17).join();
 * const { xTrain, tTest } = parseOptdigits(`${pixels},3\n${pixels},8\n`, `${pixels},5\n`);
 * xTrain.shape; // [2, 64]
 * tTest.toArray(); // [5]
 */
export function parseOptdigits(
  trainText: string,
  testText: string,
  options: OptdigitsOptions = {},
): Optdigits {
  return read('parseOptdigits', trainText, testText, options);
}

function read(who: string, trainText: string, testText: string, options: OptdigitsOptions): Optdigits {
  const defaults: Required<OptdigitsOptions> = { scale: 1, oneHot: false, dtype: 'float32' };
  const given = readOptions(who, defaults, options);
  number(who, 'scale', given.scale, { above: 0 });
  flag(who, 'oneHot', given.oneHot);
  const [xTrain, tTrain] = readDigits(who, 'optdigits_train.csv', trainText, given);
  const [xTest, tTest] = readDigits(who, 'optdigits_test.csv', testText, given);
  return { xTrain, tTrain, xTest, tTest, classNames: Array.from('0123456789') };
}

/** -> [pixels [rows, 64], digits [rows] or [rows, 10]] */
function readDigits(
  who: string,
  name: string,
  text: string,
  options: Required<OptdigitsOptions>,
): [Tensor, Tensor] {
  const { x, t } = readTable(who, text, { name, targets: [64], dtype: options.dtype }, 65);
  requireWhole(who, name, 'a pixel', x, 16);
  requireWhole(who, name, 'a digit', t, 9);
  for (let i = 0; i < x.data.length; i++) x.data[i] *= options.scale;
  const digits = new Tensor(t.data, [t.shape[0]]);
  return [x, options.oneHot ? oneHot(digits, 10) : digits];
}

function requireWhole(who: string, name: string, what: string, { data, shape }: Tensor, max: number): void {
  const wrong = data.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= max));
  if (wrong < 0) return;
  throw new DataError(
    complain({
      who,
      problem: `${name}, line ${Math.floor(wrong / shape[1]) + 1}: ${what} is out of range`,
      expected: `a whole number from 0 to ${max}`,
      received: `${data[wrong]}`,
    }),
  );
}
