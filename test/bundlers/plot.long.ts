/**
 * The pictures in a bundle for browsers, where linkedom is not installed.
 *
 * The packed package, Observable Plot and the bundlers are installed in a scratch folder; a program that draws is bundled
 * and run in Chromium. A page draws with its own document, and must give the text that Node gives with linkedom.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import { plotRocCurve } from '../../src/plot/index.ts';
import { findBrowsers } from '../browser/browsers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)); // from build/test/bundlers/

const CURVE = { fpr: [0, 0, 0.1, 0.4, 1], tpr: [0, 0.3, 0.7, 0.9, 1] };

/** The program, as a page would have it; it sends what it drew to where it comes from. */
const PROGRAM = `
import { plotRocCurve } from 'multiperceptron/plot';
const svg = await plotRocCurve(${JSON.stringify(CURVE)}).catch(String);
await fetch('/svg', { method: 'POST', body: svg });
`;

/** The bundlers, each with a script that makes a folder of a bundle; \`main.mjs\` is its beginning. */
const bundlers = {
  esbuild: `
    import { build } from 'esbuild';
    const options = { entryPoints: { main: 'program.js' }, outExtension: { '.js': '.mjs' }, bundle: true, minify: true };
    await build({ ...options, format: 'esm', outdir: 'esbuild' });
  `,
  rollup: `
    import { rollup } from 'rollup';
    import resolve from '@rollup/plugin-node-resolve';
    import commonjs from '@rollup/plugin-commonjs';
    const plugins = [resolve({ browser: true }), commonjs()];
    const bundle = await rollup({ input: { main: 'program.js' }, plugins, onwarn() {} });
    await bundle.write({ dir: 'rollup', format: 'es', entryFileNames: '[name].mjs' });
  `,
  webpack: `
    import webpack from 'webpack';
    const path = import.meta.dirname;
    const output = { path: path + '/webpack', filename: 'main.mjs', module: true, publicPath: '/' };
    const options = { mode: 'production', context: path, entry: './program.js', target: ['web', 'es2022'] };
    webpack({ ...options, experiments: { outputModule: true }, output }, (error, stats) => {
      if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
    });
  `,
} as const;

const PACKAGES = [
  '@observablehq/plot@0.6.17',
  'esbuild@0.28.2',
  'rollup@4.68.8',
  '@rollup/plugin-node-resolve@16.0.3',
  '@rollup/plugin-commonjs@29.0.3',
  'webpack@5.112.2',
];

describe('pictures, bundled', function () {
  this.timeout(180_000);
  const [chromium] = findBrowsers().found.filter(({ name }) => name === 'Chromium');
  let folder: string;
  const call = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiperceptron-pictures-'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(folder, 'program.js'), PROGRAM);
    for (const [name, script] of Object.entries(bundlers)) writeFileSync(join(folder, `${name}.mjs`), script);
    const pack = ['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder];
    const packed = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
    const quiet = ['--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
    call('npm', 'install', ...quiet, `./${packed}`, ...PACKAGES);
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await chromium?.close();
  });

  it('linkedom is not there', () => {
    assert.throws(() => readFileSync(join(folder, 'node_modules/linkedom/package.json')), /ENOENT/);
  });

  for (const name of Object.keys(bundlers)) {
    it(`by ${name}, are in Chromium what they are in Node`, async function () {
      call(process.execPath, `${name}.mjs`);
      if (chromium === undefined) this.skip();
      assert.equal(await drawnIn(join(folder, name)), await plotRocCurve(CURVE));
    });
  }

  /** What a page draws that runs the bundle in a folder. */
  async function drawnIn(bundle: string): Promise<string> {
    const { promise, resolve, reject } = withResolvers<string>();
    const server = createServer(async (request, response) => {
      const { url = '/', method } = request;
      if (method === 'POST') {
        let text = '';
        for await (const part of request.setEncoding('utf8')) text += part;
        response.end();
        resolve(text);
      } else if (url === '/') {
        response.setHeader('content-type', 'text/html');
        response.end('<!doctype html><script type="module" src="/main.mjs"></script>');
      } else {
        response.setHeader('content-type', 'text/javascript');
        response.end(readFileSync(join(bundle, url)));
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const tab = await chromium.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    tab.gone.catch(reject);
    try {
      return await promise;
    } finally {
      await tab.close();
      server.close();
    }
  }
});

/** A promise with what settles it. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
