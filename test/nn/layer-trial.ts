/**
 * What the checks of every layer work on: a layer of an example, built in a model of its own, with inputs.
 */
import { assert } from 'chai';
import type { Update } from '../../src/autograd/index.ts';
import {
  defineLayer,
  Input,
  type Layer,
  type LayerDefinition,
  type LayerExample,
  Model,
  Sequential,
} from '../../src/nn/index.ts';
import { type Parameter, type Shape, Tensor, tensor } from '../../src/tensor/index.ts';
import { genericTensor } from '../shared/values.ts';

// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyLayerDefinition = LayerDefinition<any, any, any, any>;

/** Makes a layer from whatever a user may write. */
export const maker = (definition: AnyLayerDefinition) =>
  defineLayer(definition) as unknown as (...args: unknown[]) => Layer;

type DType = 'float32' | 'float64';

/** How many rows each input has. */
export const ROWS = 4;

/** What a call is given beside inputs and weights. */
export interface Setting {
  readonly training?: boolean;
  readonly trainable?: boolean;
  readonly step?: { value: number };
  readonly seed?: number;
  readonly position?: number;
}

/** What a call gives, taken apart. */
export interface Result {
  readonly output: Tensor;
  readonly updates: readonly Update[];
  readonly penalty: Tensor | null;
}

/** A model as far as it is looked at: what takes one input or several. */
interface AnyModel {
  call(x: unknown, training?: boolean): { predictions: Tensor; penalty: Tensor | null };
  readonly parameters: readonly Parameter[];
}

/** The shapes of one row of each input. */
function shapesOf({ input }: LayerExample<object>): readonly Shape[] {
  return Array.isArray(input[0]) ? (input as readonly Shape[]) : [input as Shape];
}

/** A model of this layer alone. */
function modelOf(layer: Layer, shapes: readonly Shape[], options: { seed: number; dtype: DType }): AnyModel {
  const inputs = shapes.map((shape) => Input({ shape }));
  if (inputs.length === 1) return Sequential([inputs[0], layer], options) as AnyModel;
  return Model({ inputs, outputs: layer(inputs), ...options }) as unknown as AnyModel;
}

/** A layer of an example, built in a model of its own. */
export class Trial {
  readonly definition: AnyLayerDefinition;
  readonly example: LayerExample<object>;
  readonly shapes: readonly Shape[];
  readonly layer: Layer;
  readonly model: AnyModel;
  readonly inputs: readonly Tensor[];

  constructor(definition: AnyLayerDefinition, example: Trial['example'], seed = 5, dtype: DType = 'float64') {
    this.definition = definition;
    this.example = example;
    this.shapes = shapesOf(example);
    this.layer = maker(definition)(example.options);
    this.model = modelOf(this.layer, this.shapes, { seed, dtype });
    this.inputs = this.shapes.map((shape, i) =>
      tensor(genericTensor([ROWS, ...shape], { seed: 7 + 100 * i }), { dtype }),
    );
  }

  get parameters(): Readonly<Record<string, Parameter>> {
    return this.layer.weights!.parameters;
  }

  get state(): readonly Tensor[] {
    return Object.values(this.layer.weights!.state);
  }

  /** The model's forward pass. */
  run(training = false): Tensor {
    return this.model.call(this.inputs.length === 1 ? this.inputs[0] : this.inputs, training).predictions;
  }

  /** All that the layer's own call gives, outside of any model. */
  result(setting: Setting = {}, inputs = this.inputs, parameters: object = this.parameters): Result {
    const { state } = this.layer.weights!;
    const context = {
      training: false,
      trainable: true,
      step: { value: 3 },
      seed: 11,
      position: 2,
      ...setting,
    };
    const options = this.layer.options;
    const result = this.definition.call(inputs, { options, parameters, state, ...context } as never);
    const parts = result instanceof Tensor ? { output: result } : result;
    return { updates: [], penalty: null, ...parts } as Result;
  }

  call(setting: Setting = {}, inputs = this.inputs): Tensor {
    return this.result(setting, inputs).output;
  }

  /** All numbers that a call gives, its penalty and the new values of the state among them. */
  values(setting: Setting = {}): Tensor[] {
    const { output, updates, penalty } = this.result(setting);
    return [output, ...updates.map(([, value]) => value), ...(penalty === null ? [] : [penalty])];
  }

  /** Copies of the inputs in another float type. */
  inputsAs(dtype: DType): Tensor[] {
    return this.inputs.map((input) => tensor(input, { dtype }));
  }
}

/** A trial of every example. */
export function trials(definition: AnyLayerDefinition, seed?: number, dtype?: DType): Trial[] {
  assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
  return definition.examples.map((example) => new Trial(definition, example, seed, dtype));
}
