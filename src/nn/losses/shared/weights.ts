/**
 * Row weights that make a mean over rows what was asked for: a sum, a weighted mean, or one without some rows.
 */
import { multiply, normalizeWeights, notEqual, scale } from '../../../autograd/index.ts';
import { requireShape, type Tensor } from '../../../tensor/index.ts';

/**
 * How the losses l of the rows become one number: Σ w l / rows, which has two names; Σ w l; or the weighted mean
 * Σ w l / Σ w.
 */
export type LossReduction = (typeof reductions)[number];

/** All reductions, the default first. */
export const reductions = ['sum_over_batch_size', 'mean', 'sum', 'mean_with_sample_weight'] as const;

/** What says which rows count, and how much. */
interface Counting {
  readonly reduction?: unknown;
  readonly ignoreClass?: unknown;
}

/**
 * Weights which, multiplied by the losses of the rows and divided by the number of rows, give the reduction.
 *
 * Rows whose label is `ignoreClass` have weight 0, and do not count as rows either.
 */
export function countedWeights(
  who: string,
  weights: Tensor,
  targets: Tensor,
  rows: number,
  { reduction = 'mean', ignoreClass = null }: Counting,
): Tensor {
  const mean = reduction === 'sum_over_batch_size' || reduction === 'mean';
  let counted = weights;
  if (typeof ignoreClass === 'number') {
    requireShape(who, 'weights', targets.shape, weights.shape, 'There is one weight for each row.');
    const mask = notEqual(targets, { value: ignoreClass });
    counted = multiply(weights, mean ? normalizeWeights(mask) : mask);
  }
  if (reduction === 'sum') return scale(counted, { factor: rows });
  return mean ? counted : normalizeWeights(counted);
}
