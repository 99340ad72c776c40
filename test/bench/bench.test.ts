/**
 * The bench: its command line, its report, and a short run of the real thing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import { executorInfo } from '../../src/index.ts';
import { readArguments } from '../../bench/options.ts';
import { settings } from '../../bench/training.ts';
import { regimes } from '../../bench/regimes.ts';
import { median } from '../../bench/report/statistics.ts';
import { columns } from '../../bench/report/table.ts';
import { assertRefused } from '../shared/values.ts';

const script = fileURLToPath(new URL('../../bench/run.js', import.meta.url));
const bench = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

describe('bench options', () => {
  it('have their defaults', () => {
    const options = readArguments([])!;
    assert.deepEqual([...options.regimes], ['full-batch', 'mini-batch', 'one-by-one']);
    assert.deepEqual([...options.hidden], [20]);
    assert.equal(options.repeat, 3);
    assert.equal(options.seed, 1);
    const all = regimes.map((regime) => settings(regime, options, 3823));
    assert.deepEqual(all, [
      { learningRate: 1, batchSize: 3823, epochs: 400 },
      { learningRate: 0.5, batchSize: 150, epochs: 40 },
      { learningRate: 0.02, batchSize: 1, epochs: 12 },
    ]);
  });

  it('are read', () => {
    const args =
      '--regime mini-batch --hidden 64,32 --activation relu --optimizer adam --learning-rate 3e-3 --epochs 7';
    const more = '--batch-size 50 --seed 9 --seeds 4 --dtype float64 --lang es --json out.json';
    const options = readArguments(`${args} ${more}`.split(' '))!;
    assert.deepInclude(options, {
      activation: 'relu',
      optimizer: 'adam',
      seed: 9,
      seeds: 4,
      dtype: 'float64',
      repeat: 1,
    });
    assert.deepEqual([...options.hidden], [64, 32]);
    assert.deepEqual(settings(regimes[1], options, 3823), { learningRate: 0.003, batchSize: 50, epochs: 7 });
    assert.equal(settings(regimes[2], options, 3823).batchSize, 1);
    assert.equal(readArguments(['--help']), null);
  });

  it('are refused, each in one line', () => {
    const cases: [string, string][] = [
      ['--regime minibatch', "Did you mean 'mini-batch'?"],
      ['--batchsize 3', "Did you mean 'batch-size'?"],
      ['--epochs 0', '--epochs is not usable; expected a whole number >= 1, received 0.'],
      ['--epochs 2.5', 'received 2.5'],
      ['--seed=-1', 'expected a whole number >= 0, received -1'],
      ['--hidden 20,', "--hidden is not usable; expected a number, received ''."],
      ['--hidden 0x10', "received '0x10'"],
      ['--learning-rate 0', 'expected a number > 0'],
      ['--optimizer sdg', "Did you mean 'sgd'?"],
      ['--json', '--json'],
      ['stray', 'stray'],
    ];
    for (const [args, words] of cases)
      assertRefused(() => readArguments(args.split(' ')), 'ArgumentError', words);
  });
});

describe('bench report', () => {
  it('takes medians', () => {
    assert.equal(median([7, 1, 3]), 3);
    assert.equal(median([7, 1, 3, 4]), 3.5);
  });

  it('aligns columns', () => {
    const rows = [
      ['', 'one', 'b'],
      ['epochs', '7', '1234'],
    ];
    assert.equal(columns(rows), '        one     b\nepochs    7  1234');
  });
});

describe('bench', () => {
  it('trains, prints the table and writes JSON', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'results.json');
    const { status, stdout, stderr } = bench('--regime', 'one-by-one', '--repeat', '1', '--json', file);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    for (const words of [
      'samples',
      'µs per update',
      'time to 98.2 %',
      '80283',
      'Confusion matrix of the test digits',
    ]) {
      assert.include(stdout, words);
    }
    const { results, machine } = JSON.parse(readFileSync(file, 'utf8'));
    const [run] = results[0].runs;
    assert.equal(machine.executor, executorInfo().name);
    assert.isTrue(run.reached);
    assert.isAtLeast(run.trainAccuracy, 0.982);
    assert.isAtLeast(run.testAccuracy, 0.935);
    assert.equal(run.updates, run.epochs * 3823);
  }).timeout(60000);

  it("speaks the course's words with --lang es, and counts 26 batches", () => {
    const { stdout } = bench('--regime', 'mini-batch', '--epochs', '2', '--repeat', '1', '--lang', 'es');
    assert.match(stdout, /nLotes +26 +25/);
    assert.match(stdout, /iteraciones +52 +800/);
    assert.include(stdout, 'no alcanzado');
  }).timeout(60000);

  it('shows medians and ranges over seeds', () => {
    const { stdout } = bench('--regime', 'one-by-one', '--epochs', '1', '--seeds', '2');
    assert.include(stdout, 'Seeds 1 to 2: median (least – most).');
    assert.match(stdout, /epochs +1 \(1 – 1\)/);
  }).timeout(60000);

  it('ends with exit code 2 and one line for a wrong option or file', () => {
    const wrong = bench('--regime', 'half-batch');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^bench: unknown --regime; .*\n$/);
    const file = bench('--json', join(tmpdir(), 'no-such-folder', 'results.json'));
    assert.equal(file.status, 2);
    assert.match(file.stderr, /^bench: --json .* cannot be written: ENOENT.*\n$/);
    assert.equal(file.stdout, '');
  });

  it('prints what is known when interrupted, and ends with 130', async () => {
    const child = spawn(process.execPath, [script, '--regime', 'full-batch', '--repeat', '5000']);
    let printed = '';
    child.stdout.on('data', (text: Buffer) => {
      if (printed === '') setTimeout(() => child.kill('SIGINT'), 1500);
      printed += text;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(status, 130);
    assert.include(printed, 'Interrupted: this is what is known so far.');
    assert.include(printed, 'full batch');
  }).timeout(60000);
});
