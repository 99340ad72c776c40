/**
 * The one kind of object behind `Sequential` and `Model`: a network with the methods of a model.
 */
import type { Update } from '../autograd/index.ts';
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import type { Optimizer } from '../optim/index.ts';
import {
  type Cell,
  type DType,
  formatShape,
  type Parameter,
  requireShape,
  type Shape,
  size,
  type Tensor,
  type TensorLike,
} from '../tensor/index.ts';
import { type CompileOptions, readCompile } from './compile.ts';
import { evaluateRows, type PredictOptions, predictRows, readBatchSize } from './evaluate.ts';
import { fit, fitAsync, type FitOptions, planTraining, train, type TrainOptions } from './fit.ts';
import type { Plan } from './epoch.ts';
import { type LayerGraph, runGraph } from './graph.ts';
import { hashWeights } from './hash.ts';
import type { History } from './history.ts';
import type { Layer, Node } from './layer.ts';
import { Input, isInput } from './layers/index.ts';
import { readTargets } from './losses/index.ts';
import type { ModelOptions, SequentialModel } from './model.ts';
import { Network, totalPenalty } from './network.ts';
import { checkRows, checkSameRows, readData } from './rows.ts';
import { type SummaryStyle, summaryText } from './summary.ts';
import type { TrainEvent } from './train.ts';
import { copyOf, setAll, tensorsOf, type Weights } from './weights.ts';

/** The nodes between which a graph runs. */
type Ends = Pick<LayerGraph, 'input' | 'output'>;

/** What a model is called that was given no name, by the function that makes it. */
const AUTOMATIC = { Sequential: 'sequential', Model: 'functional' } as const;

const modelDefaults = { name: '', seed: 0 as number | 'random', dtype: 'float32' as DType };

/** @throws ArgumentError unless the seed is a whole number from 0 on, or 'random' */
function checkSeed(who: string, seed: unknown): void {
  if (seed === 'random' || (Number.isSafeInteger(seed) && (seed as number) >= 0)) return;
  const expected = "a whole number >= 0, or 'random'";
  throw new ArgumentError(complain({ who, problem: 'seed is not usable', expected, received: show(seed) }));
}

/** Both kinds of models. */
export class NetworkModel implements SequentialModel {
  readonly kind = 'model';
  readonly #network: Network;
  /** Layers of a Sequential whose input shape is not known yet. */
  #waiting: Layer[] = [];
  #input: Node | null = null;
  #output: Node | null = null;
  readonly #sequential: boolean;

  constructor(who: keyof typeof AUTOMATIC, options: ModelOptions) {
    const { name, seed, dtype } = readOptions(who, modelDefaults, options);
    this.#sequential = who === 'Sequential';
    if (typeof name !== 'string') {
      const problem = 'name is not usable';
      throw new ArgumentError(complain({ who, problem, expected: 'a string', received: show(name) }));
    }
    oneOf(who, 'dtype', dtype, ['float32', 'float64']);
    checkSeed(who, seed);
    this.#network = new Network(name || AUTOMATIC[who], seed, dtype);
  }

  get name(): string {
    return this.#network.name;
  }
  get seed(): number {
    return this.#network.seed;
  }
  get dtype(): DType {
    return this.#network.dtype;
  }
  get step(): Cell {
    return this.#network.step;
  }
  get optimizer(): Optimizer {
    return this.#network.requireCompiled('optimizer').optimizer;
  }
  get parameters(): readonly Parameter[] {
    return this.#network.parameters();
  }
  get layers(): readonly Layer[] {
    const { graph } = this.#network;
    if (graph === null) return this.#waiting;
    return this.#sequential ? graph.layers : [graph.input.layer, ...graph.layers];
  }

  connect(input: Node, output: Node): void {
    this.#network.connect(input, output);
    this.#input = input;
    this.#output = output;
  }

