/**
 * What the tests of bad input share: that a call is refused with these words, and leaves all as it was.
 */
import { assert } from 'chai';
import type { Model } from '../../../src/nn/index.ts';
import { assertSameState, stateOf } from './training.ts';

/** That `work` throws an error of this name and with exactly this message. */
export function assertMessage(work: () => unknown, kind: string, message: string): void {
  let error: unknown;
  try {
    work();
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof Error)) throw new Error(`nothing was thrown; expected ${kind}: ${message}`);
  assert.equal(error.message, message);
  assert.equal(error.name, kind);
}

/** That a model refuses `work` with exactly this message, and neither weights, slots nor counts change. */
export function assertUnchanged(model: Model, work: () => unknown, kind: string, message: string): void {
  const before = stateOf(model);
  assertMessage(work, kind, message);
  assertSameState(stateOf(model), before);
}
