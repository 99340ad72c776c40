/**
 * Callbacks: which hooks are called, when, with what, and what they may do.
 */
import { assert } from 'chai';
import type { Tensor } from '../../src/tensor/index.ts';
import {
  type Callback,
  Dense,
  EarlyStopping,
  Input,
  l2,
  type Logs,
  type Model,
  Sequential,
  type Training,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { printed } from './shared/printed.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3, 5);

function net(): Model {
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(3, { activation: 'softmax', kernelRegularizer: l2(0.01) }),
  ]);
  model.compile({
    optimizer: SGD({ learningRate: 0.1, momentum: 0.6 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** A callback with every hook, each of which says what it was given. */
function telling(say: (...words: readonly unknown[]) => void): Callback {
  return {
    onTrainBegin: (training) => say('train begins', training),
    onEpochBegin: (epoch, training) => say('epoch begins', epoch, training),
    onTrainBatchBegin: (batch, training) => say('batch begins', batch, training),
    onTrainBatchEnd: (batch, logs, training) => say('batch ends', batch, logs, training),
    onEpochEnd: (epoch, logs, training) => say('epoch ends', epoch, logs, training),
    onTrainEnd: (logs, training) => say('train ends', logs, training),
  };
}

const options = { batchSize: 4, epochs: 2, validationSplit: 0.3 }; // 7 rows are trained on: batches of 4 and 3

describe('callbacks', () => {
  it('are called in order, with the numbers of epochs and batches from 0', () => {
    const said: unknown[][] = [];
    net().fit(x, t, { ...options, callbacks: [telling((...words) => void said.push(words.slice(0, -1)))] });
    const plain = said.map((words) => words.filter((word) => typeof word !== 'object'));
    const epoch = (i: number) => [
      ['epoch begins', i],
      ['batch begins', 0],
      ['batch ends', 0],
      ['batch begins', 1],
      ['batch ends', 1],
      ['epoch ends', i],
    ];
    assert.deepEqual(plain, [['train begins'], ...epoch(0), ...epoch(1), ['train ends']]);
  });

  it('are called one after another, in the order of the list', () => {
    const said: string[] = [];
    const callbacks = ['first', 'second'].map((who) => telling((what) => void said.push(`${what}: ${who}`)));
    net().fit(x, t, { ...options, epochs: 1, callbacks });
    assert.deepEqual(said.slice(0, 4), [
      'train begins: first',
      'train begins: second',
      'epoch begins: first',
      'epoch begins: second',
    ]);
    assert.lengthOf(said, 2 * 8);
  });

  it('are given logs: of the epoch so far after a batch, of all that is reported after an epoch', () => {
    const said: [string, Logs][] = [];
    const { history } = net().fit(x, t, {
      ...options,
      callbacks: [
        {
          onTrainBatchEnd: (_batch, logs) => void said.push(['batch', logs]),
          onEpochEnd: (_epoch, logs) => void said.push(['epoch', logs]),
          onTrainEnd: (logs) => void said.push(['train', logs]),
        },
      ],
    });
    const names = ['accuracy', 'data_loss', 'loss', 'penalty'];
    const all = [...names, ...names.map((name) => `val_${name}`)];
    assert.deepEqual(
      said.map(([what, logs]) => [what, Object.keys(logs)]),
      [
        ...Array(2)
          .fill([
            ['batch', names],
            ['batch', names],
            ['epoch', all],
          ])
          .flat(),
        ['train', all],
      ],
    );
    const [, second, epoch] = said.map(([, logs]) => logs);
    for (const name of names) {
      assert.equal(second[name], epoch[name]);
      assert.equal(epoch[name], history[name][0]);
    }
    assert.deepEqual(said[6][1], said[5][1]);
  });

  it('see the training: what was asked for, what will be reported, and which way is better', () => {
    const trainings = new Set<unknown>();
    net().fit(x, t, { ...options, callbacks: [telling((...words) => void trainings.add(words.at(-1)))] });
    assert.equal(trainings.size, 1);
    const [training] = trainings as Set<Training>;
    assert.deepEqual(training.params, { epochs: 2, steps: 2, verbose: 1 });
    const ways = [
      ['accuracy', 'up'],
      ['data_loss', 'down'],
      ['loss', 'down'],
      ['penalty', 'down'],
    ];
    assert.deepEqual([...training.monitors], [...ways, ...ways.map(([name, way]) => [`val_${name}`, way])]);

    let plain: Training['monitors'] = new Map();
    const model = Sequential([Input({ shape: [4] }), Dense(3)]);
    model.compile({ loss: 'mse' });
    const look: Callback = {
      onTrainBegin({ monitors }) {
        plain = monitors;
      },
    };
    model.fit(x, t, { callbacks: [look] });
    assert.deepEqual([...plain], [['loss', 'down']]);
  });

  it('may stop training: after the batch, and the end of the epoch is still told', () => {
    const said: unknown[] = [];
    const model = net();
    const { epoch, history } = model.fit(x, t, {
      ...options,
      epochs: 9,
      callbacks: [
        {
          onTrainBatchEnd(_batch, _logs, training) {
            if (said.length === 2) training.stopTraining = true; // in the first batch of the third epoch
          },
          onEpochEnd: (i) => void said.push(i),
          onTrainEnd: () => void said.push('end'),
        },
      ],
    });
    assert.deepEqual(said, [0, 1, 2, 'end']);
    assert.deepEqual(epoch, [0, 1, 2]);
    assert.lengthOf(history.val_loss, 3);
    assert.equal(model.step.value, 5);
  });

  it('may stop training after the epoch, or before the first', () => {
    for (const [hook, epochs] of [
      ['onEpochEnd', [0]],
      ['onTrainBegin', []],
    ] as const) {
      const stop = (...words: unknown[]) => {
        (words.at(-1) as Training).stopTraining = true;
      };
      const model = net();
      let ends = 0;
      const callbacks = [{ [hook]: stop, onTrainEnd: () => void ends++ }];
      assert.deepEqual(model.fit(x, t, { ...options, callbacks }).epoch, [...epochs]);
      assert.deepEqual([model.step.value, ends], [2 * epochs.length, 1]);
    }
  });

  it('may report numbers, which callbacks after them see, and History', () => {
    const seen: Logs[] = [];
    const { history } = net().fit(x, t, {
      ...options,
      callbacks: [
        { onEpochEnd: (_epoch, logs) => void seen.push(logs) },
        { onEpochEnd: (epoch, { loss }, training) => training.report('scaled', loss * (3 + epoch)) },
        { onEpochEnd: (_epoch, logs) => void seen.push(logs), onTrainEnd: (logs) => void seen.push(logs) },
      ],
    });
    assert.deepEqual(history.scaled, [3 * history.loss[0], 4 * history.loss[1]]);
    assert.deepEqual(
      seen.map(({ scaled }) => scaled),
      [undefined, history.scaled[0], undefined, history.scaled[1], history.scaled[1]],
    );
  });

  it('may say what they will report: it can be watched, but nobody knows which way is better', () => {
    const reporting: Callback = {
      reports: ['scaled'],
      onEpochEnd: (epoch, _logs, training) => training.report('scaled', [0.4, 0.2, 0.3, 0.5][epoch]),
    };
    let direction: unknown;
    const look: Callback = {
      onTrainBegin({ monitors }) {
        direction = monitors.get('scaled');
      },
    };
    const watching = EarlyStopping({ monitor: 'scaled', mode: 'min' });
    const { epoch } = net().fit(x, t, { ...options, epochs: 4, callbacks: [look, reporting, watching] });
    assert.isNull(direction);
    assert.deepEqual([watching.bestEpoch, epoch.length], [1, 3]);
  });

  it('may begin with a later epoch', () => {
    const begun: number[] = [];
    const model = net();
    const { epoch, history } = model.fit(x, t, {
      ...options,
      epochs: 5,
      callbacks: [
        {
          onTrainBegin(training) {
            assert.equal(training.initialEpoch, 0);
            training.initialEpoch = 3;
          },
          onEpochBegin: (i) => void begun.push(i),
        },
      ],
    });
    assert.deepEqual(
      [begun, epoch],
      [
        [3, 4],
        [3, 4],
      ],
    );
    assert.lengthOf(history.loss, 2);
    assert.equal(model.step.value, 4);
  });

  it('that deal with a loss that is not finite keep training from stopping by itself', () => {
    const overflowing = (callbacks: readonly Callback[]) => {
      const model = Sequential([Input({ shape: [4] }), Dense(5), Dense(3)]);
      model.compile({ optimizer: SGD({ learningRate: 1e6 }), loss: 'mse' });
      return model.fit(x, t, { ...options, epochs: 4, callbacks }).history.loss;
    };
    printed(() => {
      assert.throws(() => overflowing([]), /not finite/);
      assert.throws(() => overflowing([{ handlesNonFinite: false }]), /not finite/);
      const losses = overflowing([{}, { handlesNonFinite: true }]);
      assert.lengthOf(losses, 4);
      assert.isNaN(losses[3]);
    });
  });

  it('may read and set the learning rate, which counts from the next step on', () => {
    const model = net();
    const rates: number[] = [];
    const weights: ReturnType<Model['getWeights']>[] = [];
    model.fit(x, t, {
      ...options,
      epochs: 3,
      callbacks: [
        {
          onEpochBegin(epoch, training) {
            rates.push(training.learningRate);
            training.learningRate = epoch === 0 ? 0.2 : 0;
          },
          onEpochEnd: () => void weights.push(model.getWeights()),
        },
      ],
    });
    assert.deepEqual(rates, [0.1, 0.2, 0]);
    assert.equal(model.optimizer.learningRate, 0);
    // with momentum the weights still move along the last velocity
    assert.notDeepEqual(weights[1], weights[0]);
  });

  it('may keep weights and put them back', () => {
    const model = net();
    const start = model.getWeights();
    let kept: readonly Tensor[] = [];
    model.fit(x, t, {
      ...options,
      callbacks: [
        {
          onTrainBegin(training) {
            kept = training.getWeights();
          },
          onTrainEnd: (_logs, training) => training.setWeights(kept),
        },
      ],
    });
    assertSameBits(model.getWeights(), start);
  });

  it('of every kind change no bit of the training', () => {
    const [watched, alone] = [net(), net()];
    const a = watched.fit(x, t, { ...options, callbacks: [telling(() => {}), {}] });
    const b = alone.fit(x, t, options);
    assert.deepEqual(a.history, b.history);
    assertSameState(stateOf(watched), stateOf(alone));
  });

  it('may evaluate and predict between batches, without a trace', () => {
    const [disturbed, alone] = [net(), net()];
    const a = disturbed.fit(x, t, {
      ...options,
      callbacks: [
        {
          onTrainBatchEnd() {
            disturbed.evaluate(x, t);
            disturbed.predict(x);
          },
        },
      ],
    });
    const b = alone.fit(x, t, options);
    assert.deepEqual(a.history, b.history);
    assertSameState(stateOf(disturbed), stateOf(alone));
  });

  it('that fail end the training with their own error', () => {
    const callbacks = [
      {
        onEpochEnd(epoch: number) {
          if (epoch === 1) throw new RangeError('of the callback');
        },
      },
    ];
    const model = net();
    assert.throws(() => model.fit(x, t, { ...options, epochs: 9, callbacks }), RangeError, 'of the callback');
    assert.equal(model.step.value, 4);
    model.fit(x, t, options);
    assert.equal(model.step.value, 8);
  });

  /** A callback that says each hook of an evaluation or prediction with its batch, and the names in its logs. */
  const testing = (say: (...words: unknown[]) => void): Callback => ({
    onEpochEnd: (epoch) => say('epoch ends', epoch),
    onTestBegin: ({ params }) => say('test begins', params.steps),
    onTestBatchBegin: (batch) => say('test batch begins', batch),
    onTestBatchEnd: (batch, logs) => say('test batch ends', batch, logs),
    onTestEnd: (logs) => say('test ends', logs),
    onPredictBegin: ({ params }) => say('prediction begins', params.steps),
    onPredictBatchBegin: (batch) => say('prediction batch begins', batch),
    onPredictBatchEnd: (batch, logs) => say('prediction batch ends', batch, logs),
    onPredictEnd: (logs) => say('prediction ends', logs),
  });
  const withoutLogs = (said: readonly unknown[][]) =>
    said.map((words) => words.filter((word) => typeof word !== 'object').join(' '));

  it('of an evaluation are called around each batch, with the numbers so far', () => {
    const said: unknown[][] = [];
    const model = net();
    const [loss, accuracy] = model.evaluate(x, t, {
      batchSize: 6,
      callbacks: [testing((...words) => void said.push(words))],
    });
    assert.deepEqual(withoutLogs(said), [
      'test begins 2',
      'test batch begins 0',
      'test batch ends 0',
      'test batch begins 1',
      'test batch ends 1',
      'test ends',
    ]);
    const [first, last, end] = [said[2][2], said[4][2], said[5][1]] as Logs[];
    assert.deepEqual([end.loss, end.accuracy], [loss, accuracy]);
    assert.deepEqual(last, end);
    assert.notEqual(first.loss, end.loss);
    const six = <T>(rows: { toArray(): unknown }) => (rows.toArray() as T[]).slice(0, 6);
    assert.closeTo(first.loss, model.evaluate(six<number[]>(x), six<number[]>(t))[0], 1e-6);
  });

  it('of an evaluation are called around the validation of a training too, before its epoch ends', () => {
    const said: unknown[][] = [];
    const { history } = net().fit(x, t, {
      ...options,
      callbacks: [testing((...words) => void said.push(words))],
    });
    const epoch = (i: number) => [
      'test begins 1',
      'test batch begins 0',
      'test batch ends 0',
      'test ends',
      `epoch ends ${i}`,
    ];
    assert.deepEqual(withoutLogs(said), [...epoch(0), ...epoch(1)]);
    assert.equal((said[3][1] as Logs).loss, history.val_loss[0]);
  });

  it('of a prediction are called around each batch, with empty logs', () => {
    const said: unknown[][] = [];
    const callbacks = [testing((...words) => void said.push(words))];
    const predictions = net().predict(x, { batchSize: 6, callbacks });
    assert.deepEqual(said, [
      ['prediction begins', 2],
      ['prediction batch begins', 0],
      ['prediction batch ends', 0, {}],
      ['prediction batch begins', 1],
      ['prediction batch ends', 1, {}],
      ['prediction ends', {}],
    ]);
    assertSameBits([predictions], [net().predict(x, { batchSize: 6 })]);
  });
});
