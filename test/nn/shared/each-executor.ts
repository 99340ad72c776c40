/**
 * Tests that hold under every executor.
 */
import { type Executor, reference, simd, useExecutors } from '../../../src/index.ts';

const lists: Readonly<Record<'reference' | 'simd', readonly Executor[]>> = {
  reference: [reference],
  simd: [simd, reference],
};

/** Does some work under an executor; afterwards those in use before are back. */
export function under<R>(name: keyof typeof lists, work: () => R): R {
  const before = useExecutors(...lists[name]);
  try {
    return work();
  } finally {
    useExecutors(...before);
  }
}

/** The same tests once under each executor. */
export function underEachExecutor(tests: (name: keyof typeof lists) => void): void {
  for (const name of ['reference', 'simd'] as const) {
    describe(`under ${name}`, () => {
      let before: readonly Executor[] = [];
      beforeEach(() => {
        before = useExecutors(...lists[name]);
      });
      afterEach(() => {
        useExecutors(...before);
      });
      tests(name);
    });
  }
}
