/**
 * The main job: gradient descent three ways on handwritten digits.
 *
 * `npm run bench` trains 64-20-10 by full batch, by mini-batches and one by one, and prints one table.
 */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ArgumentError, executorInfo, NonFiniteError } from '../src/index.ts';
import { draw, isTerminal } from '../src/nn/platform.ts';
import { bar } from '../src/nn/progress.ts';
import { chooseExecutor, describeExecutor } from './executors.ts';
import { kernelTable, measureKernels } from './kernels/run.ts';
import { type BenchOptions, HELP, readArguments } from './options.ts';
import { regimes } from './regimes.ts';
import { labels } from './report/labels.ts';
import { median } from './report/statistics.ts';
import { report, type RegimeResults } from './report/table.ts';
import { type Digits, loadDigits, type RunResult, trainOnce, warmUp } from './training.ts';

/** Set by Ctrl-C: what runs ends after its epoch. */
let interrupted = false;

/** What the numbers were measured on, and in which mode. */
function machine() {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const { name, fma = false, wide = false } = executorInfo();
  return { node: process.version, v8: process.versions.v8, processor, executor: name, fma, wide };
}

/** One line that says where training stands. */
function progressLine(name: string, run: string, epoch: number, epochs: number, accuracy: number): void {
  if (!isTerminal()) return;
  const share = `${(100 * accuracy).toFixed(1)} %`;
  draw(`${name.padEnd(14)} ${run} ${bar(epoch / epochs, 30)} ${epoch}/${epochs}  ${share}`);
}

/** All seeds of one regime, each trained `repeat` times. */
async function runRegime(name: string, options: BenchOptions, digits: Digits): Promise<readonly RunResult[]> {
  const regime = regimes.find((one) => one.name === name)!;
  const word = labels[options.lang].regimes[regime.name];
  warmUp(regime, options, digits);
  const runs: RunResult[] = [];
  for (let seed = options.seed; seed < options.seed + options.seeds && !interrupted; seed++) {
    const repeated: RunResult[] = [];
    for (let i = 0; i < options.repeat && !interrupted; i++) {
      const which = options.seeds > 1 ? `seed ${seed}` : `${i + 1}/${options.repeat}`;
      const watch = (epoch: number, epochs: number, accuracy: number) => {
        progressLine(word, which, epoch, epochs, accuracy);
        return interrupted;
      };
      repeated.push(await trainOnce(regime, options, digits, seed, watch));
    }
    const whole = interrupted && repeated.length > 1 ? repeated.slice(0, -1) : repeated;
    runs.push({ ...whole[0], seconds: median(whole.map(({ seconds }) => seconds)) });
  }
  if (isTerminal()) draw('');
  return runs;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options === null) {
    console.log(HELP);
    return 0;
  }
  if (options.json !== null) checkWritable(options.json);
  chooseExecutor(options);
  const { node, v8, processor } = machine();
  const where = `Node ${node} (V8 ${v8}), ${processor}, one thread, executor ${describeExecutor(options)}`;
  if (options.kernels) {
    console.log(`multiperceptron bench: kernels\n${where}`);
    const kernels = measureKernels(options.fma, options.quick ? 3 : 15);
    console.log(kernelTable(kernels));
    if (options.json !== null) writeJson(options.json, { machine: machine(), options, kernels });
    return 0;
  }
  const digits = loadDigits(options);
  const net = [64, ...options.hidden, 10].join('-');
  console.log(
    `multiperceptron bench: optdigits, ${net} ${options.activation}, softmax, ${options.optimizer}, ${options.dtype}`,
  );
  console.log(where);

  process.on('SIGINT', () => {
    interrupted = true;
  });
  const results: RegimeResults[] = [];
  let failure: NonFiniteError | null = null;
  for (const regime of options.regimes) {
    if (interrupted || failure !== null) break;
    try {
      results.push({ regime, runs: await runRegime(regime, options, digits) });
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      failure = error;
    }
  }
  if (results.length > 0) console.log(report(results, options, interrupted));
  if (options.json !== null) writeJson(options.json, { machine: machine(), options, interrupted, results });
  if (failure !== null) throw failure;
  return interrupted ? 130 : 0;
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Refuses a file that cannot be written, before anything is trained. @throws ArgumentError */
function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new ArgumentError(`bench: --json ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** The errors whose message is all that the user needs. */
const EXPECTED = ['ArgumentError', 'DataError', 'StateError', 'NonFiniteError'];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error && EXPECTED.includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
