/**
 * The course, over-fitting: early stopping (S41 to S43), L1 and L2 (S45 to S48, D6 to D8), Dropout (S49).
 */
import { assert } from 'chai';
import { optdigits } from '../../src/data.ts';
import {
  Dense,
  Dropout,
  EarlyStopping,
  Input,
  l1,
  l1_l2,
  l2,
  type Model,
  type Regularizer,
  Sequential,
  SGD,
  StandardScaler,
  tensor,
  trainTestSplit,
} from '../../src/index.ts';
import { assertClose, generic } from '../shared/values.ts';
import { numbersOf, rowsOf, someIris } from './shared/programs.ts';

/** The options of a layer that add to the cost. */
interface Penalties {
  readonly kernelRegularizer?: Regularizer;
  readonly biasRegularizer?: Regularizer;
}

/**
 * Where training stops, by the words of the slide: after `patience` epochs without a value that is better than the best
 * by more than `minDelta`. The index of that epoch, or −1.
 */
function stopsAt(values: readonly number[], patience: number, minDelta: number): number {
  let [best, bestEpoch] = [-Infinity, 0];
  for (const [epoch, value] of values.entries()) {
    if (value > best + minDelta) [best, bestEpoch] = [value, epoch];
    if (epoch - bestEpoch >= patience) return epoch;
  }
  return -1;
}

