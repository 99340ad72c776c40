/**
 * The network behind a model: its graph, its weights, its streams of random numbers, and its Programs.
 *
 * A Program is frozen for one purpose (training, evaluation, prediction) and one number of rows, at its first use, and
 * replayed from then on.
 */
import { currentExecutor, noGradient, trace } from '../autograd/index.ts';
import { drawSeed, randomStream, type RandomStream } from '../random/index.ts';
import {
  type Cell,
  type DType,
  type Floats,
  type Parameter,
  registers,
  storage,
  type Supply,
  type Tensor,
  zeros,
} from '../tensor/index.ts';
import { configOf, type ModelConfig } from './config.ts';
import type { Names } from './custom.ts';
import { buildGraph, graphBetween, type LayerGraph, nameLayers, runGraph } from './graph.ts';
import type { Layer, Node } from './layer.ts';
import { freezeLoss, freezePrediction, type Lent, newSums, type Source, type Sums } from './programs.ts';
import { notBuilt, notCompiled, nothingToTrain } from './refusals.ts';
import type { Replay, Wanted } from './replay.ts';
import type { Rows } from './rows.ts';
import type { Settings } from './settings.ts';
import { tensorsOf, type Weights } from './weights.ts';

/** A training at work on a network. */
export interface Trainer {
  /** The Programs it runs. */
  readonly replays: readonly Replay[];
  /** Called when another training takes its place: it may keep the sums, and will lend its data again. */
  pause(): void;
}

/** More bytes than this are given back at once at the end of a training. */
const MOST_KEPT = 16 * 2 ** 20;

/** How many Programs a network keeps: those of a `fit` with its validation, and of many other batch sizes. */
const KEPT = 64;

/** The network behind a model. */
export class Network {
  readonly kind: ModelConfig['kind'];
  readonly name: string;
  readonly seed: number;
  readonly dtype: DType;
  /** The number of training steps made so far. */
  readonly step: Cell = registers({ value: 0 });
  readonly init: RandomStream;
  readonly shuffle: RandomStream;
  graph: LayerGraph | null = null;
  compiled: Settings | null = null;

  /** What training Programs read: lent by a training. */
  data: Lent;
  /** The training that has lent its data. */
  trainer: Trainer | null = null;
  /** The sums of the epoch at work, and of the evaluation at work. */
  sums: Sums = newSums(1);
  evaluationSums: Sums = newSums(1);
  /** Whether an evaluation is at work whose hooks might begin another. */
  evaluating = false;
  /** The Replay that ran last; null if none has since the Programs were compiled. */
  last: Replay | null = null;
  /** The name of the executor that compiled them; null before. */
  #executor: string | null = null;
  /** The Programs, the oldest first. */
  #kept: Replay[] = [];
  /** Whether there are Programs or data that have not been compiled yet. */
  #stale = false;
  /** Which layers were frozen when the Programs were made. */
  #frozen = '';
  /** Whether the graph has penalties; null where nobody has asked yet. */
  #penalized: boolean | null = null;

  /** @param seed a whole number from 0 on, or 'random' for one that nobody chose */
  constructor(kind: ModelConfig['kind'], name: string, seed: number | 'random', dtype: DType) {
    this.kind = kind;
    this.name = name;
    this.seed = seed === 'random' ? drawSeed() : seed;
    this.dtype = dtype;
    this.init = randomStream(this.seed, 'init');
    this.shuffle = randomStream(this.seed, 'shuffle');
    this.data = this.#supplies(0, 0);
  }

  /** Takes the graph between nodes, names its layers, and makes the weights that are missing. */
  connect(inputs: readonly Node[], outputs: readonly Node[]): void {
    const graph = graphBetween(this.name, inputs, outputs);
    nameLayers(this.name, [...inputs.map(({ layer }) => layer), ...graph.layers]);
    buildGraph(graph, this.init, this.dtype);
    this.#forget();
    this.graph = graph;
    this.#penalized = null;
    this.data = this.#supplies(inputs.length, outputs.length);
    this.sums = newSums(outputs.length);
    this.evaluationSums = newSums(outputs.length);
  }

  /** Takes the graph away: no layer is left in it. */
  disconnect(): void {
    this.graph = null;
    this.#forget();
  }

  compile(settings: Settings): void {
    this.compiled = settings;
    this.#forget();
  }

