/**
 * Training allocates nothing: each case runs in a process of its own, `shared/allocation.ts` says how.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from 'chai';

const program = fileURLToPath(new URL('./shared/allocation.js', import.meta.url));

interface Measured {
  readonly collections: number;
  readonly bytes: number;
  readonly growth: readonly number[];
}

/** Runs it with a young generation of so many megabytes: 64 hold 600 bytes a step before anything is collected. */
async function measure(name: string, megabytes = 64): Promise<Measured> {
  const young = [`--min-semi-space-size=${megabytes}`, `--max-semi-space-size=${megabytes}`];
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', ...young, program, name]);
  return JSON.parse(stdout) as Measured;
}

/** Bytes a step; what is left are the lists and logs of an epoch, some 8 kB in 20 000 steps. */
const BYTES = 2;

describe('training allocates nothing', function () {
  this.timeout(120_000);

  const names = ['replay', 'rich replay', 'rich fit', 'planted replay', 'planted fit'] as const;
  const measured = new Map<string, Measured>();

  before(async () => {
    for (const name of names) measured.set(name, await measure(name)); // one by one: they would disturb each other
  });

  for (const name of ['replay', 'rich replay', 'rich fit']) {
    it(`in 2.4 · 10⁵ steps: ${name}`, () => {
      const { collections, bytes, growth } = measured.get(name)!;
      assert.equal(collections, 0);
      assert.isBelow(bytes, BYTES, `bytes a step; in each part: ${growth.join(', ')}`);
    });
  }

  for (const name of ['planted replay', 'planted fit']) {
    it(`and an object of 40 bytes a step is seen: ${name}`, () => {
      const { bytes } = measured.get(name)!;
      assert.isAbove(bytes, 40 - BYTES);
      assert.isBelow(bytes, 40 + BYTES);
    });
  }

  it('and a collection is seen, where there is less room', async () => {
    const { collections } = await measure('planted replay', 1);
    assert.isAtLeast(collections, 1);
  });
});
