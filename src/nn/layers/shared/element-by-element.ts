/**
 * What layers have in common that join inputs of one shape, element by element.
 */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { defineLayer, type LayerMaker } from '../../layer.ts';
import { alikeInputs } from './several-inputs.ts';

/**
 * Makes such a layer.
 *
 * @param join makes the output of the inputs, by ops only
 * @param exactly 2 where there may be no more
 */
export function elementByElement(
  name: string,
  join: (inputs: readonly Tensor[]) => Tensor,
  exactly?: 2,
): LayerMaker<{}, never> {
  const rows = (count: number, shape: Shape) => new Array<Shape>(count).fill(shape);
  return defineLayer({
    name,
    options: {},
    outputShape: (shapes) => alikeInputs(name, shapes, exactly),
    call: join,
    examples: [
      { options: {}, input: rows(2, [5]), output: [5], parameters: 0 },
      { options: {}, input: rows(exactly ?? 3, [2, 3]), output: [2, 3], parameters: 0 },
    ],
  });
}
