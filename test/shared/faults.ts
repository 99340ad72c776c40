/**
 * Planted faults: what a check that anything can pass would let through.
 */
import { assert, AssertionError } from 'chai';

/** A fault, and the first words of the check that must find it. */
export interface Fault<D> {
  readonly check: string;
  readonly fault: string;
  readonly definition: D;
}

/**
 * That each fault is found by its check, for what it is and not by an accident, and that no check is without one.
 */
export function itCatches<D>(
  checks: readonly { readonly name: string; check(definition: D): void }[],
  faults: readonly Fault<D>[],
): void {
  const find = (start: string) => checks.filter(({ name }) => name.startsWith(start));
  for (const { check, fault, definition } of faults) {
    it(`${fault} is caught by: ${check}`, () => {
      const [found, ...others] = find(check);
      assert.isEmpty(others);
      let error: unknown;
      try {
        found.check(definition);
      } catch (thrown) {
        error = thrown;
      }
      const refused = error instanceof Error && error.message.startsWith('nothing was thrown');
      assert.isTrue(error instanceof AssertionError || refused, `in place of a failed assertion: ${error}`);
    });
  }
  it('no check is without a fault', () => {
    const caught = new Set(faults.map(({ check }) => find(check)[0].name));
    assert.deepEqual(
      checks.map(({ name }) => name).filter((name) => !caught.has(name)),
      [],
    );
  });
}
