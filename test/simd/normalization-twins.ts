/**
 * What the twins of normalization, reshaping and noise are tried on, and the bounds that their files state.
 */
import {
  alphaDropout,
  alphaDropoutSlope,
  batchNormalization,
  columnMean,
  columnVariance,
  dropoutDeviation,
  gaussianDropout,
  gaussianNoise,
  layerNormalization,
  movingAverage,
  reshape,
  stopGradient,
} from '../../src/autograd/index.ts';
import { examplesOf, type OpTrial } from './op-trials.ts';
import { type Bound, type Example, exact, ulps } from './trial.ts';

const ROWS = [1, 2, 3, 4, 5, 17, 131];
const UNITS = [...Array.from({ length: 9 }, (_, n) => n + 1), 12, 15, 16, 17, 33, 67];
const SIZES = ROWS.flatMap((rows) => UNITS.map((units) => [rows, units] as const));
const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-40, 3e38];

/** Half a unit in the last place of 1: what one rounding loses at most. */
const ROUNDING = 2 ** -24;

type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** Roundings of the magnitudes of a column that are added up, as many as there are rows and a few; a gradient twice. */
function ofColumn(further: number, term: (numbers: Numbers, place: number, column: number) => number): Bound {
  return (place) => {
    const { i, start } = place;
    const units = start.mean?.length ?? start.output.length;
    const rows = start.x.length / units;
    let total = 0;
    for (let at = i; at < start.x.length; at += units) total += Math.abs(term(start, at, i));
    return 2 * (rows + further) * ROUNDING * total + ulps(1)(place);
  };
}

const rowsOf = ({ x, output }: Numbers) => x.length / output.length;

const meanTrials = SIZES.map(
  ([rows, units]): OpTrial => ({
    op: columnMean,
    shapes: { x: [rows, units] },
    forward: ofColumn(1, (start, at) => start.x[at] / rowsOf(start)),
    backward: ulps(2),
  }),
);

const square = (x: number) => x * x;
const varianceTrials = SIZES.map(
  ([rows, units]): OpTrial => ({
    op: columnVariance,
    shapes: { x: [rows, units], mean: [units] },
    forward: ofColumn(4, ({ x, mean }, at, j) => (square(x[at] - mean[j]) * mean.length) / x.length),
    backward: { x: ulps(4) },
  }),
);

const averageTrials = [0, 0.9, 0.99, 1].flatMap((momentum) =>
  [1, 2, 3, 4, 5, 17, 1003].map(
    (n): OpTrial => ({
      op: movingAverage,
      shapes: { average: [n], value: [n] },
      options: { momentum, factor: 7 / 6 },
      what: `momentum ${momentum}`,
      forward: ({ i, start }) =>
        4 * ROUNDING * (Math.abs(start.average[i]) + Math.abs((7 / 6) * start.value[i])),
      backward: {},
    }),
  ),
);

/** γ / √(v + ε), and x̂. */
const EPSILON = 0.01;
const slope = ({ gamma, variance }: Numbers, j: number) => gamma[j] / Math.sqrt(variance[j] + EPSILON);
const standard = ({ x, mean, variance }: Numbers, at: number, j: number) =>
  (x[at] - mean[j]) / Math.sqrt(variance[j] + EPSILON);

/** A normalized number: roundings of γ x̂ and of β. */
const normalized: Bound = ({ i, expected, start }) =>
  8 * ROUNDING * (Math.abs(expected) + Math.abs(start.beta[i % start.beta.length]));

