/**
 * What every twin of an op is tried on, and the bound that its file states.
 */
import {
  absolute,
  add,
  addBias,
  dropout,
  exp,
  log,
  matmul,
  mean,
  multiply,
  negate,
  oneHotRows,
  relu,
  scale,
  sigmoid,
  square,
  subtract,
  sum,
  sumAbsolute,
  sumSquares,
  tanh,
} from '../../src/autograd/index.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { type Bound, type Example, exact, type Place, ulps } from './trial.ts';

/** Every length that leaves something over in a different way, and a long one. */
const LENGTHS = [...Array.from({ length: 18 }, (_, n) => n), 1003];

const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  1e-40,
  -1e-40,
  2 ** -149,
  2 ** -126,
  3e38,
  -3e38,
  1,
  -1,
];

type Bounds = Pick<OpTrial, 'forward' | 'backward'>;
type Extra = Pick<OpTrial, 'options' | 'between'>;

/** An op of one input. */
export function unary(op: OpTrial['op'], bounds: Bounds, extra: Extra = {}): Example[] {
  const lengths = LENGTHS.map((n) => ({ op, shapes: { x: [n] }, ...bounds, ...extra }));
  const special = {
    op,
    shapes: { x: [20] },
    planted: { x: SPECIAL },
    what: 'special numbers',
    ...bounds,
    ...extra,
  };
  return [...lengths, special].flatMap(examplesOf);
}

/** An op of two inputs of one shape; special numbers meet in all pairs. */
function binary(op: OpTrial['op'], bounds: Bounds): Example[] {
  const lengths = LENGTHS.map((n) => ({ op, shapes: { a: [n], b: [n] }, ...bounds }));
  const a = SPECIAL.flatMap((x) => SPECIAL.map(() => x));
  const b = SPECIAL.flatMap(() => SPECIAL);
  const shapes = { a: [a.length], b: [a.length] };
  const special = { op, shapes, planted: { a, b }, what: 'special numbers', ...bounds };
  return [...lengths, special].flatMap(examplesOf);
}

/** A sum of all elements: special numbers come one at a time, or all would be NaN. */
function reduction(op: OpTrial['op'], bounds: Bounds): Example[] {
  const special = SPECIAL.map((value) => {
    return { op, shapes: { x: [9] }, planted: { x: [1, value] }, what: `with ${value}`, ...bounds };
  });
  return [...LENGTHS.map((n) => ({ op, shapes: { x: [n] }, ...bounds })), ...special].flatMap(examplesOf);
}

/** Units in the last place of a sum of magnitudes. */
function ofSum(count: number, term: (x: number) => number): Bound {
  return ({ start }) => count * 2 ** -23 * Array.from(start.x, term).reduce((s, x) => s + Math.abs(x), 0);
}

/** Units in the last place of dy: for gradients in which digits cancel. */
export function ofGradient(count: number): Bound {
  return (place) => count * 2 ** -23 * Math.abs(place.start.dy[place.i]) + ulps(1)(place);
}

/** For a product: roundings, relative to the magnitudes that are added up, and of what they are added to. */
function products(inner: number, magnitude: (place: Place) => number): Bound {
  return (place) => inner * 2 ** -24 * magnitude(place) + ulps(1)(place);
}

function matrix(rows: number, inner: number, columns: number): Example[] {
  const add = (count: number, term: (k: number) => number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += Math.abs(term(k));
    return total;
  };
  const row = (i: number, width: number) => Math.floor(i / width);
  return examplesOf({
    op: matmul,
    shapes: { a: [rows, inner], b: [inner, columns] },
    forward: products(inner, ({ i, start: { a, b } }) =>
      add(inner, (k) => a[row(i, columns) * inner + k] * b[k * columns + (i % columns)]),
    ),
    backward: {
      a: products(2 * columns, ({ i, start: { dy, b } }) =>
        add(columns, (k) => dy[row(i, inner) * columns + k] * b[(i % inner) * columns + k]),
      ),
      b: products(2 * rows, ({ i, start: { a, dy } }) =>
        add(rows, (k) => a[k * inner + row(i, columns)] * dy[k * columns + (i % columns)]),
      ),
    },
  });
}

const ODD = [1, 2, 3, 4, 5, 7, 17];
const UNITS = [...Array.from({ length: 17 }, (_, n) => n + 1), 33, 40];

