/**
 * What all models have: a name, layers, weights, and a forward pass.
 */
import type { Update } from '../autograd/index.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, oneOf, readOptions } from '../options.ts';
import type { Optimizer } from '../optim/index.ts';
import type { Cell, DType, Parameter, Tensor, TensorLike } from '../tensor/index.ts';
import { Building } from './building.ts';
import type { ModelConfig } from './config.ts';
import { runGraph } from './graph.ts';
import { hashWeights } from './hash.ts';
import type { Layer, Node } from './layer.ts';
import type { ModelOptions } from './model.ts';
import type { DrawingOptions } from './drawing.ts';
import { drawingOf, summaryOf } from './model-summary.ts';
import { Network } from './network.ts';
import { totalPenalty } from './programs.ts';
import type { SummaryStyle } from './summary.ts';
import type { Given } from './training-data.ts';
import { copyOf, setAll } from './weights.ts';

/** What a model is called that was given no name, by the function that makes it. */
const AUTOMATIC = { Sequential: 'sequential', Model: 'functional' } as const;

const modelDefaults = { name: '', seed: 0 as number | 'random', dtype: 'float32' as DType };

/** @throws ArgumentError unless the seed is a whole number from 0 on, or 'random' */
function checkSeed(who: string, seed: unknown): void {
  if (seed === 'random' || (Number.isSafeInteger(seed) && (seed as number) >= 0)) return;
  const expected = "a whole number >= 0, or 'random'";
  throw new ArgumentError(complain({ who, problem: 'seed is not usable', expected, received: show(seed) }));
}

/** A network that is built, looked at, and run forward. */
export class BaseModel {
  readonly kind = 'model';
  protected readonly network: Network;
  protected readonly building: Building;

  constructor(who: keyof typeof AUTOMATIC, options: ModelOptions) {
    const { name, seed, dtype } = readOptions(who, modelDefaults, options);
    if (typeof name !== 'string') {
      const problem = 'name is not usable';
      throw new ArgumentError(complain({ who, problem, expected: 'a string', received: show(name) }));
    }
    oneOf(who, 'dtype', dtype, ['float32', 'float64']);
    checkSeed(who, seed);
    this.network = new Network(who, name || AUTOMATIC[who], seed, dtype);
    this.building = new Building(this.network);
  }

  get name(): string {
    return this.network.name;
  }
  get seed(): number {
    return this.network.seed;
  }
  get dtype(): DType {
    return this.network.dtype;
  }
  get step(): Cell {
    return this.network.step;
  }
  get optimizer(): Optimizer {
    return this.network.requireCompiled('optimizer').optimizer;
  }
  get parameters(): readonly Parameter[] {
    return this.network.parameters();
  }
  get layers(): readonly Layer[] {
    return this.building.layers;
  }
  get trainable(): boolean {
    return this.layers.some(({ trainable }) => trainable);
  }
  set trainable(value: boolean) {
    flag(`${this.name}.trainable`, 'trainable', value);
    for (const layer of this.layers) layer.trainable = value;
  }

  connect(inputs: readonly Node[], outputs: readonly Node[]): void {
    this.building.connect(inputs, outputs);
  }
  add(part: Layer | Node): void {
    this.building.add(part);
  }
  pop(): Layer {
    return this.building.pop();
  }

  getLayer(which: string | number): Layer {
    const { layers } = this;
    if (typeof which === 'string') {
      const names = layers.map(({ name }) => name);
      return layers[names.indexOf(oneOf(`${this.name}.getLayer`, 'layer', which, names))];
    }
    const layer = Number.isInteger(which) ? layers.at(which) : undefined;
    if (layer !== undefined) return layer;
    const expected = `a number from 0 to ${layers.length - 1}, or a name`;
    throw new ArgumentError(
      complain({
        who: `${this.name}.getLayer`,
        problem: 'there is no such layer',
        expected,
        received: show(which),
      }),
    );
  }

  call(
    values: Given,
    training = false,
  ): { predictions: Tensor; penalty: Tensor | null; updates: readonly Update[] } {
    const inputs = this.building.read('call', values, (read) => read);
    const { step, seed } = this;
    const pass = runGraph(this.network.requireGraph('call'), inputs, { training, step, seed });
    const predictions = onlyOne(pass.predictions);
    return { predictions, penalty: totalPenalty(pass.penalties), updates: pass.updates };
  }

  summary(options: { readonly style?: SummaryStyle; readonly lineLength?: number } = {}): string {
    return summaryOf(this.network, options);
  }

  getWeights(): Tensor[] {
    this.network.requireGraph('getWeights');
    return this.network.tensors().map(copyOf);
  }

  setWeights(weights: readonly TensorLike[]): void {
    this.network.requireGraph('setWeights');
    setAll('setWeights', this.network.tensors(), weights);
  }

  toSVG(options: DrawingOptions = {}): string {
    return drawingOf(this.network, options);
  }

  toConfig(): ModelConfig {
    return this.building.config();
  }

  hash(): string {
    const { layers } = this.network.requireGraph('hash');
    return `${this.network.executorName()}:${hashWeights(layers)}`;
  }

  toString(): string {
    return `${this.network.kind} "${this.name}" [${this.layers.map(String).join(', ')}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** The tensor of a model with one output; of several, all in their order. */
export function onlyOne(tensors: readonly Tensor[]): Tensor {
  return tensors.length === 1 ? tensors[0] : (tensors as unknown as Tensor); // the types of models tell the two apart
}
