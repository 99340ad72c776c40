/**
 * `compile`: an optimizer, losses and metrics, by name or as they are.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { mean } from '../autograd/index.ts';
import { number, oneOf, readOptions } from '../options.ts';
import {
  type Direction,
  type Metric,
  type MetricMaker,
  type MetricName,
  metrics as metricMakers,
} from '../metrics/index.ts';
import { type Optimizer, type OptimizerName, readOptimizer } from '../optim/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { refuseElsewhere } from './elsewhere.ts';
import { type Names, plainValue } from './custom.ts';
import {
  givenAs,
  type Loss,
  type LossCall,
  type LossLike,
  type LossName,
  losses,
  readLoss,
} from './losses/index.ts';
import { isPlain, type PerOutput, perOutput } from './per-output.ts';
import { countOf, keyOf, meanOf, type OutputSettings, type Settings, type Watched } from './settings.ts';

/**
 * A metric of the user's own: a function of ops that gives one number [] for a batch. The mean over all rows is reported
 * under the function's name; `direction` tells callbacks which way is better.
 */
export interface MetricFunction {
  (targets: Tensor, predictions: Tensor): Tensor;
  readonly direction?: Direction;
}

/** A metric: a name, the name of a loss, what `defineMetric` made, or a function of ops. */
export type MetricOption = MetricName | Exclude<LossLike, LossCall> | Metric | MetricMaker | MetricFunction;

/** What is watched: a list; with several outputs a list, or a single metric, for each. */
type MetricLists = readonly MetricOption[] | PerOutput<MetricOption | readonly MetricOption[]>;

/** What a model is trained with. */
export interface CompileOptions {
  /** Default 'rmsprop'. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** What is made small; must be given. With several outputs one for all, or one for each. */
  readonly loss: LossLike | PerOutput<LossLike>;
  /** Factors of the losses of several outputs in their sum, default 1 each. */
  readonly lossWeights?: number | PerOutput<number> | null;
  /** What is watched, default none; History uses the names given here. With several outputs one or a list for each. */
  readonly metrics?: MetricLists;
  /** What is watched with samples counted by their weights: as 'weighted_mae', where metrics has a 'mae' too. */
  readonly weightedMetrics?: MetricLists;
}

/**
 * Reads the options of `compile`.
 *
 * @param names of the model's outputs
 * @throws ArgumentError listing the names there are
 */
export function readCompile(options: CompileOptions, names: readonly string[]): Settings {
  const who = 'compile';
  const defaults = {
    optimizer: 'rmsprop',
    loss: undefined,
    lossWeights: null,
    metrics: [],
    weightedMetrics: [],
  };
  refuseElsewhere(who, options, defaults);
  const given = readOptions<object>(who, defaults, options) as Required<CompileOptions>;
  const lists = {
    metrics: readLists(who, 'metrics', given.metrics, names),
    weightedMetrics: readLists(who, 'weightedMetrics', given.weightedMetrics, names),
  };
  const lossOf = perOutput<LossLike>(who, 'loss', given.loss as LossLike, names, isLoss, null);
  const factors = perOutput<number>(who, 'lossWeights', given.lossWeights ?? 1, names, isNumber, 1);
  const outputs = names.map((name, i): OutputSettings => {
    const unweighted = lists.metrics[i].map((value) => readMetric(value, false));
    const taken = unweighted.map(({ key }) => key);
    const weighted = lists.weightedMetrics[i].map((value) => {
      const watched = readMetric(value, true);
      return taken.includes(watched.key) ? { ...watched, key: `weighted_${watched.key}` } : watched;
    });
    return {
      name: names.length === 1 ? '' : name,
      loss: readLoss(who, lossOf[i]),
      lossWeight: number(who, 'lossWeights', factors[i]),
      watched: [...unweighted, ...weighted],
    };
  });
  const settings = { optimizer: readOptimizer(who, given.optimizer), outputs };
  checkKeys(who, settings);
  return settings;
}

const isLoss = (value: unknown) => typeof value === 'string' || typeof value === 'function' || isPlain(value);
const isNumber = (value: unknown) => typeof value === 'number';
const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;

/** The metrics of each output. @throws ArgumentError where no list is given, nor one metric for each of several outputs */
function readLists(
  who: string,
  what: string,
  value: MetricLists,
  names: readonly string[],
): (readonly MetricOption[])[] {
  const lists = perOutput<MetricOption | readonly MetricOption[]>(who, what, value, names, isEmpty, []);
  return lists.map((own) => {
    if (Array.isArray(own)) return own as readonly MetricOption[];
    if (own !== value) return [own as MetricOption];
    const expected = "a list, such as ['accuracy']";
    throw new ArgumentError(
      complain({ who, problem: `${what} is not a list`, expected, received: show(own) }),
    );
  });
}

