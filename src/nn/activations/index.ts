/**
 * Activations: the function that a layer applies to each neta (x · kernel + bias).
 *
 * Each is an op; adding one means adding a line here.
 */
import { relu, sigmoid, softmax, tanh } from '../../autograd/index.ts';
import { ArgumentError, complain } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { asTensor, requireShape, type Tensor } from '../../tensor/index.ts';

/** Every activation by Keras's name. `linear` leaves its input as it is. */
export const activations = {
  linear: (x: Tensor): Tensor => x,
  relu: (x: Tensor): Tensor => relu(x),
  sigmoid: (x: Tensor): Tensor => sigmoid(x),
  tanh: (x: Tensor): Tensor => tanh(x),
  softmax: (x: Tensor): Tensor => softmax(x),
} as const;

/** The name of an activation. */
export type ActivationName = keyof typeof activations;

/** An activation by its name, or a function of ops. */
export type Activation = ActivationName | ((x: Tensor) => Tensor);

/**
 * An activation by its name, or the function given.
 *
 * @throws ArgumentError listing the names. The function given back throws ArgumentError if the user's gives no tensor,
 * ShapeError if it changes the shape
 */
export function readActivation(who: string, value: Activation): (x: Tensor) => Tensor {
  if (typeof value !== 'function')
    return activations[oneOf(who, 'activation', value, Object.keys(activations) as ActivationName[])];
  return (x) => {
    const y = asTensor(who, 'the result of the activation', value(x));
    requireShape(who, 'the result of the activation', x.shape, y.shape);
    return y;
  };
}

/** Refuses a softmax over one unit, which is 1 whatever comes in. @throws ArgumentError */
export function requireUnits(who: string, activation: Activation, units: number): void {
  if (activation !== 'softmax' || units !== 1) return;
  const help = "One unit goes with 'sigmoid', or take one unit for each class.";
  throw new ArgumentError(complain({ who, problem: 'softmax over one unit is always 1', help }));
}
