/**
 * A step: one piece of work, written down to be run later, many times.
 *
 * A training Program is a list of steps: the forward hooks of ops, their backward hooks, and the updates of an
 * optimizer. A step is a kernel (a loop over flat arrays) and what it works on; running it allocates nothing.
 */

/** A number in a box. A kernel reads it anew in every run, so it may change between two replays of a Program. */
export interface Cell {
  value: number;
}

/** A loop over flat arrays. Its identity tells an executor what the step does. */
export type Kernel = (...args: never[]) => void;

/** A kernel and its arguments, at most four. */
export interface Step {
  readonly kernel: Kernel;
  readonly args: readonly [a: unknown, b?: unknown, c?: unknown, d?: unknown];
}

/** Makes a step. Here the compiler checks the arguments against the kernel; the list of steps forgets their types. */
export function step<A extends Step['args']>(kernel: (...args: A) => void, ...args: A): Step {
  return { kernel: kernel as unknown as Kernel, args };
}

/** Runs a step: four fixed arguments, so that nothing is spread or allocated. */
export function run({ kernel, args }: Step): void {
  (kernel as (a: unknown, b: unknown, c: unknown, d: unknown) => void)(args[0], args[1], args[2], args[3]);
}
