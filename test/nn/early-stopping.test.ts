/**
 * EarlyStopping against Keras, hook by hook on a stand-in for the training; its messages, and what it refuses.
 */
import { assert } from 'chai';
import type { Direction } from '../../src/metrics/index.ts';
import {
  Dense,
  EarlyStopping,
  type EarlyStoppingOptions,
  Input,
  type Logs,
  Sequential,
} from '../../src/nn/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { assertRefused, genericTensor, peer } from '../shared/values.ts';
import { drive as driveLogs, someMonitors, StandIn } from './shared/stand-in.ts';

interface StoredCase {
  readonly options: EarlyStoppingOptions & { readonly monitor: string };
  readonly values: readonly number[];
  readonly epochsRun: number;
  readonly stoppedEpoch: number;
  readonly bestEpoch: number;
  readonly restoredEpoch: number | null;
}

/** A training in which some epochs do not report what is watched. */
interface WithGaps {
  readonly name: string;
  readonly callback: string;
  readonly options: EarlyStoppingOptions;
  readonly logs: readonly Logs[];
  readonly stoppedEpoch: number;
  readonly bestEpoch: number;
  readonly epochsRun: number;
}

const withGaps = peer<{ cases: WithGaps[] }>('callbacks.json').cases.filter(
  ({ callback }) => callback === 'EarlyStopping',
);
const stored = peer<{ cases: StoredCase[]; singlePrecision: StoredCase[] }>('early-stopping.json');

/** Every number that is reported, `value` under `key`, the others of no use. */
const logs = (key: string, value: number) =>
  Object.fromEntries([...someMonitors.map(([name]) => [name, Number.NaN]), [key, value]]);

/** Drives a callback through values of what it watches, until it stops. */
const drive = (callback: EarlyStopping, key: string, values: readonly number[], training = new StandIn()) =>
  driveLogs(
    callback,
    values.map((value) => logs(key, value)),
    training,
  );

function outcome(callback: EarlyStopping, training: StandIn): Omit<StoredCase, 'options' | 'values'> {
  const { epochsRun, stoppedEpoch, bestEpoch } = callback;
  return { epochsRun, stoppedEpoch, bestEpoch, restoredEpoch: training.restored };
}

const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);

