/**
 * The one kind of object behind `Sequential` and `Model`: all that a model can do.
 */
import { ArgumentError, complain } from '../errors.ts';
import { type FileUrl, nameOf, readBytes, writeBytes } from '../files.ts';
import { flag, oneOf, readOptions } from '../options.ts';
import type { Tensor } from '../tensor/index.ts';
import { BaseModel, onlyOne } from './base-model.ts';
import { type Batch, type Batches, isBatches, refuseTargets, refuseList, Stream } from './batches.ts';
import { type CompileOptions, readCompile } from './compile.ts';
import { type ModelConfig, partsOf, readConfig } from './config.ts';
import type { Custom } from './custom.ts';
import { Epoch } from './epoch.ts';
import {
  classesIn,
  type EvaluateOptions,
  evaluateRows,
  type PredictOptions,
  predictRows,
  readEvaluate,
  readPasses,
} from './evaluate.ts';
import { fit, fitAsync, train } from './fit.ts';
import { outputNames } from './graph.ts';
import type { History, Logs } from './history.ts';
import {
  type Activations,
  activationsOf,
  checkModel,
  type Gradients,
  gradientsOf,
  type LookOptions,
  type ModelCheckOptions,
  type ModelGradientReport,
  readLook,
} from './inspect.ts';
import { evaluationKeys } from './logs.ts';
import type { BatchOptions, SequentialModel } from './model.ts';
import { planBatches, planTraining, type TrainerName, type TrainOptions } from './plan.ts';
import { countRows, type Rows } from './rows.ts';
import { type FileContent, loadWeightsInto, type ModelFile, modelBytes, restoreModel } from './saving.ts';
import type { TrainEvent } from './train.ts';
import { type ClassWeight, type Given, readInputs, readRows } from './training-data.ts';
import type { Work } from './work.ts';

/** A list of numbers, or an object of them where it was asked for: the types of models tell the two apart. */
type Measured = number[] & Logs;

/** What to do where there are no files. */
const INSTEAD = 'toBytes() and modelFromBytes(bytes) work everywhere.';

type AnyBatches = Batches<Given, Given>;
type AnyOptions = TrainOptions<Given, Given>;

/** Both kinds of models. */
export class NetworkModel extends BaseModel implements SequentialModel {
  compile(options: CompileOptions): void {
    const { graph } = this.network;
    this.network.compile(readCompile(options, graph === null ? [''] : outputNames(graph)));
  }

  fit(x: Given | AnyBatches, t?: Given | AnyOptions, options?: AnyOptions): History {
    return fit(this.#work('fit', x, t, options));
  }

  async fitAsync(x: Given | AnyBatches, t?: Given | AnyOptions, options?: AnyOptions): Promise<History> {
    return fitAsync(this.#work('fitAsync', x, t, options));
  }

  train(x: Given | AnyBatches, t?: Given | AnyOptions, options?: AnyOptions): Generator<TrainEvent, History> {
    return train(this.#work('train', x, t, options));
  }

  /** Checks all that is given, and makes it ready for the loop. */
  #work(who: TrainerName, x: Given | AnyBatches, t: unknown, options?: AnyOptions): Work {
    const network = this.network;
    network.requireCompiled(who);
    const pausing = who === 'fitAsync' ? ({ every: 'pause' } as const) : {};
    const given = options === undefined ? {} : options;
    if (isBatches(x)) {
      refuseTargets(who, t, options);
      const plan = planBatches(who, network, network.requireGraph(who), (t ?? given) as AnyOptions);
      return new Stream(network, { ...plan, ...pausing }, x, (batch) =>
        this.#readBatch(who, batch, plan.classWeight),
      );
    }
    refuseList(who, x, t);
    return this.building.read(who, x, (inputs, ends) => {
      const plan = { ...planTraining(who, network, ends, inputs, t as Given, given), ...pausing };
      return () => new Epoch(network, plan, plan.rows as Rows);
    })();
  }

  #readBatch(who: string, [x, t, sampleWeight]: Batch<Given, Given>, classWeight: ClassWeight | null): Rows {
    const graph = this.network.requireGraph(who);
    const inputs = readInputs(who, 'x', x, graph, this.dtype);
    return readRows(who, this.network, graph, inputs, {
      t,
      sampleWeight: sampleWeight ?? null,
      classWeight,
    });
  }

  trainOnBatch(x: Given, t: Given, options?: BatchOptions): Measured {
    const who = 'trainOnBatch';
    const { rows, returnDict } = this.#batch(who, x, t, options);
    const network = this.network;
    const plan = { ...planBatches('fit', network, network.requireGraph(who), {}), who };
    const logs = new Stream(network, plan, [], () => rows).once(rows);
    return listOf(logs, evaluationKeys(network.requireCompiled(who)), returnDict);
  }

  testOnBatch(x: Given, t: Given, options?: BatchOptions): Measured {
    const { rows, returnDict } = this.#batch('testOnBatch', x, t, options);
    return this.#measure(rows, countRows(rows), [], returnDict);
  }

  predictOnBatch(x: Given): Tensor {
    const inputs = this.building.read('predictOnBatch', x, (read) => read);
    return onlyOne(predictRows(this.network, inputs, { batchSize: countRows({ inputs }), callbacks: [] }));
  }

  /** A batch with its options. */
  #batch(who: string, x: Given, t: Given, options: BatchOptions = {}) {
    const defaults: Required<BatchOptions> = { sampleWeight: null, classWeight: null, returnDict: false };
    const { returnDict, ...given } = readOptions(who, defaults, options);
    flag(who, 'returnDict', returnDict);
    this.network.requireCompiled(who);
    const rows = this.building.read(who, x, (inputs, ends) =>
      readRows(who, this.network, ends, inputs, { t, ...given }),
    );
    return { rows, returnDict };
  }

