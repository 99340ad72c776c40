/**
 * Tests of what holds to the last bit for the reference executor alone.
 */
import { type Executor, reference, useExecutors } from '../../src/index.ts';

/** The tests of this suite train with the reference executor; afterwards those in use before are back. */
export function withReference(): void {
  let before: readonly Executor[] = [];
  beforeEach(() => {
    before = useExecutors(reference);
  });
  afterEach(() => {
    useExecutors(...before);
  });
}
