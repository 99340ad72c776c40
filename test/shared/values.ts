/**
 * Values for tests: generic numbers, all different, the same in every run; and bounds for comparing.
 */
import { readFileSync } from 'node:fs';
import { assert } from 'chai';
import { lowbias32 } from '../../src/random/index.ts';
import { type Shape, size, Tensor } from '../../src/tensor/index.ts';

/** Generic numbers in a range, optionally whole, or clear of a kink by 0.01. */
export function generic(
  length: number,
  [low, high]: readonly [number, number] = [-2, 2],
  {
    seed = 1,
    awayFrom,
    whole = false,
  }: { seed?: number; awayFrom?: number | undefined; whole?: boolean } = {},
): number[] {
  return Array.from({ length }, (_, i) => {
    const unit = (lowbias32(lowbias32(seed * 7919) + i) >>> 0) / 2 ** 32;
    if (whole) return low + Math.floor(unit * (high - low + 1));
    const value = low + unit * (high - low);
    if (awayFrom === undefined || Math.abs(value - awayFrom) > 0.01) return value;
    return value < awayFrom ? value - 0.01 : value + 0.01;
  });
}

/** A tensor of generic numbers, Float64 unless told. */
export function genericTensor(
  shape: Shape,
  {
    between,
    dtype = 'float64',
    ...rest
  }: { between?: readonly [number, number]; dtype?: 'float32' | 'float64'; seed?: number } = {},
): Tensor {
  const values = generic(size(shape), between, rest);
  return new Tensor(dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values), shape);
}

/** max|a − b| ≤ bound · max(1, max|b|), over one tensor. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: number,
  what = '',
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= bound * largest)) {
      assert.fail(`${what}[${i}]: expected ${expected[i]}, received ${actual[i]}, off by ${difference}`);
    }
  }
}

/** That `work` throws an error of this name, whose message holds all of these words. */
export function assertRefused(work: () => unknown, kind: string, ...words: string[]): void {
  let error: unknown;
  try {
    work();
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof Error))
    throw new Error(`nothing was thrown; expected ${kind}: ${words.join(' … ')}`);
  assert.equal(error.name, kind, error.message);
  for (const word of words) assert.include(error.message, word);
}

/** A stored result of another library, from test/peers. */
export function peer<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../test/peers/${name}`, import.meta.url), 'utf8')) as T;
}
