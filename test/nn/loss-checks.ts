/**
 * The checks that every loss must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import { backward, checkGradients } from '../../src/autograd/index.ts';
import { activations, losses } from '../../src/nn/index.ts';
import { type AnyLossDefinition, lossWith, readTargets } from '../../src/nn/losses/index.ts';
import { parameter, size, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, generic, genericTensor, peer } from '../shared/values.ts';

type ActivationName = keyof typeof activations;

interface StoredLoss {
  readonly loss: string;
  readonly options: Readonly<Record<string, number | boolean | string>>;
  readonly activation: ActivationName;
  readonly path: 'logits' | 'probabilities' | null;
  readonly logits: { readonly shape: number[]; readonly values: number[] };
  readonly targets: { readonly shape: number[]; readonly values: number[] };
  readonly weights: readonly number[];
  readonly value: number;
  readonly value64: number;
}

/** What is compared with Keras, and what is not: `LOSS after ACTIVATION from PATH`. */
const describeCase = ({ loss, activation, path }: StoredLoss) => `${loss} after ${activation} from ${path}`;

/**
 * Where Keras starts from the logits of the other cross-entropy's activation, which is another loss than that of the
 * predictions shown; and where it clips before it divides by the row's sum, for sparse targets only, and something was
 * clipped. The losses' docstrings say both.
 */
export const KERAS_ONLY: readonly string[] = [
  'categorical_crossentropy after sigmoid from logits',
  'sparse_categorical_crossentropy after sigmoid from logits',
  'binary_crossentropy after softmax from logits',
  'sparse_categorical_crossentropy after softmax from probabilities',
  'sparse_categorical_crossentropy after tanh from probabilities',
];

/** Where 1 − p was clipped: in Float32, Keras has 1.19e-7 for it, here 1e-7 is worked out in double precision. */
const CLIPPED_IN_FLOAT32: readonly string[] = [
  'binary_crossentropy after sigmoid from probabilities',
  'binary_crossentropy after tanh from probabilities',
];

/** How far off Keras's log_cosh is in Float64: its ln 2 has 32 bits, times the mean of the weights. */
const KERAS_LN2 = 4e-9;

const ROWS = 5;
const UNITS = 3;

const wide = (values: readonly number[], shape: readonly number[]) =>
  new Tensor(Float64Array.from(values), shape);
const inFloat32 = (x: Tensor) => tensor(x, { dtype: 'float32' });
/** The same numbers, without the memory of how they were made. */
const detached = (x: Tensor) => new Tensor(x.data.slice(), x.shape);

/** In which range numbers of each kind are tried. */
const RANGES = {
  numbers: [-2, 2],
  amounts: [0.1, 3],
  probabilities: [0.07, 0.93],
  shares: [0.07, 0.93],
} as const;

/** Generic targets, predictions and row weights of the kind that the loss takes. */
function trial({ targets, predictions = 'numbers' }: AnyLossDefinition): { t: Tensor; p: Tensor; w: Tensor } {
  const whole = (shape: readonly number[], most: number) =>
    wide(generic(size(shape), [0, most], { whole: true, seed: 4 }), shape);
  const kinds = {
    labels: () => whole([ROWS], UNITS - 1),
    signs: () =>
      new Tensor(
        whole([ROWS, UNITS], 1).data.map((bit) => 2 * bit - 1),
        [ROWS, UNITS],
      ),
  };
  return {
    t:
      targets === 'labels' || targets === 'signs'
        ? kinds[targets]()
        : genericTensor([ROWS, UNITS], { between: RANGES[targets], seed: 1 }),
    p: genericTensor([ROWS, UNITS], { between: RANGES[predictions], seed: 2 }),
    w: genericTensor([ROWS], { between: [0.3, 1.8], seed: 3 }),
  };
}

/** One row of a tensor, as a tensor of one row. */
function rowOf(x: Tensor, row: number): Tensor {
  const columns = x.size / ROWS;
  return new Tensor(x.data.slice(row * columns, (row + 1) * columns), [1, ...x.shape.slice(1)]);
}

/** The activation that the loss looks behind, or one that gives what it takes for predictions. */
const fittingOf = ({ through, predictions = 'numbers' }: AnyLossDefinition): ((z: Tensor) => Tensor) => {
  const fitting = {
    numbers: 'linear',
    amounts: 'relu',
    probabilities: 'sigmoid',
    shares: 'softmax',
  } as const;
  return activations[(through?.op.definition.name ?? fitting[predictions]) as ActivationName];
};

