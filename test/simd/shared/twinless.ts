/**
 * The kernels that have no twin: their own loops run between compiled parts, so that a Program that holds one of them is
 * left and entered again in each step.
 */
import type { Program } from '../../../src/autograd/index.ts';
import * as ops from '../../../src/autograd/ops/index.ts';
import { metrics } from '../../../src/metrics/index.ts';
import { optimizers } from '../../../src/optim/index.ts';
import { byKernel } from '../../../src/simd/kernels/index.ts';
import type { Kernel } from '../../../src/tensor/index.ts';

/**
 * All of them, by name; `apply` is that of every constraint, and accuracy has a twin for one-hot targets, but none for
 * class numbers and for a single unit.
 */
export const TWINLESS: readonly string[] = [
  'accuracy update',
  'apply',
  'normalizeRows backward',
  'normalizeRows forward',
  'orthogonalPenalty backward',
  'orthogonalPenalty forward',
];

/** The names of the kernels of all steps that are left to their own loops. */
export function kernelsWithoutTwin(programs: Iterable<Program>): string[] {
  const steps = [...programs].flatMap(({ steps, feed }) => [...steps, ...feed]);
  const left = steps.filter(({ kernel, args }) => (byKernel.get(kernel)?.parts(...args) ?? null) === null);
  return [...new Set(left.map(({ kernel }) => nameOf(kernel)))].sort();
}

/** What a kernel is called: hooks of ops, and updates of optimizers and metrics, by their owner. */
export function nameOf(kernel: unknown): string {
  for (const { definition } of Object.values(ops)) {
    if (definition.forward === kernel) return `${definition.name} forward`;
    if (definition.backward === kernel) return `${definition.name} backward`;
  }
  for (const { definition } of [...Object.values(optimizers), ...Object.values(metrics)])
    if (definition.update === kernel) return `${definition.name} update`;
  return (kernel as Kernel).name;
}
