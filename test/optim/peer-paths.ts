/**
 * The stored paths of other libraries' optimizers, walked by hand: the same start, the same gradients, update by update.
 */
import type { Optimizer } from '../../src/optim/index.ts';
import { Parameter, Tensor } from '../../src/tensor/index.ts';
import { peer } from '../shared/values.ts';

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

/** One path: by which optimizer, and all weights after each update. */
export interface StoredPath {
  readonly optimizer: string;
  readonly options: object;
  readonly dtype: 'float32' | 'float64';
  readonly path: readonly number[][];
}

interface StoredPaths {
  readonly weights: Readonly<Record<string, Stored>>;
  readonly gradients: readonly Readonly<Record<string, Stored>>[];
  readonly cases: readonly StoredPath[];
}

const { weights, gradients, cases } = peer<StoredPaths>('optimizers.json');
const pytorch = peer<{ cases: Omit<StoredPath, 'dtype'>[] }>('pytorch-optimizers.json').cases;

/** The paths of Keras, and those of PyTorch, which are in Float64. */
export const paths: readonly StoredPath[] = [
  ...cases,
  ...pytorch.map((stored) => ({ ...stored, dtype: 'float64' as const })),
];

function tensorOf({ shape, values }: Stored, dtype: 'float32' | 'float64'): Tensor {
  return new Tensor(dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values), shape);
}

/** Walks along the stored gradients. @returns all weights after each update */
export function walk(optimizer: Optimizer, dtype: 'float32' | 'float64'): number[][] {
  const parameters = Object.entries(weights).map(([name, stored]) => {
    const { data, shape } = tensorOf(stored, dtype);
    return new Parameter(data, shape, name);
  });
  return gradients.map((step) => {
    for (const parameter of parameters) parameter.gradient = tensorOf(step[parameter.name], dtype);
    optimizer.apply(parameters);
    return parameters.flatMap(({ value }) => Array.from(value.data));
  });
}
