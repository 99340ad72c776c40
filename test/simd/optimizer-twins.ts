/**
 * What the twins of optimizers are tried on: their updates in every convention, clipping, weight decay.
 */
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  coupledDecay,
  decoupledDecay,
  Lion,
  Nadam,
  RMSprop,
  SGD,
  unscaledDecay,
} from '../../src/optim/index.ts';
import { type Kernel, registers, type Step, step, Tensor } from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { type Bound, type Example, exact, type Made, type Place, ulps } from './trial.ts';

const LENGTHS = [...Array.from({ length: 18 }, (_, n) => n), 1003];

type Range = readonly [number, number];

function numbers(length: number, seed: number, between?: Range): Tensor {
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
  readonly slots: Readonly<Record<string, Range | null>>;
  /** How far slots may be off that are worked out as the reference does. */
  readonly slotBound?: number;
  /** Largest magnitude of the step, from w, g, slots at i. */
  readonly step: (at: (name: string) => number, options: Record<string, number>) => number;
}

/** Several tensors that stand side by side, so that one loop updates them all. */
function updateExample(
  { maker, options, slots, slotBound, step: size }: Rule,
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
          if (slotBound !== undefined && name !== 'w' && name !== 'velocity') return slotBound;
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
  const remembered = [0, 1e-45, 1e-40, 1e-38, 1, 1, 1, Number.NaN, Number.POSITIVE_INFINITY];
  g.data.set(gradients);
  for (const slot of slots) slot?.data.set(remembered);
  w.data.set([1, 1, 1, 1, 1, 1, 1, 1, 1]);
}

const MEAN = [-1, 1] as const;
const SQUARE = [0.5, 2] as const;
const BOTH = ['keras', 'pytorch'];

type At = (name: string) => number;

const rules: readonly Rule[] = [
  {
    maker: SGD,
    options: { learningRate: 0.07 },
    slots: { velocity: null },
    step: (at, { learningRate }) => learningRate * at('g'),
  },
  ...[
    {},
    { nesterov: true },
    { convention: 'course' },
    { convention: 'pytorch' },
    { convention: 'pytorch', nesterov: true },
  ].map((more) => ({
    maker: SGD,
    options: { learningRate: 0.07, momentum: 0.9, ...more },
    slots: { velocity: MEAN },
    step: (at: At) => at('velocity') + at('g'),
  })),
  ...BOTH.flatMap((convention) =>
    [false, true].flatMap((centered) =>
      [0, 0.8].map((momentum) => ({
        maker: RMSprop,
        options: { learningRate: 0.03, momentum, centered, epsilon: 3e-3, convention },
        slots: {
          meanSquare: [2, 3] as const,
          meanGradient: centered ? MEAN : null,
          velocity: momentum > 0 ? MEAN : null,
        },
        ...(centered ? { slotBound: 1e-30 } : {}), // to the last bit, traces aside
        step: (at: At) => at('g') * 0.03 + (momentum > 0 ? at('velocity') : 0),
      })),
    ),
  ),
  ...['keras', 'course', 'pytorch'].flatMap((convention) =>
    [false, true].map((amsgrad) => ({
      maker: Adam,
      options: { convention, amsgrad, alpha: 0.0123, offset: convention === 'pytorch' ? 3e-3 : 1e-7 },
      slots: { m: MEAN, v: SQUARE, vHat: amsgrad ? SQUARE : null },
      step: (at: At) => 2 * 0.0123 * (at('m') + at('g')),
    })),
  ),
  ...BOTH.map((convention) => ({
    maker: Adagrad,
    options: { learningRate: 0.03, epsilon: 1e-3, convention },
    slots: { accumulator: SQUARE },
    step: (at: At) => 2 * 0.03 * at('g'),
  })),
  ...BOTH.map((convention) => ({
    maker: Adadelta,
    options: { learningRate: 0.7, epsilon: 1e-3, convention },
    slots: { meanSquare: SQUARE, meanSquareMove: [0.01, 0.9] as const },
    step: (at: At) => 3 * at('g'),
  })),
  ...BOTH.map((convention) => ({
    maker: Adamax,
    options: { alpha: 0.0123, epsilon: 1e-3, convention },
    slots: { m: MEAN, u: SQUARE },
    step: (at: At) => 3 * 0.0123 * (at('m') + at('g')),
  })),
  ...BOTH.map((convention) => ({
    maker: Nadam,
    options: { learningRate: 0.03, epsilon: 1e-3, ahead: 0.83, now: 1.7, correction: 1.3, convention },
    slots: { m: MEAN, v: SQUARE },
    step: (at: At) => 3 * 0.03 * (at('m') + 2 * at('g')),
  })),
  ...[0.83, 0.3].map((beta1) => ({
    maker: Lion,
    options: { learningRate: 0.03, beta1, beta2: 0.71 },
    slots: { m: MEAN },
    slotBound: 0,
    step: () => 0.03,
  })),
];

const updateExamples = rules.flatMap((rule) => [
  ...LENGTHS.map((length) => updateExample(rule, [length], false)),
  updateExample(rule, [13, 1, 64, 20], false),
  updateExample(rule, [20], true),
]);

/** Gradients, and where some are special numbers. */
interface Gradients {
  readonly lengths: readonly number[];
  readonly between?: Range;
  readonly planted?: readonly number[];
  readonly what?: string;
}

