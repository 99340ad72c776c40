/**
 * Activations: the function that a layer applies to each neta (x · kernel + bias).
 *
 * Each is an op; adding one means adding a line here.
 */
import {
  boundedRelu,
  elu,
  exp,
  gelu,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softsign,
  tanh,
} from '../../autograd/index.ts';
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { asTensor, requireShape, type Tensor } from '../../tensor/index.ts';

/**
 * Every activation by Keras's name, with Keras's defaults. `linear` leaves its input as it is; `swish` and `hard_swish`
 * are other names of `silu` and `hard_silu`.
 *
 * Peers: the slope of `leaky_relu` is 0.2, as of Keras's function; Keras's layer LeakyReLU has 0.3, PyTorch 0.01.
 */
export const activations = {
  linear: (x: Tensor): Tensor => x,
  relu: (x: Tensor): Tensor => relu(x),
  sigmoid: (x: Tensor): Tensor => sigmoid(x),
  tanh: (x: Tensor): Tensor => tanh(x),
  softmax: (x: Tensor): Tensor => softmax(x),
  leaky_relu: (x: Tensor): Tensor => leakyRelu(x),
  elu: (x: Tensor): Tensor => elu(x),
  selu: (x: Tensor): Tensor => selu(x),
  softplus: (x: Tensor): Tensor => softplus(x),
  softsign: (x: Tensor): Tensor => softsign(x),
  exponential: (x: Tensor): Tensor => exp(x),
  gelu: (x: Tensor): Tensor => gelu(x),
  silu: (x: Tensor): Tensor => silu(x),
  swish: (x: Tensor): Tensor => silu(x),
  mish: (x: Tensor): Tensor => mish(x),
  relu6: (x: Tensor): Tensor => boundedRelu(x, { maxValue: 6 }),
  hard_sigmoid: (x: Tensor): Tensor => hardSigmoid(x),
  hard_silu: (x: Tensor): Tensor => hardSilu(x),
  hard_swish: (x: Tensor): Tensor => hardSilu(x),
  hard_tanh: (x: Tensor): Tensor => hardTanh(x),
  log_softmax: (x: Tensor): Tensor => logSoftmax(x),
  log_sigmoid: (x: Tensor): Tensor => logSigmoid(x),
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
  const { kind, definition } = value as { readonly kind?: unknown; readonly definition?: object };
  if (kind === 'layer' || (definition !== undefined && 'outputShape' in definition && 'call' in definition)) {
    const help = "Take the name of a function, such as 'relu', or put the layer behind this one.";
    throw new ArgumentError(
      complain({ who, problem: 'a layer is no activation', received: show(value), help }),
    );
  }
  return (x) => {
    const y = asTensor(who, 'the result of the activation', value(x));
    requireShape(who, 'the result of the activation', x.shape, y.shape);
    return y;
  };
}

/**
 * Refuses a softmax over one unit, which is 1 whatever comes in, and a log_softmax, which is 0.
 *
 * @throws ArgumentError
 */
export function requireUnits(who: string, activation: Activation, units: number): void {
  if (units !== 1 || (activation !== 'softmax' && activation !== 'log_softmax')) return;
  const [always, one] = activation === 'softmax' ? [1, 'sigmoid'] : [0, 'log_sigmoid'];
  const problem = `${activation} over one unit is always ${always}`;
  const help = `One unit goes with '${one}', or take one unit for each class.`;
  throw new ArgumentError(complain({ who, problem, help }));
}
