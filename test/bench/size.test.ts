/**
 * The library in a page: what its bundle may not hold, and that such things would be found.
 */
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import { bundleOf, faultsOf } from '../../bench/bundle.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)); // from build/test/bench/

describe('a bundle of the front door', () => {
  const everything = "export * from 'multiperceptron';";

  it('holds nothing that a page refuses', async () => {
    assert.deepEqual(faultsOf(await bundleOf(everything, root)), []);
  }).timeout(60000);

  it('is made of the rooms of the library and one generator of seedrandom', async () => {
    const { rooms, bytes, compressed } = await bundleOf(everything, root);
    for (const room of ['tensor', 'autograd', 'nn', 'simd', 'errors'])
      assert.isAbove(rooms.get(room) ?? 0, 900);
    assert.isBelow(rooms.get('seedrandom')!, 1500);
    const sum = [...rooms.values()].reduce((a, b) => a + b);
    assert.isAtMost(sum, bytes);
    assert.isAbove(sum, 0.98 * bytes);
    assert.isBelow(compressed, 0.5 * bytes);
  }).timeout(60000);

  it('is smaller by a room that is left out', async () => {
    const [whole, part] = [await bundleOf(everything, root), await bundleOf(everything, root, 'simd')];
    assert.isBelow(part.rooms.get('simd') ?? 0, 200);
    assert.isBelow(part.compressed, whole.compressed - 10_000);
  }).timeout(60000);

  const planted: readonly (readonly [program: string, ...faults: string[]])[] = [
    ["import { readFileSync } from 'node:fs'; console.log(readFileSync('x'));", "it imports 'node:fs'"],
    ["import { randomBytes } from 'crypto'; console.log(randomBytes(3));", "it imports 'crypto'"],
    ["export const later = () => import('fs/promises');", "it imports 'fs/promises'"],
    [
      "const { randomBytes } = require('crypto'); console.log(randomBytes(3));",
      "it imports 'crypto'",
      'it holds require(…)',
    ],
    ['export const f = (name) => require(name);', 'it holds require(…)'],
    ['export const f = (code) => eval(code);', 'it holds eval(…)'],
    ["export const f = (code) => new Function('x', code);", 'it holds Function(…)'],
    ["export const global = Function('return this')();", 'it holds Function(…)'],
  ];
  for (const [program, ...faults] of planted) {
    it(`found in ${program}`, async () => assert.deepEqual(faultsOf(await bundleOf(program, root)), faults));
  }

  it('words that look like it are no faults', async () => {
    const program = "export const evaluate = (x) => x; export const text = 'Functional'; evaluate(3);";
    assert.deepEqual(faultsOf(await bundleOf(program, root)), []);
  });
});
