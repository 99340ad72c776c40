/**
 * What the twins that belong to no op are tried on: optimizers, metrics, filling, copying, gathering.
 */
import { accuracy } from '../../src/metrics/index.ts';
import { Adam, RMSprop, SGD } from '../../src/optim/index.ts';
import {
  copy,
  fill,
  gatherRows,
  type Kernel,
  registers,
  registersOf,
  step,
  tally,
  Tensor,
} from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { type Bound, type Example, type Made, type Place, ulps } from './trial.ts';

const LENGTHS = [...Array.from({ length: 18 }, (_, n) => n), 1003];

function numbers(length: number, seed: number, between?: readonly [number, number]): Tensor {
  return new Tensor(Float32Array.from(generic(length, between, { seed })), [length]);
}

/** The live record of an optimizer: numbers in registers, the rest beside them. */
function live(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values);
  const isNumber = ([, value]: readonly [string, unknown]) => typeof value === 'number';
  const record = registers(Object.fromEntries(entries.filter(isNumber) as [string, number][]));
  return Object.assign(record, Object.fromEntries(entries.filter((entry) => !isNumber(entry))));
}

type Options = Readonly<Record<string, number | string | boolean>>;

interface Rule {
  readonly maker: { readonly definition: { readonly options: object; readonly update: unknown } };
  readonly options: Options;
  /** Names of the slots, and the ranges of what is remembered. */
  readonly slots: Readonly<Record<string, readonly [number, number] | null>>;
  /** Largest magnitude of the step, from w, g, slots at i. */
  readonly step: (at: (name: string) => number, options: Record<string, number>) => number;
}

/** Several tensors that stand side by side, so that one loop updates them all. */
function updateExample(
  { maker, options, slots, step: size }: Rule,
  lengths: readonly number[],
  special: boolean,
): Example {
  const all = { ...maker.definition.options, ...options } as Record<string, number>;
  const kernel = maker.definition.update as Kernel;
  const names = ['w', 'g', ...Object.keys(slots).filter((slot) => slots[slot] !== null)];
  const at =
    ({ i, start }: Place, j: number) =>
    (name: string) =>
      Math.abs(start[`${name}${j}`][i]);
  const bounds: [string, Bound][] = lengths.flatMap((_, j) =>
    names
      .filter((name) => name !== 'g')
      .map((name): [string, Bound] => [
        `${name}${j}`,
        (place) => {
          if (all.centered && name.startsWith('mean')) return 1e-30; // to the last bit, traces aside
          const g = at(place, j)('g');
          const scale = name === 'w' ? size(at(place, j), all) : g * Math.max(1, g) + Math.abs(place.before);
          return ulps(1)(place) + (4 * 2 ** -23 * scale + 1e-30);
        },
      ]),
  );
  return {
    what: `${JSON.stringify(options)}, ${lengths.join(' and ')}${special ? ', special numbers' : ''}`,
    kernel,
    make(): Made {
      const given = live(all);
      const tensors: Record<string, Tensor> = {};
      const steps = lengths.map((length, j) => {
        const w = numbers(length, 5 * j + 1);
        const g = numbers(length, 5 * j + 2);
        const remembered = Object.entries(slots).map(([slot, between], i) => {
          return [slot, between === null ? null : numbers(length, 5 * j + 3 + i, between)] as const;
        });
        if (special)
          plant(
            w,
            g,
            remembered.map(([, tensor]) => tensor),
          );
        const named = [['w', w], ['g', g], ...remembered] as const;
        for (const [name, tensor] of named) if (tensor !== null) tensors[`${name}${j}`] = tensor;
        return step(kernel as never, w, g, Object.fromEntries(remembered), given);
      });
      return { tensors, steps };
    },
    bounds: Object.fromEntries(bounds),
  };
}

/** No gradient and next to nothing remembered; denormal numbers, infinities, NaN. */
function plant(w: Tensor, g: Tensor, slots: readonly (Tensor | null)[]): void {
  const gradients = [
    0,
    0,
    1e-40,
    1e-20,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    -0,
  ];
  const remembered = [0, 1e-40, 1e-40, 1e-38, 1, 1, 1, Number.NaN, Number.POSITIVE_INFINITY];
  g.data.set(gradients);
  for (const slot of slots) slot?.data.set(remembered);
  w.data.set([1, 1, 1, 1, 1, 1, 1, 1, 1]);
}

const MEAN = [-1, 1] as const;
const SQUARE = [0.5, 2] as const;