const gradientsOf = ({ lengths, between = [-2, 2], planted = [] }: Gradients): Tensor[] =>
  lengths.map((length, j) => {
    const g = numbers(length, 3 * j + 2, between);
    g.data.set(planted.slice(0, length));
    return g;
  });

/** An example of steps on gradients alone. */
function clipExample(
  kernel: unknown,
  given: Readonly<Record<string, number>>,
  gradients: Gradients,
  bound: Bound,
  stepsOf: (all: readonly Tensor[], live: object) => readonly Step[],
): Example {
  const names = gradients.lengths.map((_, j) => `g${j}`);
  return {
    what: `${JSON.stringify(given)}, ${gradients.lengths.join(' and ')}${gradients.what ?? ''}`,
    kernel: kernel as Kernel,
    make(): Made {
      const all = gradientsOf(gradients);
      const tensors = Object.fromEntries(all.map((g, j) => [`g${j}`, g]));
      return { tensors: { ...tensors, behind: numbers(5, 9) }, steps: stepsOf(all, live(given)) };
    },
    bounds: Object.fromEntries(names.map((name) => [name, bound])),
  };
}

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const forms: readonly Gradients[] = [
  ...LENGTHS.map((length) => ({ lengths: [length] })),
  { lengths: [13, 1, 64, 20] },
  { lengths: [7], planted: [0, -0, 0, 0, 0, 0, 0], what: ', zeros' },
  { lengths: [7, 3], planted: [0.3, nan], what: ', NaN' },
  { lengths: [7, 3], planted: [0.3, -infinity, infinity], what: ', infinities' },
  { lengths: [20], planted: [1e-40, 1e-45, -1e-42], what: ', denormal numbers' },
];
const huge: Gradients = { lengths: [37, 5], between: [-1e30, 1e30], what: ', huge' };

const clipExamples: readonly Example[] = [...forms, huge].flatMap((form) => [
  ...[0.7, 0.1, 1e-3].map((clipvalue) =>
    clipExample(clipByValue, { clipvalue }, form, exact, (all, given) =>
      all.map((g) => step(clipByValue, g, given as { clipvalue: number })),
    ),
  ),
  ...[0.7, 3.3].map((clipnorm) =>
    clipExample(clipByNorm, { clipnorm }, form, ulps(2), (all, given) =>
      all.map((g) => step(clipByNorm, g, given as { clipnorm: number })),
    ),
  ),
  ...[0.7, 3.3].map((globalClipnorm) =>
    clipExample(clipByGlobalNorm, { globalClipnorm }, form, ulps(2), (all, given) => [
      step(clipByGlobalNorm, all, given as { globalClipnorm: number }),
    ]),
  ),
]);

/** Gradients that are short enough stay as they are, to the bit. */
const shortExamples: readonly Example[] = forms
  .filter(({ planted = [] }) => planted.every(Number.isFinite))
  .flatMap((form) => [
    clipExample(clipByNorm, { clipnorm: 1e3 }, form, exact, (all, given) =>
      all.map((g) => step(clipByNorm, g, given as { clipnorm: number })),
    ),
    clipExample(clipByGlobalNorm, { globalClipnorm: 1e3 }, form, exact, (all, given) => [
      step(clipByGlobalNorm, all, given as { globalClipnorm: number }),
    ]),
  ]);

/** Decay on weights with gradients beside them; each changes one of the two. */
function decayExample(
  lengths: readonly number[],
  kernel: unknown,
  changed: 'w' | 'g',
  share: number,
): Example {
  const given = { learningRate: 0.07, weightDecay: 0.3 };
  const bound =
    (j: number): Bound =>
    (place) =>
      ulps(1)(place) + 4 * 2 ** -23 * share * Math.abs(place.start[`w${j}`][place.i]);
  return {
    what: lengths.join(' and '),
    kernel: kernel as Kernel,
    make(): Made {
      const record = live(given);
      const pairs = lengths.map((length, j) => [numbers(length, 3 * j + 1), numbers(length, 3 * j + 2)]);
      for (const [w] of pairs) w.data.set([nan, infinity, -0, 1e-40].slice(0, Math.max(0, w.size - 3)));
      const tensors = Object.fromEntries(
        pairs.flatMap(([w, g], j) => [
          [`w${j}`, w],
          [`g${j}`, g],
        ]),
      );
      const steps = pairs.map(([w, g]) =>
        changed === 'g'
          ? step(kernel as typeof coupledDecay, w, g, record as never)
          : step(kernel as typeof unscaledDecay, w, record as never),
      );
      return { tensors: { ...tensors, behind: numbers(5, 9) }, steps };
    },
    bounds: Object.fromEntries(lengths.map((_, j) => [`${changed}${j}`, bound(j)])),
  };
}

const decayExamples = [...LENGTHS.map((length) => [length]), [13, 1, 64, 20]].flatMap((lengths) => [
  decayExample(lengths, decoupledDecay, 'w', 0.021),
  decayExample(lengths, unscaledDecay, 'w', 0.3),
  decayExample(lengths, coupledDecay, 'g', 0.3),
]);

/** All examples of the twins of optimizers. */
export const optimizerExamples: readonly Example[] = [
  ...updateExamples,
  ...clipExamples,
  ...shortExamples,
  ...decayExamples,
];
