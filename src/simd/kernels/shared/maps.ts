/**
 * Parts that work element by element: a formula, from the arrays of its inputs to the array of its result.
 */
import type { View } from '../../../tensor/index.ts';
import type { Local, V128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';
import type { Part } from '../../twin.ts';

type Locals = readonly Local<'v128'>[];

/** y ← formula of the inputs. `prepare` loads what the loop needs, and gives the formula. */
export function mapPart(
  name: string,
  inputs: readonly View[],
  y: View,
  prepare: (k: Kernel) => (...x: Locals) => V128,
  unroll: 2 | 4 = 4,
): Part {
  return {
    name,
    reads: inputs,
    writes: [y],
    emit: (k) => k.map({ length: y.data.length, inputs, outputs: [y], unroll }, prepare(k)),
  };
}

/** dx += formula of the inputs. */
export function gradientPart(
  name: string,
  inputs: readonly View[],
  dx: View,
  prepare: (k: Kernel) => (...x: Locals) => V128,
): Part {
  return {
    name: `${name} gradient`,
    reads: inputs,
    adds: [dx],
    emit: (k) => k.map({ length: dx.data.length, inputs, outputs: [dx] }, prepare(k)),
  };
}

/** to += from. */
export function copyPart(name: string, from: View, to: View): Part {
  return { ...gradientPart(name, [from], to, () => (x) => x.get()), copy: { from, to } };
}
