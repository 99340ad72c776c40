/**
 * Wide vectors: V8 can join pairs of 128-bit instructions to 256 bits, behind a flag that is still experimental.
 *
 * Before the flag is trusted, it is tried: the same work is run without and with it, must give the same bits, and must
 * be faster. Otherwise it is switched off again.
 */
import type { Program } from '../autograd/index.ts';
import { matmul, tanh } from '../autograd/index.ts';
import { Adam } from '../optim/index.ts';
import { registers, step, Tensor } from '../tensor/index.ts';
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
  const wide = measure({ ...modeOf(false), wide: true });
  const equal = narrow.bits.every((bits, i) => bits === wide.bits[i]);
  const good = equal && narrow.milliseconds > GAIN * wide.milliseconds;
  if (!good) setEngineFlag(`--no-${FLAG}`);
  setWide(good);
  return good;
}

/** Runs a product, a tanh and an update until they are compiled well. */
function measure(mode: Mode): { readonly bits: Uint32Array; readonly milliseconds: number } {
  const { program, results } = work();
  const { run } = new Arena(byKernel, mode).install([program])[0];
  const begun = now();
  while (now() - begun < WARM_UP) run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const start = now();
    for (let i = 0; i < 20; i++) run();
    best = Math.min(best, now() - start);
  }
  const bits = results.flatMap(({ data }) => [...new Uint32Array(data.slice().buffer)]);
  return { bits: Uint32Array.from(bits), milliseconds: best };
}

/** A Program whose results do not depend on how often it has run. */
function work(): { readonly program: Program; readonly results: readonly Tensor[] } {
  const matrix = (rows: number, columns: number, factor: number) =>
    new Tensor(
      Float32Array.from({ length: rows * columns }, (_, i) => ((i * 37) % 101) * factor - 50 * factor),
      [rows, columns],
    );
  const [a, b] = [matrix(60, 96, 0.013), matrix(96, 64, 0.007)];
  const [y, h] = [matrix(60, 64, 0), matrix(60, 64, 0)];
  const [w, m, v] = [matrix(60, 64, 0.01), matrix(60, 64, 0), matrix(60, 64, 0)];
  const { options } = Adam.definition;
  const live = Object.assign(
    registers({
      learningRate: 0,
      beta1: options.beta1,
      beta2: options.beta2,
      epsilon: options.epsilon,
      alpha: 0,
    }),
    { convention: 'keras' },
  );
  const program: Program = {
    inputs: {},
    outputs: { y, h },
    parameters: new Map(),
    state: [],
    constants: [],
    temporaries: [],
    cells: [],
    steps: [
      step(matmul.definition.forward, { a, b }, y, {}, {}),
      step(tanh.definition.forward, { x: y }, h, {}, {}),
      step(Adam.definition.update, w, h, { m, v }, live as never),
    ],
    feed: [],
    supplies: [],
    counters: [],
  };
  return { program, results: [y, h, w] };
}
