/**
 * The input of a model: where data comes in, and of which shape.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { wholeNumber } from '../../options.ts';
import type { Shape } from '../../tensor/index.ts';
import { defineLayer, type LayerArguments, type Node } from '../layer.ts';

const InputLayer = defineLayer({
  name: 'InputLayer',
  maker: 'Input',
  positional: 'shape',
  options: { shape: [] as Shape },
  check(who, { shape }) {
    if (!Array.isArray(shape) || shape.length === 0) {
      const expected = 'the lengths of one row, such as [64]';
      throw new ArgumentError(
        complain({ who, problem: 'shape is not usable', expected, received: show(shape) }),
      );
    }
    if (shape.length > 1 && shape[0] === null) {
      const help = 'Leave out the number of rows.';
      throw new ArgumentError(
        complain({
          who,
          problem: 'shape begins with null',
          expected: show(shape.slice(1)),
          received: show(shape),
          help,
        }),
      );
    }
    for (const length of shape) wholeNumber(who, 'each length of shape', length);
  },
  outputShape: (_shapes, { shape }) => shape,
  call: ([x]) => x,
  examples: [{ options: { shape: [5] }, input: [5], output: [5], parameters: 0 }],
});

/**
 * The input of a model.
 *
 * @param shape the lengths of one row, without the number of rows, such as [64]
 * @param options `name`; `Input({ shape: [64], name: 'Entrada' })` is the same
 * @returns the node at which a graph begins
 * @throws ArgumentError unless the shape is a list of whole numbers from 1 on
 * Peers: Keras (Input).
 * @example
 * const x = Input({ shape: [4], name: 'Entrada' });
 */
export function Input(...args: LayerArguments<{ shape: Shape }, 'shape'>): Node {
  const layer = InputLayer(...args);
  return { kind: 'node', layer, inputs: [], shape: (layer.options as { shape: Shape }).shape };
}

/** Whether a node is the input of a graph. */
export function isInput(node: Node): boolean {
  return node.inputs.length === 0;
}
