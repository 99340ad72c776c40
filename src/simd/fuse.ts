/**
 * Fusion: tasks joined, dropped and changed, so that ops can stay small and memory is passed over less often.
 *
 * Each rule looks for a few tasks that fit together and puts something quicker in their place, with the same results.
 * None of them looks at numbers; all follow from which task touches which tensor.
 */
import type { View } from '../tensor/index.ts';
import { densePart, outerDescentPart } from './kernels/matmul/index.ts';
import { crossEntropyPart } from './kernels/softmax-cross-entropy.ts';
import { type Task, taskOf } from './tasks.ts';
import type { Part } from './twin.ts';

/** What fusion has found out. */
export interface Fused {
  readonly tasks: readonly Task[];
  /** For each part, the tensors that it writes first: it stores there and need not add. */
  readonly first: ReadonlyMap<Part, ReadonlySet<View>>;
  /** Tensors that share the memory of another. */
  readonly aliases: ReadonlyMap<View, View>;
}

/**
 * Applies all rules.
 *
 * @param visible tensors that are read when the tasks are done: they must be made
 * @param temporaries tensors that may lie anywhere, two of them in one place
 */
export function fuse(
  tasks: readonly Task[],
  visible: ReadonlySet<View>,
  temporaries: ReadonlySet<View> = new Set(),
): Fused {
  const work = new Work(tasks, visible, temporaries);
  work.shareSoftmax();
  work.joinDense();
  work.dropZeros();
  work.shareCopies();
  work.joinDescent();
  work.joinLoss();
  return work;
}

class Work implements Fused {
  tasks: Task[];
  readonly first = new Map<Part, Set<View>>();
  readonly aliases = new Map<View, View>();
  readonly #visible: ReadonlySet<View>;
  readonly #temporaries: ReadonlySet<View>;

  constructor(tasks: readonly Task[], visible: ReadonlySet<View>, temporaries: ReadonlySet<View>) {
    this.tasks = [...tasks];
    this.#visible = visible;
    this.#temporaries = temporaries;
  }

