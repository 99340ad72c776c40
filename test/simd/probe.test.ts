/**
 * What the SIMD executor finds out about the engine: each case in a process of its own, since it is found out once.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from 'chai';
import { simdExecutor } from '../../src/simd/index.ts';
import { requireWebAssembly } from '../../src/simd/webassembly.ts';
import { assertRefused } from '../shared/values.ts';
import type { EngineReport } from './shared/engine.ts';

const program = fileURLToPath(new URL('./shared/engine.js', import.meta.url));
/** A flag of Node 22 and before. */
const NO_WASM = '--no-expose-wasm';
const [major] = process.versions.node.split('.').map(Number);

interface Run extends EngineReport {
  readonly stderr: string;
}

/** Runs the program by this Node. */
async function engine(asked: readonly string[] = [], flags: readonly string[] = []): Promise<Run> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, program, ...asked]);
  return { ...(JSON.parse(stdout) as EngineReport), stderr };
}

/** How often the notice stands in a text. */
const noticesIn = (text: string) =>
  text.match(/multiperceptron: WebAssembly with SIMD is not available/g)?.length ?? 0;

const prefixesOf = ({ hashes }: EngineReport) => hashes.map((hash) => hash.slice(0, hash.indexOf(':')));

/** A module with one function of three relaxed multiply-adds: `f32x4.relaxed_madd(x, x, x)`, byte by byte. */
const relaxed = requireWebAssembly().validate(
  // biome-ignore format: one section a line
  Uint8Array.of(
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    0x01, 0x06, 0x01, 0x60, 0x01, 0x7b, 0x01, 0x7b,
    0x03, 0x02, 0x01, 0x00,
    0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x85, 0x02, 0x0b,
  ),
);

describe('on this engine', function () {
  this.timeout(60_000);

  let plain: Run;
  let narrow: Run;
  before(async () => {
    plain = await engine(['reference']);
    narrow = await engine();
  });

  it('models are trained by simd, and nothing is said', () => {
    assert.deepEqual(narrow.info, {
      name: 'simd',
      available: ['simd', 'reference'],
      fma: false,
      wide: false,
    });
    assert.deepEqual(prefixesOf(narrow), ['simd', 'simd', 'simd']);
    assert.equal(narrow.stderr, '');
    assert.equal(new Set(narrow.hashes).size, 3);
  });

  it('the same bits come of it in every process', async () => {
    assert.deepEqual((await engine()).hashes, narrow.hashes);
  });

  it('the reference is named by its own hashes', () => {
    assert.deepEqual(plain.info, { name: 'reference', available: ['reference'] });
    assert.deepEqual(prefixesOf(plain), ['reference', 'reference', 'reference']);
    assert.equal(plain.stderr, '');
  });

  const first = (code: string) => `--import=data:text/javascript,${encodeURIComponent(code)}`;
  const refusals: Readonly<Record<string, string>> = {
    'WebAssembly is switched off by a flag': NO_WASM,
    'there is no WebAssembly': first('delete globalThis.WebAssembly;'),
    'a policy refuses to compile': first(
      "WebAssembly.Module = function () { throw new WebAssembly.CompileError('refused'); };",
    ),
    'no memory is to be had': first(
      "WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };",
    ),
    'it knows no vectors': first('WebAssembly.validate = () => false;'),
  };
  for (const [refusal, flag] of Object.entries(refusals)) {
    it(`where ${refusal}, the reference trains, and one notice says so for all models`, async function () {
      if (flag === NO_WASM && major >= 24) this.skip(); // these have no such flag
      const run = await engine([], [flag]);
      assert.deepEqual(run.info, { name: 'reference', available: ['reference'] });
      assert.deepEqual(run.hashes, plain.hashes);
      assert.equal(noticesIn(run.stderr), 1, run.stderr);
      assert.include(run.stderr, "'wasm-unsafe-eval'");
      assert.lengthOf(run.stderr.trim().split('\n'), 1, 'and nothing else is said');
    });

    it(`where ${refusal}, neither wide vectors nor fma make a difference`, async function () {
      if (flag === NO_WASM && major >= 24) this.skip();
      const run = await engine(['wide', 'fma'], [flag]);
      assert.deepEqual(run.wide, [false, false]);
      assert.deepEqual(run.info, { name: 'reference', available: ['reference'] });
      assert.deepEqual(run.hashes, plain.hashes);
      assert.equal(noticesIn(run.stderr), 1, run.stderr);
    });
  }

  it('where memory is to be had for a probe alone, models train by the plain loops, and one notice says so', async () => {
    const small =
      'const { Memory } = WebAssembly; WebAssembly.Memory = class { constructor(limits) { ' +
      "if (limits.initial > 1) throw new RangeError('could not allocate memory'); return new Memory(limits); } };";
    const run = await engine([], [first(small)]);
    assert.equal(run.info.name, 'simd');
    assert.deepEqual(run.hashes, plain.hashes, 'they name the executor that ran');
    assert.match(
      run.stderr,
      /^multiperceptron: WebAssembly could not get 1 MB of memory, so this model trains on plain loops.*\n$/,
    );
  });

  it('a second notice would be seen', () => {
    const notice = 'multiperceptron: WebAssembly with SIMD is not available here\n';
    assert.deepEqual(['', notice, notice + notice].map(noticesIn), [0, 1, 2]);
  });

  describe('simdExecutor({ fma: true })', () => {
    it('takes no other option and no other value', () => {
      const make = (options: object) => () => simdExecutor(options as { fma?: boolean });
      assertRefused(make({ FMA: true }), 'ArgumentError', "Did you mean 'fma'?");
      assertRefused(make({ fma: 'yes' }), 'ArgumentError', 'simdExecutor: fma', 'true or false');
    });

    it('is called fma where relaxed SIMD is there, else simd, and tells', async () => {
      const run = await engine(['fma']);
      const name = relaxed ? 'fma' : 'simd';
      assert.deepEqual(run.info, { name, available: [name, 'reference'], fma: relaxed, wide: false });
      assert.deepEqual(prefixesOf(run), [name, name, name]);
      assert.equal(run.stderr, '');
      if (!relaxed) assert.deepEqual(run.hashes, narrow.hashes);
    });

    it('is there on Node 22 and later', function () {
      if (major < 22) this.skip();
      assert.isTrue(relaxed);
    });
  });

  describe('enableWideVectors', () => {
    it('gives false on Node below 24, and all stays as it is', async function () {
      if (major >= 24) this.skip();
      const run = await engine(['wide']);
      assert.deepEqual(run.wide, [false, false]);
      assert.deepEqual(run.info, narrow.info);
      assert.deepEqual(run.hashes, narrow.hashes);
      assert.equal(run.stderr, '');
    });

    it('gives true or false on Node 24 and later, and the weights have the same bits', async function () {
      if (major < 24) this.skip();
      const run = await engine(['wide']);
      assert.isBoolean(run.wide[0]);
      assert.equal(run.wide[1], run.wide[0], 'it is found out once');
      assert.deepEqual(run.info, { ...narrow.info, wide: run.wide[0] });
      assert.deepEqual(run.hashes, narrow.hashes);
      assert.equal(run.stderr, '');
    });

    it('goes with fma', async function () {
      if (major < 24) this.skip();
      const [run, fused] = [await engine(['wide', 'fma']), await engine(['fma'])];
      assert.deepEqual(run.info, { ...fused.info, wide: run.wide[0] });
      assert.deepEqual(run.hashes, fused.hashes);
    });
  });
});
