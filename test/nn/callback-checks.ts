/**
 * What must hold for every callback, whatever it does.
 */
import { assert } from 'chai';
import type { Callback } from '../../src/nn/callbacks/index.ts';
import {
  Dense,
  type FitOptions,
  type History,
  Input,
  type Logs,
  type Model,
  Sequential,
  type TrainEvent,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import { type Folder, makeFolder } from './shared/folder.ts';
import { drive, StandIn } from './shared/stand-in.ts';
import { assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

/** A callback to be checked: its name, and how it is made with some options, its files in a folder. */
export interface Subject {
  readonly name: string;
  make(folder: Folder, options?: object): Callback;
}

/** One promise that every callback keeps. */
export interface Check {
  readonly name: string;
  check(subject: Subject): void;
}

/** Does something with a folder that is gone afterwards. */
function inFolder<T>(work: (folder: Folder) => T): T {
  const folder = makeFolder();
  try {
    return work(folder);
  } finally {
    folder.remove();
  }
}

/** What a callback tells of itself, whichever folder its files are in. */
const told = (callback: Callback, folder: Folder) =>
  JSON.parse(JSON.stringify(callback).replaceAll(folder.at(''), '')) as object;

const epochs = (losses: readonly number[], scores: readonly number[]): Logs[] =>
  losses.map((loss, i) => ({ loss, val_loss: scores[i], accuracy: 1 - loss, val_accuracy: 1 - scores[i] }));

/** The training that must be the same whatever came before it: better, worse, better, worse for long, not finite. */
const watched = epochs(
  [0.91, 0.83, 0.71, 0.74, 0.69, 0.72, 0.73, 0.75, Number.NaN],
  [0.95, 0.97, 0.81, 0.83, 0.76, 0.84, 0.85, 0.87, 0.9],
);

/** Trainings that may come before: one that waits, one that is much better, one that is not finite. */
const before = [
  epochs([0.7, 0.8], [0.6, 0.7]),
  epochs([0.07, 0.06, 0.05, 0.08, 0.09], [0.04, 0.03, 0.02, 0.05, 0.06]),
  epochs([0.4, Number.NaN], [0.3, Number.NaN]),
];

/** All that can be seen of a training with this callback. */
function trace(callback: Callback, folder: Folder, logs: readonly Logs[]): unknown {
  const training = new StandIn();
  const seen: unknown[] = [];
  drive(callback, logs, training, (epoch) => {
    const { learningRate, stopTraining, copies } = training;
    seen.push([
      epoch,
      { ...training.logs },
      learningRate,
      stopTraining,
      copies,
      folder.all(),
      told(callback, folder),
    ]);
  });
  return [seen, training.lines, training.restored, folder.all(), told(callback, folder)];
}

const x = someRows(13, 4);
const t = someClasses(13, 3);

function net(): Model {
  const model = Sequential([
    Input([4]),
    Dense(5, { activation: 'tanh' }),
    Dense(3, { activation: 'softmax' }),
  ]);
  const optimizer = SGD({ learningRate: 0.2, momentum: 0.7 });
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** A way to train. */
type Driver = (model: Model, options: FitOptions) => History;

const fit: Driver = (model, options) => model.fit(x, t, options);

const train: Driver = (model, options) => {
  const steps: Generator<TrainEvent, History> = model.train(x, t, { ...options, every: 'batch' });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

/** What is left of a training with this callback, and some others that look on. */
interface Outcome {
  readonly history: History['history'];
  readonly epoch: readonly number[];
  readonly files: Record<string, string>;
  readonly told: object;
  readonly state: ReturnType<typeof stateOf>;
}

const optionsWith = (callback: Callback): FitOptions => ({
  epochs: 7,
  batchSize: 4,
  verbose: 0,
  validationSplit: 0.3,
  callbacks: [callback],
});

function outcome(model: Model, history: History, folder: Folder, callback: Callback): Outcome {
  return {
    history: history.history,
    epoch: history.epoch,
    files: folder.all(),
    told: told(callback, folder),
    state: stateOf(model),
  };
}

function assertSameOutcome({ state, ...seen }: Outcome, { state: expected, ...others }: Outcome): void {
  assert.deepEqual(seen, others);
  assertSameState(state, expected);
}

const under = (driver: Driver, subject: Subject) =>
  inFolder((folder) => {
    const model = net();
    const callback = subject.make(folder);
    return outcome(model, driver(model, optionsWith(callback)), folder, callback);
  });

/** Under fitAsync, all is as under fit. */
export async function checkAsync(subject: Subject): Promise<void> {
  const folder = makeFolder();
  try {
    const model = net();
    const callback = subject.make(folder);
    const history = await model.fitAsync(x, t, optionsWith(callback));
    assertSameOutcome(outcome(model, history, folder, callback), under(fit, subject));
  } finally {
    folder.remove();
  }
}

/** What holds for every callback. */
export const checks: readonly Check[] = [
  {
    name: 'refuses options that do not exist, and lists those that do',
    check: ({ name, make }) =>
      inFolder((folder) =>
        assertRefused(
          () => make(folder, { pateince: 3 }),
          'ArgumentError',
          `${name}: unknown `,
          "; expected one of '",
          "received 'pateince'.",
        ),
      ),
  },
  {
    name: 'writes nothing before a training begins',
    check: ({ make }) =>
      inFolder((folder) => {
        make(folder);
        assert.deepEqual(folder.all(), {});
      }),
  },
  {
    name: 'begins anew in a second training',
    check: ({ make }) =>
      inFolder((folder) => {
        const fresh = trace(make(folder), folder, watched);
        for (const logs of before) {
          folder.clear();
          const callback = make(folder);
          trace(callback, folder, logs);
          folder.clear();
          assert.deepEqual(trace(callback, folder, watched), fresh);
        }
      }),
  },
  {
    name: 'does the same under fit and under train',
    check: (subject) => assertSameOutcome(under(train, subject), under(fit, subject)),
  },
];