  #touchers(view: View): Task[] {
    return this.tasks.filter(({ reads, writes }) => reads.has(view) || writes.has(view));
  }

  #drop(task: Task): void {
    this.tasks = this.tasks.filter((one) => one !== task);
  }

  #replace(old: Task, part: Part): Task {
    const task = taskOf(part, old.step);
    this.tasks = this.tasks.map((one) => (one === old ? task : one));
    return task;
  }

  /** The predictions of a classifier and the probabilities that its loss keeps are the same numbers: made once. */
  shareSoftmax(): void {
    for (const task of this.tasks) {
      const own = task.part?.softmax;
      if (own?.alone !== true) continue;
      const other = this.tasks.find(({ part }) => part?.softmax?.alone === false && part.softmax.x === own.x);
      if (other === undefined) continue;
      const at = this.tasks.indexOf(other);
      if (this.#touchers(own.y).some((one) => one !== task && this.tasks.indexOf(one) < at)) continue;
      const [first, last] = this.tasks.indexOf(task) < at ? [task, other] : [other, task];
      if (this.#writtenBetween(first, last, own.x)) continue;
      this.aliases.set(own.y, other.part!.softmax!.y);
      this.#drop(task);
    }
  }

  /** A product takes the bias after it along, and a relu after that: one pass over y in place of three. */
  joinDense(): void {
    for (let task of this.tasks) {
      if (task.part?.dense === undefined) continue;
      const reader = this.#onlyReader(task, task.part.dense.y);
      const bias = reader?.part?.bias;
      if (
        reader !== null &&
        bias?.x === task.part.dense.y &&
        !this.#writtenBetween(task, reader, bias.bias) &&
        !this.#touchedBetween(task, reader, bias.y)
      ) {
        this.#drop(reader);
        task = this.#replace(task, densePart({ ...task.part.dense, y: bias.y, bias: bias.bias }));
      }
      const { dense } = task.part!;
      const last = this.#onlyReader(task, dense!.y);
      const relu = last?.part?.relu;
      if (last === null || relu?.x !== dense!.y || this.#touchedBetween(task, last, relu.y)) continue;
      this.#drop(last);
      this.#replace(task, densePart({ ...dense!, y: relu.y, relu: true }));
    }
  }

  /** The one task that reads what another has made, if nobody else will ever see it. */
  #onlyReader(maker: Task, view: View): Task | null {
    const others = this.#touchers(view).filter((task) => task !== maker);
    return others.length === 1 && !this.#visible.has(view) ? others[0] : null;
  }

  #between(first: Task, last: Task): Task[] {
    return this.tasks.slice(this.tasks.indexOf(first) + 1, this.tasks.indexOf(last));
  }

  /** Whether something changes one of these between two tasks, so that they cannot be done at one place. */
  #writtenBetween(first: Task, last: Task, ...views: readonly View[]): boolean {
    return this.#between(first, last).some(({ writes }) => views.some((view) => writes.has(view)));
  }

  /** Whether something reads or changes what the last of two tasks makes, so that it cannot be made by the first. */
  #touchedBetween(first: Task, last: Task, view: View): boolean {
    return this.#between(first, last).some(({ reads, writes }) => reads.has(view) || writes.has(view));
  }

  /** A gradient need not be zeroed where its first share is stored in place of added. */
  dropZeros(): void {
    for (const task of this.tasks) {
      const gradient = task.part?.zero;
      if (gradient === undefined) continue;
      const at = this.tasks.indexOf(task);
      const next = this.#touchers(gradient).find((one) => this.tasks.indexOf(one) > at);
      if (next === undefined) {
        if (!this.#visible.has(gradient)) this.#drop(task);
      } else if (next.part?.adds?.includes(gradient)) {
        this.#firstOf(next.part).add(gradient);
        this.#drop(task);
      } else if (next.part?.writes?.includes(gradient) && !next.part.reads.includes(gradient)) {
        this.#drop(task);
      }
    }
  }

  #firstOf(part: Part): Set<View> {
    const known = this.first.get(part) ?? new Set<View>();
    this.first.set(part, known);
    return known;
  }

  /** A gradient or a result that is a copy of another, and of nothing else, is that other. */
  shareCopies(): void {
    for (const task of this.tasks) {
      const { part } = task;
      const copy = part?.copy;
      if (copy === undefined) continue;
      const movable = [copy.from, copy.to].every((view) => this.#temporaries.has(view));
      const made = movable && part!.writes?.includes(copy.to);
      const stored = this.first.get(part!)?.has(copy.to) && !this.#visible.has(copy.to);
      if (!made && !stored) continue;
      const at = this.tasks.indexOf(task);
      const writtenLater = (view: View) => this.tasks.some((one, i) => i > at && one.writes.has(view));
      if (writtenLater(copy.from) || writtenLater(copy.to)) continue;
      this.aliases.set(copy.to, copy.from);
      this.#drop(task);
    }
  }

  /** With one row, a kernel's gradient is an outer product, and gradient descent takes it along without storing it. */
  joinDescent(): void {
    for (const task of this.tasks) {
      const outer = task.part?.outer;
      if (outer === undefined || !this.first.get(task.part!)?.has(outer.dw)) continue;
      const reader = this.#onlyReader(task, outer.dw);
      const descent = reader?.part?.descent;
      if (reader === null || descent === undefined) continue;
      if (this.#writtenBetween(task, reader, outer.a, outer.dy)) continue;
      this.#drop(task);
      this.#replace(reader, outerDescentPart(outer, descent));
    }
  }

  /** A cross-entropy makes its gradient in the same pass, where the loss is what is differentiated: its gradient is 1. */
  joinLoss(): void {
    for (const task of this.tasks) {
      const back = task.part?.crossEntropyGradient;
      if (back === undefined || !this.first.get(task.part!)?.has(back.dz)) continue;
      const dy = this.#owner(back.dy);
      const writers = this.tasks.filter(({ writes }) => [...writes].some((view) => this.#owner(view) === dy));
      const forward = this.tasks.find(({ part }) => part?.crossEntropy?.probabilities === back.probabilities);
      const one = writers.length === 1 && writers[0].part?.seed !== undefined;
      if (!one || forward === undefined || forward.part!.crossEntropy!.gradient !== undefined) continue;
      const { targets, weights, probabilities } = forward.part!.crossEntropy!;
      if (this.#writtenBetween(forward, task, targets, weights, probabilities)) continue;
      if (this.#touchedBetween(forward, task, back.dz)) continue;
      this.#drop(task);
      this.#replace(forward, crossEntropyPart({ ...forward.part!.crossEntropy!, gradient: back.dz }));
      const read = this.tasks.some((other) => [...other.reads].some((view) => this.#owner(view) === dy));
      if (!read && !this.#visible.has(dy)) this.#drop(writers[0]);
    }
  }

  #owner(view: View): View {
    return ownerOf(this.aliases, view);
  }
}

/** The tensor whose memory another shares; the tensor itself, if it has its own. */
export function ownerOf(aliases: ReadonlyMap<View, View>, view: View): View {
  const owner = aliases.get(view);
  return owner === undefined ? view : ownerOf(aliases, owner);
}