const rules: readonly Rule[] = [
  {
    maker: SGD,
    options: { learningRate: 0.07 },
    slots: { velocity: null },
    step: (at, { learningRate }) => learningRate * at('g'),
  },
  ...[{}, { nesterov: true }, { convention: 'course' }].map((more) => ({
    maker: SGD,
    options: { learningRate: 0.07, momentum: 0.9, ...more },
    slots: { velocity: MEAN },
    step: (at: (name: string) => number) => at('velocity') + at('g'),
  })),
  ...[false, true].flatMap((centered) =>
    [0, 0.8].map((momentum) => ({
      maker: RMSprop,
      options: { learningRate: 0.03, momentum, centered },
      slots: {
        meanSquare: [2, 3] as const,
        meanGradient: centered ? MEAN : null,
        velocity: momentum > 0 ? MEAN : null,
      },
      step: (at: (name: string) => number) => at('g') * 0.03 + (momentum > 0 ? at('velocity') : 0),
    })),
  ),
  ...['keras', 'course'].map((convention) => ({
    maker: Adam,
    options: { convention, alpha: 0.0123 },
    slots: { m: MEAN, v: SQUARE },
    step: (at: (name: string) => number) => 2 * 0.0123 * (at('m') + at('g')),
  })),
];

const optimizerExamples = rules.flatMap((rule) => [
  ...LENGTHS.map((length) => updateExample(rule, [length], false)),
  updateExample(rule, [13, 1, 64, 20], false),
  updateExample(rule, [20], true),
]);

const fillExamples = LENGTHS.flatMap((length) =>
  [0, 1, -2.5].map(
    (value): Example => ({
      what: `${length} times ${value}`,
      kernel: fill as Kernel,
      make() {
        const y = numbers(length, 1);
        return { tensors: { y, behind: numbers(5, 2) }, steps: [step(fill, y, value)] };
      },
      bounds: {},
    }),
  ),
);

const copyExamples = LENGTHS.map(
  (length): Example => ({
    what: String(length),
    kernel: copy as Kernel,
    make() {
      const [x, y] = [numbers(length, 1), numbers(length, 2)];
      x.data.set([Number.NaN, -0, 1e-45].slice(0, length));
      return { tensors: { x, y, behind: numbers(5, 2) }, steps: [step(copy, x, y)] };
    },
    bounds: {},
  }),
);

const gatherExamples = [1, 2, 3, 5, 16].flatMap((rows) =>
  [...Array.from({ length: 18 }, (_, n) => n + 1), 33, 40].map(
    (columns): Example => ({
      what: `${rows} rows of ${columns}`,
      kernel: gatherRows as Kernel,
      make() {
        const from = { data: Float32Array.from(generic(20 * columns, [0, 1], { seed: 3 })) };
        const order = { data: Int32Array.from({ length: 20 }, (_, i) => (i * 7) % 20) };
        const into = new Tensor(new Float32Array(rows * columns), [rows, columns]);
        const start = registers({ value: 3 });
        const steps = [step(gatherRows, from, order, start, into)];
        return { tensors: { into, behind: numbers(5, 2) }, steps, supplies: [from, order] };
      },
      bounds: {},
    }),
  ),
);

const tallyExamples = [true, false].map(
  (penalized): Example => ({
    what: penalized ? 'with a penalty' : 'without a penalty',
    kernel: tally as Kernel,
    make() {
      const [loss, penalty] = [numbers(1, 1), numbers(1, 2)];
      const sums = new Tensor(Float64Array.of(1.5, 2.5, 30), [3]);
      return {
        tensors: { loss, penalty, sums },
        steps: [step(tally, loss, penalized ? penalty : null, 13, sums)],
      };
    },
    bounds: {},
  }),
);

/** Rows with ties, with NaN in and behind the first place, and with all values alike. */
const PREDICTIONS = [
  1,
  1,
  0,
  Number.NaN,
  5,
  6,
  3,
  Number.NaN,
  2,
  -0,
  0,
  0,
  7,
  7,
  7,
  Number.NEGATIVE_INFINITY,
  1,
  2,
];

const accuracyExamples = [1, 2, 3, 4, 5, 7, 17, 64].flatMap((rows) =>
  [2, 3, 4, 5, 7, 10, 16, 17, 31, 32].flatMap((units) =>
    [false, true].map(
      (special): Example => ({
        what: `${rows} rows of ${units}${special ? ', special numbers' : ''}`,
        kernel: accuracy.definition.update as Kernel,
        make() {
          const matrix = (seed: number) =>
            new Tensor(numbers(rows * units, seed, [0, 1]).data, [rows, units]);
          const [targets, predictions, weights] = [matrix(1), matrix(2), numbers(rows, 3, [0.5, 2])];
          if (special) predictions.data.set(PREDICTIONS.slice(0, rows * units));
          // half of them right
          for (let i = 0; i < rows; i += 2)
            for (let j = 0; j < units; j++) targets.data[i * units + j] = predictions.data[i * units + j];
          const counts = registers({ right: 3, total: 4 });
          const tensors = { targets, predictions, weights, counts: registersOf(counts)! };
          return {
            tensors,
            steps: [step(accuracy.definition.update as never, counts, targets, predictions, weights)],
          };
        },
        // the order of the sum of the weights
        bounds: { counts: ({ expected }) => 1e-14 * expected },
      }),
    ),
  ),
);

/** All examples of twins that belong to no op. */
export const updateExamples: readonly Example[] = [
  ...optimizerExamples,
  ...fillExamples,
  ...copyExamples,
  ...gatherExamples,
  ...tallyExamples,
  ...accuracyExamples,
];