/** Refuses metrics that History could not tell apart. */
function checkKeys(who: string, settings: Settings): void {
  const losses = settings.outputs.length > 1 ? settings.outputs.map((output) => keyOf(output, 'loss')) : [];
  const own = ['loss', 'data_loss', 'penalty', ...losses];
  const keys = settings.outputs.flatMap((output) => output.watched.map(({ key }) => keyOf(output, key)));
  const measured = ['', 'val_', 'train_'].flatMap((prefix) => [...own, ...keys].map((key) => prefix + key));
  const twice = measured.find((key, i) => measured.indexOf(key) < i);
  if (twice === undefined) return;
  const help = own.includes(twice) ? 'Training reports that itself.' : 'Name each metric once.';
  throw new ArgumentError(complain({ who, problem: `two numbers would be called ${show(twice)}`, help }));
}

function readMetric(value: MetricOption, weighted: boolean): Watched {
  const counted = (key: string, metric: Metric): Watched => {
    const counts = { training: countOf(metric), evaluation: countOf(metric.fresh()) };
    const known = (metricMakers as Readonly<Record<string, unknown>>)[key] === metric.fresh;
    return { key, direction: metric.direction, weighted, plain: known ? key : metric.fresh, ...counts };
  };
  const { kind } = (value ?? {}) as { readonly kind?: unknown };
  if (isPlain(value) || kind === 'loss' || kind === 'lossMaker') {
    const loss = readLoss('compile', value as never);
    return lossMetric(loss.name, loss, weighted);
  }
  if (typeof value === 'string') {
    if (Object.hasOwn(losses, value)) return lossMetric(value, losses[value as LossName], weighted);
    const names = [...Object.keys(metricMakers), ...Object.keys(losses)] as MetricName[];
    return counted(value, metricMakers[oneOf('compile', 'metric', value, names)]());
  }
  const isMaker = typeof value === 'function' && 'definition' in value;
  if (typeof value === 'function' && !isMaker) return functionMetric(value as MetricFunction, weighted);
  const metric = (isMaker ? (value as MetricMaker)() : value) as Metric | null;
  if (metric?.kind === 'metric' && typeof metric.step === 'function') return counted(metric.name, metric);
  const expected = "a name such as 'accuracy', what defineMetric made, or a function of ops";
  throw new ArgumentError(
    complain({ who: 'compile', problem: 'a metric is not usable', expected, received: show(value) }),
  );
}

/**
 * A loss that is watched: the mean over all rows, or over the weights of all rows.
 *
 * @throws ArgumentError for one that makes anything else of the rows
 */
function lossMetric(key: string, loss: Loss, weighted: boolean): Watched {
  const { reduction = 'mean' } = loss.options;
  if (reduction !== 'mean' && reduction !== 'sum_over_batch_size') {
    const problem = `the metric ${key} is no mean over rows`;
    const help = 'Leave reduction out; in weightedMetrics rows count by their weights.';
    throw new ArgumentError(
      complain({
        who: 'compile',
        problem,
        expected: "reduction 'mean'",
        received: show(reduction),
        help,
      }),
    );
  }
  const count = () => meanOf(key, (t, p, w) => loss(t, p, w), weighted ? (w) => mean(w) : null);
  const known = Object.hasOwn(losses, key) && losses[key as LossName] === loss;
  const plain = known ? key : loss;
  return { key, direction: 'down', weighted, plain, training: count(), evaluation: count() };
}

function functionMetric(call: MetricFunction, weighted: boolean): Watched {
  const who = call.name === '' ? 'custom metric' : call.name;
  if (weighted) {
    const help = 'A function sees targets and predictions only: name it in metrics.';
    throw new ArgumentError(
      complain({ who: 'compile', problem: `${who} cannot count samples by weight`, help }),
    );
  }
  const count = () => meanOf(who, (t, p) => call(t, p), null);
  const direction = call.direction ?? null;
  return { key: who, direction, weighted, plain: call, training: count(), evaluation: count() };
}

/**
 * What was settled as plain data, which `readCompile` takes again.
 *
 * @param names what stands by name in the model: given where more than this is written
 * @throws StateError for what cannot be told by name
 */
export function compileConfig({ optimizer, outputs }: Settings, names: Names = new Map()): object {
  const write = (key: string, value: unknown, what = key) =>
    plainValue({ who: 'toBytes', what, key }, value, names);
  const watched = (weighted: boolean) =>
    outputs.map((output) =>
      output.watched
        .filter((one) => one.weighted === weighted)
        .map(({ plain }) => write('', plain, 'a metric')),
    );
  const one = <V>(values: readonly V[]): V | readonly V[] => (values.length === 1 ? values[0] : values);
  return {
    optimizer: write('optimizer', optimizer),
    loss: one(outputs.map(({ loss }) => write('loss', givenAs(loss)))),
    lossWeights: one(outputs.map(({ lossWeight }) => lossWeight)),
    metrics: one(watched(false)),
    weightedMetrics: one(watched(true)),
  };
}
