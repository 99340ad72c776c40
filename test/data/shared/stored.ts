/**
 * Stored results of scikit-learn, as tensors.
 */
import { Tensor } from '../../../src/tensor/index.ts';
import { peer } from '../../shared/values.ts';

/** A tensor as the peers' files have it. */
export interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

/** One list of cases of preprocessing.json. */
export function cases<T>(name: string): T[] {
  return peer<Record<string, T[]>>('preprocessing.json')[name];
}

export function float64({ shape, values }: Stored): Tensor {
  return new Tensor(Float64Array.from(values), shape);
}
