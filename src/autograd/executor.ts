/**
 * Executors: how Programs are run.
 *
 * The reference executor runs the steps one after another, each a loop in TypeScript; it is the definition of every
 * result. Others compile a Program into something faster and must agree with it. Models ask this file for an
 * executor and never know which it is.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { run } from '../tensor/index.ts';
import type { Program } from './program.ts';

/** Turns a Program into a function that replays it. */
export interface Executor {
  readonly name: string;
  /** Whether it can run on this engine. */
  available(): boolean;
  compile(program: Program): () => void;
}

/** The plain loops, one step after another. */
export const reference: Executor = {
  name: 'reference',
  available: () => true,
  compile({ steps }) {
    return () => {
      for (const step of steps) run(step);
    };
  },
};

let executors: readonly Executor[] = [reference];

/**
 * Sets the executors in use, the preferred one first. Programs compiled before keep theirs.
 *
 * @throws ArgumentError for what is no executor, and if none of them is available here
 */
export function useExecutors(...list: readonly Executor[]): void {
  for (const executor of list) {
    if (typeof executor?.available === 'function' && typeof executor.compile === 'function') continue;
    const expected = '{ name, available, compile }, such as the executor reference';
    throw new ArgumentError(
      complain({
        who: 'useExecutors',
        problem: 'this is no executor',
        expected,
        received: show(executor),
      }),
    );
  }
  if (!list.some((executor) => executor.available())) {
    const problem = 'no executor of the list is available on this engine';
    throw new ArgumentError(
      complain({ who: 'useExecutors', problem, help: 'Put the executor reference at the end of the list.' }),
    );
  }
  executors = list;
}

/** The executor in use: the first of the list that is available. */
export function currentExecutor(): Executor {
  return executors.find((executor) => executor.available()) ?? reference;
}

/** Which executor trains models here, and which others there are. */
export function executorInfo(): { readonly name: string; readonly available: readonly string[] } {
  const available = executors.filter((executor) => executor.available()).map(({ name }) => name);
  return { name: currentExecutor().name, available };
}