const [sum, product] = [4, 8];
const batchBounds: Pick<OpTrial, 'forward' | 'backward'> = {
  forward: normalized,
  backward: {
    x: ulps(3),
    mean: ofColumn(product, (start, at, j) => start.dy[at] * slope(start, j)),
    variance: ofColumn(
      product,
      (start, at, j) =>
        (start.dy[at] * standard(start, at, j) * slope(start, j)) /
        (2 * Math.sqrt(start.variance[j] + EPSILON)),
    ),
    gamma: ofColumn(product, (start, at, j) => start.dy[at] * standard(start, at, j)),
    beta: ofColumn(sum, ({ dy }, at) => dy[at]),
  },
};
const batchShapes = (rows: number, units: number) => {
  const each = [units];
  return { x: [rows, units], mean: each, variance: each, gamma: each, beta: each };
};
const between = { variance: [0.1, 4] as const };
const batchTrials = [
  ...SIZES.map(
    ([rows, units]): OpTrial => ({
      op: batchNormalization,
      shapes: batchShapes(rows, units),
      options: { epsilon: EPSILON },
      between,
      ...batchBounds,
    }),
  ),
  ...SPECIAL.slice(0, 6).flatMap((value) =>
    ['x', 'gamma', 'beta'].map(
      (name): OpTrial => ({
        op: batchNormalization,
        shapes: batchShapes(3, 5),
        options: { epsilon: EPSILON },
        between,
        planted: { [name]: [value] },
        what: `${name} with ${value}`,
        ...batchBounds,
      }),
    ),
  ),
];

/** Mean, root of the variance, and largest distance of the row that a place of x is in. */
function rowAt({ x, gamma }: Numbers, at: number) {
  const units = gamma.length;
  const first = Math.floor(at / units) * units;
  const row = Array.from({ length: units }, (_, j) => x[first + j]);
  const mean = row.reduce((total, value) => total + value, 0) / units;
  const variance = row.reduce((total, value) => total + square(value - mean), 0) / units;
  const largest = Math.max(...row.map(Math.abs));
  return { mean, inverse: 1 / Math.sqrt(variance + EPSILON), largest, units, first };
}

/** What may be lost of x̂: a mean that is off, and a sum of squares that is. */
function lost(start: Numbers, at: number): number {
  const { mean, inverse, largest, units } = rowAt(start, at);
  const distance = Math.abs(start.x[at] - mean) + largest;
  return (units + 8) * ROUNDING * distance * inverse;
}

const rowMean: Bound = ({ i, start }) => {
  const { largest, units } = rowAt(start, i * start.gamma.length);
  return (units + 1) * ROUNDING * largest;
};
const rowInverse: Bound = ({ i, expected, start }) => {
  const { units } = rowAt(start, i * start.gamma.length);
  return (units + 6) * ROUNDING * expected;
};

function layerExamples(rows: number, units: number, extra: Partial<OpTrial> = {}): Example[] {
  const gradient: Bound = (place) => {
    const { i, start } = place;
    const { inverse, first } = rowAt(start, i);
    let total = 0;
    for (let j = 0; j < units; j++) total += Math.abs(start.dy[first + j] * start.gamma[j]);
    const own = Math.abs(start.dy[i] * start.gamma[i % units]);
    const mean = (total / units) * (1 + Math.abs(units ** 0.5));
    return 4 * (units + 12) * ROUNDING * inverse * (own + mean) + ulps(1)(place);
  };
  const ofScale: Bound = (place) => {
    const { i, start } = place;
    let total = 0;
    for (let at = i; at < start.x.length; at += units) {
      const { mean, inverse } = rowAt(start, at);
      const d = Math.abs(start.dy[at]);
      total += d * (lost(start, at) + 2 * (rows + 4) * ROUNDING * Math.abs(start.x[at] - mean) * inverse);
    }
    return 2 * total + ulps(1)(place);
  };
  const examples = examplesOf({
    op: layerNormalization,
    shapes: { x: [rows, units], gamma: [units], beta: [units] },
    options: { epsilon: EPSILON },
    forward: ({ i, start }) => {
      const j = i % units;
      const { mean, inverse } = rowAt(start, i);
      const own = Math.abs(start.x[i] - mean) * inverse;
      return (
        Math.abs(start.gamma[j]) * (lost(start, i) + 4 * ROUNDING * own) +
        2 * ROUNDING * Math.abs(start.beta[j])
      );
    },
    backward: {
      x: gradient,
      gamma: ofScale,
      beta: (place) => {
        let total = 0;
        for (let at = place.i; at < place.start.x.length; at += units) total += Math.abs(place.start.dy[at]);
        return 2 * rows * ROUNDING * total + ulps(1)(place);
      },
    },
    ...extra,
  });
  const { forward } = layerNormalization.definition;
  return examples.map((example) =>
    example.kernel === forward
      ? { ...example, bounds: { ...example.bounds, mean: rowMean, inverse: rowInverse } }
      : example,
  );
}

