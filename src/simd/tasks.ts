/**
 * From the steps of a Program to tasks: parts of twins, and steps that have none.
 */
import { type Kernel as Loop, registersOf, type Step, Tensor, type View } from '../tensor/index.ts';
import type { Part, Twin } from './twin.ts';

/** A piece of work: a part, to be emitted; or, where `part` is null, a step whose own loop is run. */
export interface Task {
  readonly part: Part | null;
  readonly step: Step;
  readonly reads: ReadonlySet<View>;
  /** What it writes or adds to. */
  readonly writes: ReadonlySet<View>;
}

/** A task made of a part. */
export function taskOf(part: Part, step: Step): Task {
  const { reads, writes = [], adds = [] } = part;
  return { part, step, reads: new Set([...reads, ...adds]), writes: new Set([...writes, ...adds]) };
}

/** The steps as tasks. */
export function tasksOf(steps: readonly Step[], twins: ReadonlyMap<Loop, Twin>): Task[] {
  return steps.flatMap((step) => {
    const parts = twins.get(step.kernel)?.parts(...step.args) ?? null;
    if (parts !== null) return parts.map((part) => taskOf(part, step));
    const all = new Set<View>(tensorsOf(step));
    return [{ part: null, step, reads: all, writes: all }];
  });
}

/** All tensors among the arguments of a step, with those behind registers. */
export function tensorsOf({ args }: Step): Tensor[] {
  const found = new Set<Tensor>();
  const look = (value: unknown): void => {
    if (value instanceof Tensor) found.add(value);
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      const store = registersOf(value);
      if (store !== null) found.add(store);
      for (const inner of Object.values(value)) if (typeof inner === 'object') look(inner);
    }
  };
  args.forEach(look);
  return [...found];
}
