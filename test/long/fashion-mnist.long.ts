/**
 * Fashion-MNIST whole, by the program of `examples/`: 784-128-10 on the 60,000 real images. The test is left out where the
 * data are neither in the cache nor where Debian's package puts them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from 'chai';
import { main } from '../../examples/fashion-mnist.ts';
import { openGallery } from '../../examples/gallery.ts';
import { fashionMnist } from '../../src/data.ts';

describe('fashion-mnist', () => {
  it('784-128-10 gets at least 88 % of the test images right', async function () {
    const found = await fashionMnist({ download: false }).then(
      () => true,
      () => false,
    );
    if (!found) this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'fashion-mnist-'));
    try {
      const { accuracy, seconds, rows } = await main({ gallery: openGallery(folder), data: null });
      console.log(
        `    ${accuracy} of the test images after ${seconds.toFixed(1)} s of training on ${rows} images`,
      );
      assert.equal(rows, 60_000);
      assert.isAtLeast(accuracy, 0.88);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(600_000);
});
