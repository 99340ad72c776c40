/**
 * What the twins of ops that join tensors are tried on, and the bounds that their files state.
 */
import { batchDot, concatenate, maximum, minimum } from '../../src/autograd/index.ts';
import { fill, type Shape, size, type Step, step, Tensor } from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { type Bound, type Example, exact, ulps } from './trial.ts';

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-40, 3e38, 1, -1];

/** Two inputs of one shape; special numbers meet in all pairs, equal ones among them. */
function choices(op: OpTrial['op']): Example[] {
  const lengths = [...Array.from({ length: 18 }, (_, n) => n), 1003];
  const a = SPECIAL.flatMap((x) => SPECIAL.map(() => x));
  const b = SPECIAL.flatMap(() => SPECIAL);
  const bounds = { forward: exact, backward: exact };
  return [
    ...lengths.map((n) => ({ op, shapes: { a: [n], b: [n] }, ...bounds })),
    { op, shapes: { a: [a.length], b: [a.length] }, planted: { a, b }, what: 'special numbers', ...bounds },
    { op, shapes: { a: [9], b: [9] }, planted: { a: [1, 1], b: [1, 2] }, what: 'equals', ...bounds },
  ].flatMap(examplesOf);
}

const numbers = (shape: Shape, seed: number) =>
  new Tensor(Float32Array.from(generic(size(shape), [-2, 2], { seed })), shape);

/** Inputs side by side; each subset of gradients, where there is something already and where there is nothing. */
function concatenations(rows: Shape, widths: readonly number[]): Example[] {
  const { forward, backward, outputShape } = concatenate.definition;
  const shapes = widths.map((columns) => [...rows, columns]);
  const make = () => {
    const inputs = shapes.map((shape, i) => numbers(shape, i + 1));
    const output = numbers(outputShape(shapes, {}), 40);
    const all = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
    return { inputs, output, tensors: { ...all, output } };
  };
  const gradient = (wanted: readonly number[], adds: boolean): Example => ({
    what: `${shapes.map((shape) => `[${shape}]`)}: ${adds ? 'adds' : 'stores'} the gradients of ${wanted}`,
    kernel: backward,
    make() {
      const { inputs, output, tensors } = make();
      const dy = numbers(output.shape, 99);
      const gradients = inputs.map(({ shape }, i) => (wanted.includes(i) ? numbers(shape, 60 + i) : null));
      const zeros = adds ? [] : gradients.flatMap((dx) => (dx === null ? [] : [step(fill, dx, 0)]));
      const named = gradients.flatMap((dx, i) => (dx === null ? [] : [[`dx${i}`, dx] as const]));
      const work = step(backward as never, dy, gradients, { inputs }, {}) as Step;
      return { tensors: { ...tensors, ...Object.fromEntries(named), dy }, steps: [...zeros, work] };
    },
    bounds: {},
  });
  const places = widths.map((_, i) => i);
  return [
    {
      what: shapes.map((shape) => `[${shape}]`).join(' '),
      kernel: forward,
      make() {
        const { inputs, output, tensors } = make();
        return { tensors, steps: [step(forward as never, inputs, output, {}, {}) as Step] };
      },
      bounds: { output: exact },
    },
    ...[places, ...places.map((i) => [i])].flatMap((wanted) =>
      [true, false].map((adds) => gradient(wanted, adds)),
    ),
  ];
}

/** One input twice: both shares go into one gradient. */
function twice(columns: number): Example {
  const { backward } = concatenate.definition;
  return {
    what: `[3,${columns}] twice`,
    kernel: backward,
    make() {
      const [x, dx, dy] = [numbers([3, columns], 1), numbers([3, columns], 2), numbers([3, 2 * columns], 3)];
      const work = step(backward as never, dy, [dx, dx], { inputs: [x, x] }, {}) as Step;
      return { tensors: { x, dx, dy }, steps: [step(fill, dx, 0), work] };
    },
    bounds: { dx: exact },
  };
}

/** Roundings, relative to the magnitudes that are added up, and of what they are added to. */
function sums(count: number, terms: (place: Parameters<Bound>[0]) => readonly number[]): Bound {
  return (place) => {
    const magnitude = terms(place).reduce((sum, term) => sum + Math.abs(term), 0);
    return count * 2 ** -24 * magnitude + ulps(1)(place);
  };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Scalar products of p vectors with q vectors in each row. */
function dots(rows: number, p: number, q: number, inner: number): Example[] {
  const shape = (count: number) => (count === 1 ? [rows, inner] : [rows, count, inner]);
  const rowOf = (i: number, count: number) => Math.floor(i / (count * inner));
  return examplesOf({
    op: batchDot,
    shapes: { a: shape(p), b: shape(q) },
    forward: sums(inner + 1, ({ i, start: { a, b } }) => {
      const [ofA, ofB] = [Math.floor(i / q) * inner, (Math.floor(i / (p * q)) * q + (i % q)) * inner];
      return range(inner).map((k) => a[ofA + k] * b[ofB + k]);
    }),
    backward: {
      a: sums(2 * q, ({ i, start: { dy, b } }) =>
        range(q).map(
          (j) => dy[Math.floor(i / inner) * q + j] * b[(rowOf(i, p) * q + j) * inner + (i % inner)],
        ),
      ),
      b: sums(2 * p, ({ i, start: { dy, a } }) => {
        const [row, own] = [rowOf(i, q), Math.floor(i / inner) % q];
        return range(p).map((j) => dy[(row * p + j) * q + own] * a[(row * p + j) * inner + (i % inner)]);
      }),
    },
  });
}

const WIDTHS = [...range(18).slice(1), 33, 67];

/** All examples of the twins of concatenate, maximum, minimum and batchDot. */
export const mergeExamples: readonly Example[] = [
  ...choices(maximum),
  ...choices(minimum),
  ...WIDTHS.flatMap((columns) => [
    ...concatenations([3], [columns, 3]),
    ...concatenations([2, 2], [2, columns, 1]),
  ]),
  ...[3, 8, 33].flatMap((columns) => [[1], []].flatMap((rows) => concatenations(rows, [columns, 2]))),
  ...concatenations([4], [5]),
  ...WIDTHS.map(twice),
  ...WIDTHS.flatMap((inner) => [1, 2, 3, 4, 5, 17].flatMap((rows) => dots(rows, 1, 1, inner))),
  ...[1, 2, 5].flatMap((p) => [1, 3, 4, 7].flatMap((q) => [1, 3, 8, 21].flatMap((n) => dots(3, p, q, n)))),
];