  add(part: Layer | Node): void {
    if (part?.kind === 'node' && isInput(part) && this.#input === null && this.#waiting.length === 0) {
      this.#input = part;
      this.#output = part;
      return;
    }
    if (part?.kind !== 'layer') {
      const problem = part?.kind === 'node' ? 'an Input can only come first' : 'this is no layer';
      const expected = 'a layer such as Dense(20)';
      throw new ArgumentError(complain({ who: 'Sequential.add', problem, expected, received: show(part) }));
    }
    if (part.inputShape !== null && this.#output !== null) {
      requireShape('Sequential.add', `inputShape of ${part}`, this.#output.shape, part.inputShape);
    }
    const first = this.#output === null && this.#waiting.length === 0;
    if (first && part.inputShape !== null) this.#output = this.#input = Input({ shape: part.inputShape });
    if (this.#input === null || this.#output === null) this.#waiting.push(part);
    else this.connect(this.#input, part(this.#output));
  }

  /** Where the graph begins and ends: for a Sequential that has waited, the graph that it will have for such rows. */
  #ends(who: string, x: Tensor): Ends {
    if (this.#waiting.length === 0) return this.#network.requireGraph(who);
    if (x.shape.length < 2) {
      const expected = 'x [rows, inputs]';
      throw new ShapeError(
        complain({ who, problem: 'x tells no shape of one row', expected, received: formatShape(x.shape) }),
      );
    }
    const input = Input({ shape: x.shape.slice(1) });
    return { input, output: this.#waiting.reduce((node, layer) => layer(node), input) };
  }

  /**
   * Reads and checks x, and builds a Sequential that has waited for it.
   *
   * @param check reads and checks all else that was given: what is refused builds nothing
   */
  #rows<R>(who: string, values: TensorLike, check: (x: Tensor, ends: Ends) => R): R {
    const x = readData(who, 'x', values, this.dtype);
    const ends = this.#ends(who, x);
    checkRows(who, 'x', x, ends.input.shape);
    const checked = check(x, ends);
    if (this.#waiting.length > 0) this.connect(ends.input, ends.output);
    this.#waiting = [];
    return checked;
  }

  #plan(who: 'fit' | 'fitAsync' | 'train', x: TensorLike, t: TensorLike, options: TrainOptions): Plan {
    this.#network.requireCompiled(who);
    return this.#rows(who, x, (rows, ends) => planTraining(who, this.#network, ends, rows, t, options));
  }

  call(
    values: TensorLike,
    training = false,
  ): { predictions: Tensor; penalty: Tensor | null; updates: readonly Update[] } {
    const x = this.#rows('call', values, (rows) => rows);
    const { step, seed } = this;
    const pass = runGraph(this.#network.requireGraph('call'), x, { training, step, seed });
    return { predictions: pass.predictions, penalty: totalPenalty(pass.penalties), updates: pass.updates };
  }

  compile(options: CompileOptions): void {
    this.#network.compile(readCompile(options));
  }

  fit(x: TensorLike, t: TensorLike, options: FitOptions = {}): History {
    return fit(this.#network, this.#plan('fit', x, t, options));
  }

  async fitAsync(x: TensorLike, t: TensorLike, options: FitOptions = {}): Promise<History> {
    return fitAsync(this.#network, this.#plan('fitAsync', x, t, options));
  }

  train(x: TensorLike, t: TensorLike, options: TrainOptions = {}): Generator<TrainEvent, History> {
    return train(this.#network, this.#plan('train', x, t, options));
  }

  evaluate(values: TensorLike, targets: TensorLike, options: PredictOptions = {}): number[] {
    const who = 'evaluate';
    const { loss, metrics } = this.#network.requireCompiled(who);
    const { x, t, batchSize } = this.#rows(who, values, (x, { output }) => {
      const t = readData(who, 't', targets, this.dtype);
      checkSameRows(who, x, t);
      const batchSize = readBatchSize(who, options, x.shape[0]);
      return { x, t: readTargets(who, loss, t, output.shape), batchSize };
    });
    const logs = evaluateRows(this.#network, x, t, batchSize);
    return [logs.loss, ...metrics.map(({ key }) => logs[key])];
  }

  predict(values: TensorLike, options: PredictOptions = {}): Tensor {
    const who = 'predict';
    const { x, batchSize } = this.#rows(who, values, (x) => {
      return { x, batchSize: readBatchSize(who, options, x.shape[0]) };
    });
    return predictRows(this.#network, x, batchSize);
  }

  summary(options: { readonly style?: SummaryStyle; readonly lineLength?: number } = {}): string {
    const graph = this.#network.requireGraph('summary');
    const count = (tensors: readonly { readonly shape: Shape }[]) =>
      tensors.reduce((total, { shape }) => total + size(shape), 0);
    const row = ({ name, type, weights }: Layer, shape: Shape) => {
      return { name, type, shape, parameters: count(tensorsOf(weights as Weights)) };
    };
    const rows = graph.layers.map((layer) =>
      row(layer, graph.uses.find((use) => use.layer === layer)!.shape),
    );
    const optimizer = this.#network.compiled?.optimizer;
    const trained = optimizer !== undefined && optimizer.iterations > 0;
    return summaryText(
      {
        name: this.name,
        rows: this.#sequential ? rows : [row(graph.input.layer, graph.input.shape), ...rows],
        trainable: count(this.parameters),
        nonTrainable: count(this.#network.state()),
        bytesPerNumber: this.dtype === 'float64' ? 8 : 4,
        optimizer: trained ? count(this.parameters.flatMap((parameter) => optimizer.slots(parameter))) : null,
      },
      options,
    );
  }

  getWeights(): Tensor[] {
    this.#network.requireGraph('getWeights');
    return this.#network.tensors().map(copyOf);
  }

  setWeights(weights: readonly TensorLike[]): void {
    this.#network.requireGraph('setWeights');
    setAll('setWeights', this.#network.tensors(), weights);
  }

  hash(): string {
    const { layers } = this.#network.requireGraph('hash');
    return `${this.#network.executorName()}:${hashWeights(layers)}`;
  }

  toString(): string {
    return `${this.#sequential ? 'Sequential' : 'Model'} "${this.name}" [${this.layers.map(String).join(', ')}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