  evaluate(values: Given, t: Given, options?: EvaluateOptions): Measured {
    const who = 'evaluate';
    this.network.requireCompiled(who);
    const { sampleWeight, returnDict, ...passes } = readEvaluate(who, options);
    const { rows, batchSize, callbacks } = this.building.read(who, values, (inputs, ends) => ({
      rows: readRows(who, this.network, ends, inputs, { t, sampleWeight }),
      ...readPasses(who, passes, countRows({ inputs })),
    }));
    return this.#measure(rows, batchSize, callbacks, returnDict);
  }

  #measure(rows: Rows, batchSize: number, callbacks: Work['plan']['callbacks'], returnDict: boolean) {
    const logs = evaluateRows(this.network, rows, { batchSize, callbacks });
    return listOf(logs, evaluationKeys(this.network.requireCompiled('evaluate')), returnDict);
  }

  predict(values: Given, options: PredictOptions = {}): Tensor {
    const who = 'predict';
    const { inputs, passes } = this.building.read(who, values, (inputs) => ({
      inputs,
      passes: readPasses(who, options, countRows({ inputs })),
    }));
    return onlyOne(predictRows(this.network, inputs, passes));
  }

  predictClasses(values: Given, options: PredictOptions = {}): number[] {
    const { outputs } = this.network.graph ?? { outputs: [null] };
    if (outputs.length === 1) return classesIn(this.predict(values, options));
    const problem = `${this.name} has ${outputs.length} outputs`;
    const help = 'Take predict, and of each output the largest in each row.';
    throw new ArgumentError(complain({ who: 'predictClasses', problem, help }));
  }

  activations(values: Given, options: LookOptions = {}): Activations {
    const { training } = readLook('activations', options);
    const inputs = this.building.read('activations', values, (read) => read);
    return activationsOf(this.network, inputs, training);
  }

  gradients(values: Given, t: Given, options: LookOptions = {}): Gradients {
    const { training } = readLook('gradients', options);
    return gradientsOf(this.network, this.#read('gradients', values, t), training);
  }

  checkGradients(values: Given, t: Given, options: ModelCheckOptions = {}): ModelGradientReport {
    return checkModel(this.network, this.#read('checkGradients', values, t), options);
  }

  #read(who: string, x: Given, t: Given): Rows {
    this.network.requireCompiled(who);
    return this.building.read(who, x, (inputs, ends) => readRows(who, this.network, ends, inputs, { t }));
  }

  clone(options: { readonly custom?: Custom } = {}): NetworkModel {
    return rebuild('clone', this.toConfig(), readOptions('clone', { custom: {} }, options).custom);
  }

  toBytes(content: FileContent = 'model'): Uint8Array {
    oneOf('toBytes', 'content', content, ['model', 'weights']);
    return modelBytes(this.network, content);
  }

  async save(path: string | FileUrl): Promise<void> {
    writeBytes('save', path, this.toBytes(), INSTEAD);
  }

  async saveWeights(path: string | FileUrl): Promise<void> {
    writeBytes('saveWeights', path, this.toBytes('weights'), INSTEAD);
  }

  async loadWeights(from: string | FileUrl | Uint8Array): Promise<void> {
    const who = 'loadWeights';
    const isBytes = from instanceof Uint8Array;
    const bytes = isBytes ? from : readBytes(who, from, INSTEAD);
    const what = isBytes ? 'the file' : nameOf(who, from);
    loadWeightsInto(who, this.network, bytes, what);
  }

  /** Puts in all that a file holds beside the architecture. */
  restore(who: string, file: ModelFile, what: string, custom: Custom): void {
    restoreModel(who, this.network, file, what, custom);
  }
}

/** A new model of the architecture, with weights newly drawn from its seed. */
export function rebuild(who: string, config: ModelConfig, custom: Custom): NetworkModel {
  const { kind, name, seed, dtype } = readConfig(who, config);
  const model = new NetworkModel(kind, { name, seed, dtype });
  const { layers, inputs, outputs } = partsOf(who, config, custom);
  if (outputs.length > 0) model.connect(inputs, outputs);
  else for (const layer of layers) model.add(layer);
  return model;
}

/** Logs as a list in the order of the keys, or by name. */
function listOf(logs: Logs, keys: readonly string[], returnDict: boolean): Measured {
  const values = keys.map((key) => logs[key]);
  const measured = returnDict ? Object.fromEntries(keys.map((key, i) => [key, values[i]])) : values;
  return measured as Measured;
}
