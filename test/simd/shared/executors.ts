/**
 * Training under one executor and under another, and comparing what comes out.
 */
import { assert } from 'chai';
import { type Executor, reference, useExecutors } from '../../../src/autograd/index.ts';
import type { Model } from '../../../src/nn/index.ts';
import { Arena } from '../../../src/simd/arena.ts';
import { simd } from '../../../src/simd/index.ts';
import { byKernel } from '../../../src/simd/kernels/index.ts';
import { modeOf } from '../../../src/simd/probe.ts';
import type { Twin } from '../../../src/simd/twin.ts';
import type { Tensor } from '../../../src/tensor/index.ts';
import type { stateOf } from '../../nn/shared/training.ts';

/** Does some work under one executor alone: where it is not available, this fails. */
export function under<R>(executor: Executor, work: () => R): R {
  const before = useExecutors(executor);
  try {
    return work();
  } finally {
    useExecutors(...before);
  }
}

/** Does the same under both executors, and gives what came of it: first that of `fast`, then the reference's. */
export function underBoth<R>(work: () => R, fast: Executor = simd): readonly [fast: R, plain: R] {
  return [under(fast, work), under(reference, work)];
}

/** The SIMD executor with other twins in place of some: what a suite of trainings must find. */
export function withTwins(...changed: readonly Twin[]): Executor {
  const twins = new Map([...byKernel, ...changed.map((twin) => [twin.kernel, twin] as const)]);
  const arenas = new Map<object, Arena>();
  return {
    name: 'simd with other twins',
    available: simd.available,
    compile(programs) {
      const known = programs.find((program) => arenas.has(program));
      const arena = (known && arenas.get(known)) ?? new Arena(twins, modeOf(false));
      for (const program of programs) arenas.set(program, arena);
      return arena.install(programs);
    },
  };
}

/** |a − b| ≤ bound · max|b|, tensor by tensor. */
export function assertTensorsNear(
  actual: readonly Tensor[],
  expected: readonly Tensor[],
  bound: number,
  what = 'weights',
): void {
  assert.equal(actual.length, expected.length, `${what}: how many`);
  for (const [i, { data, shape }] of expected.entries()) {
    assert.deepEqual(actual[i].shape, shape, `${what}: shape of [${i}]`);
    const largest = Math.max(...Array.from(data, Math.abs));
    for (const [j, value] of data.entries()) {
      const difference = Math.abs(actual[i].data[j] - value);
      if (difference <= bound * largest) continue;
      const share = difference / largest;
      assert.fail(
        `${what}: [${i}][${j}] is ${actual[i].data[j]}, not ${value}: off by ${share} of the largest`,
      );
    }
  }
}

/** That all that training changes is the same but for rounding; counts are equal. */
export function assertStateNear(
  actual: ReturnType<typeof stateOf>,
  expected: ReturnType<typeof stateOf>,
  bound: number,
): void {
  assert.equal(actual.iterations, expected.iterations, 'iterations');
  assert.equal(actual.step, expected.step, 'step');
  assertTensorsNear(actual.tensors, expected.tensors, bound, 'weights and slots');
}

/**
 * That two Histories tell the same, key by key, but for rounding.
 *
 * @param rows of training and of validation: an accuracy may be off by one of them, where two predictions are so near
 * each other that rounding decides which is larger
 * @returns in how many epochs that happened
 */
export function assertHistoryNear(
  actual: Readonly<Record<string, readonly number[]>>,
  expected: Readonly<Record<string, readonly number[]>>,
  bound: number,
  [rows, seen]: readonly [number, number],
): number {
  assert.deepEqual(Object.keys(actual), Object.keys(expected), 'History: keys');
  let ties = 0;
  for (const [key, values] of Object.entries(expected)) {
    assert.equal(actual[key].length, values.length, `History: epochs of ${key}`);
    const row = key === 'accuracy' ? 1 / rows : key === 'val_accuracy' ? 1 / seen : 0;
    for (const [epoch, value] of values.entries()) {
      const difference = Math.abs(actual[key][epoch] - value);
      if (difference <= bound * Math.max(1, Math.abs(value))) continue;
      if (difference <= row * (1 + bound)) ties++;
      else
        assert.fail(`History: ${key}[${epoch}] is ${actual[key][epoch]}, not ${value}: off by ${difference}`);
    }
  }
  return ties;
}

/** That a model was trained by this executor: else a test would compare the reference with itself. */
export function assertTrainedBy(name: string, ...models: readonly Model[]): void {
  for (const model of models) assert.equal(model.hash().split(':')[0], name);
}
