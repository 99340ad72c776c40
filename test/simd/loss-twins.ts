/**
 * What the twins of losses and softmax are tried on, and the bounds that their files state.
 */
import {
  binaryCrossEntropy,
  categoricalCrossEntropy,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
} from '../../src/autograd/index.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { type Bound, type Example, type Place, ulps } from './trial.ts';

const ROWS = [1, 2, 3, 4, 5, 7, 17, 64, 131];
const UNITS = [...Array.from({ length: 17 }, (_, n) => n + 1), 32, 33, 40];

type Range = readonly [number, number];

/** What the twins of a loss are tried on. */
export interface LossTrial {
  readonly op: OpTrial['op'];
  readonly predictions: string;
  readonly options?: Readonly<Record<string, number>>;
  readonly range: Range;
  /** Of the targets, default 0 to 1. */
  readonly targets?: Range;
  /** Relative to the larger of 1 and the loss, where it is a number. */
  readonly forward: number | Bound;
  readonly backward: Bound;
  /** Predictions and targets that meet in a row of their own. */
  readonly special: readonly (readonly [prediction: number, target: number])[];
}

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const POOR = [
  [nan, 0.5],
  [0.5, nan],
  [infinity, 0.3],
  [-infinity, 0.3],
  [0.3, infinity],
] as const;

/** Examples of all sizes, of special numbers in a row, and of weights that are 0. */
export function lossExamples(trial: LossTrial): Example[] {
  const { op, predictions, options = {}, range, targets = [0, 1], forward, backward, special } = trial;
  const rest = {
    op,
    options,
    between: { [predictions]: range, targets, weights: [0.2, 3] as Range },
    forward:
      typeof forward === 'function'
        ? forward
        : (place: Place) => forward * Math.max(1, Math.abs(place.expected)),
    backward,
  };
  const sizes = ROWS.flatMap((rows) => UNITS.map((units) => [rows, units] as const));
  const shapesOf = (rows: number, units: number) => ({
    targets: [rows, units],
    [predictions]: [rows, units],
    weights: [rows],
  });
  const generic = sizes.map(([rows, units]): OpTrial => ({ ...rest, shapes: shapesOf(rows, units) }));
  const planted = [...special, ...POOR].flatMap(([p, t]) =>
    [1, 3, 33].map((units): OpTrial => {
      const plant = { [predictions]: [0.4, p], targets: [0.2, t] };
      return { ...rest, shapes: shapesOf(5, units), planted: plant, what: `${p} for ${t}` };
    }),
  );
  const weightless = {
    ...rest,
    shapes: shapesOf(5, 3),
    planted: { weights: [0, 0, 1, 0] },
    what: 'weights of 0',
  };
  return [...generic, ...planted, weightless].flatMap(examplesOf);
}

/** What a row's terms are multiplied by: dy · w / divisor. */
export function shareOf({ i, start: { dy, weights, targets } }: Place, perUnit: boolean): number {
  const units = targets.length / weights.length;
  return Math.abs((dy[0] * weights[Math.floor(i / units)]) / (perUnit ? targets.length : weights.length));
}

/** Units in the last place of the share, where digits cancel in what it is multiplied by; and of the result. */
function ofShare(count: number, perUnit: boolean, scale: (place: Place) => number = () => 1): Bound {
  return (place) => count * 2 ** -23 * shareOf(place, perUnit) * scale(place) + ulps(count)(place);
}

/** (|g| + Σ t) / S of categorical cross-entropy. */
function categoricalScale({ i, start: { targets, weights, probabilities } }: Place): number {
  const classes = targets.length / weights.length;
  const first = i - (i % classes);
  let [sum, mass] = [0, 0];
  for (let j = first; j < first + classes; j++) {
    sum += probabilities[j];
    mass += Math.abs(targets[j]);
  }
  const g = probabilities[i] === 0 ? 0 : Math.abs((targets[i] * sum) / probabilities[i]);
  return (g + mass) / Math.abs(sum);
}

/** Probabilities of softmax: the further below the largest, the more its distance is rounded. */
const probability: Bound = ({ expected: p }) => (p === 0 ? 0 : p * (6e-7 - 6e-8 * Math.log(p))) + 1.2e-38;

const matrices = ROWS.flatMap((rows) => UNITS.map((units) => [rows, units] as const));

