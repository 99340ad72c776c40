/**
 * The checks that every loss must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import { backward, checkGradients } from '../../src/autograd/index.ts';
import { activations, defineLoss, type LossDefinition, losses } from '../../src/nn/index.ts';
import { parameter, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, generic, genericTensor, peer } from '../shared/values.ts';

type ActivationName = keyof typeof activations;

interface StoredLoss {
  readonly loss: string;
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

const ROWS = 5;
const UNITS = 3;

const wide = (values: readonly number[], shape: readonly number[]) =>
  new Tensor(Float64Array.from(values), shape);
const inFloat32 = (x: Tensor) => tensor(x, { dtype: 'float32' });
/** The same numbers, without the memory of how they were made. */
const detached = (x: Tensor) => new Tensor(x.data.slice(), x.shape);

/** Generic targets, predictions and row weights of the kind that the loss takes. */
function trial({ targets }: LossDefinition): { t: Tensor; p: Tensor; w: Tensor } {
  const range = targets === 'numbers' ? ([-2, 2] as const) : ([0.07, 0.93] as const);
  return {
    t:
      targets === 'labels'
        ? wide(generic(ROWS, [0, UNITS - 1], { whole: true, seed: 4 }), [ROWS])
        : genericTensor([ROWS, UNITS], { between: range, seed: 1 }),
    p: genericTensor([ROWS, UNITS], { between: range, seed: 2 }),
    w: genericTensor([ROWS], { between: [0.3, 1.8], seed: 3 }),
  };
}

/** One row of a tensor, as a tensor of one row. */
function rowOf(x: Tensor, row: number): Tensor {
  const columns = x.size / ROWS;
  return new Tensor(x.data.slice(row * columns, (row + 1) * columns), [1, ...x.shape.slice(1)]);
}

