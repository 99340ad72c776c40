/**
 * A program that measures memory over many training steps, or over many models, to be run by itself with `--expose-gc`.
 *
 * `steps N` trains two models one row at a time, and one with batch normalization, clipping and a schedule on batches of
 * four, N steps each; it prints what the process held after a warm-up and what it held at the end, garbage collected both
 * times. `models N` makes N models one after another, every other of them such a one, trains each for one step and drops
 * it; it prints what was held after the first few, the most that was held on the way (no garbage is
 * collected but by the engine itself), what is held at the end, and how many of the models' memories were collected
 * by then. `planted` as a third argument keeps them all.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { executorInfo } from '../../src/index.ts';
import { BatchNormalization, Dense, Dropout, Input, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam, CosineDecayRestarts, type Optimizer, SGD } from '../../src/optim/index.ts';
import { someClasses, someRows } from '../nn/shared/training.ts';

/** Bytes, as Node counts them. */
export interface Held {
  readonly heapUsed: number;
  /** Memory of objects outside the heap, that of WebAssembly and arrays among it. */
  readonly external: number;
  readonly arrayBuffers: number;
  /** What the system has given to the process. */
  readonly rss: number;
}

/** What `steps` prints, for each model. */
export interface Steps {
  readonly executor: string;
  readonly steps: number;
  readonly start: Held;
  readonly end: Held;
  readonly seconds: number;
}

/** What `models` prints. */
export interface Models {
  readonly executor: string;
  readonly models: number;
  readonly collected: number;
  readonly start: Held;
  readonly most: Held;
  readonly end: Held;
  readonly seconds: number;
}

const collect = (globalThis as { readonly gc?: () => void }).gc;
const [what, number, planted] = process.argv.slice(2);
const count = Number(number);
if (collect === undefined || !(count >= 1)) throw new Error('node --expose-gc endurance.js steps|models N');

const held = (): Held => {
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heapUsed, external, arrayBuffers, rss };
};

/** Collects all garbage, and lets the engine do what it does in its idle time. */
async function tidy(): Promise<Held> {
  for (let i = 0; i < 4; i++) {
    collect!();
    await wait(20);
  }
  return held();
}

const [INPUTS, CLASSES] = [64, 10];
const kept: object[] = [];

function net(optimizer: Optimizer, units = 20): Model {
  const layers = [
    Dense(units, { activation: 'tanh' }),
    Dropout(0.1),
    Dense(CLASSES, { activation: 'softmax' }),
  ];
  const model = Sequential([Input({ shape: [INPUTS] }), ...layers]);
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** A net that holds more: state that moves, gradients that are clipped, a learning rate that is worked out in each step. */
function richNet(units = 20): Model {
  const layers = [
    Dense(units, { activation: 'relu', useBias: false }),
    BatchNormalization(),
    Dropout(0.1),
    Dense(CLASSES, { activation: 'softmax', kernelRegularizer: 'l2' }),
  ];
  const model = Sequential([Input({ shape: [INPUTS] }), ...layers]);
  const learningRate = CosineDecayRestarts({ initialLearningRate: 0.003, firstDecaySteps: 1000, tMul: 1 });
  const optimizer = Adam({ learningRate, amsgrad: true, globalClipnorm: 1, weightDecay: 0.001 });
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** One after another, so that no model stands in the measures of the next. */
async function steps(make: () => Model, batchSize: number): Promise<Steps> {
  const rows = Math.min(count, 2000) * batchSize;
  const [x, t] = [someRows(rows, INPUTS), someClasses(rows, CLASSES)];
  const model = make();
  const callbacks =
    planted === 'planted' ? [{ onTrainBatchEnd: (batch: number) => void kept.push({ batch }) }] : [];
  const fit = (epochs: number) => void model.fit(x, t, { batchSize, epochs, verbose: 0, callbacks });
  fit(10);
  const start = await tidy();
  const begun = performance.now();
  const before = model.step.value;
  fit(Math.ceil((count * batchSize) / rows));
  const seconds = (performance.now() - begun) / 1000;
  const done = model.step.value - before;
  return { executor: executorInfo().name, steps: done, start, end: await tidy(), seconds };
}

async function models(): Promise<Models> {
  const [x, t] = [someRows(8, INPUTS), someClasses(8, CLASSES)];
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  const one = (i: number) => {
    const model = i % 2 === 0 ? net(SGD(), 100) : richNet(100);
    model.fit(x, t, { batchSize: 8, epochs: 1, verbose: 0 });
    const memory = model.parameters[0].value.data.buffer;
    registry.register(memory, 0);
    if (planted === 'planted') kept.push(model);
  };
  for (let i = 0; i < 20; i++) one(i);
  const start = await tidy();
  collected = 0;
  const most = { ...start };
  const begun = performance.now();
  for (let i = 0; i < count; i++) {
    one(i);
    const now = held();
    for (const key of Object.keys(most) as (keyof Held)[]) most[key] = Math.max(most[key], now[key]);
    if (i % 50 === 0) await wait(0); // as a server would
  }
  const seconds = (performance.now() - begun) / 1000;
  const end = await tidy();
  return { executor: executorInfo().name, models: count, collected, start, most, end, seconds };
}

const result =
  what === 'models'
    ? await models()
    : [
        await steps(() => net(SGD({ learningRate: 0.01 })), 1),
        await steps(() => net(Adam()), 1),
        await steps(() => richNet(), 4),
      ];
console.log(JSON.stringify(result));
if (kept.length < 0) console.log(kept);
