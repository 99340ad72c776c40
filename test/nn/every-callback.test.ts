/**
 * Every callback through every check, and every check against a fault planted for it.
 */
import { writeFileSync } from 'node:fs';
import { assert, AssertionError } from 'chai';
import * as room from '../../src/nn/callbacks/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { checkAsync, checks, type Subject } from './callback-checks.ts';

const {
  BackupAndRestore,
  CSVLogger,
  EarlyStopping,
  LambdaCallback,
  LearningRateScheduler,
  ModelCheckpoint,
  ReduceLROnPlateau,
  TerminateOnNaN,
} = room;

/** Every callback, with options with which it has something to do. */
const subjects: readonly Subject[] = [
  {
    name: 'EarlyStopping',
    make: (_folder, options) => EarlyStopping({ patience: 2, restoreBestWeights: true, ...options }),
  },
  {
    name: 'ReduceLROnPlateau',
    make: (_folder, options) =>
      ReduceLROnPlateau({ monitor: 'loss', patience: 2, factor: 0.3, cooldown: 3, ...options }),
  },
  {
    name: 'LearningRateScheduler',
    make: (_folder, options) => LearningRateScheduler((epoch, rate) => rate / (1 + 0.3 * epoch), options),
  },
  {
    name: 'ModelCheckpoint',
    make: (folder, options) =>
      ModelCheckpoint(folder.at('best-{epoch}-{val_loss:.2f}'), { saveBestOnly: true, ...options }),
  },
  {
    name: 'ModelCheckpoint',
    make: (folder, options) => ModelCheckpoint(folder.at('b-{epoch}-{batch}'), { saveFreq: 4, ...options }),
  },
  {
    name: 'BackupAndRestore',
    make: (folder, options) => BackupAndRestore(folder.at('backup'), { deleteCheckpoint: false, ...options }),
  },
  {
    name: 'BackupAndRestore',
    make: (folder, options) => BackupAndRestore(folder.at('backup'), { saveFreq: 4, ...options }),
  },
  { name: 'CSVLogger', make: (folder, options) => CSVLogger(folder.at('log.csv'), options) },
  {
    name: 'CSVLogger',
    make: (folder, options) => CSVLogger(folder.at('log.csv'), { append: true, separator: ';', ...options }),
  },
  { name: 'TerminateOnNaN', make: (_folder, options) => TerminateOnNaN(options) },
  {
    name: 'LambdaCallback',
    make: (_folder, hooks) =>
      LambdaCallback({
        onEpochEnd: (epoch, _logs, training) => training.report('triple', 3 * epoch),
        reports: ['triple'],
        ...hooks,
      }),
  },
];

describe('every callback', () => {
  it('is among the subjects', () => {
    const makers = Object.entries(room).flatMap(([name, value]) => (typeof value === 'function' ? name : []));
    assert.sameMembers(makers, [...new Set(subjects.map(({ name }) => name))]);
  });

  for (const [i, subject] of subjects.entries()) {
    describe(`${subject.name}, ${i}`, () => {
      for (const { name, check } of checks) it(name, () => check(subject));
      it('does the same under fit and under fitAsync', () => checkAsync(subject));
    });
  }
});

describe('the checks of every callback catch a fault planted for each', () => {
  const [stopping] = subjects;
  let trainings = 0;
  /** It halves the learning rate in every training but the first. */
  const halving: Subject = {
    name: 'Halving',
    make: () => ({
      onTrainBegin(training) {
        if (trainings++ > 0) training.learningRate /= 2;
      },
    }),
  };
  beforeEach(() => {
    trainings = 0;
  });

  const faults: readonly Fault<Subject>[] = [
    {
      check: 'refuses options',
      fault: 'options that nobody reads',
      definition: { ...stopping, make: (folder) => stopping.make(folder) },
    },
    {
      check: 'refuses options',
      fault: "another callback's name",
      definition: { ...stopping, name: 'LateStopping' },
    },
    {
      check: 'writes nothing',
      fault: 'a file that is written as soon as it is named',
      definition: {
        name: 'Eager',
        make: (folder) => {
          writeFileSync(folder.at('log'), '');
          return {};
        },
      },
    },
    {
      check: 'begins anew',
      fault: 'waiting that is taken along',
      definition: {
        name: 'Waiting',
        make: () => {
          let wait = 0;
          return {
            onEpochEnd: (_epoch, { val_loss }, training) => {
              wait = val_loss < 0.9 ? 0 : wait + 1;
              if (wait > 2) training.stopTraining = true;
            },
          };
        },
      },
    },
    {
      check: 'begins anew',
      fault: 'a best value that is taken along',
      definition: {
        name: 'Best',
        make: () => {
          let best = 9;
          return {
            onEpochEnd: (_epoch, { val_loss }, training) => {
              if (val_loss < best) training.report('best', val_loss);
              best = Math.min(val_loss, best);
            },
          };
        },
      },
    },
    {
      check: 'does the same under fit and under train',
      fault: 'one training that is not like another',
      definition: halving,
    },
  ];
  itCatches(checks, faults);

  it('one training that is not like another is caught under fitAsync too', async () => {
    const error = await checkAsync(halving).catch((thrown: unknown) => thrown);
    assert.instanceOf(error, AssertionError);
  });
});
