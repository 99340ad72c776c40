/**
 * What the twins of the further losses, and of what is done to targets and weights, are tried on, and the bounds that
 * their files state.
 */
import {
  categoricalHingeLoss,
  cosineSimilarityLoss,
  hingeLoss,
  huberLoss,
  klDivergence,
  logCoshLoss,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  normalizeWeights,
  notEqual,
  poissonLoss,
  smoothTargets,
  squaredHingeLoss,
} from '../../src/autograd/index.ts';
import { lossExamples, type LossTrial, shareOf } from './loss-twins.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { type Bound, type Example, exact, type Place, ulps } from './trial.ts';

const EPSILON = 1e-7;
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** The size of what something is made of, from a target and a prediction. */
type Made = (t: number, p: number) => number;

/** 5e-7 of what the terms of the loss are made of, at least of 1, weighted. */
function ofTerms(predictions: string, made: Made, perUnit: boolean): Bound {
  return ({ start }: Place) => {
    const { targets, weights, [predictions]: given } = start;
    const units = targets.length / weights.length;
    let sum = 0;
    for (let i = 0; i < targets.length; i++) {
      const size = made(targets[i], given[i]);
      if (Number.isFinite(size)) sum += Math.abs(weights[Math.floor(i / units)]) * size;
    }
    return 5e-7 * Math.max(1, sum / (perUnit ? targets.length : weights.length));
  };
}

/** 6 units in the last place of the share times what its factor is made of, and of the result. */
function ofSlope(predictions: string, made: Made, perUnit: boolean): Bound {
  return (place) => {
    const { i, start } = place;
    const size = made(start.targets[i], start[predictions][i]);
    return 6 * 2 ** -23 * shareOf(place, perUnit) * size + ulps(6)(place);
  };
}

interface Formula extends Omit<LossTrial, 'predictions' | 'forward' | 'backward'> {
  readonly predictions?: string;
  readonly perUnit?: boolean;
  readonly terms: Made;
  readonly slopes: Made;
}

function formulaExamples({ perUnit = true, terms, slopes, ...trial }: Formula): Example[] {
  const predictions = trial.predictions ?? 'predictions';
  return lossExamples({
    ...trial,
    predictions,
    forward: ofTerms(predictions, terms, perUnit),
    backward: ofSlope(predictions, slopes, perUnit),
  });
}

const clamped = (x: number) => Math.min(Math.max(x, EPSILON), 1);
const growth = (x: number) => Math.log1p(Math.max(x, EPSILON));

/** Targets and predictions about the kinks of errors: none, denormal ones, just at the bend, far off. */
const ERRORS = [
  [1, 1],
  [-0, 0],
  [1e-40, 0],
  [0, 1e-45],
  [1.25, 0.25],
  [-0.75, 0.25],
  [1e15, 1],
] as const;

/** Margins about the kinks of hinges, by targets that are signs. */
const MARGINS = [
  [1, 1],
  [-1, -1],
  [1, 0],
  [-1, 0],
  [0, 1],
  [3, -1],
  [-2.5, 1],
  [1e-40, 1],
] as const;

/** What a row is made of: its loss, and the gradient at a place. */
type RowMade = (t: readonly number[], p: readonly number[]) => { readonly row: number; readonly slope: Made };

