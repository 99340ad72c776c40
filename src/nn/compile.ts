/**
 * `compile`: an optimizer, a loss and metrics, by name or as they are.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import { type Metric, type MetricMaker, type MetricName, metrics as metricMakers } from '../metrics/index.ts';
import { type Optimizer, type OptimizerName, optimizers } from '../optim/index.ts';
import { type Loss, type LossCall, type LossName, readLoss } from './losses/index.ts';
import type { Settings } from './network.ts';

/** What a model is trained with. */
export interface CompileOptions {
  /** Default 'rmsprop'. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** What is made small; must be given. */
  readonly loss: LossName | Loss | LossCall;
  /** What is watched, default none; History uses the names given here. */
  readonly metrics?: readonly (MetricName | Metric | MetricMaker)[];
}

/** Reads the options of `compile`. @throws ArgumentError listing the names there are */
export function readCompile(options: CompileOptions): Settings {
  const who = 'compile';
  const defaults = { optimizer: 'rmsprop' as const, loss: undefined, metrics: [] };
  const { optimizer, loss, metrics } = readOptions<object>(
    who,
    defaults,
    options,
  ) as Required<CompileOptions>;
  if (!Array.isArray(metrics)) {
    const expected = "a list, such as ['accuracy']";
    throw new ArgumentError(
      complain({ who, problem: 'metrics is not a list', expected, received: show(metrics) }),
    );
  }
  const read = metrics.map(readMetric);
  checkKeys(
    who,
    read.map(({ key }) => key),
  );
  return { optimizer: readOptimizer(who, optimizer), loss: readLoss(who, loss), metrics: read };
}

/** Refuses metrics that History could not tell apart. */
function checkKeys(who: string, keys: readonly string[]): void {
  const own = ['loss', 'data_loss', 'penalty'];
  const twice = keys.find((key, i) => own.includes(key) || keys.indexOf(key) < i);
  if (twice === undefined) return;
  const help = own.includes(twice) ? 'Training reports that itself.' : 'Name each metric once.';
  throw new ArgumentError(complain({ who, problem: `two numbers would be called ${show(twice)}`, help }));
}

function readOptimizer(who: string, value: OptimizerName | Optimizer): Optimizer {
  if (typeof value === 'string') {
    return optimizers[oneOf(who, 'optimizer', value, Object.keys(optimizers) as OptimizerName[])]();
  }
  if (typeof value === 'object' && value?.kind === 'optimizer') return value;
  const expected = 'a name or an optimizer such as SGD({ learningRate: 0.1 })';
  throw new ArgumentError(
    complain({ who, problem: 'optimizer is not usable', expected, received: show(value) }),
  );
}

function readMetric(value: MetricName | Metric | MetricMaker): Settings['metrics'][number] {
  if (typeof value === 'string') {
    const make = metricMakers[oneOf('compile', 'metric', value, Object.keys(metricMakers) as MetricName[])];
    return { key: value, training: make(), evaluation: make() };
  }
  if (typeof value === 'function' && 'definition' in value)
    return { key: value.definition.name, training: value(), evaluation: value() };
  if (typeof value === 'object' && value?.kind === 'metric' && typeof value.step === 'function')
    return { key: value.name, training: value, evaluation: value.fresh() };
  const expected = "a name such as 'accuracy', or what defineMetric made";
  throw new ArgumentError(
    complain({ who: 'compile', problem: 'a metric is not usable', expected, received: show(value) }),
  );
}
