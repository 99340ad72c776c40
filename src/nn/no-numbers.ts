/**
 * What is given in the place of numbers: names, objects, promises, nothing; and what to give instead.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { Parameter, Tensor } from '../tensor/index.ts';

/** Functions that take x, and no t. */
const WITHOUT_TARGETS: readonly string[] = [
  'call',
  'predict',
  'predictOnBatch',
  'predictProba',
  'predictLogProba',
  'activations',
];

/**
 * Refuses what holds no numbers, and says how to make numbers of it.
 *
 * @param name of the data in messages: x, t, validationData[0]
 * @throws ArgumentError
 */
export function refuseNoNumbers(who: string, name: string, values: unknown): void {
  if (Array.isArray(values)) refuseFirst(who, name, values);
  else refuseWhole(who, name, values);
}

/** Looks at the first value of nested arrays. */
function refuseFirst(who: string, name: string, values: readonly unknown[]): void {
  let first: unknown = values;
  while (Array.isArray(first)) first = first[0];
  const kind = typeof first;
  if (kind === 'string' || kind === 'boolean') {
    const help =
      name === 'x' || name.endsWith('[0]') || kind === 'boolean'
        ? 'Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.'
        : 'LabelBinarizer().fitTransform(labels) makes rows of numbers of names.';
    const problem = `${name} holds ${kind === 'string' ? 'text' : 'true and false'}`;
    throw new ArgumentError(complain({ who, problem, expected: 'numbers', received: show(first), help }));
  }
  if (kind !== 'object' || first === null || ArrayBuffer.isView(first)) return;
  const help = first instanceof Tensor ? tensorHelp(name, first) : objectHelp(name);
  const problem = `${name} holds objects`;
  throw new ArgumentError(complain({ who, problem, expected: 'numbers', received: show(first), help }));
}

/** A list that holds Tensors may be meant as rows, or as the list of one input. */
function tensorHelp(name: string, { shape }: Tensor): string {
  return shape.length > 1
    ? `There is one input: give the Tensor itself, ${name}[0] in place of ${name}.`
    : `${name}.map((row) => row.toArray()) makes lists of numbers of them.`;
}

function objectHelp(name: string): string {
  return `A row is a list of numbers: ${name}.map((row) => Object.values(row)), if all values are numbers.`;
}

/** Looks at what is no list. */
function refuseWhole(who: string, name: string, values: unknown): void {
  const isObject = typeof values === 'object' && values !== null && !ArrayBuffer.isView(values);
  const hasData = isObject && ('data' in values || values instanceof Parameter);
  if (values !== undefined && (!isObject || hasData)) return;
  const expected = 'rows of numbers, such as [[0.3, 1.2], [0.7, 0.1]]';
  const problem = values === undefined ? `${name} is missing` : `${name} is an object`;
  const help = values instanceof Promise ? `await ${name} gives what is promised.` : orderHelp(who, name);
  const about = { who, problem, expected, received: show(values) };
  throw new ArgumentError(complain(help === undefined ? about : { ...about, help }));
}

/** The order of the arguments, if this is one of them. */
function orderHelp(who: string, name: string): string | undefined {
  if (name !== 'x' && name !== 't') return undefined;
  const method = who.split('.').at(-1)!; // of an estimator: MLPClassifier.predict
  if (WITHOUT_TARGETS.includes(method)) return `Rows are its first argument: ${who}(x).`;
  return `Rows come first, targets second, options third: ${who}(x, t, { … }).`;
}