/** Of a row: the loss (4 + n/4) units in the last place of what it is made of; gradients of the share times a scale. */
function rowExamples(op: OpTrial['op'], made: RowMade, special: LossTrial['special']): Example[] {
  const known = new WeakMap<Place['start'], readonly ReturnType<RowMade>[]>();
  const rowsOf = ({ start }: Place) => {
    const { targets, predictions, weights } = start;
    const units = targets.length / weights.length;
    const rows = () =>
      Array.from(weights, (_, i) => {
        const part = (x: ArrayLike<number>) => Array.from({ length: units }, (_, j) => x[i * units + j]);
        return made(part(targets), part(predictions));
      });
    if (!known.has(start)) known.set(start, rows());
    return { units, rows: known.get(start)!, count: (4 + units / 4) * 2 ** -23 };
  };
  return lossExamples({
    op,
    predictions: 'predictions',
    range: [-2, 2],
    targets: [-1, 1],
    forward(place) {
      const { rows, count } = rowsOf(place);
      const sizes = rows.map(({ row }, i) =>
        Number.isFinite(row) ? Math.abs(place.start.weights[i]) * row : 0,
      );
      return (count * sizes.reduce((sum, size) => sum + size)) / rows.length + ulps(1)(place);
    },
    backward(place) {
      const { rows, units, count } = rowsOf(place);
      const { targets, predictions } = place.start;
      const size = rows[Math.floor(place.i / units)].slope(targets[place.i], predictions[place.i]);
      return count * shareOf(place, false) * size + ulps(4)(place);
    },
    special,
  });
}

const lengthOf = (x: readonly number[]) =>
  Math.max(Math.sqrt(x.reduce((sum, value) => sum + value * value, 0)), EPSILON);

/** One-hot rows and scores among which several are the largest, a lead is just enough, and all are 0. */
const hingeTies = examplesOf({
  op: categoricalHingeLoss,
  shapes: { targets: [5, 3], predictions: [5, 3], weights: [5] },
  planted: {
    targets: [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, -1, -1, 0, 1, 0],
    predictions: [0, 0, 0, 0.25, 0.125, 0.25, 0.5, 0.25, 1.5, 0.75, -0.5, -0.5, -3, 7, -2],
  },
  between: { weights: [0.2, 3] },
  what: 'ties',
  forward: ulps(2),
  backward: ulps(2),
});

/** Rows without direction, one shorter than 1e-7, and one that points the same way. */
const directions = examplesOf({
  op: cosineSimilarityLoss,
  shapes: { targets: [5, 3], predictions: [5, 3], weights: [5] },
  planted: {
    targets: [0, 0, 0, 0.3, -0.4, 1.2, 0.7, 0.1, -0.2, 1, -2, 0.5, 0.2, 0.6, -0.3],
    predictions: [0.4, 0.1, 0.9, 0, 0, 0, 2e-9, -1e-9, 3e-9, 2, -4, 1, 1e9, 3e8, -2e9],
  },
  between: { weights: [0.2, 3] },
  what: 'rows of zeros, and far from 1',
  forward: () => 1e-6,
  backward: ({ i, expected, ...rest }) =>
    i < 3 ? 0 : i < 9 ? 1e-6 * Math.abs(expected) : ulps(4)({ i, expected, ...rest }) + 1e-6,
});

const lengths = [...Array.from({ length: 18 }, (_, n) => n).slice(1), 64, 131];

const onTheWay = lengths.flatMap((n) => [
  ...[3, 255].map((value) =>
    examplesOf({
      op: notEqual,
      shapes: { x: [n] },
      planted: { x: [3, 0, 255, -1, 3, nan, infinity, 2.5] },
      options: { value },
      what: `not ${value}`,
      forward: exact,
      backward: exact,
    }),
  ),
  ...[
    [0.15, 4],
    [0.37, 2],
    [0, 3],
    [1, 7],
  ].map(([smoothing, classes]) =>
    examplesOf({
      op: smoothTargets,
      shapes: { targets: [n, 3] },
      between: { targets: [0, 1] },
      options: { smoothing, classes },
      what: `${smoothing} of ${classes}`,
      forward: ({ i, start: { targets } }) => 2 * 2 ** -23 * (Math.abs(targets[i]) + smoothing / classes),
      backward: exact,
    }),
  ),
  ...[[], [0], [0, 1.5, 0, 0.25], new Array(131).fill(0), [1, -1, nan], [infinity]].map((weights) =>
    examplesOf({
      op: normalizeWeights,
      shapes: { weights: [n] },
      between: { weights: [0.2, 3] },
      planted: { weights },
      what: `${weights.slice(0, 4)}`,
      forward: ulps(2),
      backward: exact,
    }),
  ),
]);

