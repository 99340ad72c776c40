/**
 * The package in a bundle: no bundler drops the statement that installs the executors.
 *
 * `executorInfo` alone does not need the front door's last statement; only `sideEffects` in package.json says that it
 * must stay. The packed package and the bundlers are installed in a scratch folder; a three-line program is bundled,
 * minified, and must say what it says unbundled. To see that the test can fail, the statement is then replaced by one
 * that installs an executor of another name, and `sideEffects` is taken away.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';

const root = fileURLToPath(new URL('../../../', import.meta.url)); // from build/test/bundlers/

/** The program, as a user would write it. */
const PROGRAM = `
import { executorInfo } from 'multiperceptron';
console.log(executorInfo().name);
`;

interface Bundler {
  readonly name: string;
  /** What to install, at which version. */
  readonly packages: readonly string[];
  /** A script that turns program.js into the bundle. */
  readonly script: string;
  readonly bundle: string;
}

const bundlers: readonly Bundler[] = [
  {
    name: 'esbuild',
    packages: ['esbuild@0.28.2'],
    bundle: 'esbuild-bundle.mjs',
    script: `
      import { build } from 'esbuild';
      await build({ entryPoints: ['program.js'], bundle: true, minify: true, format: 'esm', outfile: 'esbuild-bundle.mjs' });
    `,
  },
  {
    name: 'Rollup',
    packages: ['rollup@4.68.8', '@rollup/plugin-node-resolve@16.0.3', '@rollup/plugin-commonjs@29.0.3'],
    bundle: 'rollup-bundle.mjs',
    script: `
      import { rollup } from 'rollup';
      import resolve from '@rollup/plugin-node-resolve';
      import commonjs from '@rollup/plugin-commonjs';
      const bundle = await rollup({ input: 'program.js', plugins: [resolve({ browser: true }), commonjs()] });
      await bundle.write({ file: 'rollup-bundle.mjs', format: 'es' });
    `,
  },
  {
    name: 'webpack',
    packages: ['webpack@5.112.2'],
    bundle: 'webpack-bundle.cjs',
    script: `
      import webpack from 'webpack';
      const path = import.meta.dirname;
      const options = { mode: 'production', context: path, entry: './program.js', target: ['web', 'es2022'] };
      webpack({ ...options, output: { path, filename: 'webpack-bundle.cjs' } }, (error, stats) => {
        if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
      });
    `,
  },
];

describe('bundled', function () {
  this.timeout(120_000);
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const call = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const node = (file: string) => call(process.execPath, file);
  const bundled = ({ name, bundle }: Bundler) => {
    node(`${name}.mjs`);
    return node(bundle);
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiperceptron-bundlers-'));
    write('package.json', '{ "private": true, "type": "module" }\n');
    write('program.js', PROGRAM);
    for (const { name, script } of bundlers) write(`${name}.mjs`, script);
    const packed = execFileSync(
      'npm',
      ['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder],
      {
        cwd: root,
        encoding: 'utf8',
      },
    ).trim();
    const packages = bundlers.flatMap((bundler) => bundler.packages);
    call(
      'npm',
      'install',
      '--loglevel=error',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `./${packed}`,
      ...packages,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const bundler of bundlers) {
    it(`by ${bundler.name}, a program has the executor that it has unbundled`, () => {
      assert.equal(bundled(bundler), node('program.js'));
    });
  }

  describe('with another last statement', () => {
    const door = 'node_modules/multiperceptron/dist/index.js';
    const manifest = 'node_modules/multiperceptron/package.json';
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');

    before(() => {
      const text = read(door);
      const planted = text.replace(
        /^useExecutors\(.*\);$/m,
        "useExecutors({ ...reference, name: 'planted' });",
      );
      assert.notEqual(planted, text);
      write(door, planted);
      assert.equal(node('program.js'), 'planted');
    });

    for (const bundler of bundlers) {
      it(`${bundler.name} keeps it`, () => assert.equal(bundled(bundler), 'planted'));
    }

    // esbuild keeps every statement of a file that the program imports from by name.
    for (const bundler of bundlers.filter(({ name }) => name !== 'esbuild')) {
      it(`${bundler.name} drops it where sideEffects is false`, () => {
        const text = read(manifest);
        write(manifest, JSON.stringify({ ...JSON.parse(text), sideEffects: false }));
        try {
          assert.equal(bundled(bundler), 'reference');
        } finally {
          write(manifest, text);
        }
      });
    }
  });
});
