/**
 * LearningRateScheduler against Keras, epoch by epoch on a stand-in for the training; its messages, and what it refuses.
 */
import { assert } from 'chai';
import { LearningRateScheduler, type Logs } from '../../src/nn/index.ts';
import { assertRefused, peer } from '../shared/values.ts';
import { drive, StandIn } from './shared/stand-in.ts';

/** A schedule as the peer's script writes it down. */
type Rule =
  | { readonly kind: 'geometric'; readonly factor: number; readonly from: number }
  | { readonly kind: 'table'; readonly values: readonly number[] }
  | { readonly kind: 'inverse'; readonly start: number; readonly rate: number };

interface StoredCase {
  readonly name: string;
  readonly callback: string;
  readonly schedule: Rule;
  readonly logs: readonly Logs[];
  readonly initialLearningRate: number;
  readonly learningRates: readonly number[];
  readonly loggedLearningRates: readonly number[];
}

const cases = peer<{ cases: StoredCase[] }>('callbacks.json').cases.filter(
  ({ callback }) => callback === 'LearningRateScheduler',
);

function scheduleOf(rule: Rule): (epoch: number, learningRate: number) => number {
  switch (rule.kind) {
    case 'geometric':
      return (epoch, learningRate) => (epoch < rule.from ? learningRate : learningRate * rule.factor);
    case 'table':
      return (epoch) => rule.values[epoch];
    case 'inverse':
      return (epoch) => rule.start / (1 + rule.rate * epoch);
  }
}

describe('LearningRateScheduler', () => {
  it('has peer results', () => assert.isAtLeast(cases.length, 4));

  for (const { name, schedule, logs, initialLearningRate, ...expected } of cases) {
    it(`sets what Keras sets: ${name}`, () => {
      const training = new StandIn();
      training.learningRate = initialLearningRate;
      const [after, reported]: number[][] = [[], []];
      drive(LearningRateScheduler(scheduleOf(schedule)), logs, training, () => {
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

  it('sets it before the first batch of its epoch', () => {
    const seen: number[] = [];
    const training = new StandIn();
    drive(
      [
        LearningRateScheduler((epoch) => 0.3 + epoch),
        { onTrainBatchBegin: () => void seen.push(training.learningRate) },
      ],
      [{}, {}],
      training,
    );
    assert.deepEqual(seen, [0.3, 0.3, 0.3, 1.3, 1.3, 1.3]);
  });

  it('prints what it sets, if it is asked to', () => {
    const lines = (verbose: number) =>
      drive(
        LearningRateScheduler((_epoch, rate) => rate / 4, { verbose }),
        [{}, {}],
      ).lines;
    assert.deepEqual(lines(1), [
      'Epoch 1: LearningRateScheduler setting learning rate to 0.025.',
      'Epoch 2: LearningRateScheduler setting learning rate to 0.00625.',
    ]);
    assert.deepEqual(lines(0), []);
  });

  it('says that it reports the learning rate', () => {
    assert.deepEqual(LearningRateScheduler(() => 0.3).reports, ['learning_rate']);
  });

  it('refuses what is no function, and a function that returns no learning rate', () => {
    const who = 'LearningRateScheduler';
    assertRefused(
      () => LearningRateScheduler(0.1 as never),
      'ArgumentError',
      `${who}: schedule is not usable; expected a function (epoch, learningRate) => learningRate, received 0.1.`,
    );
    for (const [value, shown] of [
      [undefined, 'undefined'],
      [Number.NaN, 'NaN'],
      [-0.1, '-0.1'],
      ['0.1', "'0.1'"],
    ] as const) {
      const training = new StandIn();
      assertRefused(
        () => drive(LearningRateScheduler((() => value) as never), [{}], training),
        'ArgumentError',
        `${who}: what schedule returns is not usable; expected a number >= 0, received ${shown}.`,
      );
      assert.equal(training.learningRate, 0.1);
    }
    assertRefused(
      () => LearningRateScheduler(() => 0.1, { verbos: 1 } as never),
      'ArgumentError',
      `${who}: unknown option; expected one of 'verbose', received 'verbos'. Did you mean 'verbose'?`,
    );
    assertRefused(
      () => LearningRateScheduler(() => 0.1, { verbose: -1 }),
      'ArgumentError',
      `${who}: verbose`,
    );
  });
});
