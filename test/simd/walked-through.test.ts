/**
 * The product that docs/simd.md walks through has the bytes that stand there.
 */
import { readFileSync } from 'node:fs';
import { assert } from 'chai';
import { productProgram } from '../../bench/kernels/shapes.ts';
import { emitProgram } from '../../src/simd/compile.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { layLasting } from '../../src/simd/layout.ts';

const page = readFileSync(new URL('../../../docs/simd.md', import.meta.url), 'utf8'); // from build/test/simd/

describe('the product of docs/simd.md', () => {
  const program = productProgram({ form: 'NN', rows: 2, inner: 3, columns: 4 });
  const mode = { fma: false, wide: false, ordered: false };
  const { bytes } = emitProgram(program, byKernel, layLasting([program]), mode);
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

  it('has as many bytes as the page says', () => {
    assert.include(page.replace(/\s+/g, ' '), `The module for this product has ${bytes.length} bytes`);
  });

  it('has the loop that the page takes apart, byte by byte', () => {
    const rows = [...page.matchAll(/^\| `((?:[0-9a-f]{2} *)+)` \|/gm)].map(([, row]) =>
      row.replace(/ +/g, ' ').trim(),
    );
    assert.lengthOf(rows, 10);
    assert.include(text, rows.join(' '));
    assert.notInclude(text, rows.with(3, '00').join(' '), 'or this finds anything');
  });
});