/** Logits far apart, all alike, and none at all in a row. */
const LOGITS = [90, -90, 0, 700, -800, 3, 3, 3, 3, infinity, 0, 1, -infinity, 2, -3, nan, 1, 2];

const softmaxTrials = [
  ...matrices.map(([rows, units]) => ({ shapes: { x: [rows, units] }, between: { x: [-9, 9] as Range } })),
  ...[3, 6, 33].map((units) => ({
    shapes: { x: [8, units] },
    planted: { x: LOGITS },
    what: 'special logits',
  })),
].map(
  (trial): OpTrial => ({
    op: softmax,
    forward: probability,
    // y_j (dy_j − Σ dy y), and dy is at most 1.7
    backward: ({ i, start: { output }, ...place }) =>
      1.7 * 1e-6 * Math.abs(output[i]) + 2 ** -120 + ulps(1)({ i, start: {}, ...place }),
    ...trial,
  }),
);

const crossEntropyTrials = [
  ...matrices.map(([rows, classes]) => ({ rows, classes, planted: {}, what: '' })),
  ...[3, 6, 33].map((classes) => ({ rows: 8, classes, planted: { logits: LOGITS }, what: 'special logits' })),
].map(({ rows, classes, ...trial }): OpTrial => {
  const shapes = { targets: [rows, classes], logits: [rows, classes], weights: [rows] };
  return {
    op: softmaxCrossEntropy,
    shapes,
    between: { targets: [0, 1], logits: [-9, 9], weights: [0.2, 3] },
    forward: (place) =>
      Math.max(probability(place), place.i > 0 ? 0 : 2e-6 * Math.max(1, Math.abs(place.expected))),
    // (Σt · p − t) · share, and Σt is at most the number of classes
    backward: (place) => 1e-6 * shareOf(place, false) * classes + ulps(1)(place),
    ...trial,
  };
});

/** All examples of the twins of losses and softmax. */
export const lossExamplesOfAll: readonly Example[] = [
  ...lossExamples({
    op: meanSquaredError,
    predictions: 'predictions',
    range: [-4, 4],
    forward: 5e-7,
    backward: ulps(4),
    special: [
      [1e-40, 0],
      [1e15, 1],
    ],
  }),
  ...lossExamples({
    op: meanAbsoluteError,
    predictions: 'predictions',
    range: [-4, 4],
    forward: 5e-7,
    backward: ulps(3),
    special: [
      [1, 1],
      [-0, 0],
      [1e-40, 0],
      [0, 1e-45],
    ],
  }),
  ...lossExamples({
    op: sigmoidCrossEntropy,
    predictions: 'logits',
    range: [-12, 12],
    forward: 5e-7,
    backward: ofShare(6, true),
    special: [
      [100, 1],
      [100, 0],
      [-100, 1],
      [-100, 0],
      [20, 1],
      [-0, 1],
      [1e-40, 0],
      [3e4, 0.5],
    ],
  }),
  ...lossExamples({
    op: binaryCrossEntropy,
    predictions: 'probabilities',
    range: [0.01, 0.99],
    forward: 5e-7,
    backward: ulps(6),
    special: [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
      [1e-8, 1],
      [1 - 2 ** -24, 0],
      [1 - 2 ** -23, 0],
      [1.2, 0.5],
      [-1, 0.5],
    ],
  }),
  ...lossExamples({
    op: categoricalCrossEntropy,
    predictions: 'probabilities',
    range: [0.01, 2],
    forward: 1e-6,
    backward: ofShare(8, false, categoricalScale),
    special: [
      [0, 1],
      [0, 0],
      [1e-9, 1],
      [3e9, 1],
    ],
  }),
  ...examplesOf({
    op: categoricalCrossEntropy,
    shapes: { targets: [3, 5], probabilities: [3, 5], weights: [3] },
    planted: { probabilities: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0] },
    between: { probabilities: [0.1, 1], weights: [0.2, 3] },
    what: 'rows of zeros and of a single one',
    forward: (place) => 1e-6 * Math.max(1, Math.abs(place.expected)),
    backward: ofShare(8, false, (place) => (place.i < 5 ? 0 : categoricalScale(place))),
  }),
  ...[...softmaxTrials, ...crossEntropyTrials].flatMap(examplesOf),
];