/** What the losses of perfect predictions are, where it is not 0: for one-hot rows of three. */
const LEAST: Readonly<Record<string, number>> = { cosine_similarity: -1, poisson: 1 / 3 };

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyLossDefinition): void }[] = [
  {
    name: 'the worked examples come out, as one number',
    check(definition) {
      assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
      for (const { targets, predictions, options, loss } of definition.examples) {
        const read = (values: unknown) => tensor(values as never, { dtype: 'float64' });
        const made = lossWith(definition, options);
        const t = readTargets('fit', made, read(targets), [predictions[0].length]);
        const found = made(t, read(predictions));
        assert.deepEqual([...found.shape], []);
        assert.isAtMost(Math.abs(found.item() - loss), 1e-14 * Math.max(1, loss));
      }
    },
  },
  {
    name: 'each row counts with its weight, and the sum is divided by the number of rows',
    check(definition) {
      const loss = lossWith(definition);
      const { t, p, w } = trial(definition);
      const rows = Array.from({ length: ROWS }, (_, row) => loss(rowOf(t, row), rowOf(p, row)).item());
      const expected = rows.reduce((sum, value, row) => sum + w.data[row] * value, 0) / ROWS;
      assertClose([loss(t, p, w).item()], [expected], 1e-14);
      const ones = wide(new Array(ROWS).fill(1), [ROWS]);
      assert.equal(loss(t, p).item(), loss(t, p, ones).item(), 'weights are ones where none are given');
      const z = genericTensor([ROWS, UNITS], { seed: 6 });
      const seen = fittingOf(definition)(z);
      const each = rows.map((_, row) => loss(rowOf(t, row), fittingOf(definition)(rowOf(z, row))).item());
      const total = each.reduce((sum, value, row) => sum + w.data[row] * value, 0) / ROWS;
      assertClose([loss(t, seen, w).item()], [total], 1e-14, 'through the activation');
    },
  },
  {
    name: 'reductions are the sum of the weighted rows, and that sum divided by rows or by weights',
    check(definition) {
      if (definition.options === undefined) return;
      const { t, p, w } = trial(definition);
      const seen = fittingOf(definition)(genericTensor([ROWS, UNITS], { seed: 6 }));
      for (const predictions of [p, seen]) {
        const of = (reduction: string, weights?: Tensor) =>
          lossWith(definition, { reduction })(t, predictions, weights).item();
        const mean = lossWith(definition)(t, predictions, w).item();
        assert.equal(of('sum_over_batch_size', w), mean);
        assert.equal(of('mean', w), mean);
        assertClose([of('sum', w)], [mean * ROWS], 1e-13);
        const weights = Array.from(w.data).reduce((sum, value) => sum + value);
        assertClose([of('mean_with_sample_weight', w)], [(mean * ROWS) / weights], 1e-13);
        assertClose([of('mean_with_sample_weight')], [lossWith(definition)(t, predictions).item()], 1e-13);
        const nothing = new Tensor(new Float64Array(ROWS), [ROWS]);
        assert.equal(of('mean_with_sample_weight', nothing), 0);
      }
      const reduced = lossWith(definition, { reduction: 'mean_with_sample_weight' });
      const report = checkGradients((x) => reduced(t, x, w), [p]);
      assert.isTrue(report.passed, String(report));
    },
  },
  {
    name: 'gradients agree with differences, from the predictions and through the activation',
    check(definition) {
      const loss = lossWith(definition);
      const { t, p, w } = trial(definition);
      const direct = checkGradients((x) => loss(t, x, w), [p]);
      assert.isTrue(direct.passed, String(direct));
      const z = genericTensor([ROWS, UNITS], { seed: 6 });
      const through = checkGradients((x) => loss(t, fittingOf(definition)(x), w), [z]);
      assert.isTrue(through.passed, String(through));
    },
  },
  {
    name: 'only predictions take a gradient',
    check(definition) {
      const [t, p, w] = Object.values(trial(definition)).map((x) => parameter(x));
      backward(lossWith(definition)(t, p, w));
      assert.isNull(t.gradient);
      assert.isNull(w.gradient);
      assert.isTrue(p.gradient!.data.some((value) => value !== 0));
    },
  },
  {
    name: 'what is worked out from logits is what the predictions give',
    check(definition) {
      const loss = lossWith(definition);
      const { t, w } = trial(definition);
      for (const seed of [6, 7]) {
        const seen = fittingOf(definition)(genericTensor([ROWS, UNITS], { seed, between: [-4, 4] }));
        assertClose([loss(t, seen, w).item()], [loss(t, detached(seen), w).item()], 1e-12);
      }
    },
  },
  {
    name: 'extreme logits give finite values and gradients, in both float types',
    check(definition) {
      const loss = lossWith(definition);
      const { t, w } = trial(definition);
      const far = [1e4, -1e4, 0, -1e4, 1e4, 1e4, 1e4, 1e4, 1e4, -1e4, -1e4, -1e4, 37, -1e4, -88];
      for (const dtype of ['float32', 'float64'] as const) {
        const z = parameter({ data: far, shape: [ROWS, UNITS] }, { dtype });
        const [targets, weights] = [t, w].map((x) => tensor(x, { dtype }));
        const value = loss(targets, fittingOf(definition)(z.value), weights);
        backward(value);
        assert.isTrue(Number.isFinite(value.item()), `${dtype}: ${value.item()}`);
        assert.isTrue(z.gradient!.data.every(Number.isFinite), `${dtype}: ${z.gradient}`);
        // a softmax has no gradient left there, unless the loss looks behind it
        const reached = definition.through !== undefined || definition.predictions !== 'shares';
        assert.isTrue(!reached || z.gradient!.data.some((g) => g !== 0), `${dtype}: nothing to learn from`);
      }
    },
  },
  {
    name: 'nothing is below the loss of perfect predictions, which is what it must be',
    check(definition) {
      const loss = lossWith(definition);
      const hard = generic(ROWS, [0, UNITS - 1], { whole: true, seed: 4 });
      const no = definition.targets === 'signs' ? -1 : 0;
      const perfect = wide(
        hard.flatMap((label) => [0, 1, 2].map((j) => (j === label ? 1 : no))),
        [ROWS, UNITS],
      );
      const t = definition.targets === 'labels' ? wide(hard, [ROWS]) : perfect;
      const least = loss(t, perfect).item();
      assert.closeTo(least, LEAST[definition.name] ?? 0, 2e-7);
      for (const seed of [1, 2, 3]) {
        const p = genericTensor([ROWS, UNITS], { between: [0.01, 0.99], seed });
        assert.isAbove(loss(t, p).item(), least + 0.01);
      }
    },
  },
  {
    name: 'Float32 agrees with Float64',
    check(definition) {
      const loss = lossWith(definition);
      const { t, p, w } = trial(definition);
      const [tn, pn, wn] = [t, p, w].map(inFloat32);
      const [tw, pw, ww] = [tn, pn, wn].map((x) => tensor(x, { dtype: 'float64' }));
      assertClose([loss(tn, pn, wn).item()], [loss(tw, pw, ww).item()], 1e-6);
    },
  },
  {
    name: 'values agree with what Keras reports',
    check(definition) {
      const { name } = definition;
      const names = Object.entries(losses).filter(([, found]) => found.name === name);
      const { cases } = peer<{ cases: StoredLoss[] }>('losses.json');
      const own = cases.filter((stored) => names.some(([key]) => key === stored.loss));
      const compared = own.filter((stored) => !KERAS_ONLY.includes(describeCase(stored)));
      assert.isAtLeast(compared.length, 4, `test/peers/losses.json has too little of ${name}`);
      for (const stored of compared) {
        const loss = lossWith(definition, definition.options === undefined ? undefined : stored.options);
        const seen = (dtype: 'float32' | 'float64') => {
          const read = ({ values, shape }: StoredLoss['logits']) => tensor(values, { shape, dtype });
          const predictions = activations[stored.activation](read(stored.logits));
          const given = stored.path === 'probabilities' ? detached(predictions) : predictions;
          return loss(read(stored.targets), given, tensor(stored.weights, { dtype })).item();
        };
        const what = describeCase(stored);
        const bound64 = definition.name === 'log_cosh' ? KERAS_LN2 : 1e-12;
        assertClose([seen('float64')], [stored.value64], bound64, what);
        const bound = CLIPPED_IN_FLOAT32.includes(what) ? 0.02 : 1e-5;
        assertClose([seen('float32')], [stored.value], bound, `${what}, in Float32`);
      }
    },
  },
];
