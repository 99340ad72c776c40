/**
 * Label smoothing, where there is any.
 */
import { smoothTargets } from '../../../autograd/index.ts';
import type { Tensor } from '../../../tensor/index.ts';

/** t (1 − s) + s / classes; the targets themselves if s is 0. */
export function smoothed(targets: Tensor, smoothing: number, classes: number): Tensor {
  return smoothing === 0 ? targets : smoothTargets(targets, { smoothing, classes });
}
