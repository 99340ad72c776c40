/**
 * Validation: which rows it takes, and what `val_loss` is.
 */
import { assert } from 'chai';
import { Dense, Dropout, type FitOptions, Input, l2, type Model, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { assertSameBits, assertSameState, recording, someRows, stateOf } from './shared/training.ts';

const ROWS = 11;
const numbers = Array.from({ length: ROWS }, (_, i) => i);
const x = someRows(ROWS, 3, 4);
const xVal = someRows(5, 3, 5);
const tVal = [50, 51, 52, 53, 54];

function net(metrics: Parameters<Model['compile']>[0]['metrics'] = []): Model {
  const model = Sequential([
    Input({ shape: [3] }),
    Dense(4, { activation: 'tanh', kernelRegularizer: l2(0.05) }),
    Dropout(0.4),
    Dense(1),
  ]);
  model.compile({ optimizer: SGD({ learningRate: 0.01 }), loss: 'mse', metrics });
  return model;
}

const rowsOf = ({ data, shape }: Tensor, start: number, end: number) =>
  new Tensor(data.slice(start * shape[1], end * shape[1]), [end - start, shape[1]]);

/** The targets that each epoch trains on and validates with. */
function seen(options: FitOptions): { training: number[]; validation: number[] }[] {
  const { metric, targets } = recording();
  const model = net([metric]);
  const training: number[][] = [];
  const validation: number[][] = [];
  let from = 0;
  const take = () => {
    const taken = targets.slice(from).flat();
    from = targets.length;
    return taken;
  };
  let steps = 0;
  model.fit(x, numbers, {
    epochs: 3,
    batchSize: 4,
    callbacks: [
      {
        onTrainBegin: ({ params }) => {
          steps = params.steps;
        },
        onTrainBatchEnd: (batch) => {
          if (batch === steps - 1) training.push(take());
        },
        onEpochEnd: () => void validation.push(take()),
      },
    ],
    ...options,
  });
  return training.map((rows, epoch) => ({ training: rows, validation: validation[epoch] }));
}

const sorted = (order: readonly number[]) => order.toSorted((a, b) => a - b);

describe('validation', () => {
  describe('with validationSplit', () => {
    it('takes the last rows, always in their order, and trains on the others, whose order is new each epoch', () => {
      const epochs = seen({ validationSplit: 0.3 });
      assert.lengthOf(epochs, 3);
      for (const { training, validation } of epochs) {
        assert.deepEqual(validation, [7, 8, 9, 10]); // ⌊11 · 0.7⌋ = 7 rows are trained on
        assert.deepEqual(sorted(training), [0, 1, 2, 3, 4, 5, 6]);
      }
      assert.equal(new Set(epochs.map(({ training }) => String(training))).size, 3);
    });

    it('trains on ⌊rows · (1 − share)⌋ rows', () => {
      for (const [share, training] of [
        [0.05, 10],
        [0.25, 8],
        [0.5, 5],
        [0.9, 1],
      ]) {
        const [epoch] = seen({ validationSplit: share });
        assert.deepEqual(sorted(epoch.training), numbers.slice(0, training), `${share}`);
        assert.deepEqual(epoch.validation, numbers.slice(training), `${share}`);
      }
    });

    it('is the same as giving both parts', () => {
      const [split, given] = [net(), net()];
      const a = split.fit(x, numbers, { validationSplit: 0.3, epochs: 3, batchSize: 4 });
      const b = given.fit(rowsOf(x, 0, 7), numbers.slice(0, 7), {
        validationData: [rowsOf(x, 7, 11), numbers.slice(7)],
        epochs: 3,
        batchSize: 4,
      });
      assert.deepEqual(a.history, b.history);
      assertSameState(stateOf(split), stateOf(given));
    });
  });

  describe('with validationData', () => {
    it('trains on all rows, even if there is a validationSplit too', () => {
      for (const { training, validation } of seen({ validationData: [xVal, tVal], validationSplit: 0.3 })) {
        assert.deepEqual(sorted(training), numbers);
        assert.deepEqual(validation, tVal);
      }
    });

    it('changes nothing of the training', () => {
      const [with_, without] = [net(), net()];
      const a = with_.fit(x, numbers, { epochs: 3, batchSize: 4, validationData: [xVal, tVal] });
      const b = without.fit(x, numbers, { epochs: 3, batchSize: 4, validationData: null });
      assert.deepEqual(a.history.loss, b.history.loss);
      assert.deepEqual(Object.keys(b.history), ['data_loss', 'loss', 'penalty']);
      assertSameState(stateOf(with_), stateOf(without));
    });

    it('is that of the weights at the end of the epoch, penalty included and dropout off: what evaluate gives', () => {
      const model = net(['accuracy']);
      const expected: number[][] = [];
      const { history } = model.fit(x, numbers, {
        epochs: 3,
        batchSize: 4,
        validationData: [xVal, tVal],
        callbacks: [{ onEpochEnd: () => void expected.push(model.evaluate(xVal, tVal, { batchSize: 4 })) }],
      });
      const { val_loss, val_accuracy, val_data_loss, val_penalty } = history;
      assert.deepEqual(
        val_loss.map((loss, epoch) => [loss, val_accuracy[epoch]]),
        expected,
      );
      for (let epoch = 0; epoch < 3; epoch++) {
        assert.isAbove(val_penalty[epoch], 0.01);
        assert.equal(val_loss[epoch], val_data_loss[epoch] + val_penalty[epoch]);
      }
    });

    it('may have fewer rows than a batch, and more', () => {
      for (const rows of [1, 3, 4, 5]) {
        const model = net();
        const data = [rowsOf(xVal, 0, rows), tVal.slice(0, rows)] as const;
        const { history } = model.fit(x, numbers, { batchSize: 4, validationData: data });
        assert.deepEqual(history.val_loss, [model.evaluate(...data, { batchSize: 4 })[0]]);
      }
    });
  });

  it('adds the penalty as Keras does: 9 and ½ are 9½, in training, validation and evaluation', () => {
    const model = Sequential([
      Input({ shape: [1] }),
      Dense(1, { kernelInitializer: 'ones', kernelRegularizer: l2(0.5) }),
    ]);
    model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
    const { history } = model.fit([[1]], [[4]], { validationData: [[[1]], [[4]]] });
    assert.deepEqual(history, {
      data_loss: [9],
      loss: [9.5],
      penalty: [0.5],
      val_data_loss: [9],
      val_loss: [9.5],
      val_penalty: [0.5],
    });
    assert.deepEqual(model.evaluate([[1]], [[4]]), [9.5]);
  });

  it('leaves weights alone', () => {
    const model = net();
    model.optimizer.learningRate = 0;
    const before = model.getWeights();
    model.fit(x, numbers, { validationSplit: 0.3 });
    assertSameBits(model.getWeights(), before);
  });
});
