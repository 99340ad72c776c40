/**
 * The command line of the bench: what can be asked, checked before anything runs.
 */
import { parseArgs } from 'node:util';
import { ArgumentError } from '../src/index.ts';
import { number, oneOf, wholeNumber } from '../src/options.ts';
import { executorNames } from './executors.ts';
import { type RegimeName, regimeNames } from './regimes.ts';

/** What the bench was asked to do; null where each regime has its own. */
export interface BenchOptions {
  readonly regimes: readonly RegimeName[];
  readonly hidden: readonly number[];
  readonly activation: 'tanh' | 'sigmoid' | 'relu' | 'linear';
  readonly optimizer: 'sgd' | 'rmsprop' | 'adam';
  readonly learningRate: number | null;
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly seed: number;
  /** How many seeds are run, from `seed` on. */
  readonly seeds: number;
  readonly dtype: 'float32' | 'float64';
  readonly executor: (typeof executorNames)[number];
  readonly wide: boolean;
  readonly fma: boolean;
  /** Times the kernels on their own in place of training. */
  readonly kernels: boolean;
  /** How often each training is timed; the median counts. */
  readonly repeat: number;
  readonly lang: 'en' | 'es';
  readonly json: string | null;
  readonly quick: boolean;
}

export const HELP = `npm run bench -- [options]

Trains a net on 3823 handwritten digits (optdigits, 8x8) in three regimes of gradient descent, until 98.2 % of them are
classified right, and prints one table.

  --regime NAME          full-batch, mini-batch or one-by-one; may be given several times   (default: all three)
  --hidden N[,N...]      units of the hidden layers                                         (default: 20)
  --activation NAME      of the hidden layers: tanh, sigmoid, relu, linear                  (default: tanh)
  --optimizer NAME       sgd, rmsprop, adam                                                 (default: sgd)
  --learning-rate X      for all regimes           (default: 1.0, 0.5, 0.02 by regime; rmsprop and adam: 0.001)
  --epochs N             training ends here at the latest           (default: 400, 40, 12 by regime)
  --batch-size N         of the mini-batch regime                                           (default: 150)
  --seed N               start weights and order of the samples                             (default: 1)
  --seeds N              runs N seeds, from --seed on, and prints medians and ranges        (default: 1)
  --dtype NAME           float32 or float64                                                 (default: float32)
  --executor NAME        simd, or reference: the plain loops                                (default: simd)
  --wide                 simd with V8's experimental vectors of 256 bits: the same results  (Node 24 and later)
  --fma                  simd with fused multiply-add: last bits may differ by machine      (Node 22 and later)
  --kernels              times matrix products and vector functions on their own instead
  --repeat N             times each training N times and takes the median                   (default: 3, with --seeds 1)
  --lang NAME            en, or es: the labels of the course                                (default: en)
  --json FILE            writes all results to a file
  --quick                under 10 seconds: 40 epochs of full batch at the most, each training timed once
  --help                 this text
`;

const text = { type: 'string' } as const;
const flags = {
  regime: { type: 'string', multiple: true },
  hidden: text,
  activation: text,
  optimizer: text,
  'learning-rate': text,
  epochs: text,
  'batch-size': text,
  seed: text,
  seeds: text,
  dtype: text,
  executor: text,
  wide: { type: 'boolean' },
  fma: { type: 'boolean' },
  kernels: { type: 'boolean' },
  repeat: text,
  lang: text,
  json: text,
  quick: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/**
 * Reads the command line.
 *
 * @returns the options, or null if help is wanted
 * @throws ArgumentError with one line for a wrong option or value
 */
export function readArguments(args: readonly string[]): BenchOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const numeric = (name: string, value: string): number =>
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : number('bench', `--${name}`, value);
  const whole = (name: keyof typeof values, min: number): number | null =>
    values[name] === undefined
      ? null
      : wholeNumber('bench', `--${name}`, numeric(name, values[name] as string), { min });
  const rate = values['learning-rate'];
  const seeds = whole('seeds', 1) ?? 1;
  const quick = values.quick ?? false;
  const { hidden = '20', activation = 'tanh', optimizer = 'sgd', dtype = 'float32', lang = 'en' } = values;
  const { executor = dtype === 'float64' ? 'reference' : 'simd' } = values;
  return {
    regimes: (values.regime ?? regimeNames).map((name) => oneOf('bench', '--regime', name, regimeNames)),
    hidden: hidden
      .split(',')
      .map((units) => wholeNumber('bench', '--hidden', numeric('hidden', units.trim()))),
    activation: oneOf('bench', '--activation', activation, ['tanh', 'sigmoid', 'relu', 'linear']),
    optimizer: oneOf('bench', '--optimizer', optimizer, ['sgd', 'rmsprop', 'adam']),
    learningRate:
      rate === undefined
        ? null
        : number('bench', '--learning-rate', numeric('learning-rate', rate), { above: 0 }),
    epochs: whole('epochs', 1),
    batchSize: whole('batch-size', 1),
    seed: whole('seed', 0) ?? 1,
    seeds,
    dtype: oneOf('bench', '--dtype', dtype, ['float32', 'float64']),
    executor: oneOf('bench', '--executor', executor, executorNames),
    wide: values.wide ?? false,
    fma: values.fma ?? false,
    kernels: values.kernels ?? false,
    repeat: whole('repeat', 1) ?? (quick || seeds > 1 ? 1 : 3),
    lang: oneOf('bench', '--lang', lang, ['en', 'es']),
    json: values.json ?? null,
    quick,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.keys(flags);
    const wrong = args.find((arg) => arg.startsWith('--') && !known.includes(arg.slice(2).split('=')[0]));
    if (wrong !== undefined) oneOf('bench', 'option', wrong.slice(2).split('=')[0], known);
    throw new ArgumentError(
      `bench: ${(error as Error).message.split('\n')[0].replace(/\.$/, '')}. See --help.`,
    );
  }
}
