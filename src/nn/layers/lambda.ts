/**
 * Lambda: a function of ops as a layer.
 */
import { concatenate, history, noGradient, square, trace } from '../../autograd/index.ts';
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { checkShape, formatShape, type Shape, Tensor, zeros } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';

/** Makes the output of the inputs, by ops only. Shapes: inputs [rows, ...] -> [rows, ...] */
export type LambdaFunction = (...inputs: Tensor[]) => Tensor;

/** All inputs side by side. */
const joined: LambdaFunction = (...inputs) => concatenate(inputs);

/** Rows of the zeros on which a function is tried: few, and a number that rows seldom have as a length. */
const ROWS = 7;

const help = 'A Lambda is made of ops, such as (x) => scale(x, { factor: 2 }); one in braces needs a return.';

/**
 * The function's result, checked.
 *
 * @throws ArgumentError if it is no tensor, or was not made of the inputs by ops; ShapeError if it has other rows
 */
function apply(work: LambdaFunction, inputs: readonly Tensor[]): Tensor {
  const [who, rows] = ['Lambda', inputs[0].shape[0]];
  const output: unknown = work(...inputs);
  if (!(output instanceof Tensor)) {
    const problem = 'the function gives no tensor';
    throw new ArgumentError(
      complain({ who, problem, expected: 'what an op gives', received: show(output), help }),
    );
  }
  if (!history([output]).some((tensor) => inputs.includes(tensor))) {
    const problem = 'the result was not made of the inputs by ops';
    const received = `a tensor ${formatShape(output.shape)} that does not depend on them`;
    throw new ArgumentError(complain({ who, problem, received, help }));
  }
  if (output.shape[0] !== rows) {
    const [expected, received] = [formatShape([rows, '...']), formatShape(output.shape)];
    const change = 'It works on many rows at once, and must keep their number.';
    throw new ShapeError(
      complain({ who, problem: 'the function changes the number of rows', expected, received, help: change }),
    );
  }
  return output;
}

/**
 * A function of ops as a layer: y = f(x), or f(a, b, …) of several inputs.
 *
 * Shapes: x [...], … -> y as the function gives it, or as `outputShape` says
 *
 * The function is tried once on a few rows of zeros, to learn the shape of a row; `outputShape` spares that, and is
 * needed where the function uses float64 tensors of its own. It has no weights: `defineLayer` makes layers that have.
 *
 * @param function takes the inputs, [rows, ...] each, and gives a Tensor with as many rows, made by ops only: a model
 * records it once and replays it, so it must not look at `data`
 * @param options `outputShape`, the lengths of one row of the output, default as found; `name`
 * @throws ArgumentError if the function gives no tensor, or one that was not made of the inputs; ShapeError if it
 * changes the number of rows
 * Peers: Keras (Lambda), which hands several inputs over as one list. In a file stands only the function's name.
 * @example
 * const x = Input([4]);
 * const doubled = Lambda((y) => scale(y, { factor: 2 }), { name: 'doble' })(x);
 * doubled.shape; // [4]
 */
export const Lambda = defineLayer({
  name: 'Lambda',
  positional: 'function',
  options: {
    function: null as unknown as LambdaFunction,
    outputShape: null as Shape | null,
  },
  check(who, { function: work, outputShape }) {
    if (typeof work !== 'function') {
      const expected = 'a function of tensors, such as (x) => scale(x, { factor: 2 })';
      throw new ArgumentError(
        complain({ who, problem: 'function is not usable', expected, received: show(work) }),
      );
    }
    if (outputShape !== null) checkShape(who, outputShape);
  },
  outputShape(shapes, { function: work, outputShape }) {
    if (outputShape !== null) return outputShape;
    const inputs = shapes.map((shape) => zeros([ROWS, ...shape]));
    return noGradient(() => trace(() => apply(work, inputs))).shape.slice(1);
  },
  call: (inputs, { options }) => apply(options.function, inputs),
  examples: [
    { options: { function: square }, input: [5], output: [5], parameters: 0 },
    { options: { function: joined, outputShape: [7] }, input: [[3], [4]], output: [7], parameters: 0 },
  ],
});
