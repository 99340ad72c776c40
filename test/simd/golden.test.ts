/**
 * One seed, one hash: the golden trainings give the stored bits on this engine, with vectors of 128 bits and with wide
 * ones. `npm run test:browser` does the same in browsers.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import { simd, useExecutors } from 'multiperceptron';
import { goldenData, goldenHashes } from '../shared/golden.ts';
import { assertGolden } from '../shared/golden-file.ts';

const root = new URL('../../../', import.meta.url); // from build/test/simd/

/** Prints the hashes of all golden trainings, made with wide vectors; null where there are none. */
const WIDE = `
import { readFileSync } from 'node:fs';
import { enableWideVectors } from 'multiperceptron/node';
import { goldenData, goldenHashes } from './build/test/shared/golden.js';
const text = (name) => readFileSync('data/' + name, 'utf8');
const wide = enableWideVectors();
const hashes = () => goldenHashes(goldenData(text('optdigits_train.csv'), text('optdigits_test.csv')));
console.log(JSON.stringify(wide ? hashes() : null));
`;

describe('golden trainings', function () {
  this.timeout(60_000);

  it('give the stored hashes', () => {
    const before = useExecutors(simd);
    const text = (name: string) => readFileSync(new URL(`data/${name}`, root), 'utf8');
    try {
      assertGolden(goldenHashes(goldenData(text('optdigits_train.csv'), text('optdigits_test.csv'))));
    } finally {
      useExecutors(...before);
    }
  });

  it('give the same hashes with wide vectors', function () {
    const args = ['--input-type=module', '-e', WIDE];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    const hashes = JSON.parse(stdout) as Record<string, string> | null;
    if (hashes === null) this.skip();
    assertGolden(hashes, { write: false });
  });
});
