/**
 * The stored hashes of the golden trainings: `test/golden.json`, by executor.
 *
 * `GOLDEN=write` in the environment stores what was found in place of comparing; nothing else makes the file, so that
 * a missing one is a failure.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { assert } from 'chai';

const file = new URL('../../../test/golden.json', import.meta.url); // from build/test/shared/

/** Executor, then training, then hash. */
type Stored = Record<string, Record<string, string>>;

/**
 * That hashes are those stored for their executor, name by name.
 *
 * @param options `where`, the file; `write`, whether to store them instead
 */
export function assertGolden(
  hashes: Readonly<Record<string, string>>,
  { where = file, write = process.env.GOLDEN === 'write' } = {},
): void {
  const executors = [...new Set(Object.values(hashes).map((hash) => hash.split(':')[0]))];
  assert.lengthOf(executors, 1, 'all hashes are of one executor');
  const [executor] = executors;
  const stored: Stored = existsSync(where) ? JSON.parse(readFileSync(where, 'utf8')) : {};
  if (write) {
    const all = Object.entries({ ...stored, [executor]: hashes }).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(where, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
    return;
  }
  if (stored[executor] === undefined)
    assert.fail(`test/golden.json has no hashes of ${executor}; GOLDEN=write stores those of this run`);
  assert.deepEqual(hashes, stored[executor]);
}
