/**
 * Whole trainings against Keras: losses of every step, history, evaluation, predictions and final weights.
 */
import { assert } from 'chai';
import { Dense, Input, l1_l2, type LossName, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../src/optim/index.ts';
import type { DType } from '../../src/tensor/index.ts';
import { assertClose, peer } from '../shared/values.ts';
import { assertSameBits } from './shared/training.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface PeerLayer {
  readonly units: number;
  readonly activation: 'linear';
  readonly useBias: boolean;
  readonly kernelRegularizer?: { readonly l1?: number; readonly l2?: number };
  readonly biasRegularizer?: { readonly l1?: number; readonly l2?: number };
}

interface Case {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly PeerLayer[];
  readonly loss: LossName;
  readonly metrics: readonly 'accuracy'[];
  readonly optimizer: { readonly name: 'SGD' | 'RMSprop' | 'Adam'; readonly options: object };
  readonly batchSize: number;
  readonly epochs: number;
  readonly x: Stored;
  readonly t: Stored;
  readonly xVal: Stored;
  readonly tVal: Stored;
  readonly weights: readonly Stored[];
  readonly stepLosses: readonly number[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly evaluate: readonly number[];
  readonly predictions: Stored;
  readonly finalWeights: readonly Stored[];
}

/** Where Keras works out another loss than that of the predictions it shows; the losses' docstrings say why we do not. */
const apart = ['categorical after sigmoid, as Keras does', 'binary after softmax, as Keras does'];

/**
 * max|a − b| ≤ bound · max(1, max|b|). Measured: 2e-7 at most, the rounding of float32; with Adam 1.3e-6, since Keras
 * rounds its betas to float32.
 */
const bounds = { SGD: 1e-6, RMSprop: 1e-6, Adam: 5e-6 };

const optimizers: Record<Case['optimizer']['name'], (options: object) => Optimizer> = { SGD, RMSprop, Adam };

const given = ({ values, shape }: Stored) => ({ data: values, shape });

function build(c: Case, dtype: DType): Model {
  const layers = c.layers.map(({ units, activation, useBias, kernelRegularizer, biasRegularizer }) =>
    Dense(units, {
      activation,
      useBias,
      kernelRegularizer: kernelRegularizer === undefined ? null : l1_l2(kernelRegularizer),
      biasRegularizer: biasRegularizer === undefined ? null : l1_l2(biasRegularizer),
    }),
  );
  const model = Sequential([Input({ shape: [c.inputs] }), ...layers], { dtype });
  model.compile({
    optimizer: optimizers[c.optimizer.name](c.optimizer.options),
    loss: c.loss,
    metrics: c.metrics,
  });
  model.setWeights(c.weights.map(given));
  return model;
}

/** The options of the stored training. */
function plan(c: Case) {
  const { batchSize, epochs } = c;
  const validationData = [given(c.xVal), given(c.tVal)] as const;
  return { batchSize, epochs, validationData, shuffle: false };
}

/** The loss of each batch before its update, from the means of the epoch so far that `train` reports. */
function stepLosses(model: Model, c: Case): number[] {
  const losses: number[] = [];
  const rows = c.x.shape[0];
  let [seen, sum] = [0, 0];
  for (const { logs } of model.train(given(c.x), given(c.t), { ...plan(c), every: 'batch' })) {
    const batch = Math.min(c.batchSize, rows - seen);
    losses.push((logs.loss * (seen + batch) - sum) / batch);
    seen = (seen + batch) % rows;
    sum = seen === 0 ? 0 : logs.loss * seen;
  }
  return losses;
}

describe('training as Keras does', () => {
  const { cases } = peer<{ cases: readonly Case[] }>('trajectories.json');

  it('is compared in 21 trainings, with each optimizer and loss', () => {
    const names = cases.map(({ name }) => name);
    assert.includeMembers(names, apart);
    assert.lengthOf(names, 23);
    const compared = cases.filter(({ name }) => !apart.includes(name));
    assert.sameMembers(
      [...new Set(compared.map(({ optimizer }) => optimizer.name))],
      ['SGD', 'RMSprop', 'Adam'],
    );
    assert.isAtLeast(new Set(compared.map(({ loss }) => loss)).size, 5);
  });

  for (const c of cases) {
    if (apart.includes(c.name)) continue;

    for (const dtype of ['float32', 'float64'] as const) {
      it(`${c.name}, ${dtype}`, () => {
        const model = build(c, dtype);
        const bound = bounds[c.optimizer.name];
        const { history } = model.fit(given(c.x), given(c.t), plan(c));
        for (const [key, values] of Object.entries(c.history)) {
          assertClose(history[key], values, bound, `history.${key}`);
        }
        for (const [i, { values, shape }] of c.finalWeights.entries()) {
          const weights = model.getWeights()[i];
          assert.deepEqual(weights.shape, shape);
          assertClose(weights.data, values, bound, `weights ${i}`);
        }
        const { batchSize } = c;
        assertClose(model.evaluate(given(c.x), given(c.t), { batchSize }), c.evaluate, bound, 'evaluate');
        const predictions = model.predict(given(c.xVal), { batchSize });
        assert.deepEqual(predictions.shape, c.predictions.shape);
        assertClose(predictions.data, c.predictions.values, bound, 'predictions');

        const stepwise = build(c, dtype);
        assertClose(stepLosses(stepwise, c), c.stepLosses, bound, 'losses of the steps');
        assertSameBits(stepwise.getWeights(), model.getWeights());
      });
    }
  }
});
