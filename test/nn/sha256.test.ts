/**
 * SHA-256 against the published vectors, and against Node's own at every length around the block.
 */
import { createHash } from 'node:crypto';
import { assert } from 'chai';
import { sha256 } from '../../src/nn/sha256.ts';
import { generic } from '../shared/values.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('sha256', () => {
  /** NIST, "Cryptographic Standards and Guidelines: Example Values", SHA-256; FIPS 180-2, appendix B. */
  const vectors: Readonly<Record<string, readonly [message: string, hash: string]>> = {
    'of nothing': ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    'of abc': ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    'of 448 bits': [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    'of 896 bits': [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    "of one million 'a'": [
      'a'.repeat(1e6),
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    ],
  };
  for (const [name, [message, hash]] of Object.entries(vectors)) {
    it(name, () => assert.equal(sha256(ascii(message)), hash));
  }

  it("is Node's at every length from 0 to 130 bytes", () => {
    const all = Uint8Array.from(generic(131, [0, 255], { whole: true }));
    for (let length = 0; length <= 130; length++) {
      const bytes = all.subarray(length % 3, length); // not always at the beginning of its memory
      assert.equal(sha256(bytes), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
    }
  });

  it('leaves the bytes as they are, and gives the same again', () => {
    const bytes = ascii('abc');
    assert.equal(sha256(bytes), sha256(bytes));
    assert.deepEqual(bytes, ascii('abc'));
  });
});
