/**
 * The one kind of object behind `Sequential` and `Model`: a network with the methods of a model.
 */
import type { Update } from '../autograd/index.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import type { Optimizer } from '../optim/index.ts';
import {
  type Cell,
  type DType,
  formatShape,
  type Parameter,
  type Shape,
  size,
  type Tensor,
  type TensorLike,
} from '../tensor/index.ts';
import { type CompileOptions, readCompile } from './compile.ts';
import { evaluateRows, type PredictOptions, predictRows, readBatchSize } from './evaluate.ts';
import { fit, fitAsync, type FitOptions, planTraining, train, type TrainOptions } from './fit.ts';
import { runGraph } from './graph.ts';
import type { History } from './history.ts';
import type { Layer, Node } from './layer.ts';
import { Input, isInput } from './layers/index.ts';
import { readTargets } from './losses/index.ts';
import type { ModelOptions, SequentialModel } from './model.ts';
import { Network, totalPenalty } from './network.ts';
import { checkRows, checkSameRows, readData } from './rows.ts';
import { type SummaryStyle, summaryText } from './summary.ts';
import type { TrainEvent } from './train.ts';
import { copyOf, setAll } from './weights.ts';

const modelDefaults = { name: '', seed: 0 as number | 'random', dtype: 'float32' as DType };

/** Both kinds of models. */
export class NetworkModel implements SequentialModel {
  readonly kind = 'model';
  readonly #network: Network;
  /** Layers of a Sequential whose input shape is not known yet. */
  #waiting: Layer[] = [];
  #input: Node | null = null;
  #output: Node | null = null;
  readonly #sequential: boolean;

  constructor(who: string, options: ModelOptions) {
    const { name, seed, dtype } = readOptions(who, modelDefaults, options);
    this.#sequential = who === 'Sequential';
    oneOf(who, 'dtype', dtype, ['float32', 'float64']);
    this.#network = new Network(name || who.replace('Model', 'functional').toLowerCase(), seed, dtype);
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
    const first = this.#output === null && this.#waiting.length === 0;
    if (first && part.inputShape !== null) this.#output = this.#input = Input({ shape: part.inputShape });
    if (this.#input === null || this.#output === null) this.#waiting.push(part);
    else this.connect(this.#input, part(this.#output));
  }

  /** Builds a Sequential that has waited for data to tell its input's shape. */
  #build(who: string, x: Tensor): void {
    if (this.#waiting.length === 0) return;
    if (x.shape.length < 2) {
      const expected = 'x [rows, inputs]';
      throw new ArgumentError(
        complain({ who, problem: 'x tells no shape of one row', expected, received: formatShape(x.shape) }),
      );
    }
    const input = Input({ shape: x.shape.slice(1) });
    this.connect(
      input,
      this.#waiting.reduce((node, layer) => layer(node), input),
    );
    this.#waiting = [];
  }

  #rows(who: string, values: TensorLike): Tensor {
    const x = readData(who, 'x', values, this.dtype);
    this.#build(who, x);
    checkRows(who, 'x', x, this.#network.requireGraph(who).input.shape);
    return x;
  }

  call(
    values: TensorLike,
    training = false,
  ): { predictions: Tensor; penalty: Tensor | null; updates: readonly Update[] } {
    const x = this.#rows('call', values);
    const { step, seed } = this;
    const pass = runGraph(this.#network.requireGraph('call'), x, { training, step, seed });
    return { predictions: pass.predictions, penalty: totalPenalty(pass.penalties), updates: pass.updates };
  }

  compile(options: CompileOptions): void {
    this.#network.compile(readCompile(options));
  }

  fit(x: TensorLike, t: TensorLike, options: FitOptions = {}): History {
    this.#network.requireCompiled('fit');
    return fit(this.#network, planTraining('fit', this.#network, this.#rows('fit', x), t, options));
  }

  async fitAsync(x: TensorLike, t: TensorLike, options: FitOptions = {}): Promise<History> {
    this.#network.requireCompiled('fitAsync');
    return fitAsync(
      this.#network,
      planTraining('fitAsync', this.#network, this.#rows('fitAsync', x), t, options),
    );
  }

  train(x: TensorLike, t: TensorLike, options: TrainOptions = {}): Generator<TrainEvent, History> {
    this.#network.requireCompiled('train');
    return train(this.#network, planTraining('train', this.#network, this.#rows('train', x), t, options));
  }

  evaluate(values: TensorLike, targets: TensorLike, options: PredictOptions = {}): number[] {
    const who = 'evaluate';
    const { loss, metrics } = this.#network.requireCompiled(who);
    const x = this.#rows(who, values);
    const t = readData(who, 't', targets, this.dtype);
    checkSameRows(who, x, t);
    const ready = readTargets(who, loss, t, this.#network.requireGraph(who).output.shape);
    const logs = evaluateRows(this.#network, x, ready, readBatchSize(who, options, x.shape[0]));
    return [logs.loss, ...metrics.map(({ key }) => logs[key])];
  }

  predict(values: TensorLike, options: PredictOptions = {}): Tensor {
    const x = this.#rows('predict', values);
    return predictRows(this.#network, x, readBatchSize('predict', options, x.shape[0]));
  }

  summary(options: { readonly style?: SummaryStyle; readonly lineLength?: number } = {}): string {
    const graph = this.#network.requireGraph('summary');
    const row = ({ name, type, weights }: Layer, shape: Shape) => {
      const tensors = weights === null ? [] : Object.values(weights.parameters);
      return { name, type, shape, parameters: tensors.reduce((total, { value }) => total + value.size, 0) };
    };
    const rows = graph.layers.map((layer) =>
      row(layer, graph.uses.find((use) => use.layer === layer)!.shape),
    );
    const count = (tensors: readonly { readonly shape: Shape }[]) =>
      tensors.reduce((total, { shape }) => total + size(shape), 0);
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

  toString(): string {
    return `${this.#sequential ? 'Sequential' : 'Model'} "${this.name}" [${this.layers.map(String).join(', ')}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
