/**
 * BackupAndRestore: a training that is broken off goes on where it was saved; what is kept, and what is refused.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { assert } from 'chai';
import {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  type Callback,
  Dense,
  Dropout,
  Input,
  LearningRateScheduler,
  type Logs,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import { useFolder } from './shared/folder.ts';
import { printed } from './shared/printed.ts';
import { drive, StandIn } from './shared/stand-in.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

/** A callback that breaks training off at the end of an epoch, or after a batch of it. */
const crash = (at: number, inBatch?: number): Callback => {
  let epoch = 0;
  const fail = () => {
    throw new RangeError('power failure');
  };
  return {
    onEpochBegin(next) {
      epoch = next;
    },
    onTrainBatchEnd(batch) {
      if (epoch === at && batch === inBatch) fail();
    },
    onEpochEnd() {
      if (epoch === at && inBatch === undefined) fail();
    },
  };
};

/** A training that writes down where it began, and what it was given to restore. */
class Restoring extends StandIn {
  readonly begun: number[] = [];
  readonly given: string[] = [];
  override restore(bytes: Uint8Array): void {
    this.given.push(String.fromCharCode(...bytes));
  }
}

const five: readonly Logs[] = Array(5).fill({ loss: 0.3 });

describe('BackupAndRestore', () => {
  const folder = useFolder();

  /** Begins, is broken off, begins again. @returns the second training */
  const twice = (options: BackupAndRestoreOptions, breaking: Callback): Restoring => {
    const path = folder().at('backup');
    assert.throws(() => drive([BackupAndRestore(path, options), breaking], five), 'power failure');
    const training = new Restoring();
    const note: Callback = { onEpochBegin: (epoch) => void training.begun.push(epoch) };
    drive([BackupAndRestore(path, options), note], five, training);
    return training;
  };

  it('goes on after the last epoch that was saved, with the model as it was then', () => {
    const { begun, given } = twice({}, crash(2));
    assert.deepEqual(begun, [3, 4]);
    assert.deepEqual(given, ['model 2']);
  });

  it('does an epoch again that was broken off, from the end of the one before', () => {
    const { begun, given } = twice({}, crash(2, 1));
    assert.deepEqual(begun, [2, 3, 4]);
    assert.deepEqual(given, ['model 1']);
  });

  it('begins from the beginning if nothing was saved', () => {
    const { begun, given } = twice({}, crash(0, 2));
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    assert.deepEqual(given, []);
  });

  it('saves every few batches, if it is told to', () => {
    // of three batches an epoch, the fourth is the first of epoch 1, and the eighth the second of epoch 2
    assert.deepEqual(twice({ saveFreq: 4 }, crash(2, 0)).begun, [1, 2, 3, 4]);
    assert.deepEqual(twice({ saveFreq: 4 }, crash(2, 1)).begun, [2, 3, 4]);
    // the last batch of an epoch ends it: nothing is trained twice
    const { begun, given } = twice({ saveFreq: 3 }, crash(1, 2));
    assert.deepEqual(begun, [2, 3, 4]);
    assert.deepEqual(given, ['model 1']);
  });

  it('counts the batches of each training from its beginning', () => {
    const path = folder().at('backup');
    const callback = BackupAndRestore(path, { saveFreq: 4, deleteCheckpoint: false });
    drive(callback, five.slice(0, 1));
    drive(callback, five.slice(0, 1));
    assert.deepEqual(folder().all(), {});
  });

  it('writes the file after each epoch, and removes it when training has ended', () => {
    const path = folder().at('backup');
    const texts: Record<string, string>[] = [];
    drive(BackupAndRestore(path), five.slice(3), new StandIn(), () => void texts.push(folder().all()));
    assert.deepEqual(texts, [
      { backup: 'multiperceptron backup, next epoch 1\nmodel 0' },
      { backup: 'multiperceptron backup, next epoch 2\nmodel 1' },
    ]);
    assert.isFalse(existsSync(path));
  });

  it('removes it too when training was stopped', () => {
    const stop: Callback = {
      onEpochEnd(_epoch, _logs, training) {
        training.stopTraining = true;
      },
    };
    drive([BackupAndRestore(folder().at('backup')), stop], five);
    assert.deepEqual(folder().all(), {});
  });

  it('keeps it with deleteCheckpoint: false; then a second training finds nothing left to do', () => {
    const path = folder().at('backup');
    drive(BackupAndRestore(path, { deleteCheckpoint: false }), five);
    const training = new Restoring();
    const note: Callback = { onEpochBegin: (epoch) => void training.begun.push(epoch) };
    drive([BackupAndRestore(path, { deleteCheckpoint: false }), note], five, training);
    assert.deepEqual([training.begun, training.given], [[], ['model 4']]);
    // more epochs are asked for
    const more = new Restoring();
    drive(
      [BackupAndRestore(path), { onEpochBegin: (epoch) => void more.begun.push(epoch) }],
      [...five, ...five.slice(3)],
      more,
    );
    assert.deepEqual(more.begun, [5, 6]);
  });

  it('takes any bytes for a model', () => {
    const path = folder().at('backup');
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256); // line ends and all
    class Bytes extends StandIn {
      found: Uint8Array | null = null;
      override toBytes(): Uint8Array {
        return bytes;
      }
      override restore(given: Uint8Array): void {
        this.found = given.slice();
      }
    }
    drive(BackupAndRestore(path, { deleteCheckpoint: false }), five, new Bytes());
    const training = new Bytes();
    BackupAndRestore(path).onTrainBegin?.(training);
    assert.deepEqual(training.found, bytes);
    assert.equal(training.initialEpoch, 5);
  });

  it('refuses a file that is no backup, and leaves it', () => {
    const path = folder().at('backup');
    const head = 'multiperceptron backup, next epoch ';
    for (const text of [
      '',
      'x',
      'epoch,loss\n0,0.3\n',
      `${head}3`,
      `${head}\nmodel`,
      `${head}3x\n`,
      `${head}-3\n`,
    ]) {
      writeFileSync(path, text);
      assertRefused(
        () => drive(BackupAndRestore(path), five),
        'DataError',
        'BackupAndRestore: ',
        'backup is no backup of a training. Remove it, or give another path.',
      );
      assert.equal(folder().read('backup'), text);
    }
  });

  it('refuses a folder that is not there, and a path that is a folder, before the first epoch', () => {
    let begun = 0;
    const note: Callback = { onEpochBegin: () => void begun++ };
    assertRefused(
      () => drive([BackupAndRestore(folder().at('gone/backup')), note], five),
      'DataError',
      "BackupAndRestore: there is no folder '",
    );
    mkdirSync(folder().at('taken'));
    assertRefused(
      () => drive([BackupAndRestore(folder().at('taken')), note], five),
      'DataError',
      'BackupAndRestore: ',
      'taken is a folder. Name a file in it.',
    );
    assert.equal(begun, 0);
  });

  it('refuses options that are not usable', () => {
    const wrong = (path: unknown, options: object, message: string) =>
      assertRefused(
        () => BackupAndRestore(path as string, options as never),
        'ArgumentError',
        `BackupAndRestore: ${message}`,
      );
    wrong('', {}, "path is not usable; expected a path or a file: URL, received ''.");
    wrong(3, {}, 'path is not usable; expected a path or a file: URL, received 3.');
    wrong('b', { saveFreq: 1.5 }, 'saveFreq is not usable; expected a whole number >= 1, received 1.5.');
    wrong(
      'b',
      { saveFreq: false },
      "saveFreq is not usable; expected 'epoch' or a whole number of batches >= 1",
    );
    wrong(
      'b',
      { deleteCheckpoint: 0 },
      'deleteCheckpoint is not usable; expected true or false, received 0.',
    );
    wrong('b', { saveFrequency: 3 }, "unknown option; expected one of 'saveFreq', 'deleteCheckpoint'");
  });

  describe('in a real training', () => {
    const x = someRows(23, 4);
    const t = someClasses(23, 3);

    const net = (): Model => {
      const model = Sequential(
        [Input([4]), Dense(7, { activation: 'tanh' }), Dropout(0.3), Dense(3, { activation: 'softmax' })],
        { seed: 5 },
      );
      const optimizer = Adam({ learningRate: 0.02 });
      model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
      return model;
    };

    /** The program that is started again: everything that has a state is in it. */
    const program = (callbacks: readonly Callback[], epochs = 7, model = net()) => {
      const all = [LearningRateScheduler((epoch, rate) => (epoch === 2 ? rate / 3 : rate)), ...callbacks];
      const options = { epochs, batchSize: 5, verbose: 0, validationSplit: 0.2 } as const;
      const history = model.fit(x, t, { ...options, callbacks: all });
      return { model, history };
    };

    for (const [what, options, crashed, begins] of [
      ['at the end of an epoch', {}, crash(3), 4],
      ['in the middle of an epoch', {}, crash(4, 2), 4],
      ['after the last batch of an epoch', { saveFreq: 4 }, crash(2, 3), 3],
    ] as const) {
      it(`a crash ${what} leaves no trace: the same bits, the same history`, () => {
        const whole = program([]);
        const path = folder().at('backup');
        assert.throws(() => program([BackupAndRestore(path, options), crashed]), 'power failure');
        assert.isTrue(existsSync(path));
        const resumed = program([BackupAndRestore(path, options)]);
        const rest = whole.history.epoch.filter((epoch) => epoch >= begins);
        assert.deepEqual(resumed.history.epoch, rest);
        for (const [name, values] of Object.entries(whole.history.history)) {
          assert.deepEqual(resumed.history.history[name], values.slice(begins), name);
        }
        assertSameState(stateOf(resumed.model), stateOf(whole.model));
        assert.isFalse(existsSync(path));
      });
    }

    it('what an overflow puts back after a restart is what was restored', () => {
      const path = folder().at('backup');
      const before = program([], 3).model.getWeights();
      assert.throws(() => program([BackupAndRestore(path), crash(2)]), 'power failure');
      const tooFar: Callback = {
        onEpochBegin(_epoch, training) {
          training.learningRate = 1e38;
        },
      };
      const model = net();
      printed(() => {
        assert.throws(() => program([BackupAndRestore(path), tooFar], 7, model), 'is not finite in epoch 4');
      });
      assertSameBits(model.getWeights(), before);
    });
  });
});
