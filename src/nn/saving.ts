/**
 * Saving: all that a model is, in one file.
 *
 * The file is in the safetensors format. Its tensors are the weights, `dense/kernel`, and what the optimizer remembers
 * of each, `optimizer/m/dense/kernel`. Its metadata are the architecture, what `compile` settled, and how far the
 * counters and random streams have come: a model that was saved and loaded goes on as if it had never stopped.
 */
import { ArgumentError, complain, DataError, ShapeError, show } from '../errors.ts';
import { readSafetensors, type SafetensorsContent, writeSafetensors } from '../formats/index.ts';
import type { Optimizer } from '../optim/index.ts';
import type { StreamState } from '../random/index.ts';
import { formatShape, type Parameter, sameShape, type Tensor } from '../tensor/index.ts';
import { type CompileOptions, compileConfig, readCompile } from './compile.ts';
import { isConfig, type ModelConfig } from './config.ts';
import { type Custom, type Names, revive } from './custom.ts';
import { outputNames } from './graph.ts';
import type { Layer } from './layer.ts';
import type { Network } from './network.ts';
import { tensorsOf, type Weights } from './weights.ts';

/** What a file holds: all of a model, or its weights alone. */
export type FileContent = 'model' | 'weights';

/** Who wrote a file, in its metadata. */
const FORMAT = 'multiperceptron';
/** Raised when files of a new kind cannot be read by an older version. */
const VERSION = '1';

/** What has been counted and drawn so far. */
interface State {
  readonly step: number;
  readonly iterations: number;
  readonly init: StreamState;
  readonly shuffle: StreamState;
}

/** Weights with their names: `dense/kernel`. */
function namedWeights(layers: readonly Layer[]): { readonly name: string; readonly tensor: Tensor }[] {
  return layers.flatMap((layer) => {
    const weights = layer.weights as Weights;
    const keys = [...Object.keys(weights.parameters), ...Object.keys(weights.state)];
    return tensorsOf(weights).map((tensor, i) => ({ name: `${layer.name}/${keys[i]}`, tensor }));
  });
}

/** What the optimizer remembers, with its names: `optimizer/m/dense/kernel`. */
function namedSlots(optimizer: Optimizer, parameters: readonly Parameter[]) {
  return parameters.flatMap((parameter) => {
    const names = optimizer.slotNames(parameter);
    return optimizer
      .slots(parameter)
      .map((tensor, i) => ({ name: `optimizer/${names[i]}/${parameter.name}`, tensor }));
  });
}

/**
 * The file of a model.
 *
 * @throws StateError before the model is built, and for functions without a name among its options
 */
export function modelBytes(network: Network, content: FileContent): Uint8Array {
  const { layers } = network.requireGraph('toBytes');
  const { compiled, step, init, shuffle } = network;
  const weights = namedWeights(layers);
  if (content === 'weights') return writeSafetensors(weights, { format: FORMAT, version: VERSION, content });
  const state: State = {
    step: step.value,
    iterations: compiled?.optimizer.iterations ?? 0,
    init: init.state(),
    shuffle: shuffle.state(),
  };
  const names: Names = new Map(); // no name means two things in one file
  const slots = compiled === null ? [] : namedSlots(compiled.optimizer, network.allParameters());
  return writeSafetensors([...weights, ...slots], {
    format: FORMAT,
    version: VERSION,
    content,
    model: JSON.stringify(network.config([], names)),
    ...(compiled === null ? {} : { compile: JSON.stringify(compileConfig(compiled, names)) }),
    state: JSON.stringify(state),
  });
}

/** A file that has been read. */
export interface ModelFile extends SafetensorsContent {
  readonly config: ModelConfig;
}

/** Reads the file of a model. @throws DataError if it is none */
export function readModelFile(who: string, bytes: Uint8Array, what: string): ModelFile {
  const file = readSafetensors(who, bytes, what);
  const { content, model } = checkFormat(who, file, what);
  if (content !== 'weights' && model !== undefined) {
    const config = parse(who, what, model);
    if (isConfig(config)) return { ...file, config };
  }
  const problem = `${what} holds ${content === 'weights' ? 'weights only' : 'no architecture'}`;
  const help = 'Define the model, then load them with loadWeights.';
  throw new DataError(complain({ who, problem, help }));
}

