/**
 * What callbacks see and may do of a training.
 */
import type { Direction } from '../metrics/index.ts';
import type { Training } from './callbacks/index.ts';
import type { Logs } from './history.ts';
import type { Progress } from './progress.ts';
import { modelBytes, readModelFile, restoreModel } from './saving.ts';
import { keyOf, watchedOf } from './settings.ts';
import { copyOf, setAll } from './weights.ts';
import type { Work } from './work.ts';

/** A training as its callbacks see it, with the logs of the epoch at work. */
export interface TrainingState extends Training {
  /** What callbacks have reported in the epoch at work. */
  reports: Logs;
}

/** What callbacks see. */
export function trainingOf(work: Work, params: Training['params'], progress: Progress): TrainingState {
  const { network, plan } = work;
  const { optimizer } = work.settings;
  const state: TrainingState = {
    params,
    monitors: monitorsOf(work),
    stopTraining: false,
    initialEpoch: plan.initialEpoch,
    reports: {},
    getWeights: () => network.tensors().map(copyOf),
    setWeights: (weights) => setAll(`setWeights in ${plan.who}`, network.tensors(), weights, false),
    get learningRate() {
      return optimizer.learningRate;
    },
    set learningRate(value) {
      optimizer.learningRate = value;
    },
    report(name, value) {
      state.reports = { ...state.reports, [name]: value };
    },
    toBytes: (what = 'model') => modelBytes(network, what),
    restore: (bytes) => {
      const file = readModelFile(plan.who, bytes, 'the backup');
      restoreModel(plan.who, network, file, 'the backup', {});
    },
    print: (line) => progress.say(line),
  };
  return state;
}

/** The names that will be reported, with their directions; null where nobody has said. */
function monitorsOf({ penalized, plan, settings }: Work): Training['monitors'] {
  const names: [string, Direction | null][] = watchedOf(settings).map(({ key, direction }) => [
    key,
    direction,
  ]);
  const { outputs } = settings;
  const own = penalized ? ['data_loss', 'loss', 'penalty'] : ['loss'];
  const each = outputs.length > 1 ? outputs.map((output) => keyOf(output, 'loss')) : [];
  for (const name of [...own, ...each]) names.push([name, 'down']);
  names.sort(([a], [b]) => (a < b ? -1 : 1));
  const measured = (prefix: string) => names.map(([key, way]) => [`${prefix}${key}`, way] as const);
  return new Map([
    ...names,
    ...(plan.trainEval ? measured('train_') : []),
    ...(plan.validation === null ? [] : measured('val_')),
    ...plan.callbacks.flatMap(({ reports = [] }) => reports.map((name) => [name, null] as const)),
  ]);
}