/** Small sizes in all combinations, then one dimension at a time, then those that are packed or go in blocks. */
const PRODUCTS: readonly (readonly [number, number, number])[] = [
  ...ODD.flatMap((rows) =>
    [1, 3, 4, 9].flatMap((inner) => [1, 2, 5, 10].map((c) => [rows, inner, c] as const)),
  ),
  ...UNITS.flatMap((units) => [1, 6, 67].map((rows) => [rows, 5, units] as const)),
  ...UNITS.flatMap((inner) => [1, 6].map((rows) => [rows, inner, 11] as const)),
  [70, 300, 130], // b in panels, in blocks of 128
  [64, 257, 129],
  [63, 300, 130], // too few rows to pack
  [70, 70, 513],
  [130, 1030, 20], // slivers of a, for the gradient of b
  [517, 9, 10], // the gradient of b in blocks of rows
  [1100, 3, 5],
  [1, 600, 70],
];

const column: Bound = ({ i, start: { bias, dy }, ...place }) => {
  let [total, rows] = [0, 0];
  for (let at = i; at < dy.length; at += bias.length, rows++) total += Math.abs(dy[at]);
  return 2 * rows * 2 ** -24 * total + ulps(1)({ i, start: {}, ...place });
};

const addBiasTrials = [1, 2, 3, 4, 5, 7, 17, 64].flatMap((rows) =>
  UNITS.map((units): OpTrial => {
    const shapes = { x: [rows, units], bias: [units] };
    return { op: addBias, shapes, forward: exact, backward: { x: exact, bias: column } };
  }),
);

/** Masks are equal if what is kept is near and what is dropped is 0, for no element of x is 0. */
const dropoutTrials = [0, 0.2, 0.5, 0.85, 1].flatMap((rate) =>
  [0, 1, 7, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12345].flatMap((stepNumber) =>
    (stepNumber === 7 ? LENGTHS : [37, 250]).map((n): OpTrial => {
      const options = { rate, seed: 2 ** 33 + 11, position: 3 };
      const planted = n === 37 ? { x: SPECIAL.filter((x) => x !== 0) } : {};
      const cells = { step: stepNumber };
      const bounds = { forward: ulps(1), backward: ulps(2) };
      const what = `rate ${rate}, step ${stepNumber}`;
      return { op: dropout, shapes: { x: [n] }, options, cells, planted, what, ...bounds };
    }),
  ),
);

const labels = [0, 1, 2, 3, 4.5, -1, Number.NaN, 7, 32, -0, Number.POSITIVE_INFINITY, 39, 1];
const oneHotTrials = [1, 2, 3, 4, 5, 10, 17, 32, 33, 40].flatMap((classes) =>
  [1, 2, 3, 4, 5, 13, 64].map((rows): OpTrial => {
    const planted = { labels: Array.from({ length: rows }, (_, i) => labels[(i + classes) % labels.length]) };
    const rest = { options: { classes }, planted, forward: exact, backward: {} };
    return { op: oneHotRows, shapes: { labels: [rows] }, what: `${classes} classes`, ...rest };
  }),
);

/** All examples of the twins of ops, but for losses and softmax. */
export const opExamples: readonly Example[] = [
  ...binary(add, { forward: exact, backward: exact }),
  ...binary(subtract, { forward: exact, backward: exact }),
  ...binary(multiply, { forward: exact, backward: ulps(1) }),
  ...unary(negate, { forward: exact, backward: exact }),
  ...unary(scale, { forward: ulps(1), backward: ulps(2) }, { options: { factor: -1.7 } }),
  ...unary(square, { forward: exact, backward: ulps(2) }),
  ...unary(absolute, { forward: exact, backward: exact }),
  ...unary(
    exp,
    { forward: (place) => ulps(2)(place) + 2 ** -126, backward: ulps(1) },
    { between: { x: [-90, 89] } },
  ),
  ...unary(log, { forward: ulps(2), backward: ulps(2) }, { between: { x: [0.1, 4] } }),
  ...unary(relu, { forward: exact, backward: exact }),
  ...unary(tanh, { forward: ulps(7), backward: ofGradient(2) }, { between: { x: [-9, 9] } }),
  ...unary(
    sigmoid,
    { forward: (place) => ulps(4)(place) + 2 ** -126, backward: ulps(4) },
    { between: { x: [-95, 95] } },
  ),
  ...reduction(sum, { forward: ofSum(1, (x) => x), backward: exact }),
  ...reduction(mean, {
    forward: (place) => ofSum(1, (x) => x)(place) / place.start.x.length,
    backward: ulps(1),
  }),
  ...reduction(sumSquares, { forward: ofSum(1, (x) => x * x), backward: ulps(2) }),
  ...reduction(sumAbsolute, { forward: ofSum(1, (x) => x), backward: exact }),
  ...[...addBiasTrials, ...dropoutTrials, ...oneHotTrials].flatMap(examplesOf),
  ...PRODUCTS.flatMap((sizes) => matrix(...sizes)),
];
