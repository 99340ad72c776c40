/**
 * What must hold before wide vectors are taken into use. That the engine's own give equal bits is tested in
 * `golden.test.ts` and `probe.test.ts`.
 */
import { assert } from 'chai';
import { isBetter } from '../../src/simd/wide.ts';

describe('wide vectors are taken into use', () => {
  const narrow = { bits: Uint32Array.of(3, 1, 4), milliseconds: 10 };

  it('where they give the same bits, and faster', () => {
    assert.isTrue(isBetter({ bits: Uint32Array.of(3, 1, 4), milliseconds: 6 }, narrow));
  });
  it('not where a single bit differs', () => {
    assert.isFalse(isBetter({ bits: Uint32Array.of(3, 1, 5), milliseconds: 6 }, narrow));
    assert.isFalse(isBetter({ bits: Uint32Array.of(3, 1), milliseconds: 6 }, narrow));
  });
  it('not where little is gained', () => {
    assert.isFalse(isBetter({ bits: Uint32Array.of(3, 1, 4), milliseconds: 9 }, narrow));
  });
});