describe('the course: over-fitting', () => {
  describe('S41, early stopping', () => {
    const { x, t } = someIris();
    const [X_train, X_test, Y_train, Y_test] = trainTestSplit(x, t, { testSize: 0.3, seed: 2 });
    const scaler = StandardScaler().fit(X_train);
    const [train, test] = [scaler.transform(X_train), scaler.transform(X_test)];

    const net = () => {
      const model = Sequential([
        Input({ shape: [4] }),
        Dense(6, { activation: 'tanh' }),
        Dense(3, { activation: 'softmax' }),
      ]);
      model.compile({
        optimizer: SGD({ learningRate: 0.1 }),
        loss: 'categorical_crossentropy',
        metrics: ['accuracy'],
      });
      return model;
    };

    it("S41: monitor='val_accuracy', patience=30, min_delta=0.0001, up to 4000 epochs", () => {
      const es = EarlyStopping({ monitor: 'val_accuracy', patience: 30, minDelta: 0.0001 });
      const H = net().fit(train, Y_train, {
        epochs: 4000,
        batchSize: 20,
        validationData: [test, Y_test],
        callbacks: [es],
        verbose: 0,
      });
      const values = H.history.val_accuracy;
      const stopped = stopsAt(values, 30, 0.0001);
      assert.isAbove(stopped, 30);
      assert.equal(es.stoppedEpoch, stopped);
      assert.lengthOf(values, stopped + 1);
      assert.isBelow(stopped, 3999);
      assert.equal(`Epocas = ${es.stoppedEpoch}`, `Epocas = ${stopped}`);
      // D21: counted from 0, so that one more epoch was run
      assert.equal(es.epochsRun, stopped + 1);
      assert.deepEqual([H.params.epochs, H.params.steps], [4000, Math.ceil(105 / 20)]);
      assert.equal(es.best, Math.max(...values));
    });

    it('S41: validation_split=0.2 keeps the last fifth of the rows', () => {
      const [split, given] = [net(), net()];
      const rows = train.shape[0];
      const at = Math.floor(rows * 0.8);
      const all = rowsOf(train);
      const es = () => EarlyStopping({ monitor: 'val_accuracy', patience: 5, minDelta: 0.0001 });
      const a = split.fit(all, Y_train, { epochs: 60, validationSplit: 0.2, callbacks: [es()], verbose: 0 });
      const b = given.fit(all.slice(0, at), Y_train.slice(0, at), {
        epochs: 60,
        validationData: [all.slice(at), Y_train.slice(at)],
        callbacks: [es()],
        verbose: 0,
      });
      assert.deepEqual(a.history, b.history);
    });

    it('D21: stoppedEpoch is 0 if nothing stopped; epochsRun says how many there were', () => {
      const es = EarlyStopping({ monitor: 'val_accuracy', patience: 30, minDelta: 0.0001 });
      net().fit(train, Y_train, { epochs: 12, validationData: [test, Y_test], callbacks: [es], verbose: 0 });
      assert.deepEqual([es.stoppedEpoch, es.epochsRun], [0, 12]);
    });

    it('S42: mode auto is max for accuracies and min for losses, and restoreBestWeights gives the best epoch back', () => {
      for (const [monitor, mode] of [
        ['val_accuracy', 'max'],
        ['val_loss', 'min'],
      ] as const) {
        const runs = (['auto', mode] as const).map((mode) => {
          const es = EarlyStopping({ monitor, mode, patience: 4, restoreBestWeights: true });
          const model = net();
          const H = model.fit(train, Y_train, {
            epochs: 80,
            validationData: [test, Y_test],
            callbacks: [es],
            verbose: 0,
          });
          return { H, es, score: model.evaluate(test, Y_test, { returnDict: true }) };
        });
        const [{ H, es, score }, told] = runs;
        assert.deepEqual(H.history, told.H.history);
        const values = H.history[monitor];
        assert.equal(es.best, mode === 'max' ? Math.max(...values) : Math.min(...values));
        assert.equal(es.bestEpoch, values.indexOf(es.best as number));
        assert.closeTo(score[monitor.replace('val_', '')], es.best as number, 1e-6);
      }
    });

    it('S43: History holds the four curves of the plot, a value for each epoch', () => {
      const { history, epoch } = net().fit(train, Y_train, {
        epochs: 7,
        validationData: [test, Y_test],
        verbose: 0,
      });
      assert.sameMembers(Object.keys(history), ['loss', 'accuracy', 'val_loss', 'val_accuracy']);
      for (const curve of Object.values(history)) assert.lengthOf(curve, epoch.length);
    });
  });

  describe('S45 to S48, penalties on the weights', () => {
    const rows = generic(5 * 3, [-1, 1])
      .map((_, i, all) => all.slice(i * 3, i * 3 + 3))
      .slice(0, 5);
    const targets = generic(5, [-1, 1], { seed: 4 });
    const λ = 0.01;

    /** One linear neuron, or some, with a penalty. */
    function neuron(options: Penalties, optimizer = SGD({ learningRate: 0.3 })): Model {
      const model = Sequential([Dense(1, { inputShape: [3], biasInitializer: 'ones', ...options })], {
        dtype: 'float64',
        seed: 9,
      });
      model.compile({ optimizer, loss: 'mse' });
      return model;
    }

    /** Cost and gradient of mse, and the weights [w, b], from the formulas. */
    function plain(model: Model): { cost: number; gradient: number[]; weights: number[] } {
      const weights = numbersOf(model);
      const gradient = weights.map(() => 0);
      let cost = 0;
      for (const [i, row] of rows.entries()) {
        const error = row.reduce((y, value, j) => y + value * weights[j], weights[3]) - targets[i];
        cost += error ** 2 / 5;
        [...row, 1].forEach((value, j) => {
          gradient[j] += (2 * error * value) / 5;
        });
      }
      return { cost, gradient, weights };
    }
    const measured = (model: Model) => {
      const { dense } = model.gradients(rows, targets);
      return { cost: model.evaluate(rows, targets)[0], gradient: [...dense.kernel.data, ...dense.bias.data] };
    };
    const squares = (values: readonly number[]) => values.reduce((sum, w) => sum + w * w, 0);
    const sizes = (values: readonly number[]) => values.reduce((sum, w) => sum + Math.abs(w), 0);

    /** That cost and gradient are those without penalty, and what the slide adds. */
    function assertPenalty(
      options: Penalties,
      penalty: (w: number[], b: number) => number,
      slope: (w: number, isBias: boolean) => number,
    ) {
      const model = neuron(options);
      const { cost, gradient, weights } = plain(model);
      const found = measured(model);
      assert.closeTo(found.cost, cost + penalty(weights.slice(0, 3), weights[3]), 1e-14);
      assertClose(
        found.gradient,
        gradient.map((g, j) => g + slope(weights[j], j === 3)),
        1e-14,
      );
    }

    it('S48: Dense(32, kernel_regularizer=l2(0.01), bias_regularizer=l2(0.01)) adds 0.01 Σw² + 0.01 Σb²', () => {
      const model = Sequential(
        [
          Dense(32, {
            inputShape: [3],
            kernelRegularizer: l2(0.01),
            biasRegularizer: l2(0.01),
            biasInitializer: 'random_normal',
          }),
        ],
        { dtype: 'float64' },
      );
      const { penalty } = model.call(rows);
      assert.closeTo(penalty!.data[0], 0.01 * squares(numbersOf(model)), 1e-14);
      assert.lengthOf(numbersOf(model), 3 * 32 + 32);
    });

    it('S48: the penalty is in the loss of fit and of evaluate, and in the gradient: 2 · 0.01 · w', () => {
      assertPenalty(
        { kernelRegularizer: l2(λ), biasRegularizer: l2(λ) },
        (w, b) => λ * squares([...w, b]),
        (w) => 2 * λ * w,
      );
      const model = neuron({ kernelRegularizer: l2(λ), biasRegularizer: l2(λ) });
      const { cost } = measured(model);
      assert.closeTo(model.fit(rows, targets, { batchSize: 5, verbose: 0 }).history.loss[0], cost, 1e-14);
    });

    it('S48: l1_l2(l1=0.01, l2=0.01) on both adds 0.01 Σ|w| + 0.01 Σw²', () => {
      const both = l1_l2({ l1: λ, l2: λ });
      assertPenalty(
        { kernelRegularizer: both, biasRegularizer: both },
        (w, b) => λ * sizes([...w, b]) + λ * squares([...w, b]),
        (w) => λ * Math.sign(w) + 2 * λ * w,
      );
    });

    it('S46: L1 adds λ Σ|w|, of gradient λ sign(w)', () => {
      assertPenalty(
        { kernelRegularizer: l1(λ) },
        (w) => λ * sizes(w),
        (w, isBias) => (isBias ? 0 : λ * Math.sign(w)),
      );
    });

    it('S45, D6: L2 of the slide is λ/2 Σw², of gradient λw; l2(0.01) is its λ = 0.02', () => {
      const slide = { kernelRegularizer: l2(0.02, { convention: 'course' }) };
      assertPenalty(
        slide,
        (w) => (0.02 / 2) * squares(w),
        (w, isBias) => (isBias ? 0 : 0.02 * w),
      );
      const keras = neuron({ kernelRegularizer: l2(0.01) });
      assert.deepEqual(measured(neuron(slide)), measured(keras));
      assert.closeTo(
        l2(0.01).penalty(
          tensor([
            [1, 1, 1],
            [1, 1, 1],
          ]),
        )!.data[0],
        0.06,
        1e-8,
      );
    });

    it('D7: descent on the cost with L2 gives w = (1 − αλ)w − α∂C0/∂w', () => {
      const α = 0.3;
      const model = neuron({ kernelRegularizer: l2(λ, { convention: 'course' }) }, SGD({ learningRate: α }));
      const { gradient, weights } = plain(model);
      model.fit(rows, targets, { batchSize: 5, verbose: 0 });
      const expected = weights.map((w, j) => (j < 3 ? 1 - α * λ : 1) * w - α * gradient[j]);
      assertClose(numbersOf(model), expected, 1e-14);
      const written = weights.map((w, j) => (j < 3 ? 1 - λ : 1) * w - α * gradient[j]); // without α
      assert.isAbove(Math.max(...written.map((w, j) => Math.abs(w - expected[j]))), 1e-3);
    });

    it("D7: the slide's own w = (1 − λ)w − α∂C0/∂w is weight decay without α", () => {
      const α = 0.3;
      const options = { excludeFromWeightDecay: ['bias'] };
      for (const optimizer of [
        SGD({ learningRate: α, weightDecay: λ, convention: 'course', ...options }),
        SGD({ learningRate: α, weightDecay: λ / α, ...options }), // Keras's shrinks by α · decay
      ]) {
        const model = neuron({}, optimizer);
        const { gradient, weights } = plain(model);
        model.fit(rows, targets, { batchSize: 5, verbose: 0 });
        const expected = weights.map((w, j) => (j < 3 ? 1 - λ : 1) * w - α * gradient[j]);
        assertClose(numbersOf(model), expected, 1e-14);
      }
    });

    it('D7: descent on the cost with L1 gives w − αλ sign(w) − α∂C0/∂w', () => {
      const α = 0.3;
      const model = neuron({ kernelRegularizer: l1(λ) }, SGD({ learningRate: α }));
      const { gradient, weights } = plain(model);
      model.fit(rows, targets, { batchSize: 5, verbose: 0 });
      const expected = weights.map((w, j) => w - (j < 3 ? α * λ * Math.sign(w) : 0) - α * gradient[j]);
      assertClose(numbersOf(model), expected, 1e-14);
    });

    it('D8: weights and biases are penalized apart, each only if it is asked for', () => {
      assertPenalty(
        { kernelRegularizer: l2(λ) },
        (w) => λ * squares(w),
        (w, isBias) => (isBias ? 0 : 2 * λ * w),
      );
      assertPenalty(
        { biasRegularizer: l2(λ) },
        (_w, b) => λ * b * b,
        (w, isBias) => (isBias ? 2 * λ * w : 0),
      );
    });

    it('S47: L1 drives weights to 0 and so selects inputs, L2 keeps all of them small', () => {
      const inputs = generic(40 * 6, [-1, 1], { seed: 7 });
      const many = Array.from({ length: 40 }, (_, i) => inputs.slice(i * 6, i * 6 + 6));
      const wanted = many.map((row) => 0.9 * row[1] - 0.6 * row[4]); // two of six inputs matter
      const weights = [l1(0.05), l2(0.05)].map((kernelRegularizer) => {
        const model = Sequential([Dense(1, { inputShape: [6], kernelRegularizer })], { dtype: 'float64' });
        model.compile({ optimizer: SGD({ learningRate: 0.05 }), loss: 'mse' });
        model.fit(many, wanted, { epochs: 800, batchSize: 40, verbose: 0 });
        return numbersOf(model).slice(0, 6).map(Math.abs);
      });
      const idle = [0, 2, 3, 5];
      const step = 0.05 * 0.05; // α λ: a weight at 0 moves to and fro by as much
      for (const j of idle) assert.isAtMost(weights[0][j], step);
      assert.isAbove(Math.max(...idle.map((j) => weights[1][j])), step);
      for (const w of weights) assert.isAbove(Math.min(w[1], w[4]), 0.3);
    });
  });

  describe('S49, Dropout', () => {
    /** The net of the slide. */
    const slide = () => {
      const model = Sequential([], { seed: 4, dtype: 'float64' });
      model.add(Dense(6, { inputShape: [3] }));
      model.add(Dropout(0.5));
      model.add(Dense(2));
      model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
      return model;
    };
    const x = Array.from({ length: 400 }, (_, i) => generic(3, [-1, 1], { seed: i + 1 }));
    const t = Array.from({ length: 400 }, (_, i) => generic(2, [-1, 1], { seed: i + 777 }));
    const masked = (model: Model) => {
      const { dense, dropout } = model.activations(x, { training: true });
      return Array.from(dropout.data, (value, i) => value / dense.data[i]);
    };

    it('S49: Dropout(0.5) after Dense(6, input_shape=[3]), then Dense(2): it has no weights', () => {
      const rows = slide().summary({ style: 'keras2' }).split('\n');
      assert.deepEqual(
        [4, 6, 8].map((row) => rows[row].trim().replace(/ {2,}/g, ' | ')),
        [
          'dense (Dense) | (None, 6) | 24',
          'dropout (Dropout) | (None, 6) | 0',
          'dense_1 (Dense) | (None, 2) | 14',
        ],
      );
    });

    it('S49, D23: each input is cancelled with probability ½, the others are doubled', () => {
      const factors = masked(slide());
      assert.sameMembers([...new Set(factors)], [0, 2]);
      const cancelled = factors.filter((factor) => factor === 0).length / factors.length;
      const deviation = Math.sqrt(0.25 / factors.length); // of the share, if each is drawn by itself
      assert.closeTo(cancelled, 0.5, 5 * deviation);
      const six = Array.from({ length: 400 }, (_, row) => factors.slice(row * 6, row * 6 + 6));
      const counts = new Set(six.map((row) => row.filter((factor) => factor === 0).length));
      assert.isAbove(counts.size, 4, 'not half of each row, but each one by itself');
    });

    it('D24: masks are new for each sample, each neuron and each iteration', () => {
      const model = slide();
      const first = masked(model);
      const rows = new Set(Array.from({ length: 400 }, (_, row) => first.slice(row * 6, row * 6 + 6).join()));
      assert.isAbove(rows.size, 2 ** 6 / 2);
      assert.deepEqual(masked(model), first);
      model.step.value++;
      assert.notDeepEqual(masked(model), first);
    });

    it('S49: a neuron that is erased is not updated, and is back in the next iteration', () => {
      const model = slide();
      const [before] = model.getWeights();
      const { dense, dropout } = model.activations([x[0]], { training: true });
      const erased = Array.from(dropout.data, (value, j) => value === 0 && dense.data[j] !== 0);
      assert.sameMembers([...new Set(erased)], [true, false]);
      model.fit([x[0]], [t[0]], { batchSize: 1, verbose: 0 });
      const [after] = model.getWeights();
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 6; j++)
          assert.equal(
            after.data[i * 6 + j] === before.data[i * 6 + j],
            erased[j],
            `input ${i}, neuron ${j}`,
          );
      }
      const moved = new Set<number>();
      for (let step = 0; step < 12; step++) {
        const [old] = model.getWeights();
        model.fit([x[0]], [t[0]], { batchSize: 1, verbose: 0 });
        const [now] = model.getWeights();
        for (let j = 0; j < 6; j++) if (now.data[j] !== old.data[j]) moved.add(j);
      }
      assert.equal(moved.size, 6);
    });

    it('S49: it changes the net and not the cost: nothing is added, and answers use all neurons', () => {
      const model = slide();
      assert.isNull(model.call(x, true).penalty);
      const without = Sequential([Dense(6, { inputShape: [3] }), Dense(2)], { dtype: 'float64' });
      without.compile({ loss: 'mse' });
      without.setWeights(model.getWeights());
      assert.deepEqual(model.predict(x), without.predict(x));
      assert.deepEqual(model.evaluate(x, t), without.evaluate(x, t));
    });
  });

  it('S44: optdigits with L2 and Dropout, as in the program of the course', () => {
    const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, oneHot: true });
    const model = Sequential([
      Input({ shape: [64] }),
      Dense(32, { activation: 'relu', kernelRegularizer: l2(1e-4) }),
      Dropout(0.2),
      Dense(10, { activation: 'softmax' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    model.fit(xTrain, tTrain, { epochs: 12, batchSize: 50, verbose: 0 });
    assert.isAbove(model.evaluate(xTest, tTest)[1], 0.93);
  });
});
