/**
 * A program that measures what a training step leaves on the heap, to be run by itself with `--expose-gc`: other
 * tests in the same process would change how the engine compiles the loops.
 *
 * Its argument names what is measured. It prints `{ "collections", "bytes", "growth" }`: garbage collections in 2.4 · 10⁵
 * steps, and the bytes a step that the heap grows by in each of twelve parts and in the least of them: what a step
 * leaves is in every part, what the engine's compiler leaves is not.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { add, append, freeze, reference, trace } from '../../../src/autograd/index.ts';
import { defineMetric, type MetricMaker } from '../../../src/metrics/index.ts';
import { Dense, Dropout, Input, l2, losses, type Model, Sequential } from '../../../src/nn/index.ts';
import { Adam, type Optimizer, SGD } from '../../../src/optim/index.ts';
import { zeros } from '../../../src/tensor/index.ts';
import { someClasses, someRows } from './training.ts';

/** Steps in a part. */
const PART = 2e4;
const PARTS = 12;

/** 64-20-10, plain or with all that a step may hold. */
function net(rich: boolean): { model: Model; optimizer: Optimizer } {
  const hidden = rich
    ? [Dense(20, { activation: 'tanh', kernelRegularizer: l2(1e-3) }), Dropout(0.2)]
    : [Dense(20, { activation: 'tanh' })];
  const model = Sequential([Input({ shape: [64] }), ...hidden, Dense(10, { activation: 'softmax' })]);
  return { model, optimizer: rich ? Adam() : SGD({ learningRate: 0.001 }) };
}

/** The last planted object is reachable, so that none of them is optimized away. */
const kept: { last: object | null } = { last: null };
const plant = (a: number) => {
  kept.last = { a, b: 2 }; // three words of head and two fields: 40 bytes
};

/** A training Program of one row, replayed. @returns what runs one part */
function replays(rich: boolean, planted: (step: number) => void = () => {}): (end: () => void) => void {
  const { model, optimizer } = net(rich);
  const [x, t, weights] = [zeros([1, 64]), zeros([1, 10]), zeros([1])];
  const { predictions, loss } = trace(() => {
    const { predictions, penalty } = model.call(x, true);
    const loss = losses.categorical_crossentropy(t, predictions, weights);
    return { predictions, loss: penalty === null ? loss : add(loss, penalty) };
  });
  const program = freeze({ inputs: { x, t, weights }, outputs: { predictions, loss }, loss });
  const [{ run }] = reference.compile([append(program, optimizer.steps(program.parameters))]);
  x.data.set(someRows(1, 64).data);
  t.data.set(someClasses(1, 10).data);
  weights.data.fill(1);
  const part = () => {
    for (let i = 0; i < PART; i++) {
      optimizer.advance();
      run();
      model.step.value++;
      planted(i);
    }
  };
  return (end) => {
    for (let i = 0; i < PARTS; i++) {
      part();
      end();
    }
  };
}

/** `fit` with batches of one row and a metric: a part is an epoch. */
function fits(rich: boolean, metric: 'accuracy' | MetricMaker = 'accuracy'): (end: () => void) => void {
  const { model, optimizer } = net(rich);
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: [metric] });
  const [x, t] = [someRows(PART, 64), someClasses(PART, 10)];
  return (end) => {
    model.fit(x, t, { batchSize: 1, epochs: PARTS, verbose: 0, callbacks: [{ onEpochEnd: end }] });
  };
}

const planting = defineMetric({
  name: 'planting',
  direction: 'up',
  best: 0,
  counts: { steps: 0 },
  update: (counts) => plant(counts.steps++),
  result: ({ steps }) => steps,
  examples: [],
});

const cases: Record<string, () => (end: () => void) => void> = {
  replay: () => replays(false),
  'rich replay': () => replays(true),
  'planted replay': () => replays(false, plant),
  fit: () => fits(false),
  'rich fit': () => fits(true),
  'planted fit': () => fits(false, planting),
};

const collect = (globalThis as unknown as { gc?: () => void }).gc;
const make = cases[process.argv[2]];
if (collect === undefined || make === undefined) throw new Error('node --expose-gc allocation.js CASE');

/** When garbage was collected. */
const collected: number[] = [];
const observer = new PerformanceObserver((list) => {
  for (const { startTime } of list.getEntries()) collected.push(startTime);
});

const heap = new Float64Array(PARTS + 1);
let part = 0;
const mark = () => {
  heap[part++] = process.memoryUsage().heapUsed;
};

const work = make();
work(() => {}); // until the engine has compiled all loops
collect();
await wait(20);
observer.observe({ entryTypes: ['gc'] });
mark();
const begun = performance.now();
work(mark);
const ended = performance.now();
await wait(20);
observer.disconnect();
// before and after the work the engine tidies up in its idle time
const collections = collected.filter((time) => time >= begun && time <= ended).length;
const growth = Array.from({ length: PARTS }, (_, i) => (heap[i + 1] - heap[i]) / PART);
console.log(JSON.stringify({ collections, bytes: Math.min(...growth), growth }));
