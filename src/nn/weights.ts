/**
 * The weights of a layer: what its options ask for, how they start, and how they are read and set.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import type { RandomStream } from '../random/index.ts';
import {
  type DType,
  firstNonFinite,
  formatShape,
  Parameter,
  requireShape,
  type Shape,
  size,
  storage,
  Tensor,
  type TensorLike,
  toTensor,
} from '../tensor/index.ts';
import { type Initializer, type InitializerOption, readInitializer } from './initializers/index.ts';
import type { Constraint } from './constraints/index.ts';
import type { Regularizer } from './regularizers/index.ts';

/** What a layer says of one parameter or state. */
export interface Spec {
  readonly shape: Shape;
  readonly initializer: InitializerOption;
  /** A penalty on its values, added to the loss. */
  readonly regularizer?: Regularizer | null;
  /** Where its values may be: they are put back there after each update. */
  readonly constraint?: Constraint | null;
}

/** Specs by name; undefined where the options do without, such as the bias under `useBias: false`. */
export type Specs = Readonly<Record<string, Spec | undefined>>;

/** What a layer has once it is built. */
export interface Weights {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly state: Readonly<Record<string, Tensor>>;
}

/**
 * Makes parameters and state, drawing their start values in the order of the specs.
 *
 * @param options `name` of the layer, which opens the parameters' names: `dense/kernel`; whether they are `trainable`
 * @throws ArgumentError for an initializer that is none
 */
export function buildWeights(
  parameters: Specs,
  state: Specs,
  options: {
    readonly name: string;
    readonly random: RandomStream;
    readonly dtype: DType;
    readonly trainable: boolean;
  },
): Weights {
  const start = ({ shape, initializer: given }: Spec, key: string) => {
    const initializer = readInitializer(`${options.name}/${key}`, 'initializer', given);
    const data = storage(options.dtype, size(shape));
    data.set(checkValues(initializer, shape, initializer.values(shape, options.random)));
    return data;
  };
  return {
    parameters: mapSpecs(parameters, (spec, key) => {
      const parameter = new Parameter(start(spec, key), spec.shape, `${options.name}/${key}`);
      parameter.trainable = options.trainable;
      parameter.constraint = spec.constraint?.apply ?? null;
      return parameter;
    }),
    state: mapSpecs(state, (spec, key) => new Tensor(start(spec, key), spec.shape)),
  };
}

/** Start values that fill the shape and are finite. @throws ShapeError, ArgumentError in the initializer's name */
function checkValues({ name: who }: Initializer, shape: Shape, values: ArrayLike<number>): ArrayLike<number> {
  if (values?.length !== size(shape)) {
    const expected = `${size(shape)} numbers for ${formatShape(shape)}`;
    const problem = 'numbers and shape differ in size';
    throw new ShapeError(complain({ who, problem, expected, received: show(values?.length) }));
  }
  const bad = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return values;
  const problem = `start value ${bad} is not finite`;
  throw new ArgumentError(complain({ who, problem, expected: 'finite numbers', received: `${values[bad]}` }));
}

function mapSpecs<V>(specs: Specs, make: (spec: Spec, key: string) => V): Record<string, V> {
  const present = Object.entries(specs).filter((entry): entry is [string, Spec] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([key, spec]) => [key, make(spec, key)]));
}

/** The penalties of the regularizers among the specs, each of shape []; what is frozen has none, as in Keras. */
export function penalties(specs: Specs, { parameters }: Weights): Tensor[] {
  return Object.entries(specs).flatMap(([key, spec]) => {
    const parameter = parameters[key];
    const penalty = parameter?.trainable === false ? null : spec?.regularizer?.penalty(parameter);
    return penalty ? [penalty] : [];
  });
}

/** All tensors of these weights: parameters, then state. */
export function tensorsOf({ parameters, state }: Weights): Tensor[] {
  return [...Object.values(parameters).map(({ value }) => value), ...Object.values(state)];
}

/** A copy with storage of its own. */
export function copyOf({ data, shape }: Tensor): Tensor {
  return new Tensor(data.slice(), shape);
}

/**
 * Copies values into tensors; all are checked before the first is changed.
 *
 * @param finite whether all values must be finite, default true
 * @throws ShapeError, ArgumentError
 */
export function setAll(
  who: string,
  into: readonly Tensor[],
  values: readonly TensorLike[],
  finite = true,
): void {
  if (!Array.isArray(values) || values.length !== into.length) {
    const expected = `a list of ${into.length} arrays`;
    const received = Array.isArray(values) ? `${values.length}` : show(values);
    throw new ArgumentError(complain({ who, problem: 'weights do not match', expected, received }));
  }
  const read = values.map((value, i) => toTensor(who, `weights[${i}]`, value, { dtype: into[i].dtype }));
  for (const [i, { shape }] of read.entries()) requireShape(who, `weights[${i}]`, into[i].shape, shape);
  for (const [i, tensor] of read.entries()) {
    const bad = firstNonFinite(tensor);
    if (bad === null || !finite) continue;
    const problem = `weights[${i}] holds a number that is not finite`;
    throw new ArgumentError(complain({ who, problem, expected: 'finite numbers', received: `${bad.value}` }));
  }
  for (const [i, { data }] of read.entries()) into[i].data.set(data);
}
