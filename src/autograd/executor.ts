/**
 * Executors: how Programs are run.
 *
 * The reference executor runs the steps one after another, each a loop in TypeScript; it is the definition of every
 * result. Others compile a Program into something faster and must agree with it. Models ask this file for an
 * executor and never know which it is.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { run, type Step } from '../tensor/index.ts';
import type { Program } from './program.ts';

/** A Program made ready. */
export interface Compiled {
  /** The name of the executor that runs it, where that is another than the one that was asked. */
  readonly executor?: string;
  /** Runs the steps of `feed`: fills the inputs from the supplies. */
  feed(): void;
  /** Runs the steps. */
  run(): void;
  /** `feed`, `run` and count, so many times in a row, or until the output `loss` is not finite. */
  repeat(times: number): void;
}

/** Turns Programs into functions that replay them. */
export interface Executor {
  readonly name: string;
  /** Whether it can run on this engine. */
  available(): boolean;
  /**
   * Makes the Programs of one model ready, which share parameters.
   *
   * It is called again, with all of them, when there is another one or when the data of a supply has changed; what it
   * gave before is then not used any more.
   */
  compile(programs: readonly Program[]): readonly Compiled[];
  /** Says once why it is not available, where that is not obvious. */
  explain?(): void;
  /** What `executorInfo` tells beside the name. */
  details?(): Readonly<Record<string, boolean | string>>;
}

/** What there is to know about the executors here. */
export interface ExecutorInfo {
  /** The one in use. */
  readonly name: string;
  /** All that can run here, the preferred one first. */
  readonly available: readonly string[];
  /** Whether products and sums are rounded once, in one instruction, where the executor in use can tell. */
  readonly fma?: boolean;
  /** Whether it works on eight numbers at a time in place of four. */
  readonly wide?: boolean;
}

/** The plain loops, one step after another. */
export const reference: Executor = {
  name: 'reference',
  available: () => true,
  compile: (programs) =>
    programs.map((program) => compiledOf(program, inOrder(program.feed), inOrder(program.steps))),
};

/** A Program made ready from two functions: what an executor gives that has no quicker way of repeating. */
export function compiledOf(
  { counters, outputs: { loss } }: Program,
  feed: () => void,
  run: () => void,
): Compiled {
  return {
    feed,
    run,
    repeat(times) {
      for (let i = 0; i < times; i++) {
        feed();
        run();
        for (const [cell, by] of counters) cell.value += by;
        if (loss !== undefined && !Number.isFinite(loss.data[0])) return;
      }
    },
  };
}

function inOrder(steps: readonly Step[]): () => void {
  return () => {
    for (let i = 0; i < steps.length; i++) run(steps[i]); // so short that V8 makes one piece of a whole training step
  };
}

let executors: readonly Executor[] = [reference];

/**
 * Sets the executors in use, the preferred one first. A model takes the new one when it compiles next: at its next `fit`,
 * or for a number of rows that it has not met.
 *
 * @returns those that were in use before, the preferred one first: `useExecutors(...before)` puts them back
 * @throws ArgumentError for what is no executor, and if none of them is available here
 */
export function useExecutors(...list: readonly Executor[]): readonly Executor[] {
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
  const before = executors;
  executors = list;
  return before;
}

/** The executor in use: the first of the list that is available. Those passed over may say why they are not. */
export function currentExecutor(): Executor {
  for (const executor of executors) {
    if (executor.available()) return executor;
    executor.explain?.();
  }
  return reference;
}

/** Which executor trains models here, what it tells of itself, and which others there are. */
export function executorInfo(): ExecutorInfo {
  const available = executors.filter((executor) => executor.available()).map(({ name }) => name);
  const current = currentExecutor();
  const own = { name: current.name, available };
  return { ...own, ...current.details?.(), ...own }; // first in sight, and never another's words
}
