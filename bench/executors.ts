/**
 * Which executor a program of the bench trains with.
 */
import { ArgumentError, complain } from '../src/errors.ts';
import { executorInfo, type ExecutorInfo, reference, simdExecutor, useExecutors } from '../src/index.ts';
import { enableWideVectors } from '../src/node.ts';
import { oneOf } from '../src/options.ts';

/** Names that `--executor` knows. */
export const executorNames = ['simd', 'reference'] as const;

/** What the command line asked of the engine. */
export interface ExecutorChoice {
  readonly executor: (typeof executorNames)[number];
  /** Vectors of 256 bits, where the engine makes them. */
  readonly wide: boolean;
  /** Multiplications and additions rounded once, where the engine has them. */
  readonly fma: boolean;
}

/**
 * Puts the chosen executor in use, before the first model is made. What the engine has not is done without;
 * `describeExecutor` tells.
 *
 * @throws ArgumentError for an unknown name, and for modes of the reference executor, which has none
 */
export function chooseExecutor({ executor, wide, fma }: ExecutorChoice): void {
  oneOf('bench', '--executor', executor, executorNames);
  if (executor === 'reference') {
    if (wide || fma) {
      const problem = `--${wide ? 'wide' : 'fma'} is a mode of the executor simd`;
      throw new ArgumentError(complain({ who: 'bench', problem, received: '--executor reference' }));
    }
    useExecutors(reference);
    return;
  }
  if (wide) enableWideVectors();
  useExecutors(simdExecutor({ fma }), reference);
}

/** The executor in use in a few words: `simd`, `simd wide`, `fma (not to be had here: wide vectors)`. */
export function describeExecutor(asked: ExecutorChoice, info: ExecutorInfo = executorInfo()): string {
  const missing = [
    asked.wide && info.wide !== true ? 'wide vectors' : '',
    asked.fma && info.fma !== true ? 'fma' : '',
  ].filter((name) => name !== '');
  const refused = missing.length === 0 ? '' : ` (not to be had here: ${missing.join(', ')})`;
  return `${info.name}${info.wide === true ? ' wide' : ''}${refused}`;
}