function checkFormat(who: string, { metadata }: SafetensorsContent, what: string) {
  if (metadata.version === undefined || metadata.format !== FORMAT || metadata.version === VERSION)
    return metadata;
  const problem = `${what} was written by another version`;
  const expected = `version ${VERSION}`;
  const received = show(metadata.version);
  throw new DataError(
    complain({ who, problem, expected, received, help: 'A newer one of this library reads it.' }),
  );
}

function parse(who: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(complain({ who, problem: `${what} has metadata that are damaged` }));
  }
}

/**
 * Puts into a network of the file's architecture all that the file holds beside it.
 *
 * @throws DataError, ShapeError if something does not fit; nothing has changed then
 */
export function restoreModel(
  who: string,
  network: Network,
  file: ModelFile,
  what: string,
  custom: Custom,
): void {
  const { metadata, config } = file;
  const writes = matchWeights(who, network, file, what);
  const compile = metadata.compile === undefined ? null : parse(who, what, metadata.compile);
  const state = metadata.state === undefined ? null : (parse(who, what, metadata.state) as State);
  if (compile !== null && network.graph !== null) {
    if (network.compiled === null) {
      const options = revive(who, compile, custom) as CompileOptions;
      network.compile(readCompile(options, outputNames(network.graph)));
    }
    writes.push(...matchSlots(who, network, file, what));
    const { optimizer } = network.requireCompiled(who);
    const { learningRate } = ((compile as CompileOptions).optimizer as Partial<Optimizer>)?.options ?? {};
    const scheduled = typeof optimizer.toJSON().options.learningRate !== 'number';
    if (typeof learningRate === 'number' && !scheduled) optimizer.learningRate = learningRate;
    if (state !== null) optimizer.iterations = state.iterations;
  }
  for (const { tensor, from } of writes) tensor.data.set(from.data);
  for (const layer of network.graph?.layers ?? []) {
    const saved = config.layers.find(({ name }) => name === layer.name);
    if (saved !== undefined) layer.trainable = saved.trainable ?? true;
  }
  if (state === null) return;
  network.step.value = state.step;
  network.init.restore(state.init);
  network.shuffle.restore(state.shuffle);
}

/** A tensor of the model, and the one in the file that is to be copied into it. */
interface Write {
  readonly tensor: Tensor;
  readonly from: Tensor;
}

function matchSlots(who: string, network: Network, { tensors }: SafetensorsContent, what: string): Write[] {
  const { optimizer } = network.requireCompiled(who);
  return namedSlots(optimizer, network.allParameters()).map(({ name, tensor }) => {
    const from = tensors.get(name);
    if (from !== undefined && sameShape(from.shape, tensor.shape)) return { tensor, from };
    const problem = `${what} does not hold what ${optimizer.name} remembers`;
    throw new DataError(complain({ who, problem, expected: `${name} ${formatShape(tensor.shape)}` }));
  });
}

/** Sets all weights of a network from a file. @throws ArgumentError, ShapeError if the file is of another net */
export function loadWeightsInto(who: string, network: Network, bytes: Uint8Array, what: string): void {
  network.requireGraph(who);
  const file = readSafetensors(who, bytes, what);
  checkFormat(who, file, what);
  for (const { tensor, from } of matchWeights(who, network, file, what)) tensor.data.set(from.data);
}

/** By name if all names are there, else in order, as layers may be called otherwise. */
function matchWeights(who: string, network: Network, { tensors }: SafetensorsContent, what: string): Write[] {
  const own = namedWeights(network.requireGraph(who).layers);
  const names = new Set(own.map(({ name }) => name)); // a layer too may be called optimizer
  const saved = [...tensors].filter(([name]) => names.has(name) || !name.startsWith('optimizer/'));
  const help = 'It may be the file of another net: define the same layers in the same order.';
  if (saved.length !== own.length) {
    const problem = `${what} does not fit ${network.name}`;
    const [expected, received] = [`${own.length} weights`, `${saved.length}`];
    throw new ArgumentError(complain({ who, problem, expected, received, help }));
  }
  const byName = own.every(({ name }) => tensors.has(name));
  return own.map(({ name, tensor }, i) => {
    const [other, from] = byName ? ([name, tensors.get(name) as Tensor] as const) : saved[i];
    if (sameShape(from.shape, tensor.shape)) return { tensor, from };
    const problem = `${what} does not fit ${network.name}`;
    const expected = `${name} ${formatShape(tensor.shape)}`;
    const received = `${other} ${formatShape(from.shape)}`;
    throw new ShapeError(complain({ who, problem, expected, received, help }));
  });
}