describe('EarlyStopping', () => {
  for (const [i, { options, values, ...expected }] of stored.cases.entries()) {
    it(`stops and restores as Keras does, case ${i}: ${JSON.stringify(options)}`, () => {
      const callback = EarlyStopping(options);
      const training = drive(callback, options.monitor, values);
      assert.deepEqual(outcome(callback, training), expected);
      const counted = values.slice(options.startFromEpoch ?? 0, expected.epochsRun);
      assert.equal(callback.best, counted.length === 0 ? null : values[expected.bestEpoch]);
    });
  }

  for (const { name, options, logs: given, stoppedEpoch, bestEpoch, epochsRun } of withGaps) {
    it(`stops as Keras does: ${name}`, () => {
      const callback = EarlyStopping(options);
      const { lines } = driveLogs(callback, given);
      const { stoppedEpoch: stopped, bestEpoch: best, epochsRun: run } = callback;
      assert.deepEqual([stopped, best, run], [stoppedEpoch, bestEpoch, epochsRun]);
      assert.deepEqual(lines, [
        `EarlyStopping: this epoch has no '${options.monitor ?? 'val_loss'}'; received 'loss'. Epochs without it do not count.`,
      ]);
    });
  }

  it('counts the epochs that were run, wherever training began', () => {
    const callback = EarlyStopping({ patience: 9, restoreBestWeights: true });
    const training = new StandIn();
    training.initialEpoch = 3;
    drive(callback, 'val_loss', [0.1, 0.1, 0.1, 0.6, 0.4, 0.5], training);
    assert.deepEqual(outcome(callback, training), {
      epochsRun: 3,
      stoppedEpoch: 0,
      bestEpoch: 4,
      restoredEpoch: 4,
    });
  });

  it('may part from Keras, which compares in Float32, where a value is better by just minDelta', () => {
    const [{ options, values, ...keras }] = stored.singlePrecision;
    const callback = EarlyStopping(options);
    const found = outcome(callback, drive(callback, options.monitor, values));
    assert.notDeepEqual(found, keras);
    assert.isTrue(0.7 < 0.8 - 0.1, 'in double precision 0.7 is a little more than 0.1 below 0.8');
  });

  it('takes the direction of what it watches, unless it is told', () => {
    const values = [0.3, 0.5, 0.4, 0.4];
    for (const [monitor, best] of [
      ['val_accuracy', 1],
      ['accuracy', 1],
      ['val_loss', 0],
      ['loss', 0],
    ] as const) {
      const callback = EarlyStopping({ monitor, patience: 9 });
      drive(callback, monitor, values);
      assert.equal(callback.bestEpoch, best, monitor);
    }
    const recall = new StandIn([
      ['recall', 'up'],
      ['error', 'down'],
    ]);
    const up = EarlyStopping({ monitor: 'recall', patience: 9 });
    drive(up, 'recall', values, recall);
    const told = EarlyStopping({ monitor: 'recall', mode: 'min', patience: 9 });
    drive(told, 'recall', values, recall);
    assert.deepEqual([up.bestEpoch, told.bestEpoch], [1, 0]);
  });

  it('watches val_loss without options', () => {
    const callback = EarlyStopping();
    const training = drive(callback, 'val_loss', [0.7, 0.8, 0.1]);
    assert.deepEqual(outcome(callback, training), {
      epochsRun: 2,
      stoppedEpoch: 1,
      bestEpoch: 0,
      restoredEpoch: null,
    });
    assert.equal(callback.best, 0.7);
    assert.equal(training.copies, 0, 'weights are copied only to be restored');
    assert.deepEqual(training.lines, []);
  });

  it('finds accuracy under the name acc, and the reverse; its own name first', () => {
    for (const [monitor, reported] of [
      ['val_acc', 'val_accuracy'],
      ['acc', 'accuracy'],
      ['val_accuracy', 'val_acc'],
      ['accuracy', 'acc'],
    ] as const) {
      const callback = EarlyStopping({ monitor, patience: 9 });
      drive(callback, reported, [0.3, 0.6, 0.5], new StandIn([[reported, 'up']]));
      assert.deepEqual([callback.best, callback.bestEpoch], [0.6, 1]);
    }
    const both = new StandIn([
      ['accuracy', 'down'],
      ['acc', 'up'],
    ]);
    const callback = EarlyStopping({ monitor: 'acc', patience: 9 });
    drive(callback, 'acc', [0.3, 0.6, 0.5], both);
    assert.equal(callback.best, 0.6);
  });

  it('prints when it stopped and what it restored, if it is asked to', () => {
    const values = [0.9, 0.5, 0.6, 0.7, 0.8];
    const stopped = 'Epoch 4: early stopping';
    const restored = 'Restoring model weights from the end of the best epoch: 2.';
    const lines = (options: EarlyStoppingOptions) =>
      drive(EarlyStopping({ patience: 2, verbose: 1, ...options }), 'val_loss', values).lines;
    assert.deepEqual(lines({}), [stopped]);
    const early = drive(EarlyStopping({ verbose: 1 }), 'val_loss', [0.5, 0.6]);
    assert.deepEqual(early.lines, ['Epoch 2: early stopping']);
    assert.deepEqual(lines({ restoreBestWeights: true }), [stopped, restored]);
    assert.deepEqual(lines({ patience: 9, restoreBestWeights: true }), [restored]);
    assert.deepEqual(lines({ patience: 9 }), []);
    assert.deepEqual(lines({ verbose: 0, restoreBestWeights: true }), []);
  });

  it('copies the weights of each better epoch, once', () => {
    const { copies } = drive(
      EarlyStopping({ restoreBestWeights: true, patience: 9 }),
      'val_loss',
      [0.9, 0.5, 0.6, 0.4],
    );
    assert.equal(copies, 3);
  });

  it('begins anew in another training', () => {
    const callback = EarlyStopping({ patience: 2, restoreBestWeights: true });
    const first = drive(callback, 'val_loss', [0.5, 0.1, 0.2, 0.3]);
    assert.deepEqual(outcome(callback, first), {
      epochsRun: 4,
      stoppedEpoch: 3,
      bestEpoch: 1,
      restoredEpoch: 1,
    });
    const second = drive(callback, 'val_loss', [0.9, 0.8, 0.7]);
    assert.deepEqual(outcome(callback, second), {
      epochsRun: 3,
      stoppedEpoch: 0,
      bestEpoch: 2,
      restoredEpoch: 2,
    });
    assert.equal(callback.best, 0.7);
    const { best, bestEpoch, epochsRun, stoppedEpoch } = EarlyStopping();
    assert.deepEqual([best, bestEpoch, epochsRun, stoppedEpoch], [null, 0, 0, 0]);
    drive(callback, 'val_loss', []);
    assert.deepEqual(
      [callback.best, callback.bestEpoch, callback.epochsRun, callback.stoppedEpoch],
      [null, 0, 0, 0],
    );
  });

  it('takes neither its waiting nor its weights into another training', () => {
    const waiting = EarlyStopping({ patience: 3, baseline: 0.01 });
    drive(waiting, 'val_loss', [0.9, 0.8]);
    drive(waiting, 'val_loss', [0.7, 0.75, 0.76, 0.77]);
    assert.equal(waiting.stoppedEpoch, 2);
    const late = EarlyStopping({ startFromEpoch: 2, restoreBestWeights: true });
    assert.equal(drive(late, 'val_loss', [0.9, 0.8, 0.7]).restored, 2);
    assert.isNull(drive(late, 'val_loss', [0.9, 0.8]).restored);
  });

  it('refuses to watch what is not reported', () => {
    const begin = (monitor: string, monitors?: readonly (readonly [string, Direction])[]) => () =>
      EarlyStopping({ monitor }).onTrainBegin?.(new StandIn(monitors));
    const names = "'accuracy', 'loss', 'val_accuracy', 'val_loss'";
    refused(
      begin('val_los'),
      `EarlyStopping: unknown monitor; expected one of ${names}, received 'val_los'. Did you mean 'val_loss'?`,
    );
    refused(begin('f1'), `EarlyStopping: unknown monitor; expected one of ${names}, received 'f1'.`);
    refused(
      begin('val_loss', [
        ['accuracy', 'up'],
        ['loss', 'down'],
      ]),
      "EarlyStopping: there is no 'val_loss' without validation data; expected one of 'accuracy', 'loss'. Give fit validationData or validationSplit.",
    );
  });

  it('refuses to guess which way is better', () => {
    const unknown = [
      ['loss', 'down'],
      ['distance', null],
    ] as const;
    const begin = (options: EarlyStoppingOptions) => () =>
      EarlyStopping(options).onTrainBegin?.(new StandIn(unknown));
    refused(
      begin({ monitor: 'distance' }),
      "EarlyStopping: nobody has said which way 'distance' is better; expected mode 'min' or 'max', received mode 'auto'.",
    );
    for (const [mode, bestEpoch] of [
      ['min', 2],
      ['max', 1],
    ] as const) {
      const callback = EarlyStopping({ monitor: 'distance', mode, patience: 9 });
      drive(callback, 'distance', [0.4, 0.7, 0.3], new StandIn(unknown));
      assert.equal(callback.bestEpoch, bestEpoch);
    }
    assert.doesNotThrow(begin({ monitor: 'loss' }));
  });

  it('refuses options that are not usable', () => {
    const wrong = (options: object, message: string) =>
      refused(() => EarlyStopping(options as never), `EarlyStopping: ${message}`);
    wrong({ patience: -1 }, 'patience is not usable; expected a whole number >= 0, received -1.');
    wrong({ patience: 2.5 }, 'patience is not usable; expected a whole number >= 0, received 2.5.');
    wrong({ minDelta: Number.NaN }, 'minDelta is not usable; expected a number, received NaN.');
    wrong({ startFromEpoch: -1 }, 'startFromEpoch is not usable; expected a whole number >= 0, received -1.');
    wrong({ mode: 'maximum' }, "unknown mode; expected one of 'auto', 'min', 'max', received 'maximum'.");
    wrong({ baseline: 'x' }, "baseline is not usable; expected a number, received 'x'.");
    wrong({ restoreBestWeights: 1 }, 'restoreBestWeights is not usable; expected true or false, received 1.');
    wrong({ verbose: true }, 'verbose is not usable; expected a whole number >= 0, received true.');
    wrong(
      { monitor: 3 },
      "monitor is not usable; expected a name of History, such as 'val_loss', received 3.",
    );
    wrong(
      { min_delta: 0.1 },
      "unknown option; expected one of 'monitor', 'minDelta', 'patience', 'verbose', 'mode', 'baseline', 'restoreBestWeights', 'startFromEpoch', received 'min_delta'. Did you mean 'minDelta'?",
    );
  });

  it('ends a real training, with the weights of its best epoch', () => {
    const [x, t] = [
      genericTensor([12, 3], { dtype: 'float32' }),
      genericTensor([12, 2], { dtype: 'float32', seed: 2 }),
    ];
    const model = Sequential([Input([3]), Dense(4, { activation: 'tanh' }), Dense(2)], { seed: 3 });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const callback = EarlyStopping({ patience: 2, restoreBestWeights: true });
    model.optimizer.learningRate = 0.4;
    const options = {
      epochs: 200,
      batchSize: 4,
      verbose: 0,
      validationSplit: 0.25,
      callbacks: [callback],
    } as const;
    const { history, epoch } = model.fit(x, t, options);
    assert.equal(epoch.length, callback.stoppedEpoch + 1);
    assert.isBelow(epoch.length, 200);
    assert.equal(callback.best, Math.min(...history.val_loss));
    assert.equal(callback.bestEpoch, history.val_loss.indexOf(callback.best!));
    const lastRows = (of: Tensor) => (of.toArray() as number[][]).slice(9);
    const [loss] = model.evaluate(lastRows(x), lastRows(t));
    assert.closeTo(loss, callback.best!, 1e-6);
  });
});
