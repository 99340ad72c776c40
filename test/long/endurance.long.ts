/**
 * Memory in the long run: a million steps, and a thousand models made and dropped.
 *
 * `STEPS` and `MODELS` in the environment change how many. Each case is a process of its own: `endurance.ts` says what
 * is measured.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from 'chai';
import type { Held, Models, Steps } from './endurance.ts';

const program = fileURLToPath(new URL('./endurance.js', import.meta.url));
const STEPS = Number(process.env.STEPS ?? 1_000_000);
const MODELS = Number(process.env.MODELS ?? 1000);
const MEGABYTE = 2 ** 20;

async function run<R>(...args: readonly (string | number)[]): Promise<R> {
  const flags = ['--expose-gc', program, ...args.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  return JSON.parse(stdout) as R;
}

const shown = (held: Held) =>
  Object.entries(held)
    .map(([key, bytes]) => `${key} ${(bytes / MEGABYTE).toFixed(2)} MB`)
    .join(', ');

/** By how much it has moved, outside the heap and on it. */
function moved(from: Held, to: Held): { readonly heap: number; readonly outside: number } {
  const outside = ({ external, arrayBuffers }: Held) => external + arrayBuffers;
  return { heap: to.heapUsed - from.heapUsed, outside: outside(to) - outside(from) };
}

describe('in the long run', function () {
  this.timeout(1_800_000);

  it(`${STEPS} steps move neither the heap nor what is outside it by a megabyte`, async () => {
    const all = await run<readonly Steps[]>('steps', STEPS);
    assert.lengthOf(
      all,
      3,
      'SGD, whose steps are repeated by machine code, Adam, whose steps are called, and a net that holds more',
    );
    for (const { executor, steps, start, end, seconds } of all) {
      console.log(
        `    ${steps} steps in ${seconds.toFixed(1)} s\n      ${shown(start)}\n      ${shown(end)}`,
      );
      assert.equal(executor, 'simd');
      assert.isAtLeast(steps, STEPS);
      const { heap, outside } = moved(start, end);
      assert.isBelow(Math.abs(heap), MEGABYTE, 'heap');
      assert.isBelow(Math.abs(outside), MEGABYTE, 'outside');
    }
  });

  it('and an object kept in each step is seen', async () => {
    const [{ start, end }] = await run<readonly Steps[]>('steps', 100_000, 'planted');
    assert.isAbove(moved(start, end).heap, MEGABYTE);
  });

  it(`${MODELS} models, made, trained and dropped, leave nothing: their memories are collected`, async () => {
    const { executor, models, collected, start, most, end, seconds } = await run<Models>('models', MODELS);
    console.log(`    ${models} models in ${seconds.toFixed(1)} s, ${collected} memories collected`);
    console.log(`      ${shown(start)}\n      ${shown(most)} at most\n      ${shown(end)}`);
    assert.equal(executor, 'simd');
    assert.isAtLeast(collected, models - 2, 'the last may be held by a variable');
    const { heap, outside } = moved(start, end);
    assert.isBelow(heap, 4 * MEGABYTE, 'heap');
    assert.isBelow(outside, 2 * MEGABYTE, 'outside');
    assert.isBelow(most.rss - start.rss, 512 * MEGABYTE, 'what the system had to give on the way');
  });

  it('and models that are kept are seen', async () => {
    const { collected, start, end } = await run<Models>('models', 100, 'planted');
    assert.isAtMost(collected, 1);
    assert.isAbove(moved(start, end).outside, 2 * MEGABYTE);
  });
});
