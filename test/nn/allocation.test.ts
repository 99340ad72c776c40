/**
 * Training allocates nothing: each case runs in a process of its own, `shared/allocation.ts` says how.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from 'chai';

const program = fileURLToPath(new URL('./shared/allocation.js', import.meta.url));

/** A young generation of 16 MB from the start: 160 bytes a step would not fit, and none is resized meanwhile. */
const flags = ['--expose-gc', '--min-semi-space-size=16', '--max-semi-space-size=16'];

interface Measured {
  readonly collections: number;
  readonly bytes: number;
  readonly growth: readonly number[];
}

/** Measured, and bound: what is left is the marking itself, a few hundred bytes a part. */
const BYTES = 2;

describe('training allocates nothing', function () {
  this.timeout(120_000);

  const names = ['replay', 'rich replay', 'rich fit', 'planted replay', 'planted fit'] as const;
  const measured = new Map<string, Measured>();

  before(async () => {
    const measure = async (name: string) => {
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, name]);
      measured.set(name, JSON.parse(stdout) as Measured);
    };
    await Promise.all(names.map(measure));
  });

  for (const name of ['replay', 'rich replay', 'rich fit']) {
    it(`in 10⁵ steps: ${name}`, () => {
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
});
