/**
 * ModelCheckpoint against Keras: which files it writes, when, and what it says; and what it refuses.
 */
import { mkdirSync } from 'node:fs';
import { assert } from 'chai';
import type { Direction } from '../../src/metrics/index.ts';
import {
  type Callback,
  Dense,
  Input,
  loadModel,
  type Logs,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  Sequential,
} from '../../src/nn/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { assertRefused, peer } from '../shared/values.ts';
import { useFolder } from './shared/folder.ts';
import { drive, someMonitors, StandIn } from './shared/stand-in.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

interface StoredCase {
  readonly path: string;
  readonly steps: number;
  readonly options: ModelCheckpointOptions;
  readonly logs: readonly Logs[];
  readonly saved: readonly (readonly [what: 'model' | 'weights', path: string])[];
  readonly lines: readonly string[];
}

const { checkpoints } = peer<{ checkpoints: readonly StoredCase[] }>('callback-files.json');

/** A training that writes down what it was asked to save. */
class Saving extends StandIn {
  readonly saved: string[] = [];
  override toBytes(what?: 'model' | 'weights'): Uint8Array {
    this.saved.push(what ?? 'model');
    return super.toBytes(what);
  }
}

const losses = (...values: readonly number[]) => values.map((value) => ({ loss: 0.5, val_loss: value }));

