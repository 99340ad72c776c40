/**
 * The workloads: a tiny one trained to a known number of steps, the command line, and what it refuses.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import { chooseExecutor } from '../../bench/executors.ts';
import {
  countWeights,
  cutWeights,
  readStart,
  readWorkloadArguments,
  type Start,
} from '../../bench/workload-input.ts';
import { timeWorkload, trainWorkload, type Workload, workloads } from '../../bench/workloads.ts';
import { assertRefused, generic } from '../shared/values.ts';

const script = fileURLToPath(new URL('../../bench/workloads.js', import.meta.url));
const names = workloads.map(({ name }) => name);

const tiny: Workload = {
  name: 'tiny',
  net: 'T',
  sizes: [5, 4, 3],
  activation: 'relu',
  optimizer: 'adam',
  learningRate: 0.01,
  batchSize: 6,
  epochs: 2,
};
const ROWS = 20; // 4 batches of 6, the last of 2

/** Generic data and weights for a net, and its labels. */
function startOf({ sizes }: Workload, rows: number): { start: Start; labels: Int32Array } {
  const classes = sizes[sizes.length - 1];
  const labels = Int32Array.from({ length: rows }, (_, row) => (row * row + 1) % classes);
  const t = new Float32Array(rows * classes);
  labels.forEach((label, row) => {
    t[row * classes + label] = 1;
  });
  const x = Float32Array.from(generic(rows * sizes[0], [0, 1]));
  const weights = Float32Array.from(generic(countWeights(sizes), [-0.4, 0.4], { seed: 3 }));
  return {
    start: { x: { data: x, shape: [rows, sizes[0]] }, t: { data: t, shape: [rows, classes] }, weights },
    labels,
  };
}

/** A folder with the files of a net. */
function folderOf(workload: Workload, rows: number): string {
  const { start, labels } = startOf(workload, rows);
  const folder = mkdtempSync(join(tmpdir(), 'workloads-'));
  writeFileSync(join(folder, `${workload.net}_x.f32`), start.x.data);
  writeFileSync(join(folder, `${workload.net}_y.i32`), labels);
  writeFileSync(join(folder, `${workload.net}_w.f32`), start.weights);
  return folder;
}

describe('workloads', () => {
  it('are the five that the engine is judged by', () => {
    assert.deepEqual(names, ['A-full', 'A-150', 'A-1', 'B', 'C']);
    for (const { sizes } of workloads) assert.equal(sizes[sizes.length - 1], 10);
    assert.deepEqual(
      workloads.map(({ sizes }) => countWeights(sizes)),
      [1510, 1510, 1510, 101770, 1707274],
    );
  });

  it('train from the given weights, with as many steps as there are batches', () => {
    const { start } = startOf(tiny, ROWS);
    const before = start.weights.slice();
    const { seconds, steps, loss } = trainWorkload(tiny, start, 2);
    assert.equal(steps, 8);
    assert.isAbove(seconds, 0);
    assert.isTrue(Number.isFinite(loss));
    assert.deepEqual(start.weights, before);
    assert.equal(trainWorkload(tiny, start, 2).loss, loss);
    assert.notEqual(trainWorkload(tiny, start, 2, 7).loss, loss);
    assert.isBelow(trainWorkload(tiny, start, 60).loss, loss);
    assert.equal(timeWorkload(tiny, start, 3).steps, 12);
    assert.equal(trainWorkload({ ...tiny, batchSize: Number.POSITIVE_INFINITY }, start, 2).steps, 2);
  });

  it('give the loss of the start weights as computed by hand', () => {
    const linear: Workload = { ...tiny, sizes: [5, 3], optimizer: 'sgd', learningRate: 1e-30 };
    const { start, labels } = startOf(linear, ROWS);
    const [kernel, bias] = cutWeights(start.weights, linear.sizes);
    let sum = 0;
    labels.forEach((label, row) => {
      const logits = Array.from(bias.data, (b, j) => {
        let z = b;
        for (let k = 0; k < 5; k++) z += start.x.data[row * 5 + k] * kernel.data[k * 3 + j];
        return z;
      });
      const total = logits.reduce((all, z) => all + Math.exp(z), 0);
      sum -= Math.log(Math.exp(logits[label]) / total);
    });
    assert.closeTo(trainWorkload(linear, start, 1).loss, sum / ROWS, 1e-6);
  });

  it('refuse weights of another net', () => {
    const { start } = startOf(tiny, ROWS);
    const short = { ...start, weights: start.weights.subarray(1) };
    const words = 'tiny: weights do not fit; expected 39 numbers, received 38.';
    assertRefused(() => trainWorkload(tiny, short, 1), 'ArgumentError', words);
  });
});

