/**
 * ReduceLROnPlateau against Keras, epoch by epoch on a stand-in for the training; its messages, and what it refuses.
 */
import { assert } from 'chai';
import { type Logs, ReduceLROnPlateau, type ReduceLROnPlateauOptions } from '../../src/nn/index.ts';
import { assertRefused, peer } from '../shared/values.ts';
import { drive, StandIn } from './shared/stand-in.ts';

interface StoredCase {
  readonly name: string;
  readonly callback: string;
  /** As options here, but for `minLearningRate`, which is `minLr`. */
  readonly options: Omit<ReduceLROnPlateauOptions, 'minLr'> & { readonly minLearningRate?: number };
  readonly logs: readonly Logs[];
  readonly initialLearningRate: number;
  /** After each epoch. */
  readonly learningRates: readonly number[];
  /** As each epoch reports it. */
  readonly loggedLearningRates: readonly number[];
}

const cases = peer<{ cases: StoredCase[] }>('callbacks.json').cases.filter(
  ({ callback }) => callback === 'ReduceLROnPlateau',
);

const monitors = [
  ['loss', 'down'],
  ['val_accuracy', 'up'],
  ['val_loss', 'down'],
  ['val_mae', 'down'],
] as const;

/** Drives it through values of val_loss. @returns the training, and the learning rate after each epoch */
function through(
  options: ReduceLROnPlateauOptions,
  values: readonly number[],
  learningRate = 0.8,
): { readonly training: StandIn; readonly rates: readonly number[] } {
  const training = new StandIn();
  training.learningRate = learningRate;
  const rates: number[] = [];
  const logs = values.map((value) => ({ val_loss: value }));
  drive(ReduceLROnPlateau(options), logs, training, () => void rates.push(training.learningRate));
  return { training, rates };
}

describe('ReduceLROnPlateau', () => {
  it('has peer results', () => assert.isAbove(cases.length, 30));

  for (const { name, options, logs, initialLearningRate, ...expected } of cases) {
    it(`reduces as Keras does: ${name}`, () => {
      const { minLearningRate: minLr, ...others } = options;
      const callback = ReduceLROnPlateau({ ...others, ...(minLr !== undefined && { minLr }) });
      const training = new StandIn(monitors);
      training.learningRate = initialLearningRate;
      const [after, reported]: number[][] = [[], []];
      drive(callback, logs, training, () => {
        after.push(training.learningRate);
        reported.push(training.logs.learning_rate);
      });
      const near = (found: readonly number[], keras: readonly number[]) => {
        assert.lengthOf(found, keras.length);
        for (const [i, rate] of keras.entries()) assert.closeTo(found[i], rate, 2e-6 * rate, `epoch ${i}`);
      };
      near(after, expected.learningRates);
      near(reported, expected.loggedLearningRates);
    });
  }

  it('multiplies, and stops at the least learning rate', () => {
    const { rates } = through(
      { factor: 0.25, patience: 2, minLr: 0.03 },
      [0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6],
    );
    assert.deepEqual(rates, [0.8, 0.8, 0.2, 0.2, 0.05, 0.05, 0.03]);
  });

  it('never raises a learning rate that is below the least', () => {
    const { rates } = through({ patience: 1, minLr: 0.3 }, [0.5, 0.6, 0.7], 0.01);
    assert.deepEqual(rates, [0.01, 0.01, 0.01]);
  });

  it('takes no cooldown into another training', () => {
    const callback = ReduceLROnPlateau({ factor: 0.25, patience: 2, cooldown: 5 });
    const values = [0.5, 0.6, 0.6].map((value) => ({ val_loss: value }));
    for (let i = 0; i < 2; i++) assert.equal(drive(callback, values).learningRate, 0.025);
  });

  it('prints what it does, if it is asked to', () => {
    const options = { factor: 0.25, patience: 1 };
    const lines = ['Epoch 3: ReduceLROnPlateau reducing learning rate to 0.2.'];
    assert.deepEqual(through({ ...options, verbose: 1 }, [0.7, 0.6, 0.65]).training.lines, lines);
    assert.deepEqual(through(options, [0.7, 0.6, 0.65]).training.lines, []);
  });

  it('says once that an epoch lacks what it watches', () => {
    const training = drive(ReduceLROnPlateau(), [{ loss: 0.3 }, { loss: 0.2 }, { loss: 0.3, val_loss: 0.4 }]);
    assert.deepEqual(training.lines, [
      "ReduceLROnPlateau: this epoch has no 'val_loss'; received 'loss'. Epochs without it do not count.",
    ]);
  });

  it('says that it reports the learning rate', () => {
    assert.deepEqual(ReduceLROnPlateau().reports, ['learning_rate']);
  });

  it('refuses a learning rate that may not be set before the first epoch', () => {
    const training = Object.defineProperty(new StandIn(), 'learningRate', {
      get: () => 0.1,
      set() {
        throw new RangeError('of a schedule');
      },
    });
    assert.throws(() => ReduceLROnPlateau().onTrainBegin?.(training), RangeError, 'of a schedule');
  });

  it('refuses to watch what is not reported, or what has no direction', () => {
    const begin = (options: ReduceLROnPlateauOptions) => () =>
      ReduceLROnPlateau(options).onTrainBegin?.(new StandIn([...monitors, ['distance', null]]));
    assertRefused(
      begin({ monitor: 'val_maee' }),
      'ArgumentError',
      "ReduceLROnPlateau: unknown monitor; expected one of 'loss', 'val_accuracy', 'val_loss', 'val_mae', 'distance', received 'val_maee'. Did you mean 'val_mae'?",
    );
    assertRefused(
      begin({ monitor: 'distance' }),
      'ArgumentError',
      "ReduceLROnPlateau: nobody has said which way 'distance' is better; expected mode 'min' or 'max'",
    );
    assert.doesNotThrow(begin({ monitor: 'distance', mode: 'max' }));
  });

  it('refuses options that are not usable', () => {
    const wrong = (options: object, message: string) =>
      assertRefused(
        () => ReduceLROnPlateau(options as never),
        'ArgumentError',
        `ReduceLROnPlateau: ${message}`,
      );
    wrong({ factor: 1 }, 'factor is not usable; expected a number >= 0 and < 1, received 1.');
    wrong({ factor: -0.1 }, 'factor is not usable; expected a number >= 0 and < 1, received -0.1.');
    wrong({ patience: 2.5 }, 'patience is not usable; expected a whole number >= 0, received 2.5.');
    wrong({ cooldown: -1 }, 'cooldown is not usable; expected a whole number >= 0, received -1.');
    wrong({ minLr: -0.1 }, 'minLr is not usable; expected a number >= 0, received -0.1.');
    wrong({ minDelta: '0' }, "minDelta is not usable; expected a number, received '0'.");
    wrong({ verbose: true }, 'verbose is not usable; expected a whole number >= 0, received true.');
    wrong({ mode: 'up' }, "unknown mode; expected one of 'auto', 'min', 'max', received 'up'.");
    wrong({ monitor: null }, "monitor is not usable; expected a name of History, such as 'val_loss'");
    wrong({ minDeltas: 0.1 }, "unknown option; expected one of 'monitor', 'factor'");
  });
});