describe('ModelCheckpoint', () => {
  const folder = useFolder();

  for (const { path, steps, options, logs, saved, lines } of checkpoints) {
    it(`writes the files of Keras: ${path} ${JSON.stringify(options)}`, () => {
      const callback = ModelCheckpoint(folder().at(path), { verbose: 1, ...options });
      const training = new Saving(someMonitors, steps);
      const names: string[] = [];
      let asked = 0;
      const watching: Callback = {
        onTrainBatchEnd: () => note(),
        onEpochEnd: () => note(),
      };
      const note = () => {
        if (training.saved.length === asked) return;
        asked = training.saved.length;
        names.push(callback.lastSaved!.slice(folder().at('').length));
      };
      drive([callback, watching], logs, training);
      assert.deepEqual(
        training.saved.map((what, i) => [what, names[i]]),
        saved.map(([what, name]) => [what, name]),
      );
      const said = lines.map((line) => line.replace('from None', 'from none'));
      assert.deepEqual(
        training.lines.map((line) => line.replace(folder().at(''), '')),
        said,
      );
      assert.sameMembers(Object.keys(folder().all()), [...new Set(saved.map(([, name]) => name))]);
    });
  }

  it('writes the model as it is then; the last one stays', () => {
    const path = folder().at('model-{epoch}');
    const training = drive(ModelCheckpoint(path), losses(0.3, 0.2, 0.4));
    assert.deepEqual(folder().all(), { 'model-1': 'model 0', 'model-2': 'model 1', 'model-3': 'model 2' });
    assert.deepEqual(training.lines, []);
    drive(ModelCheckpoint(folder().at('best'), { saveBestOnly: true }), losses(0.3, 0.2, 0.4));
    assert.equal(folder().read('best'), 'model 1');
    drive(ModelCheckpoint(folder().at('best'), { saveWeightsOnly: true }), losses(0.3, 0.2, 0.4));
    assert.equal(folder().read('best'), 'weights 2');
  });

  it('tells the best value and the last file', () => {
    const path = folder().at('m-{epoch}');
    const callback = ModelCheckpoint(path, { saveBestOnly: true, initialValueThreshold: 0.35 });
    assert.deepEqual([callback.best, callback.lastSaved], [null, null]);
    drive(callback, losses(0.4));
    assert.deepEqual([callback.best, callback.lastSaved], [0.35, null]);
    drive(callback, losses(0.4, 0.3, 0.2, 0.25));
    assert.deepEqual([callback.best, callback.lastSaved], [0.2, folder().at('m-3')]);
  });

  it('skips, with saveBestOnly, an epoch that lacks what is watched, and says so once', () => {
    const callback = ModelCheckpoint(folder().at('m-{epoch}'), { saveBestOnly: true });
    const logs = [{ loss: 0.5 }, ...losses(0.4), { loss: 0.4 }, ...losses(0.3)];
    const { lines } = drive(callback, logs);
    assert.deepEqual(Object.keys(folder().all()), ['m-2', 'm-4']);
    assert.deepEqual(lines, [
      "ModelCheckpoint: this epoch has no 'val_loss'; received 'loss'. Epochs without it do not count.",
    ]);
  });

  it("writes 'NA' for what an epoch lacks", () => {
    drive(ModelCheckpoint(folder().at('m-{epoch}-{val_loss:.1f}')), [{ loss: 0.5 }, ...losses(0.4)]);
    assert.deepEqual(Object.keys(folder().all()), ['m-1-NA', 'm-2-0.4']);
  });

  it('finds accuracy under the name acc', () => {
    const options = { saveBestOnly: true, monitor: 'val_acc' };
    const values = [0.3, 0.6, 0.5].map((value) => ({ val_accuracy: value }));
    drive(ModelCheckpoint(folder().at('m-{epoch}-{val_acc:.1f}'), options), values);
    assert.deepEqual(Object.keys(folder().all()), ['m-1-0.3', 'm-2-0.6']);
  });

  it('needs no validation, unless it is watched', () => {
    const training = () => new StandIn(someMonitors.slice(0, 2));
    drive(ModelCheckpoint(folder().at('m-{epoch}')), [{ loss: 0.3 }], training());
    assert.deepEqual(Object.keys(folder().all()), ['m-1']);
    assertRefused(
      () => drive(ModelCheckpoint(folder().at('n'), { saveBestOnly: true }), [{ loss: 0.3 }], training()),
      'ArgumentError',
      "ModelCheckpoint: there is no 'val_loss' without validation data",
    );
  });

  it('counts the batches of each training from its beginning', () => {
    const callback = ModelCheckpoint(folder().at('m-{epoch}-{batch}'), { saveFreq: 5 });
    drive(callback, [{ loss: 0.3 }]); // three batches
    drive(callback, [{ loss: 0.3 }]);
    assert.deepEqual(folder().all(), {});
    drive(callback, [{ loss: 0.3 }, { loss: 0.3 }]);
    assert.deepEqual(Object.keys(folder().all()), ['m-2-2']);
  });

  it('has no hook for batches, unless it saves between them', () => {
    assert.notProperty(ModelCheckpoint('m'), 'onTrainBatchEnd');
    assert.property(ModelCheckpoint('m', { saveFreq: 3 }), 'onTrainBatchEnd');
  });

  describe('refuses, before the first epoch,', () => {
    const begin = (path: string, options: ModelCheckpointOptions = {}, also: string[] = []) => {
      const monitors = [...someMonitors, ...also.map((name): [string, Direction | null] => [name, null])];
      return () => ModelCheckpoint(path, options).onTrainBegin?.(new StandIn(monitors));
    };
    const refused = (work: () => unknown, message: string) =>
      assertRefused(work, 'ArgumentError', `ModelCheckpoint: ${message}`);
    const names = "'accuracy', 'loss', 'val_accuracy', 'val_loss'";

    it('placeholders that nothing is reported for', () => {
      refused(
        begin('m-{epch}'),
        `unknown placeholder; expected one of ${names}, 'epoch', received 'epch'. Did you mean 'epoch'?`,
      );
      refused(begin('m-{val_lss:.2f}'), "unknown placeholder; expected one of 'accuracy'");
      refused(
        begin('m-{batch}'),
        `unknown placeholder; expected one of ${names}, 'epoch', received 'batch'.`,
      );
      refused(begin('m-{learning_rate}'), 'unknown placeholder');
      assert.doesNotThrow(begin('m-{learning_rate}', {}, ['learning_rate']));
      refused(
        begin('m-{bach}', { saveFreq: 3 }),
        "unknown placeholder; expected one of 'accuracy', 'loss', 'epoch', 'batch', received 'bach'. Did you mean 'batch'?",
      );
    });

    it('a misspelt monitor, even if nothing depends on it', () => {
      const message = `unknown monitor; expected one of ${names}, received 'val_los'. Did you mean 'val_loss'?`;
      refused(begin('m', { monitor: 'val_los', saveBestOnly: true }), message);
      refused(begin('m', { monitor: 'val_los' }), message);
    });

    it('a monitor without direction, if it is to be judged', () => {
      const options = { monitor: 'distance', saveBestOnly: true };
      refused(
        begin('m', options, ['distance']),
        "nobody has said which way 'distance' is better; expected mode 'min' or 'max', received mode 'auto'.",
      );
      assert.doesNotThrow(begin('m', { ...options, mode: 'min' }, ['distance']));
      assert.doesNotThrow(begin('m', { monitor: 'distance' }, ['distance']));
    });

    it('a folder that is not there, unless its name is to be filled in', () => {
      assertRefused(
        begin(folder().at('gone/m-{epoch}')),
        'DataError',
        "ModelCheckpoint: there is no folder '",
        "gone'. Make it first.",
      );
      assert.doesNotThrow(begin(folder().at('run-{epoch}/m')));
      assert.doesNotThrow(begin('m'));
      assert.doesNotThrow(begin('/m'));
    });
  });

  it('ends training if it cannot write', () => {
    mkdirSync(folder().at('taken'));
    assertRefused(
      () => drive(ModelCheckpoint(folder().at('taken')), losses(0.3)),
      'DataError',
      'ModelCheckpoint: ',
      'taken is a folder. Name a file in it.',
    );
  });

  it('refuses options that are not usable', () => {
    const wrong = (path: unknown, options: object, message: string) =>
      assertRefused(
        () => ModelCheckpoint(path as string, options as never),
        'ArgumentError',
        `ModelCheckpoint: ${message}`,
      );
    const file = "expected the name of a file, such as 'model-{epoch:02d}'";
    wrong('', {}, `path is not usable; ${file}, received ''.`);
    wrong(undefined, {}, `path is not usable; ${file}, received undefined.`);
    wrong(new URL('file:///m'), {}, `path is not usable; ${file}`);
    wrong('m', { saveFreq: 0 }, 'saveFreq is not usable; expected a whole number >= 1, received 0.');
    wrong(
      'm',
      { saveFreq: 'batch' },
      "saveFreq is not usable; expected 'epoch' or a whole number of batches >= 1, received 'batch'.",
    );
    wrong('m', { saveBestOnly: 1 }, 'saveBestOnly is not usable; expected true or false, received 1.');
    wrong(
      'm',
      { saveWeightsOnly: 'x' },
      "saveWeightsOnly is not usable; expected true or false, received 'x'.",
    );
    wrong('m', { verbose: -1 }, 'verbose is not usable; expected a whole number >= 0, received -1.');
    wrong('m', { mode: 'best' }, "unknown mode; expected one of 'auto', 'min', 'max', received 'best'.");
    wrong(
      'm',
      { initialValueThreshold: 'x' },
      "initialValueThreshold is not usable; expected a number, received 'x'.",
    );
    wrong('m', { monitor: 3 }, 'monitor is not usable');
    wrong('m', { saveBest: true }, "unknown option; expected one of 'monitor', 'verbose', 'saveBestOnly'");
    const known =
      "is not known after a batch; expected saveFreq 'epoch', or a number of the training, such as 'loss'.";
    wrong('m', { saveFreq: 3, saveBestOnly: true }, `'val_loss' ${known}`);
    wrong('m-{val_accuracy}', { saveFreq: 3 }, `'val_accuracy' ${known}`);
    wrong('m-{train_loss}', { saveFreq: 3 }, `'train_loss' ${known}`);
  });

  it('refuses placeholders that cannot be read', () => {
    for (const [path, piece] of [
      ['m-{', '{'],
      ['m-}', '}'],
      ['m-{}', '{'],
      ['m-{epoch:02x}', '{epoch:02x}'],
      ['m-{epoch:2.1d}', '{epoch:2.1d}'],
      ['m-{val_loss:d}', '{val_loss:d}'],
      ['m-{val_loss:.2}', '{val_loss:.2}'],
      ['m-{val_loss:.200f}', '{val_loss:.200f}'],
    ]) {
      assertRefused(
        () => ModelCheckpoint(path),
        'ArgumentError',
        `ModelCheckpoint: path has a placeholder that cannot be read; expected {name} or, say, {epoch:02d}, {loss:.3f}, {loss:.2e}, received '${piece}'. Only epoch and batch are whole; a brace itself is written twice.`,
      );
    }
    drive(ModelCheckpoint(folder().at('m-{{{epoch}}}')), losses(0.3));
    assert.deepEqual(Object.keys(folder().all()), ['m-{1}']);
  });

  it('writes, in a real training, what loadModel and loadWeights read: the model of that epoch', async () => {
    const [x, t] = [someRows(23, 4), someClasses(23, 3)];
    const net = () => {
      const model = Sequential([Input([4]), Dense(5, { activation: 'tanh' }), Dense(3)], { seed: 7 });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      return model;
    };
    const model = net();
    const seen: (readonly Tensor[])[] = [];
    const callbacks = [
      ModelCheckpoint(folder().at('model-{epoch}')),
      ModelCheckpoint(folder().at('weights-{epoch}'), { saveWeightsOnly: true }),
      { onEpochEnd: () => void seen.push(model.getWeights()) },
    ];
    model.fit(x, t, { epochs: 3, batchSize: 6, verbose: 0, callbacks });
    for (const [i, weights] of seen.entries()) {
      assertSameBits((await loadModel(folder().at(`model-${i + 1}`))).getWeights(), weights);
      const other = net();
      await other.loadWeights(folder().at(`weights-${i + 1}`));
      assertSameBits(other.getWeights(), weights);
    }
    assertOtherBits(seen[1], seen[2]);
    const again = await loadModel(folder().at('model-2'));
    again.fit(x, t, { epochs: 1, batchSize: 6, verbose: 0 });
    assertSameState(stateOf(again), stateOf(model));
  });
});