const layerTrials = [
  ...SIZES.flatMap(([rows, units]) => layerExamples(rows, units)),
  ...SPECIAL.slice(0, 6).flatMap((value) =>
    ['x', 'gamma', 'beta'].flatMap((name) =>
      layerExamples(3, 5, { planted: { [name]: [value] }, what: `${name} with ${value}` }),
    ),
  ),
];

const reshapeTrials = [0, 1, 2, 3, 4, 5, 12, 17, 1003].flatMap((n): OpTrial[] => [
  { op: reshape, shapes: { x: [n, 2] }, options: { shape: `[${2 * n}]` }, forward: exact, backward: exact },
  {
    op: reshape,
    shapes: { x: [n] },
    options: { shape: '[-1, 1]' },
    planted: { x: SPECIAL },
    what: 'special numbers',
    forward: exact,
    backward: exact,
  },
]);

const stopTrials = [0, 1, 2, 3, 4, 5, 12, 17, 1003].flatMap((n): OpTrial[] => [
  { op: stopGradient, shapes: { x: [n] }, forward: exact, backward: exact },
  {
    op: stopGradient,
    shapes: { x: [n] },
    planted: { x: SPECIAL },
    what: 'special numbers',
    forward: exact,
    backward: exact,
  },
]);

/** Units in the last place of max(1, |z|) that a normal number may be off. */
const OFF = 5 * 2 ** -23;

/** For y = x + σ z. */
function noisy(stddev: number): Bound {
  return (place) => {
    const z = Math.abs(place.expected - place.start.x[place.i]) / stddev;
    return OFF * stddev * Math.max(1, z) + ulps(1)(place);
  };
}

/** For the factor 1 + σ z, and for x times it. */
function factored(rate: number): Bound {
  const stddev = dropoutDeviation(rate);
  return (place) => {
    const x = Math.abs(place.start.x[place.i]);
    return Math.max(1, x) * OFF * (7 * stddev + 1) + ulps(2)(place);
  };
}

const alphaBound =
  (rate: number): Bound =>
  (place) =>
    2 * ROUNDING * (2 * Math.abs(place.expected) + 4 * alphaDropoutSlope(rate)) + ulps(1)(place);

const LENGTHS = [...Array.from({ length: 18 }, (_, n) => n), 250, 1003];
const places = [0, 1, 7, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12345].flatMap((stepNumber) =>
  (stepNumber === 7 ? LENGTHS : [37, 250]).map((n) => ({ stepNumber, n })),
);
const noiseTrials = places.flatMap(({ stepNumber, n }): OpTrial[] => {
  const place = { seed: 2 ** 33 + 11, position: 3 };
  const common = { shapes: { x: [n] }, cells: { step: stepNumber } };
  return [0.2, 0.85].flatMap((strength): OpTrial[] => {
    const what = `${strength}, step ${stepNumber}`;
    return [
      {
        op: gaussianNoise,
        ...common,
        options: { ...place, stddev: strength },
        what: `deviation ${what}`,
        forward: noisy(strength),
        backward: exact,
      },
      {
        op: gaussianDropout,
        ...common,
        options: { ...place, rate: strength },
        what: `rate ${what}`,
        forward: factored(strength),
        backward: ulps(1),
      },
      {
        op: alphaDropout,
        ...common,
        options: { ...place, rate: strength },
        what: `rate ${what}`,
        forward: alphaBound(strength),
        backward: ulps(2),
      },
    ];
  });
});

/** All examples of the twins of normalization, copies and noise. */
export const normalizationExamples: readonly Example[] = [
  ...[...meanTrials, ...varianceTrials, ...averageTrials, ...batchTrials].flatMap(examplesOf),
  ...layerTrials,
  ...[...reshapeTrials, ...stopTrials, ...noiseTrials].flatMap(examplesOf),
];
