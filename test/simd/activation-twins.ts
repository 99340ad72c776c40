/**
 * What the twins of the activations are tried on, and the bounds that their files state.
 */
import {
  boundedRelu,
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  prelu,
  selu,
  silu,
  softplus,
  softsign,
} from '../../src/autograd/index.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { ofGradient, unary } from './op-twins.ts';
import { type Bound, type Example, exact, type Place, ulps } from './trial.ts';

type Range = readonly [number, number];

const wide = { between: { x: [-12, 12] as Range } };
const far = { between: { x: [-95, 95] as Range } };

/** The input at the place. */
const inputAt = ({ i, start }: Place) => Math.abs(start.x[i]);

/** What comes where e^x is below the smallest normal number, in a product with x. */
const tiny: Bound = (place) => {
  const x = inputAt(place);
  return 1.2e-38 * (1 + (x < 1000 ? x : 0));
};

/** Units in the last place of the result, and what may come in place of less. */
const orTiny =
  (count: number): Bound =>
  (place) =>
    ulps(count)(place) + tiny(place);

/** Units in the last place of dy, and what may come in place of less. */
const gradientOrTiny =
  (count: number): Bound =>
  (place) =>
    ofGradient(count)(place) + tiny(place);

/** 5 + x² units in the last place below 0, for the exponent is rounded; and what the reference itself loses there. */
const geluValue: Bound = (place) => {
  const x = place.start.x[place.i];
  const square = x < 0 && x > -20 ? x * x : 0;
  return ulps(5 + square)(place) + (Math.abs(x) < 1000 ? 2 ** -50 * Math.abs(x) : 0) + tiny(place);
};

/** Where the straight lines meet, and next to it. */
const KINKS = [3, -3, 6, 0.703125, 3.25, 1, -1, 2.9999998, -2.9999998, 3.0000002, -3.0000002, 6.0000005];

/** An op of straight lines, also at its kinks. */
function straight(...[op, bounds, extra]: Parameters<typeof unary>): Example[] {
  const kinks = { op, shapes: { x: [15] }, planted: { x: KINKS }, what: 'kinks', ...bounds, ...extra };
  return [...unary(op, bounds, extra), ...examplesOf(kinks)];
}

const slopes = [{}, { maxValue: 6 }, { threshold: 0.703125 }];
const sloped = [{ negativeSlope: 0.15 }, { maxValue: 3.25, negativeSlope: 0.15, threshold: 0.703125 }];
const bounded = { between: { x: [-4, 9] as Range } };

/** Sums of columns of so many rows: two roundings for each, of the magnitudes that are added up. */
const ofColumns: Bound = ({ i, before, start: { x, dy, alpha } }) => {
  const units = alpha.length;
  let magnitude = Number.isFinite(before) ? Math.abs(before) : 0;
  for (let place = i; place < x.length; place += units)
    magnitude += Math.abs(dy[place] * Math.min(x[place], 0));
  return (2 * (x.length / units) + 2) * 2 ** -24 * magnitude;
};

const ROWS = [1, 2, 3, 4, 5, 7, 17, 64];
const UNITS = [...Array.from({ length: 17 }, (_, n) => n + 1), 31, 32, 33, 40, 131];
const matrices = ROWS.flatMap((rows) => UNITS.map((units) => [rows, units] as const));

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** Numbers of all kinds, one to a column, since a sum with one that is not finite hides the others. */
const KINDS = [nan, infinity, -infinity, 0, -0, 1e-40, -1e-40, 3e38, -3e38];

const preluTrials: readonly OpTrial[] = [
  ...matrices.map(([rows, units]) => ({ shapes: { x: [rows, units], alpha: [units] } })),
  { shapes: { x: [2, 3, 5], alpha: [5] } },
  { shapes: { x: [7, 9], alpha: [9] }, planted: { x: KINDS }, what: 'special numbers' },
  { shapes: { x: [7, 9], alpha: [9] }, planted: { alpha: KINDS }, what: 'special slopes' },
].map((trial) => ({ op: prelu, forward: exact, backward: { x: ulps(1), alpha: ofColumns }, ...trial }));

/** Logits far apart, all alike, and none at all in a row. */
const LOGITS = [90, -90, 0, 700, -800, 3, 3, 3, 3, infinity, 0, 1, -infinity, 2, -3, nan, 1, 2];

const logSoftmaxTrials: readonly OpTrial[] = [
  ...matrices.map(([rows, units]) => ({ shapes: { x: [rows, units] }, between: { x: [-9, 9] as Range } })),
  { shapes: { x: [2, 3, 5] } },
  { shapes: { x: [7] } },
  ...[3, 6, 33].map((units) => ({
    shapes: { x: [8, units] },
    planted: { x: LOGITS },
    what: 'special logits',
  })),
].map((trial) => ({
  op: logSoftmax,
  forward: ({ expected }) => 3e-7 * (1 + Math.abs(expected)),
  // dy_j − e^(y_j) Σ dy, and dy is at most 1.7
  backward: (place) => {
    const probability = Math.exp(place.start.output[place.i]);
    return 1e-6 * 1.7 * trial.shapes.x.at(-1)! * probability + 2 ** -120 + ofGradient(1)(place);
  },
  ...trial,
}));

/** All examples of the twins of activations. */
export const activationExamples: readonly Example[] = [
  ...straight(leakyRelu, { forward: ulps(1), backward: ulps(2) }),
  ...straight(leakyRelu, { forward: ulps(1), backward: ulps(2) }, { options: { negativeSlope: 0.013 } }),
  ...slopes.flatMap((options) =>
    straight(boundedRelu, { forward: exact, backward: exact }, { options, ...bounded }),
  ),
  ...sloped.flatMap((options) =>
    straight(boundedRelu, { forward: ulps(2), backward: ulps(2) }, { options, ...bounded }),
  ),
  ...[1, 1.7, 0].flatMap((alpha) =>
    unary(elu, { forward: ulps(2), backward: ofGradient(2) }, { options: { alpha }, ...wide }),
  ),
  ...unary(selu, { forward: ulps(2), backward: ofGradient(2) }, wide),
  ...unary(softplus, { forward: orTiny(2), backward: gradientOrTiny(2) }, far),
  ...unary(logSigmoid, { forward: orTiny(2), backward: gradientOrTiny(2) }, far),
  ...unary(softsign, { forward: ulps(2), backward: ofGradient(2) }, wide),
  ...unary(silu, { forward: orTiny(3), backward: gradientOrTiny(2) }, far),
  ...unary(mish, { forward: orTiny(3), backward: gradientOrTiny(2) }, far),
  ...['none', 'tanh'].flatMap((approximate) =>
    unary(gelu, { forward: geluValue, backward: gradientOrTiny(2) }, { options: { approximate }, ...wide }),
  ),
  ...straight(hardTanh, { forward: exact, backward: exact }),
  ...straight(hardSigmoid, { forward: ulps(2), backward: ulps(2) }, wide),
  ...straight(hardSilu, { forward: ulps(2), backward: ofGradient(2) }, wide),
  ...[...preluTrials, ...logSoftmaxTrials].flatMap(examplesOf),
];
