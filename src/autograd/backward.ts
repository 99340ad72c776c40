/**
 * The backward walk: from the loss to every parameter, by the chain rule.
 *
 * Each tensor remembers the op that made it. Walking that memory from the loss, users before makers, every op turns
 * the gradient of its output into shares for its inputs, and adds them. When the walk reaches a parameter, all paths
 * from it to the loss have been added up.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { makersFirst } from '../order.ts';
import { fill, formatShape, Parameter, run, type Step, step, Tensor, zerosLike } from '../tensor/index.ts';
import { wantsGradient } from './op.ts';

/** All tensors that the roots were made from, the roots included, makers before users, each once. */
export function history(roots: Iterable<Tensor>): Tensor[] {
  return makersFirst(roots, (tensor) => tensor.source?.inputs ?? []);
}

/** The backward pass, written down: buffers for the gradients and the steps that fill them. */
export interface Differentiated {
  /** Gradients of what was made on the way to the loss; they must hold zeros when the steps begin. */
  readonly gradients: readonly Tensor[];
  /** Parameters that the loss depends on, each with the place of its gradient. */
  readonly parameters: ReadonlyMap<Parameter, Tensor>;
  /** 1 into the loss's own gradient, then one step for each op, users before makers. */
  readonly steps: readonly Step[];
}

/**
 * The steps of the backward pass. `backward` runs them at once and a Program keeps them: one function makes both,
 * so their results agree to the last bit.
 *
 * @param loss a tensor of shape []
 * @param place gives the tensor that a parameter's gradient is added to
 * @throws ShapeError if the loss is not one number; ArgumentError if it is no tensor or depends on no parameter
 */
export function differentiate(loss: Tensor, place: (parameter: Parameter) => Tensor): Differentiated {
  if (!(loss instanceof Tensor)) {
    const expected = 'a result of ops, a Tensor []';
    throw new ArgumentError(
      complain({ who: 'backward', problem: 'the loss is no tensor', expected, received: describe(loss) }),
    );
  }
  if (loss.shape.length !== 0) {
    throw new ShapeError(
      complain({
        who: 'backward',
        problem: 'the loss is not a single number',
        expected: '[]',
        received: formatShape(loss.shape),
        help: 'sum(x) or mean(x) makes one number of many.',
      }),
    );
  }
  if (!wantsGradient(loss)) {
    throw new ArgumentError(
      complain({
        who: 'backward',
        problem: 'the loss depends on no parameter',
        help: 'Make the weights with parameter(values), and do not work under noGradient.',
      }),
    );
  }
  // Only along inputs that take a gradient: a parameter among targets, or under noGradient, gets none.
  const order = makersFirst([loss], ({ source }) => source?.inputs.filter((_, i) => source.wants[i]) ?? []);
  const gradients = new Map<Tensor, Tensor>();
  const parameters = new Map<Parameter, Tensor>();
  for (const tensor of order) {
    if (tensor.owner === null) {
      gradients.set(tensor, zerosLike(tensor));
    } else {
      parameters.set(tensor.owner, place(tensor.owner));
    }
  }
  const gradientOf = (tensor: Tensor): Tensor =>
    tensor.owner === null ? gradients.get(tensor)! : parameters.get(tensor.owner)!;

  const steps = [step(fill, gradientOf(loss), 1)];
  for (const tensor of order.toReversed()) {
    if (tensor.source === null) continue;
    const { inputs, wants } = tensor.source;
    const shares = inputs.map((input, i) => (wants[i] ? gradientOf(input) : null));
    steps.push(tensor.source.backward(gradientOf(tensor), shares));
  }
  return { gradients: [...gradients.values()], parameters, steps };
}

function describe(loss: unknown): string {
  return loss instanceof Parameter ? 'a Parameter' : show(loss);
}

/**
 * Adds the gradient of the loss to `parameter.gradient` of every parameter that the loss depends on.
 *
 * The gradient is made at the first call; several calls add up; `optimizer.apply` sets it to zero after use.
 *
 * @param loss shape [], made by ops from parameters
 * @throws ShapeError if the loss is not one number; ArgumentError if it is no tensor or depends on no parameter
 * @example
 * const loss = meanSquaredError(t, matmul(x, W), weights);
 * backward(loss);
 * sgd.apply([W]);
 */
export function backward(loss: Tensor): void {
  const { steps } = differentiate(loss, (parameter) => {
    parameter.gradient ??= zerosLike(parameter.value);
    return parameter.gradient;
  });
  steps.forEach(run);
}