/** All of these examples. */
export const furtherLossExamples: readonly Example[] = [
  ...[1, 0.37].flatMap((delta) =>
    formulaExamples({
      op: huberLoss,
      options: { delta },
      range: [-4, 4],
      terms: (t, p) => Math.abs(p - t),
      slopes: () => 0,
      special: ERRORS,
    }),
  ),
  ...formulaExamples({
    op: logCoshLoss,
    range: [-4, 4],
    terms: (t, p) => Math.abs(p - t),
    slopes: () => 0,
    special: [...ERRORS, [60, -50], [-300, 0.5]],
  }),
  ...formulaExamples({
    op: meanAbsolutePercentageError,
    range: [-4, 4],
    terms: (t, p) => (100 * Math.abs(p - t)) / Math.max(Math.abs(t), EPSILON),
    slopes: () => 0,
    special: [...ERRORS, [0.3, 0], [0.3, -3.5e-8]],
  }),
  ...formulaExamples({
    op: meanSquaredLogarithmicError,
    range: [-0.5, 900],
    targets: [0, 9],
    terms: (t, p) => (growth(t) + growth(p)) * Math.max(1, Math.abs(growth(p) - growth(t))),
    slopes: (t, p) => (p < EPSILON ? 0 : (2 * (growth(t) + growth(p))) / (1 + p)),
    special: [
      [0, 0],
      [-3, 2],
      [2, -3],
      [1e-7, 1e-7],
      [3e-7, 1e-7],
      [1e30, 7],
      [7, 1e30],
    ],
  }),
  ...formulaExamples({
    op: poissonLoss,
    range: [0.01, 9],
    targets: [0, 12],
    terms: (t, p) => Math.abs(p) + Math.abs(t * Math.log(p + EPSILON)),
    slopes: (t, p) => 1 + Math.abs(t / (p + EPSILON)),
    special: [
      [0, 3],
      [0, 0],
      [1e-9, 1],
      [-0.5, 2],
      [1e4, 3],
    ],
  }),
  ...formulaExamples({
    op: hingeLoss,
    range: [-2, 2],
    targets: [-1, 1],
    terms: (t, p) => 1 + Math.abs(t * p),
    slopes: () => 0,
    special: MARGINS,
  }),
  ...formulaExamples({
    op: squaredHingeLoss,
    range: [-2, 2],
    targets: [-1, 1],
    terms: (t, p) => (1 + Math.abs(t * p)) ** 2,
    slopes: (t, p) => 2 * Math.abs(t || -1) * (1 + Math.abs(t * p)),
    special: MARGINS,
  }),
  ...formulaExamples({
    op: klDivergence,
    predictions: 'probabilities',
    perUnit: false,
    range: [0.01, 0.99],
    terms: (t, p) => clamped(t) * (1 + Math.abs(Math.log(clamped(t) / clamped(p)))),
    slopes: () => 0,
    special: [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
      [1e-8, 1],
      [1e-7, 0.25],
      [1.5, 0.25],
      [-1, 0.5],
    ],
  }),
  ...rowExamples(
    categoricalHingeLoss,
    (t, p) => ({
      row:
        1 +
        t.reduce((sum, value, j) => sum + Math.abs(value * p[j]), 0) +
        Math.max(...t.map((value, j) => Math.abs((1 - value) * p[j]))),
      slope: (target) => 1 + 2 * Math.abs(target),
    }),
    [
      [0.3, 1],
      [0, 0],
      [1e-40, 1],
      [1e15, 0],
    ],
  ),
  ...rowExamples(
    cosineSimilarityLoss,
    (_t, p) => {
      const length = lengthOf(p);
      return { row: 1, slope: () => 1 / length };
    },
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1e-40, 1],
    ],
  ),
  ...hingeTies,
  ...directions,
  ...onTheWay.flat(),
];