  #forget(): void {
    this.#kept = [];
    this.#return();
  }

  #return(): void {
    this.trainer = null;
    const { inputs, targets, weights, order } = this.data;
    for (const supply of [...inputs, ...targets, ...weights]) supply.data = storage(this.dtype, 0);
    order.data = new Int32Array(0);
  }

  #supplies(inputs: number, outputs: number): Lent {
    const make = (): Supply<Floats> => ({ data: storage(this.dtype, 0) });
    return {
      inputs: Array.from({ length: inputs }, make),
      targets: Array.from({ length: outputs }, make),
      weights: Array.from({ length: outputs }, make),
      order: { data: new Int32Array(0) },
      start: registers({ value: 0 }),
    };
  }

  /** @throws StateError if the shape of the input is not known yet */
  requireGraph(who: string): LayerGraph {
    if (this.graph !== null && this.graph.uses.length > 0) return this.graph;
    throw notBuilt(who, this.name);
  }

  /** @throws StateError before `compile` */
  requireCompiled(who: string): Settings {
    if (this.compiled !== null) return this.compiled;
    throw notCompiled(who, this.name);
  }

  /** @throws StateError if there is nothing that training would change */
  requireTrainable(who: string): void {
    if (this.parameters().length === 0) throw nothingToTrain(who, this.allParameters().length > 0);
  }

  /** The architecture as plain data. @param waiting layers that are in no graph yet; `names` as for `configOf` */
  config(waiting: readonly Layer[] = [], names?: Names): ModelConfig {
    const { kind, name, seed, dtype, graph } = this;
    return configOf({ kind, name, seed, dtype }, graph, waiting, names);
  }

  /** What is learned: the parameters of all layers that are not frozen. */
  parameters(): Parameter[] {
    return this.#layers()
      .filter(({ trainable }) => trainable)
      .flatMap(({ weights }) => Object.values((weights as Weights).parameters));
  }

  /** The parameters of all layers, frozen ones included. */
  allParameters(): Parameter[] {
    return this.#layers().flatMap(({ weights }) => Object.values((weights as Weights).parameters));
  }

  state(): Tensor[] {
    return this.#layers().flatMap(({ weights }) => Object.values((weights as Weights).state));
  }

  /** All weights, layer by layer: kernel, bias, state. */
  tensors(): Tensor[] {
    return this.#layers().flatMap(({ weights }) => tensorsOf(weights as Weights));
  }

  /** Whether anything is added to the data's loss: penalties of regularizers or layers. */
  penalized(): boolean {
    const { seed, step, dtype } = this;
    const graph = this.requireGraph('penalty');
    this.#checkFrozen();
    this.#penalized ??= trace(() => {
      // two rows, since a penalty may compare rows with each other
      const inputs = graph.inputs.map(({ shape }) => zeros([2, ...shape], { dtype }));
      return noGradient(() => runGraph(graph, inputs, { training: false, step, seed })).penalties.length > 0;
    });
    return this.#penalized;
  }

  #layers(): readonly Layer[] {
    return this.graph?.layers ?? [];
  }

  /** Which executor runs this network: 64-bit floats are the reference's. */
  executorName(): string {
    return this.dtype === 'float64' ? 'reference' : (this.#executor ?? currentExecutor().name);
  }

  /** Takes a training in place of another, whose data stay where they are until somebody lends other ones. */
  displace(trainer: Trainer): void {
    if (this.trainer === trainer) return;
    this.trainer?.pause();
    this.trainer = trainer;
  }

  /** Takes the data of a training in place of another's. Its Programs are to be asked for anew: `replays`. */
  lend(trainer: Trainer, { inputs, targets, weights }: Rows, order: Int32Array): void {
    this.displace(trainer);
    const put = (supplies: readonly Supply<Floats>[], tensors: readonly Tensor[]) =>
      tensors.forEach(({ data }, i) => {
        supplies[i].data = data;
      });
    put(this.data.inputs, inputs);
    put(this.data.targets, targets);
    put(this.data.weights, weights ?? []);
    this.data.order.data = order;
    this.#stale = true;
  }

  /** Gives the data of a training back, at its end: the network keeps no hold of it, nor of the memory it took. */
  release(trainer: Trainer): void {
    if (this.trainer !== trainer) return;
    const { inputs, targets } = this.data;
    const lent = [...inputs, ...targets].reduce((sum, { data }) => sum + data.byteLength, 0);
    this.#return();
    if (lent > MOST_KEPT && this.#kept.length > 0) this.#compile([]);
  }

  /**
   * The Programs of some purposes and numbers of rows, frozen at their first use.
   *
   * When there is a new one, or new data, all that are kept are compiled together, since they share parameters; the
   * Replays stay the same.
   */
  replays(wanted: readonly Wanted[]): Replay[] {
    this.#checkFrozen();
    const found = wanted.map(([purpose, rows, weighted]) => {
      const kept = this.#kept.find(
        (replay) => replay.purpose === purpose && replay.rows === rows && replay.weighted === weighted,
      );
      if (kept !== undefined) {
        if (this.#kept.at(-1) !== kept) this.#kept.push(this.#kept.splice(this.#kept.indexOf(kept), 1)[0]);
        return kept;
      }
      const made = this.#freeze([purpose, rows, weighted]);
      this.#kept.push(made);
      this.#stale = true;
      return made;
    });
    if (this.#stale) this.#compile([...found, ...(this.trainer?.replays ?? [])]);
    return found;
  }

  /** Which layers are frozen: a letter for each. */
  frozen(): string {
    let frozen = '';
    for (const { trainable } of this.#layers()) frozen += trainable ? '.' : 'f';
    return frozen;
  }

  /** Programs are made for the layers that were trainable then. */
  #checkFrozen(): void {
    const frozen = this.frozen();
    if (frozen === this.#frozen) return;
    this.#kept = [];
    this.#penalized = null;
    this.#frozen = frozen;
  }

  /** Compiles all Programs that are kept; those longest unused are given up where there are too many. */
  #compile(inUse: readonly Replay[]): void {
    const spare = this.#kept.filter((replay) => !inUse.includes(replay));
    const old = new Set(spare.slice(0, Math.max(0, this.#kept.length - KEPT)));
    this.#kept = this.#kept.filter((replay) => !old.has(replay));
    const executor = currentExecutor();
    const compiled = executor.compile(this.#kept.map(({ program }) => program));
    for (const [i, replay] of this.#kept.entries()) replay.compiled = compiled[i];
    this.#executor = compiled[0].executor ?? executor.name;
    this.last = null;
    this.#stale = false;
  }

  #freeze(wanted: Wanted): Replay {
    const [purpose] = wanted;
    const { dtype, seed, step, data, sums, evaluationSums } = this;
    const graph = this.requireGraph(purpose);
    const state = this.state();
    const source: Source = { graph, dtype, seed, step, state, data, sums, evaluationSums, network: this };
    if (purpose === 'train') this.requireTrainable('fit');
    if (purpose === 'predict') return freezePrediction(source, wanted);
    return freezeLoss(source, this.requireCompiled(purpose), wanted);
  }
}
