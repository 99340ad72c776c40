/**
 * The network behind a model: its graph, its weights, its streams of random numbers, and its Programs.
 *
 * A Program is frozen for one purpose (training, evaluation, prediction) and one number of rows, at its first use, and
 * replayed from then on.
 */
import { add, append, currentExecutor, feedFrom, freeze, type Program, trace } from '../autograd/index.ts';
import { complain, StateError } from '../errors.ts';
import type { Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optim/index.ts';
import { drawSeed, randomStream, type RandomStream } from '../random/index.ts';
import {
  type Cell,
  type DType,
  fill,
  type Floats,
  gatherRows,
  ones,
  type Parameter,
  registers,
  type Shape,
  step,
  storage,
  type Supply,
  tally,
  Tensor,
  zeros,
} from '../tensor/index.ts';
import { buildGraph, graphBetween, type LayerGraph, nameLayers, runGraph } from './graph.ts';
import type { Layer, Node } from './layer.ts';
import type { Loss } from './losses/index.ts';
import { type Parts, Replay, type Wanted } from './replay.ts';
import { tensorsOf, type Weights } from './weights.ts';

/** What `compile` settled. */
export interface Settings {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  /** Metrics with the names that the user gave; evaluation has its own counts, since it may come between two batches. */
  readonly metrics: readonly {
    readonly key: string;
    readonly training: Metric;
    readonly evaluation: Metric;
  }[];
}

/** A training at work on a network. */
export interface Trainer {
  /** The Programs it runs. */
  readonly replays: readonly Replay[];
  /** Called when another training takes its place: it may keep the sums, and will lend its data again. */
  pause(): void;
}

/** How many Programs a network keeps: those of a `fit` with its validation, and of many other batch sizes. */
const KEPT = 64;

/** The network behind a model. */
export class Network {
  readonly name: string;
  readonly seed: number;
  readonly dtype: DType;
  /** The number of training steps made so far. */
  readonly step: Cell = registers({ value: 0 });
  readonly init: RandomStream;
  readonly shuffle: RandomStream;
  graph: LayerGraph | null = null;
  compiled: Settings | null = null;

  /** What training Programs read: the rows of a training, lent by it, their order, and the place where the batch begins. */
  readonly data: {
    readonly x: Supply<Floats>;
    readonly t: Supply<Floats>;
    readonly order: Supply<Int32Array>;
    readonly start: Cell;
  };
  /** The training that has lent its data. */
  trainer: Trainer | null = null;
  /** Sums of data loss · rows, penalty · rows, rows: of the epoch at work, and of the evaluation at work. */
  readonly sums = new Tensor(new Float64Array(3), [3]);
  readonly evaluationSums = new Tensor(new Float64Array(3), [3]);
  /** The Replay that ran last; null if none has since the Programs were compiled. */
  last: Replay | null = null;
  /** The name of the executor that compiled them; null before. */
  #executor: string | null = null;
  /** The Programs, the oldest first. */
  #kept: Replay[] = [];
  /** Whether there are Programs or data that have not been compiled yet. */
  #stale = false;

  /** @param seed a whole number from 0 on, or 'random' for one that nobody chose */
  constructor(name: string, seed: number | 'random', dtype: DType) {
    this.name = name;
    this.seed = seed === 'random' ? drawSeed() : seed;
    this.dtype = dtype;
    this.init = randomStream(this.seed, 'init');
    this.shuffle = randomStream(this.seed, 'shuffle');
    this.data = {
      x: { data: storage(dtype, 0) },
      t: { data: storage(dtype, 0) },
      order: { data: new Int32Array(0) },
      start: registers({ value: 0 }),
    };
  }

  /** Takes the graph between two nodes, names its layers, and makes the weights that are missing. */
  connect(input: Node, output: Node): void {
    const graph = graphBetween(this.name, input, output);
    nameLayers(this.name, [input.layer, ...graph.layers]);
    buildGraph(graph, this.init, this.dtype);
    this.graph = graph;
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
    this.data.x.data = this.data.t.data = storage(this.dtype, 0);
    this.data.order.data = new Int32Array(0);
  }

  /** @throws StateError if the shape of the input is not known yet */
  requireGraph(who: string): LayerGraph {
    if (this.graph !== null && this.graph.uses.length > 0) return this.graph;
    throw new StateError(
      complain({
        who,
        problem: `${this.name} is not built`,
        help: 'Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.',
      }),
    );
  }

  /** @throws StateError before `compile` */
  requireCompiled(who: string): Settings {
    if (this.compiled !== null) return this.compiled;
    const help = "Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.";
    throw new StateError(complain({ who, problem: `${this.name} is not compiled`, help }));
  }

  parameters(): Parameter[] {
    return this.#layers().flatMap(({ weights }) => Object.values((weights as Weights).parameters));
  }

  state(): Tensor[] {
    return this.#layers().flatMap(({ weights }) => Object.values((weights as Weights).state));
  }

  /** All weights, layer by layer: kernel, bias, state. */
  tensors(): Tensor[] {
    return this.#layers().flatMap(({ weights }) => tensorsOf(weights as Weights));
  }

  #layers(): readonly Layer[] {
    return this.graph?.layers ?? [];
  }

  /** Which executor runs this network: 64-bit floats are the reference's. */
  executorName(): string {
    return this.dtype === 'float64' ? 'reference' : (this.#executor ?? currentExecutor().name);
  }

  /** Takes the data of a training in place of another's. Its Programs are to be asked for anew: `replays`. */
  lend(trainer: Trainer, x: Floats, t: Floats, order: Int32Array): void {
    this.trainer?.pause();
    this.trainer = trainer;
    this.data.x.data = x;
    this.data.t.data = t;
    this.data.order.data = order;
    this.#stale = true;
  }

  /** Gives the data of a training back, at its end: the network keeps no hold of it. */
  release(trainer: Trainer): void {
    if (this.trainer === trainer) this.#return();
  }

  /**
   * The Programs of some purposes and numbers of rows, frozen at their first use.
   *
   * When there is a new one, or new data, all that are kept are compiled together, since they share parameters; the
   * Replays stay the same.
   */
  replays(wanted: readonly Wanted[]): Replay[] {
    const found = wanted.map(([purpose, rows]) => {
      const kept = this.#kept.find((replay) => replay.purpose === purpose && replay.rows === rows);
      if (kept !== undefined) {
        if (this.#kept.at(-1) !== kept) this.#kept.push(this.#kept.splice(this.#kept.indexOf(kept), 1)[0]);
        return kept;
      }
      const made = trace(() => this.#freeze([purpose, rows]));
      this.#kept.push(made);
      this.#stale = true;
      return made;
    });
    if (this.#stale) this.#compile([...found, ...(this.trainer?.replays ?? [])]);
    return found;
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
    const [purpose, rows] = wanted;
    const graph = this.requireGraph(purpose);
    const { dtype, seed } = this;
    const x = zeros([rows, ...graph.input.shape], { dtype });
    const pass = runGraph(graph, x, { training: purpose === 'train', step: this.step, seed });
    const { predictions } = pass;
    const state = this.state();
    if (purpose === 'predict') {
      const program = freeze({ inputs: { x }, outputs: { predictions }, state });
      const none = zeros([], { dtype });
      const unused = { t: none, weights: none, loss: none, dataLoss: none, penalty: null, outputs: [] };
      return new Replay(this, wanted, program, { x, predictions, ...unused });
    }

    const { loss: lossOf, metrics } = this.requireCompiled(purpose);
    const t = zeros(targetShape(lossOf, rows, graph.output.shape), { dtype });
    const weights = ones([rows], { dtype });
    const dataLoss = lossOf(t, predictions, weights);
    const penalty = totalPenalty(pass.penalties);
    const loss = penalty === null ? dataLoss : add(dataLoss, penalty);
    const results = { loss, dataLoss, predictions, ...(penalty === null ? {} : { penalty }) };
    const all = { inputs: { x, t, weights }, outputs: results, state };
    const parts = { x, t, weights, predictions, loss, dataLoss, penalty };
    if (purpose === 'evaluate') {
      const program = append(freeze(all), [
        step(tally, dataLoss, penalty, rows, this.evaluationSums),
        ...metrics.map(({ evaluation }) => evaluation.step(t, predictions, weights)),
      ]);
      return new Replay(this, wanted, program, { ...parts, outputs: [] });
    }

    const outputs = graph.uses.map(({ layer }, i) => ({ layer: layer.name, output: pass.outputs[i] }));
    const named = Object.fromEntries(outputs.map(({ layer, output }, i) => [`${layer}, use ${i}`, output]));
    const both = { ...all, outputs: { ...results, ...named } };
    const program = this.#train(
      freeze({ ...both, loss, updates: pass.updates }),
      { ...parts, outputs },
      rows,
    );
    return new Replay(this, wanted, program, { ...parts, outputs });
  }

  /** A training Program with all that belongs to a step: its batch, the optimizer, the sums, the metrics. */
  #train(program: Program, { x, t, weights, predictions, dataLoss, penalty }: Parts, rows: number): Program {
    const { optimizer, metrics } = this.requireCompiled('train');
    const { data } = this;
    const work = append(program, [
      ...optimizer.steps(program.parameters),
      step(tally, dataLoss, penalty, rows, this.sums),
      ...metrics.map(({ training }) => training.step(t, predictions, weights)),
    ]);
    const feed = [
      step(gatherRows, data.x, data.order, data.start, x),
      step(gatherRows, data.t, data.order, data.start, t),
      step(fill, weights, 1),
    ];
    return feedFrom(work, {
      feed,
      supplies: [data.x, data.t, data.order],
      counters: [
        [data.start, rows],
        [this.step, 1],
      ],
    });
  }
}

/** The penalties added up, or null if there are none. */
export function totalPenalty(penalties: readonly Tensor[]): Tensor | null {
  return penalties.length === 0 ? null : penalties.reduce((sum, penalty) => add(sum, penalty));
}

/** The shape of targets: [rows] of class numbers, or like the predictions. */
function targetShape({ definition }: Loss, rows: number, output: Shape): Shape {
  return definition.targets === 'labels' ? [rows] : [rows, ...output];
}
