/**
 * Frozen layers: what training leaves alone, in memory, in counts and in files.
 */
import { assert } from 'chai';
import { add, assign, backward, reference, useExecutors } from '../../src/autograd/index.ts';
import {
  BatchNormalization,
  type Callback,
  Dense,
  Dropout,
  Input,
  l2,
  losses,
  type Model,
  modelFromBytes,
  modelFromConfig,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, type Optimizer, SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { assertMessage, assertUnchanged } from './shared/refusal.ts';
import { strictExecutor } from './shared/strict-executor.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const ROWS = 11;
const [x, t] = [someRows(ROWS, 4, 3), someClasses(ROWS, 3, 5)];
const options = { epochs: 2, batchSize: 4 } as const;

function net(optimizer: Optimizer = Adam({ learningRate: 0.03 })): Model {
  const model = Sequential(
    [
      Input([4]),
      Dense(6, { activation: 'tanh', name: 'primera' }),
      BatchNormalization({ name: 'norma' }),
      Dropout(0.2),
      Dense(3, { activation: 'softmax', name: 'salida', kernelRegularizer: l2(0.01) }),
    ],
    { seed: 4 },
  );
  model.compile({ optimizer, loss: 'categorical_crossentropy' });
  return model;
}

const freeze = (model: Model, ...names: string[]) => {
  for (const name of names) model.getLayer(name).trainable = false;
};
const weightsOf = (model: Model, name: string) => model.getLayer(name).getWeights();

describe('frozen layers', () => {
  underEachExecutor(() => {
    for (const name of ['primera', 'norma', 'salida']) {
      it(`keep every bit of weights and state, while the others train: ${name}`, () => {
        const model = net();
        freeze(model, name);
        const before = new Map(model.layers.map((layer) => [layer.name, layer.getWeights()]));
        model.fit(x, t, options);
        model.trainOnBatch(x, t);
        model.fit(() => [[x, t]], { epochs: 2 });
        for (const [other, weights] of before) {
          if (other === name || weights.length === 0) assertSameBits(weightsOf(model, other), weights, other);
          else assertOtherBits(weightsOf(model, other), weights, other);
        }
      });
    }

    it('may be frozen and unfrozen between trainings: each time the rest goes on', () => {
      const model = net(SGD({ learningRate: 0.1, momentum: 0.7 }));
      const changes = (work: () => unknown) => {
        const before = ['primera', 'norma', 'salida'].map((name) => weightsOf(model, name));
        work();
        return ['primera', 'norma', 'salida'].map((name, i) => {
          const after = weightsOf(model, name);
          return after.some(({ data }, j) => data.some((value, k) => value !== before[i][j].data[k]));
        });
      };
      const train = () => changes(() => model.fit(x, t, options));
      assert.deepEqual(train(), [true, true, true]);
      freeze(model, 'primera');
      assert.deepEqual(train(), [false, true, true]);
      freeze(model, 'norma', 'salida');
      model.getLayer('primera').trainable = true;
      assert.deepEqual(train(), [true, false, false]);
      model.trainable = true;
      assert.deepEqual(train(), [true, true, true]);
      assert.deepEqual(
        changes(() => model.evaluate(x, t)),
        [false, false, false],
      );
    });

    it('may be frozen in the midst of a training, by a callback: that counts from the next epoch on', () => {
      for (const hook of ['onEpochEnd', 'onTrainBatchEnd'] as const) {
        const model = net();
        let kept: Tensor[] = [];
        const callback: Callback = {
          [hook](number: number) {
            if (number !== 1 || kept.length > 0) return;
            freeze(model, 'primera');
            kept = weightsOf(model, 'primera');
          },
        };
        const { history } = model.fit(x, t, {
          ...options,
          epochs: 5,
          validationData: [x, t],
          callbacks: [callback],
        });
        assertSameBits(weightsOf(model, 'primera'), kept, hook);
        assert.equal(history.val_loss.at(-1), model.evaluate(x, t, { batchSize: 4 })[0]);
        assert.equal(new Set(history.val_loss).size, 5, 'the others train');
      }
    });

    it('keep what the optimizer remembers, and so do the others', () => {
      const model = net();
      model.fit(x, t, options);
      const slots = (name: string) =>
        Object.values(model.getLayer(name).weights!.parameters).flatMap((parameter) =>
          model.optimizer.slots(parameter).map(({ data, shape }) => new Tensor(data.slice(), shape)),
        );
      const [before, others] = [slots('primera'), slots('salida')];
      freeze(model, 'primera');
      model.fit(x, t, options);
      assertSameBits(slots('primera'), before, 'slots of the frozen layer');
      assertOtherBits(slots('salida'), others, 'slots of the others');
      assert.equal(model.optimizer.iterations, 12);
      model.getLayer('primera').trainable = true;
      model.fit(x, t, { batchSize: ROWS });
      assertOtherBits(slots('primera'), before, 'slots that are in use again');
    });
  });

  describe('train as a loop by hand does that leaves them out', () => {
    withReference(); // equal bits are promised for the plain loops

    it('bit for bit', () => {
      for (const name of ['primera', 'norma', 'salida']) {
        const [hand, fitted] = [net(), net()];
        for (const model of [hand, fitted]) freeze(model, name);
        for (let epoch = 0; epoch < 3; epoch++) {
          const { predictions, penalty, updates } = hand.call(x, true);
          const loss = losses.categorical_crossentropy(t, predictions);
          backward(penalty === null ? loss : add(loss, penalty));
          hand.optimizer.apply(hand.parameters);
          assign(updates);
          hand.step.value++;
        }
        fitted.fit(x, t, { epochs: 3, batchSize: ROWS });
        assertSameState(stateOf(fitted), stateOf(hand));
      }
    });
  });

  it('rely on nothing that an executor does not promise, where one is frozen in the midst of a training', () => {
    const before = useExecutors(strictExecutor(), reference);
    const train = () => {
      const model = net();
      const onEpochEnd = (epoch: number) => {
        if (epoch === 1) freeze(model, 'primera');
        if (epoch === 2) model.trainable = true;
      };
      const { history } = model.fit(x, t, {
        ...options,
        epochs: 5,
        validationData: [x, t],
        callbacks: [{ onEpochEnd }],
      });
      return { history, state: stateOf(model) };
    };
    const strict = train();
    useExecutors(reference);
    const plain = train();
    useExecutors(...before);
    assert.deepEqual(strict.history, plain.history);
    assertSameState(strict.state, plain.state);
  });

  it('run as in evaluation where training differs', () => {
    const model = Sequential([
      Input([4]),
      BatchNormalization({ name: 'norma' }),
      Dense(3, { name: 'salida' }),
    ]);
    model.compile({ loss: 'mse' });
    const changed = () => {
      const [training, plain] = [true, false].map((mode) => model.call(x, mode).predictions.data);
      return training.some((value, i) => value !== plain[i]);
    };
    assert.isTrue(changed());
    freeze(model, 'norma');
    assert.isFalse(changed());
    assert.deepEqual(model.call(x, true).updates, []);
  });

  it('have no gradients, in parameters, gradients() and the penalty alike', () => {
    const model = net();
    freeze(model, 'primera', 'norma');
    assert.deepEqual(
      model.parameters.map(({ name }) => name),
      ['salida/kernel', 'salida/bias'],
    );
    assert.deepEqual(Object.keys(model.gradients(x, t)), ['salida']);
    const frozenParameters = Object.values(model.getLayer('primera').weights!.parameters);
    const { predictions } = model.call(x, true);
    backward(losses.categorical_crossentropy(t, predictions));
    assert.isTrue(frozenParameters.every(({ gradient, trainable }) => gradient === null && !trainable));
    assert.isAbove(model.call(x).penalty!.item(), 0);
    freeze(model, 'salida');
    assert.isNull(model.call(x).penalty, 'as in Keras');
  });

  it('have no penalty, in training and evaluation alike', () => {
    const model = net();
    const validationData = [x, t] as const;
    const keys = () => Object.keys(model.fit(x, t, { validationData }).history);
    const penalized = ['data_loss', 'loss', 'penalty', 'val_data_loss', 'val_loss', 'val_penalty'];
    assert.deepEqual(keys(), penalized);
    freeze(model, 'salida');
    assert.deepEqual(keys(), ['loss', 'val_loss']);
    model.trainable = true;
    assert.deepEqual(keys(), penalized);
  });

  it('are counted apart by the summary', () => {
    const model = net();
    const totals = () =>
      model
        .summary()
        .split('\n')
        .slice(-4)
        .map((line) => line.trim());
    const of = (trainable: string, nonTrainable: string) => [
      'Total params: 75 (300.00 B)',
      `Trainable params: ${trainable}`,
      `Non-trainable params: ${nonTrainable}`,
    ];
    assert.includeMembers(totals(), of('63 (252.00 B)', '12 (48.00 B)'));
    freeze(model, 'primera');
    assert.includeMembers(totals(), of('33 (132.00 B)', '42 (168.00 B)'));
    model.trainable = false;
    assert.includeMembers(totals(), of('0 (0.00 B)', '75 (300.00 B)'));
  });

  it('are frozen all at once by the model, which is trainable while any of them is', () => {
    const model = net();
    assert.isTrue(model.trainable);
    model.trainable = false;
    assert.isTrue(model.layers.every(({ trainable }) => !trainable));
    assert.isFalse(model.trainable);
    model.getLayer('salida').trainable = true;
    assert.isTrue(model.trainable);
  });

  it('may be frozen from the beginning, and before there are weights', () => {
    const first = Dense(6, { trainable: false });
    const model = Sequential([first, Dense(3)]);
    model.compile({ loss: 'mse' });
    model.fit(x, someRows(ROWS, 3), options);
    const before = model.getWeights();
    assert.isFalse(first.trainable);
    model.fit(x, someRows(ROWS, 3), options);
    assertSameBits(model.getWeights().slice(0, 2), before.slice(0, 2));
    assertOtherBits(model.getWeights().slice(2), before.slice(2));
    const waiting = Sequential([Dense(6), Dense(3)]);
    waiting.trainable = false;
    waiting.predict(x);
    assert.deepEqual(waiting.parameters, []);
  });

  it('are kept by files, configurations and copies', () => {
    const model = net();
    freeze(model, 'norma');
    model.fit(x, t, options);
    for (const other of [modelFromBytes(model.toBytes()), modelFromConfig(model.toConfig()), model.clone()]) {
      assert.deepEqual(
        other.layers.map(({ trainable }) => trainable),
        [true, false, true, true],
      );
      assert.deepEqual(
        other.parameters.map(({ name }) => name),
        model.parameters.map(({ name }) => name),
      );
    }
    const again = modelFromBytes(model.toBytes());
    for (const one of [model, again]) one.fit(x, t, options);
    assertSameState(stateOf(again), stateOf(model));
  });

  it('are kept by files with what the optimizer remembers of them', () => {
    const model = net();
    model.fit(x, t, options);
    freeze(model, 'primera');
    const again = modelFromBytes(model.toBytes());
    for (const one of [model, again]) {
      one.fit(x, t, options);
      one.trainable = true;
      one.fit(x, t, options);
    }
    assertSameState(stateOf(again), stateOf(model));
  });

  describe('are refused', () => {
    const all = 'all layers with parameters are frozen, there is nothing to train.';
    const help = "Set trainable of some to true: model.getLayer('dense').trainable = true.";

    it('all of them, by what trains: the message tells what to do', () => {
      const model = net();
      model.trainable = false;
      const works: Record<string, () => unknown> = {
        fit: () => model.fit(x, t),
        gradients: () => model.gradients(x, t),
        checkGradients: () => model.checkGradients(x, t),
      };
      for (const [who, work] of Object.entries(works))
        assertUnchanged(model, work, 'StateError', `${who}: ${all} ${help}`);
      assert.lengthOf(model.evaluate(x, t), 1);
      model.getLayer('salida').trainable = true;
      assert.lengthOf(model.fit(x, t).epoch, 1);
    });

    it('models without parameters, likewise', () => {
      const model = Sequential([Input([4]), Dropout(0.3)]);
      model.compile({ loss: 'mse' });
      const message = 'fit: no layer has parameters, there is nothing to train. Add a Dense.';
      assertUnchanged(model, () => model.fit(x, x), 'StateError', message);
    });

    it('what is neither true nor false', () => {
      const model = net();
      const set = (target: object) => Object.assign(target, { trainable: 'no' });
      const expected = "trainable is not usable; expected true or false, received 'no'.";
      assertMessage(() => set(model), 'ArgumentError', `sequential.trainable: ${expected}`);
      const layer = model.getLayer('salida');
      assertMessage(() => set(layer), 'ArgumentError', `${layer}: ${expected}`);
      const bad = { trainable: 1 as unknown as boolean };
      const message = 'Dense: trainable is not usable; expected true or false, received 1.';
      assertMessage(() => Dense(3, bad), 'ArgumentError', message);
    });
  });
});
