/**
 * Every loss through every check, and every check against a fault planted for it.
 */
import { assert } from 'chai';
import {
  exp,
  log,
  matmul,
  meanAbsoluteError,
  meanSquaredError,
  multiply,
  scale,
  softmaxCrossEntropy,
  subtract,
  sum,
  tanh,
} from '../../src/autograd/index.ts';
import { losses } from '../../src/nn/index.ts';
import { type AnyLossDefinition, readLoss } from '../../src/nn/losses/index.ts';
import { full, Tensor } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { peer } from '../shared/values.ts';
import { checks, KERAS_ONLY } from './loss-checks.ts';

const all = [...new Set(Object.values(losses))];

describe('every loss', () => {
  it('is found by its name and by its short names, and by nothing else', () => {
    for (const loss of all) {
      const { name } = loss.definition;
      assert.strictEqual(losses[name as keyof typeof losses], loss);
      assert.deepEqual([loss.kind, loss.name], ['loss', name]);
    }
    const short = Object.entries(losses).filter(([key, { name }]) => key !== name);
    assert.deepEqual(
      short.map(([key, { name }]) => [key, name]),
      [
        ['mse', 'mean_squared_error'],
        ['MSE', 'mean_squared_error'],
        ['mae', 'mean_absolute_error'],
        ['MAE', 'mean_absolute_error'],
        ['mape', 'mean_absolute_percentage_error'],
        ['MAPE', 'mean_absolute_percentage_error'],
        ['msle', 'mean_squared_logarithmic_error'],
        ['MSLE', 'mean_squared_logarithmic_error'],
        ['logcosh', 'log_cosh'],
        ['bce', 'binary_crossentropy'],
        ['BCE', 'binary_crossentropy'],
        ['kld', 'kl_divergence'],
        ['KLD', 'kl_divergence'],
      ],
    );
  });

  for (const { definition } of all) {
    describe(definition.name, () => {
      for (const { name, check } of checks) it(name, () => check(definition));
    });
  }

  it('is the same when it has been written down and read again', () => {
    for (const loss of all) {
      const saved = JSON.parse(JSON.stringify(loss));
      assert.deepEqual(saved, { name: loss.name, options: loss.options });
      const read = readLoss('load', saved);
      assert.deepEqual([read.name, read.options], [loss.name, loss.options]);
      assert.strictEqual(read.definition, loss.definition);
    }
  });

  it('leaves out only what is stored', () => {
    const { cases } = peer<{ cases: { loss: string; activation: string; path: string }[] }>('losses.json');
    const stored = cases.map(({ loss, activation, path }) => `${loss} after ${activation} from ${path}`);
    assert.includeMembers(stored, [...KERAS_ONLY]);
  });
});

describe('the checks of every loss catch a fault planted for each', () => {
  const mse = losses.mse.definition;
  const mae = losses.mae.definition;
  const categorical = losses.categorical_crossentropy.definition;
  const sparse = losses.sparse_categorical_crossentropy.definition;
  const binary = losses.binary_crossentropy.definition;
  type LossCall = AnyLossDefinition['call'];
  const calling = (good: AnyLossDefinition, call: LossCall): AnyLossDefinition => ({ ...good, call });
  const from = (good: AnyLossDefinition, call: LossCall): AnyLossDefinition => ({
    ...good,
    through: { op: good.through!.op, from: call },
  });
  /** −Σ t (z − ln Σ e^z), without taking the largest logit away first. */
  const naive: LossCall = (t, z) => {
    const sums = matmul(exp(z), full([z.shape[1], z.shape[1]], 1, { dtype: z.dtype }));
    return scale(sum(multiply(t, subtract(log(sums), z))), { factor: 1 / z.shape[0] });
  };

  const faults: readonly Fault<AnyLossDefinition>[] = [
    {
      check: 'the worked examples',
      fault: 'a half that Keras has not',
      definition: calling(mse, (t, p, w) => scale(meanSquaredError(t, p, w), { factor: 0.5 })),
    },
    { check: 'the worked examples', fault: 'no example', definition: { ...mse, examples: [] } },
    {
      check: 'each row counts',
      fault: 'a sum that is divided by the weights',
      definition: calling(mse, (t, p, w) => scale(mse.call(t, p, w, {}), { factor: w.size / sum(w).item() })),
    },
    {
      check: 'each row counts',
      fault: 'weights that are lost on the way to the logits',
      definition: from(categorical, (t, z, w) =>
        softmaxCrossEntropy(t, z, full(w.shape, 1, { dtype: w.dtype })),
      ),
    },
    {
      check: 'reductions are',
      fault: 'weights that are ones whatever was given',
      definition: calling(mse, (t, p, w) => mse.call(t, p, full(w.shape, 1, { dtype: w.dtype }), {})),
    },
    {
      check: 'gradients agree',
      fault: 'an error that escapes from the graph',
      definition: calling(mae, (t, p, w) =>
        scale(meanAbsoluteError(t, p, w), { factor: 1 + p.data[0] / 1e3 }),
      ),
    },
    {
      check: 'only predictions',
      fault: 'targets that learn',
      definition: calling(mse, (t, p) => scale(sum(multiply(t, p)), { factor: 0.1 })),
    },
    {
      check: 'what is worked out',
      fault: 'logits of another activation',
      definition: from(binary, categorical.through!.from),
    },
    {
      check: 'what is worked out',
      fault: 'logits that pass through another op first',
      definition: from(categorical, (t, z, w) => softmaxCrossEntropy(t, tanh(z), w)),
    },
    {
      check: 'extreme logits',
      fault: 'exponentials that overflow',
      definition: from(categorical, naive),
    },
    {
      check: 'extreme logits',
      fault: 'a square that Float32 cannot hold',
      definition: calling(mse, (t, p, w) => {
        const once = meanSquaredError(t, p, w);
        return [1, 2, 3].reduce((x) => multiply(x, x), once);
      }),
    },
    {
      check: 'nothing is below',
      fault: 'classes that count from 1',
      definition: {
        ...sparse,
        call: (labels, p, w, options) =>
          sparse.call(
            new Tensor(
              labels.data.map((x) => (x + 1) % 3),
              labels.shape,
            ),
            p,
            w,
            options,
          ),
      },
    },
    {
      check: 'Float32 agrees',
      fault: 'a difference that cancels digits in Float32',
      definition: calling(mse, (t, p, w) => {
        const shifted = (x: Tensor) =>
          new Tensor(
            x.data.map((value) => value + 1e3),
            x.shape,
          );
        return mse.call(shifted(t), shifted(p), w, {});
      }),
    },
    {
      check: 'values agree',
      fault: 'a clip at another place',
      definition: calling(binary, (t, p, w, options) =>
        binary.call(
          t,
          new Tensor(
            p.data.map((x) => Math.min(Math.max(x, 1e-6), 1 - 1e-6)),
            p.shape,
          ),
          w,
          options,
        ),
      ),
    },
    {
      check: 'values agree',
      fault: 'a loss without stored values',
      definition: { ...mse, name: 'unheard_of' },
    },
  ];
  itCatches(checks, faults);
});