/** The activation that the loss looks behind, or none. */
const throughOf = ({ through }: LossDefinition): ((z: Tensor) => Tensor) =>
  activations[(through?.op.definition.name ?? 'linear') as ActivationName];

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: LossDefinition): void }[] = [
  {
    name: 'the worked examples come out, as one number',
    check(definition) {
      assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
      for (const { targets, predictions, loss } of definition.examples) {
        const read = (values: unknown) => tensor(values as never, { dtype: 'float64' });
        const found = defineLoss(definition)(read(targets), read(predictions));
        assert.deepEqual([...found.shape], []);
        assert.isAtMost(Math.abs(found.item() - loss), 1e-14 * Math.max(1, loss));
      }
    },
  },
  {
    name: 'each row counts with its weight, and the sum is divided by the number of rows',
    check(definition) {
      const loss = defineLoss(definition);
      const { t, p, w } = trial(definition);
      const rows = Array.from({ length: ROWS }, (_, row) => loss(rowOf(t, row), rowOf(p, row)).item());
      const expected = rows.reduce((sum, value, row) => sum + w.data[row] * value, 0) / ROWS;
      assert.closeTo(loss(t, p, w).item(), expected, 1e-14);
      const ones = wide(new Array(ROWS).fill(1), [ROWS]);
      assert.equal(loss(t, p).item(), loss(t, p, ones).item(), 'weights are ones where none are given');
      const z = genericTensor([ROWS, UNITS], { seed: 6 });
      const seen = throughOf(definition)(z);
      const each = rows.map((_, row) => loss(rowOf(t, row), throughOf(definition)(rowOf(z, row))).item());
      const total = each.reduce((sum, value, row) => sum + w.data[row] * value, 0) / ROWS;
      assert.closeTo(loss(t, seen, w).item(), total, 1e-14, 'through the activation');
    },
  },
  {
    name: 'gradients agree with differences, from the predictions and through the activation',
    check(definition) {
      const loss = defineLoss(definition);
      const { t, p, w } = trial(definition);
      const direct = checkGradients((x) => loss(t, x, w), [p]);
      assert.isTrue(direct.passed, String(direct));
      const z = genericTensor([ROWS, UNITS], { seed: 6 });
      const through = checkGradients((x) => loss(t, throughOf(definition)(x), w), [z]);
      assert.isTrue(through.passed, String(through));
    },
  },
  {
    name: 'only predictions take a gradient',
    check(definition) {
      const [t, p, w] = Object.values(trial(definition)).map((x) => parameter(x));
      backward(defineLoss(definition)(t, p, w));
      assert.isNull(t.gradient);
      assert.isNull(w.gradient);
      assert.isTrue(p.gradient!.data.some((value) => value !== 0));
    },
  },
  {
    name: 'what is worked out from logits is what the predictions give',
    check(definition) {
      const loss = defineLoss(definition);
      const { t, w } = trial(definition);
      for (const seed of [6, 7]) {
        const seen = throughOf(definition)(genericTensor([ROWS, UNITS], { seed, between: [-4, 4] }));
        assertClose([loss(t, seen, w).item()], [loss(t, detached(seen), w).item()], 1e-12);
      }
    },
  },
  {
    name: 'extreme logits give finite values and gradients, in both float types',
    check(definition) {
      const loss = defineLoss(definition);
      const { t, w } = trial(definition);
      const far = [1e4, -1e4, 0, -1e4, 1e4, 1e4, 1e4, 1e4, 1e4, -1e4, -1e4, -1e4, 37, -1e4, -88];
      for (const dtype of ['float32', 'float64'] as const) {
        const z = parameter({ data: far, shape: [ROWS, UNITS] }, { dtype });
        const [targets, weights] = [t, w].map((x) => tensor(x, { dtype }));
        const value = loss(targets, throughOf(definition)(z.value), weights);
        backward(value);
        assert.isTrue(Number.isFinite(value.item()), `${dtype}: ${value.item()}`);
        assert.isTrue(z.gradient!.data.every(Number.isFinite), `${dtype}: ${z.gradient}`);
        assert.isTrue(
          z.gradient!.data.some((g) => g !== 0),
          `${dtype}: nothing to learn from`,
        );
      }
    },
  },
  {
    name: 'nothing is below the loss of perfect predictions, which is nearly 0',
    check(definition) {
      const loss = defineLoss(definition);
      const hard = generic(ROWS, [0, UNITS - 1], { whole: true, seed: 4 });
      const perfect = wide(
        hard.flatMap((label) => [0, 1, 2].map((j) => (j === label ? 1 : 0))),
        [ROWS, UNITS],
      );
      const t = definition.targets === 'labels' ? wide(hard, [ROWS]) : perfect;
      const least = loss(t, perfect).item();
      assert.closeTo(least, 0, 2e-7);
      for (const seed of [1, 2, 3]) {
        const p = genericTensor([ROWS, UNITS], { between: [0.01, 0.99], seed });
        assert.isAbove(loss(t, p).item(), least + 0.01);
      }
    },
  },
  {
    name: 'Float32 agrees with Float64',
    check(definition) {
      const loss = defineLoss(definition);
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
      const loss = defineLoss(definition);
      const { cases } = peer<{ cases: StoredLoss[] }>('losses.json');
      const own = cases.filter((stored) => names.some(([key]) => key === stored.loss));
      const compared = own.filter((stored) => !KERAS_ONLY.includes(describeCase(stored)));
      assert.isAtLeast(compared.length, 4, `test/peers/losses.json has too little of ${name}`);
      for (const stored of compared) {
        const seen = (dtype: 'float32' | 'float64') => {
          const read = ({ values, shape }: StoredLoss['logits']) => tensor(values, { shape, dtype });
          const predictions = activations[stored.activation](read(stored.logits));
          const given = stored.path === 'probabilities' ? detached(predictions) : predictions;
          return loss(read(stored.targets), given, tensor(stored.weights, { dtype })).item();
        };
        const what = describeCase(stored);
        assertClose([seen('float64')], [stored.value64], 1e-12, what);
        const bound = CLIPPED_IN_FLOAT32.includes(what) ? 0.02 : 1e-5;
        assertClose([seen('float32')], [stored.value], bound, `${what}, in Float32`);
      }
    },
  },
];
