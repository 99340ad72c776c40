/**
 * Wide vectors: V8 can join pairs of 128-bit instructions to 256 bits, behind a flag that is still experimental.
 *
 * Before the flag is trusted, it is tried: the same work is run without and with it, must give the same bits, and must
 * be faster. Otherwise it is switched off again.
 */
import {
  addBias,
  append,
  freeze,
  matmul,
  type Program,
  softmaxCrossEntropy,
  tanh,
  trace,
} from '../autograd/index.ts';
import { Adam } from '../optim/index.ts';
import { type Floats, ones, Parameter, Tensor } from '../tensor/index.ts';
import { Arena } from './arena.ts';
import { byKernel } from './kernels/index.ts';
import type { Mode } from './mode.ts';
import { joinsVectors, modeOf, now, setEngineFlag, setWide, supported } from './probe.ts';

const FLAG = 'experimental-wasm-revectorize';

/** How long each form is run before it is timed, in milliseconds: V8 replaces its first quick code in that time. */
const WARM_UP = 20;
/** Wide products take about half the time; if less is gained than this, the flag does nothing here. */
const GAIN = 1.2;

/** What has been found out; null before. */
let outcome: boolean | null = null;

/**
 * Lets V8 use vectors of 256 bits for all that is compiled from now on, in this process and its workers.
 *
 * To be called before the first model is trained. The results stay the same to the last bit: that is tested here, in
 * about a tenth of a second. `executorInfo().wide` says what came of it.
 *
 * @returns whether wide vectors are in use: false on Node below 24, on processors without them, and in browsers
 */
export function enableWideVectors(): boolean {
  outcome ??= tryWideVectors();
  return outcome;
}

function tryWideVectors(): boolean {
  if (!supported() || !joinsVectors()) return false;
  const narrow = measure({ ...modeOf(false), wide: false });
  if (!setEngineFlag(`--${FLAG}`)) return false;
  const good = isBetter(measure({ ...modeOf(false), wide: true }), narrow);
  if (!good) setEngineFlag(`--no-${FLAG}`);
  setWide(good);
  return good;
}

/** What a training gave, and how long a step of it took. */
interface Measured {
  readonly bits: Uint32Array;
  readonly milliseconds: number;
}

/** Whether wide code gives the same bits as the narrow, and does so faster. */
export function isBetter(wide: Measured, narrow: Measured): boolean {
  const equal =
    wide.bits.length === narrow.bits.length && wide.bits.every((bits, i) => bits === narrow.bits[i]);
  return equal && narrow.milliseconds > GAIN * wide.milliseconds;
}

/** Trains a small net until its code is compiled well, then a few steps from the start weights. */
function measure(mode: Mode): Measured {
  const { program, changing } = smallTraining();
  const start = changing.map(({ data }) => data.slice());
  const { run } = new Arena(byKernel, mode).install([program])[0];
  const begun = now();
  while (now() - begun < WARM_UP) run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const from = now();
    for (let i = 0; i < 20; i++) run();
    best = Math.min(best, now() - from);
  }
  for (const [i, { data }] of changing.entries()) data.set(start[i]);
  for (let i = 0; i < 3; i++) run();
  const bits = changing.flatMap(({ data }) => [...bitsOf(data)]);
  return { bits: Uint32Array.from(bits), milliseconds: best };
}

function bitsOf(data: Floats): Uint32Array {
  return new Uint32Array(data.slice().buffer);
}

/** A training step that goes through products, sums, functions and an update, with all that it changes. */
function smallTraining(): { readonly program: Program; readonly changing: readonly Tensor[] } {
  const numbers = (count: number, factor: number) =>
    Float32Array.from({ length: count }, (_, i) => (((i * 37) % 101) - 50) * factor);
  const weights = (shape: readonly number[]) =>
    new Parameter(
      numbers(
        shape.reduce((product, size) => product * size),
        0.002,
      ),
      shape,
      'weights',
    );
  const x = new Tensor(numbers(66 * 96, 0.02), [66, 96]);
  const t = new Tensor(
    Float32Array.from({ length: 66 * 10 }, (_, i) => (i % 10 === (i * 7) % 9 ? 1 : 0)),
    [66, 10],
  );
  const [w1, b1, w2, b2] = [[96, 64], [64], [64, 10], [10]].map(weights);
  const loss = trace(() => {
    const hidden = tanh(addBias(matmul(x, w1), b1));
    return softmaxCrossEntropy(t, addBias(matmul(hidden, w2), b2), ones([66]));
  });
  const optimizer = Adam();
  optimizer.advance();
  const program = freeze({ inputs: {}, outputs: { loss }, loss });
  const changing = [w1, b1, w2, b2].flatMap((parameter) => [parameter.value, ...optimizer.slots(parameter)]);
  return { program: append(program, optimizer.steps(program.parameters)), changing };
}