describe('workload files', () => {
  it('are read, all rows or the first ones', () => {
    const { start } = startOf(tiny, ROWS);
    const folder = folderOf(tiny, ROWS);
    assert.deepEqual(readStart(folder, tiny, null), start);
    const few = readStart(folder, tiny, 7);
    assert.deepEqual([few.x.shape, few.t.shape], [[7, 5] as const, [7, 3] as const]);
    assert.deepEqual(few.x.data, start.x.data.subarray(0, 35).slice());
  });

  it('are refused if they do not fit', () => {
    const folder = folderOf(tiny, ROWS);
    const read = (workload: Workload, rows: number | null) => () => readStart(folder, workload, rows);
    assertRefused(read({ ...tiny, net: 'U' }, null), 'DataError', 'U_y.i32 cannot be read: ENOENT');
    assertRefused(read({ ...tiny, sizes: [6, 4, 3] }, null), 'DataError', 'T_x.f32', 'expected 120 numbers');
    assertRefused(read({ ...tiny, sizes: [5, 3, 3] }, null), 'DataError', 'T_w.f32', 'received 39');
    assertRefused(read(tiny, 21), 'ArgumentError', '--rows is not usable', '<= 20, received 21.');
  });
});

describe('workload options', () => {
  const read = (args: string) => readWorkloadArguments(args.split(' '), names);

  it('have their defaults and are read', () => {
    assert.deepEqual(read('--work A-150 --data d'), {
      work: 'A-150',
      data: 'd',
      epochs: null,
      lossEpochs: null,
      reps: 3,
      rows: null,
      seed: 0,
      executor: 'reference',
      wide: false,
      fma: false,
      json: false,
    });
    const more = '--epochs 9 --loss-epochs 0 --reps 4 --rows 70 --seed 5 --executor simd --wide --fma --json';
    assert.deepInclude(read(`--work C --data d ${more}`), { epochs: 9, lossEpochs: 0, reps: 4, rows: 70 });
    assert.deepInclude(read(`--work C --data d ${more}`), {
      seed: 5,
      executor: 'simd',
      wide: true,
      fma: true,
    });
    assert.equal(read('--help'), null);
  });

  it('are refused, each in one line', () => {
    const cases: [string, string][] = [
      ['--data d', '--work is missing; expected A-full, A-150, A-1, B, C. See --help.'],
      ['--work B', '--data is missing; expected a folder.'],
      ['--work A150 --data d', "Did you mean 'A-150'?"],
      ['--work B --data d --epochs 0', '--epochs is not usable; expected a whole number >= 1, received 0.'],
      ['--work B --data d --reps 2.5', 'received 2.5'],
      ['--work B --data d --rows many', "--rows is not usable; expected a number, received 'many'."],
      ['--work B --data d --executor smid', "Did you mean 'simd'?"],
      ['--work B --data d --row 3', "Did you mean 'rows'?"],
      ['--work B --data d --reps 0 --loss-epochs 0', 'leave nothing to do'],
      ['--work B --data d stray', 'stray'],
    ];
    for (const [args, words] of cases) assertRefused(() => read(args), 'ArgumentError', words);
  });

  it('name an executor that is known', () => {
    chooseExecutor({ executor: 'reference', wide: false, fma: false });
    const wrong = { executor: 'turbo' as 'simd', wide: false, fma: false };
    assertRefused(() => chooseExecutor(wrong), 'ArgumentError', "received 'turbo'");
  });
});

describe('workloads from the command line', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  const folder = folderOf({ ...workloads[0], name: 'small' }, 30);
  const some = ['--work', 'A-150', '--data', folder, '--epochs', '2', '--reps', '2'];

  it('print one line of JSON', () => {
    const { status, stdout, stderr } = run(...some, '--json');
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /^\{.*\}\n$/);
    const found = JSON.parse(stdout);
    assert.deepInclude(found, { work: 'A-150', rows: 30, epochs: 2, loss_epochs: 2, reps: 2, steps: 2 });
    assert.equal(found.executor.name, 'reference');
    assert.isAbove(found.us_step, 0);
    assert.isAtLeast(found.spread, 0);
    assert.isTrue(Number.isFinite(found.loss));
  });

  it('print a line to read, or the loss alone', () => {
    assert.match(
      run(...some).stdout,
      /^A-150, executor reference, Node v.*µs a step \(2 × 2 steps.*loss .*\n$/,
    );
    const loss = JSON.parse(run(...some, '--json', '--reps', '0').stdout);
    assert.deepInclude(loss, { reps: 0, us_step: null, spread: null, steps: null });
    assert.isTrue(Number.isFinite(loss.loss));
  });

  it('end with exit code 2 and one line for what is wrong', () => {
    const wrong = run('--work', 'A-150', '--data', join(folder, 'nowhere'));
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^workloads: .*nowhere.* cannot be read: ENOENT.*\n$/);
    assert.equal(wrong.stdout, '');
    assert.match(run('--wrok', 'B').stderr, /^workloads: unknown option; .*Did you mean 'work'\?\n$/);
  });
});
