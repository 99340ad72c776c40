/**
 * The network behind a model: its graph, its weights, its streams of random numbers, and its Programs.
 *
 * A Program is frozen for one purpose (training, evaluation, prediction) and one number of rows, at its first use, and
 * replayed from then on.
 */
import { add, append, currentExecutor, freeze, type Program, trace } from '../autograd/index.ts';
import { complain, StateError } from '../errors.ts';
import type { Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optim/index.ts';
import { drawSeed, randomStream, type RandomStream } from '../random/index.ts';
import {
  type Cell,
  type DType,
  ones,
  type Parameter,
  type Shape,
  type Tensor,
  zeros,
} from '../tensor/index.ts';
import { buildGraph, graphBetween, type LayerGraph, nameLayers, runGraph } from './graph.ts';
import type { Layer, Node } from './layer.ts';
import type { Loss } from './losses/index.ts';
import { tensorsOf, type Weights } from './weights.ts';

/** What `compile` settled. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  /** Metrics with the names that the user gave; evaluation has its own counts, since it may come between two batches. */
  readonly metrics: readonly {
    readonly key: string;
    readonly training: Metric;
    readonly evaluation: Metric;
  }[];
}

/** What a Program is for. */
export type Purpose = 'train' | 'evaluate' | 'predict';

/** A Program ready to run, with the tensors that the caller writes and reads. */
export interface Replay {
  readonly rows: number;
  readonly x: Tensor;
  readonly t: Tensor;
  readonly weights: Tensor;
  readonly predictions: Tensor;
  /** The loss with its penalty, its data part, and the penalty (null without regularizers); shape []. */
  readonly loss: Tensor;
  readonly dataLoss: Tensor;
  readonly penalty: Tensor | null;
  /** The output of each use of a layer, in order. */
  readonly outputs: readonly { readonly layer: string; readonly output: Tensor }[];
  run(): void;
}

/** How many Programs a network keeps: those of a `fit` with its validation, and of a few other batch sizes. */
const KEPT = 12;

/** The network behind a model. */
export class Network {
  readonly name: string;
  readonly seed: number;
  readonly dtype: DType;
  /** The number of training steps made so far. */
  readonly step: Cell = { value: 0 };
  readonly init: RandomStream;
  readonly shuffle: RandomStream;
  graph: LayerGraph | null = null;
  compiled: Compiled | null = null;
  #replays = new Map<string, Replay>();

  /** @param seed a whole number from 0 on, or 'random' for one that nobody chose */
  constructor(name: string, seed: number | 'random', dtype: DType) {
    this.name = name;
    this.seed = seed === 'random' ? drawSeed() : seed;
    this.dtype = dtype;
    this.init = randomStream(this.seed, 'init');
    this.shuffle = randomStream(this.seed, 'shuffle');
  }

  /** Takes the graph between two nodes, names its layers, and makes the weights that are missing. */
  connect(input: Node, output: Node): void {
    const graph = graphBetween(this.name, input, output);
    nameLayers(this.name, [input.layer, ...graph.layers]);
    buildGraph(graph, this.init, this.dtype);
    this.graph = graph;
    this.#replays.clear();
  }

  compile(compiled: Compiled): void {
    this.compiled = compiled;
    this.#replays.clear();
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
  requireCompiled(who: string): Compiled {
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

  /** The Program of a purpose for a number of rows, frozen at its first use. */
  replay(purpose: Purpose, rows: number): Replay {
    const key = `${purpose} ${rows}`;
    const kept = this.#replays.get(key);
    if (kept !== undefined) return kept;
    const made = trace(() => this.#freeze(purpose, rows));
    const oldest = this.#replays.keys().next().value;
    if (this.#replays.size >= KEPT && oldest !== undefined) this.#replays.delete(oldest);
    this.#replays.set(key, made);
    return made;
  }

  #freeze(purpose: Purpose, rows: number): Replay {
    const graph = this.requireGraph(purpose);
    const { dtype, step, seed } = this;
    const x = zeros([rows, ...graph.input.shape], { dtype });
    const pass = runGraph(graph, x, { training: purpose === 'train', step, seed });
    const { predictions } = pass;
    const outputs = graph.uses.map(({ layer }, i) => ({ layer: layer.name, output: pass.outputs[i] }));
    const nothing = zeros([], { dtype });
    if (purpose === 'predict') {
      const program = freeze({ inputs: { x }, outputs: { predictions }, state: this.state() });
      const none = { t: nothing, weights: nothing, loss: nothing, dataLoss: nothing, penalty: null };
      return { rows, x, predictions, outputs, run: currentExecutor().compile(program), ...none };
    }

    const { loss, optimizer } = this.requireCompiled(purpose);
    const t = zeros(targetShape(loss, rows, graph.output.shape), { dtype });
    const weights = ones([rows], { dtype });
    const dataLoss = loss(t, predictions, weights);
    const penalty = totalPenalty(pass.penalties);
    const total = penalty === null ? dataLoss : add(dataLoss, penalty);
    const results = { loss: total, dataLoss, predictions, ...(penalty === null ? {} : { penalty }) };
    const all = { inputs: { x, t, weights }, outputs: results, state: this.state() };
    let program: Program;
    if (purpose === 'train') {
      program = freeze({ ...all, loss: total, updates: pass.updates });
      program = append(program, optimizer.steps(program.parameters));
    } else {
      program = freeze(all);
    }
    const run = currentExecutor().compile(program);
    return { rows, x, t, weights, predictions, loss: total, dataLoss, penalty, outputs, run };
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
