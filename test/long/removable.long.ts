/**
 * The SIMD executor can be taken out: without `src/simd/` everything else compiles, and all other tests are green.
 *
 * The project is copied, what belongs to SIMD is removed from the copy, and the copy is built and tested. `REMOVED` is all
 * that has to go; each line must be found exactly as it stands here, or this fails.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from 'chai';

const root = fileURLToPath(new URL('../../../', import.meta.url)); // from build/test/long/

/** Files and folders that go. */
const REMOVED: readonly string[] = [
  'src/simd',
  'src/node.ts', // the switch for wide vectors, and nothing else
  'test/simd',
  'test/types/assembler.test.ts',
  'bench/kernels', // times the code of twins
  'docs/simd.md',
];

/** What is replaced in files that stay: texts that stand there once. */
const CHANGED: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'src/index.ts': [
    ["import { simd } from './simd/index.ts';\n", ''],
    ["export { simd, simdExecutor, type SimdOptions } from './simd/index.ts';\n", ''],
    ['useExecutors(simd, reference);', 'useExecutors(reference);'],
  ],
  'package.json': [
    ['    "./node": {\n      "types": "./dist/node.d.ts",\n      "default": "./dist/node.js"\n    },\n', ''],
  ],
  'test/examples.strings.ts': [[", 'docs/simd.md'", '']],
  'bench/run.ts': [
    ["import { kernelTable, measureKernels } from './kernels/run.ts';\n", ''],
    [
      `    const kernels = measureKernels(options.fma, options.quick ? 3 : 15);
    console.log(kernelTable(kernels));
    if (options.json !== null) writeJson(options.json, { machine: machine(), options, kernels });
`,
      '',
    ],
  ],
  // what is tried under each executor is tried under the reference twice
  'test/nn/shared/each-executor.ts': [
    ['reference, simd, useExecutors', 'reference, useExecutors'],
    ['[simd, reference]', '[reference]'],
  ],
  'test/bench/size.test.ts': [
    [", 'simd', 'errors'", ", 'errors'"],
    [
      `  it('is smaller by a room that is left out', async () => {
    const [whole, part] = [await bundleOf(everything, root), await bundleOf(everything, root, 'simd')];
    assert.isBelow(part.rooms.get('simd') ?? 0, 200);
    assert.isBelow(part.compressed, whole.compressed - 10_000);
  }).timeout(60000);
`,
      '',
    ],
  ],
  // the bench goes on to know the name simd, and trains with the reference; --kernels times nothing
  'bench/executors.ts': [
    ['reference, simdExecutor, useExecutors', 'reference, useExecutors'],
    ["import { enableWideVectors } from '../src/node.ts';\n", ''],
    ['  if (wide) enableWideVectors();\n', ''],
    ['useExecutors(simdExecutor({ fma }), reference);', 'useExecutors(reference);'],
  ],
};

/** What a copy does not need. */
const LEFT_OUT = new Set(['node_modules', 'build', 'dist', '.git']);

function changed(path: string, text: string): string {
  return CHANGED[path].reduce((before, [from, to]) => {
    assert.lengthOf(before.split(from), 2, `${path} does not hold exactly once: ${from}`);
    return before.replace(from, to);
  }, text);
}

/** A copy of the project without what belongs to SIMD. @returns its folder */
function copyWithout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-plain-'));
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.has(name))
      cpSync(join(root, name), join(folder, name), { recursive: true, dereference: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const path of REMOVED) {
    assert.isDefined(statSync(join(folder, path), { throwIfNoEntry: false }), `${path} is not there`);
    rmSync(join(folder, path), { recursive: true });
  }
  for (const path of Object.keys(CHANGED)) {
    const file = join(folder, path);
    writeFileSync(file, changed(path, readFileSync(file, 'utf8')));
  }
  return folder;
}

interface Ended {
  readonly output: string;
  readonly failed: boolean;
}

/** Runs a program of node_modules in a folder. */
async function run(folder: string, ...args: readonly string[]): Promise<Ended> {
  const [program, ...rest] = args;
  const file = join(folder, 'node_modules', program);
  const options = { cwd: folder, maxBuffer: 2 ** 27 };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', file, ...rest],
      options,
    );
    return { output: stdout + stderr, failed: false };
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return { output: stdout + stderr, failed: true };
  }
}

describe('without src/simd', function () {
  this.timeout(1_200_000);

  let folder: string;
  before(() => {
    folder = copyWithout();
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const config of ['tsconfig.build.json', 'tsconfig.json']) {
    it(`the compiler has nothing to say: ${config}`, async () => {
      const { output, failed } = await run(folder, 'typescript/bin/tsc', '-p', config);
      assert.isFalse(failed, output);
    });
  }

  it('all other tests are green', async () => {
    const { output, failed } = await run(folder, 'mocha/bin/mocha.js');
    const [passing, failing] = ['passing', 'failing'].map((word) =>
      Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0),
    );
    console.log(`    ${passing} tests`);
    assert.equal(failing, 0, output);
    assert.isFalse(failed, output);
    assert.isAbove(passing, 1000);
  });

  it('models are trained by the reference, and nothing is said', async () => {
    const file = join(folder, 'node_modules', '..', 'train.mjs');
    writeFileSync(
      file,
      `import { Dense, executorInfo, Input, Sequential } from 'multiperceptron';
       const model = Sequential([Input({ shape: [1] }), Dense(1)]);
       model.compile({ loss: 'mse' });
       model.fit([[1], [2]], [[1], [2]], { verbose: 0 });
       console.log(executorInfo().available.join(), model.hash().split(':')[0]);`,
    );
    assert.deepEqual(await run(folder, '../train.mjs'), { output: 'reference reference\n', failed: false });
  });

  describe('the copy is made with care', () => {
    it('a line that is not there any more, or twice, is missed', () => {
      const text = readFileSync(join(root, 'src/index.ts'), 'utf8');
      assert.include(changed('src/index.ts', text), 'useExecutors(reference);');
      assert.throws(
        () => changed('src/index.ts', text.replace('simd, reference', 'reference')),
        'exactly once',
      );
      assert.throws(() => changed('src/index.ts', text + text), 'exactly once');
    });

    it('and a file that still needs SIMD is found by the compiler', async () => {
      const file = join(folder, 'src', 'late.ts');
      writeFileSync(file, "export { simd } from './simd/index.ts';\n");
      const { output, failed } = await run(
        folder,
        'typescript/bin/tsc',
        '-p',
        'tsconfig.build.json',
        '--noEmit',
      );
      rmSync(file);
      assert.isTrue(failed);
      assert.include(output, "src/late.ts(1,22): error TS2307: Cannot find module './simd/index.ts'");
    });
  });
});
