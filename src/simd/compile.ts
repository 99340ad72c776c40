/**
 * From a Program to machine code: its steps become tasks, tasks are fused, laid out in memory and emitted as functions.
 *
 * Every task is a function of its own, but in the smallest Programs: V8 first compiles quickly, and replaces a function by
 * better code when it has been called often; a function that runs long is not replaced while it runs.
 */
import type { Program } from '../autograd/index.ts';
import { type Kernel as Loop, registersOf, run, type Step, type Supply, type View } from '../tensor/index.ts';
import { f32, f64, type FunctionBuilder, i32, ModuleBuilder } from './assembler/index.ts';
import { fuse, type Fused, ownerOf } from './fuse.ts';
import { ALIGNMENT, FLOAT, Kernel, type Places, storageBytes } from './kernel.ts';
import { type Lasting, layTemporaries } from './layout.ts';
import type { Mode } from './mode.ts';
import { type Task, tasksOf } from './tasks.ts';
import type { Twin } from './twin.ts';

/**
 * A Program of a few tasks whose tensors all hold at most so many numbers becomes one function: with a single row, calls
 * and what they set up would take as long as the work.
 */
const SMALL = 2048;
const FEW = 40;

/** A run of tasks: one exported function of the module, or a step whose own loop is run. */
export type Segment =
  | { readonly exported: string; readonly callee: FunctionBuilder }
  | { readonly step: Step };

/** A Program as machine code, for an arena whose lasting part is laid out like this. */
export interface CodeOf {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly run: readonly Segment[];
  readonly feed: readonly Segment[];
  /** The exported function that feeds, runs and counts so many times; null where some step has no twin. */
  readonly repeat: string | null;
  /** Where its temporaries stand. */
  readonly addresses: ReadonlyMap<View, number>;
  readonly resolve: (view: View) => View;
  /** Where its memory ends. */
  readonly end: number;
}

/** Emits the code of a Program. */
export function emitProgram(
  program: Program,
  twins: ReadonlyMap<Loop, Twin>,
  lasting: Lasting,
  mode: Mode,
): CodeOf {
  const visible = new Set<View>([...Object.values(program.inputs), ...Object.values(program.outputs)]);
  const steps = fuse(tasksOf(program.steps, twins), visible, new Set(program.temporaries));
  const feeding: Fused = { tasks: tasksOf(program.feed, twins), first: new Map(), aliases: new Map() };
  const resolve = (view: View) => ownerOf(steps.aliases, view);
  const touched = new Set<View>(visible);
  for (const { reads, writes } of [...steps.tasks, ...feeding.tasks])
    for (const view of [...reads, ...writes]) touched.add(view).add(resolve(view));
  const { addresses, end } = layTemporaries(program, touched, resolve, lasting.end);

  let most = 0;
  const placesFor = (adds: readonly View[], first?: ReadonlySet<View>): Places => {
    let used = 0;
    return {
      address(view) {
        const owner = resolve(view);
        const address = lasting.tensors.get(owner) ?? addresses.get(owner);
        if (address === undefined) throw new Error('simd: a tensor has no place in the arena.');
        return address;
      },
      adds: (view) => adds.includes(view) && !(first?.has(view) ?? false),
      trains: program.parameters.size > 0,
      pointer: (supply) => lasting.pointers.get(supply as Supply)!,
      scratch(bytes) {
        const address = end + used;
        used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
        most = Math.max(most, used);
        return address;
      },
    };
  };
  const module = new ModuleBuilder();
  const small = steps.tasks.length <= FEW && [...touched].every(({ data }) => data.length <= SMALL);

  const segmentsOf = ({ tasks, first }: Fused, name: string): Segment[] => {
    const { address } = placesFor([]);
    const segments: Segment[] = [];
    let parts: ((f: FunctionBuilder) => void)[] = [];
    const close = () => {
      if (parts.length === 0) return;
      const exported = `${name}${segments.length}`;
      const list = parts;
      const callees = small ? [] : list.map((part) => module.function(part));
      const whole = (f: FunctionBuilder) => {
        if (small) for (const part of list) part(f);
        else for (const callee of callees) f.call(callee);
      };
      segments.push({ exported, callee: module.function(whole, { exported }) });
      parts = [];
    };
    for (let i = 0; i < tasks.length; i++) {
      const { part, step } = tasks[i];
      if (part === null) {
        close();
        segments.push({ step });
        continue;
      }
      const block = blockFrom(tasks, i, address);
      i += block.count - 1;
      const emit = part.row === undefined ? part.emit : (k: Kernel) => part.row!.emit(k, block.length);
      const places = placesFor(part.adds ?? [], first.get(part));
      parts.push((f) => emit.call(part, new Kernel(module, f, places, mode)));
    }
    close();
    return segments;
  };
  const runs = segmentsOf(steps, 'run');
  const feed = segmentsOf(feeding, 'feed');
  const repeat = emitRepeat(module, program, [...feed, ...runs], placesFor([]), mode);
  return { bytes: module.bytes(), run: runs, feed, repeat, addresses, resolve, end: end + most };
}

/**
 * The loop over batches: runs the segments and counts, until `times` have been made or the loss is not finite.
 *
 * @returns the name of the exported function, or null where that cannot all be done without leaving the module
 */
function emitRepeat(
  module: ModuleBuilder,
  { counters, outputs: { loss }, feed, steps }: Program,
  segments: readonly Segment[],
  places: Places,
  mode: Mode,
): string | null {
  const callees = segments.flatMap((segment) => ('exported' in segment ? [segment.callee] : []));
  const whole = callees.length === segments.length && feed.length > 0 && steps.length > 0;
  if (!whole || loss === undefined || counters.some(([cell]) => registersOf(cell) === null)) return null;
  const exported = 'repeat';
  module.function(
    (f) => {
      const k = new Kernel(module, f, places, mode);
      const [left] = f.parameters;
      f.loop(() => {
        for (const callee of callees) f.call(callee);
        for (const [cell, by] of counters) {
          const sum = f64.add(k.register(cell, 'value'), f.f64(by));
          const next = f.local('f64', sum);
          f64.store(f.i32(0), next.get(), k.registerAddress(cell, 'value'));
        }
        const finite = f32.lt(f32.abs(k.first(loss)), f.f32(Number.POSITIVE_INFINITY));
        left.set(i32.sub(left.get(), f.i32(1)));
        return i32.and(finite, i32.ne(left.get(), f.i32(0)));
      });
    },
    { parameters: 1, exported },
  );
  return exported;
}

/** How many tasks from this one on do the same on adjoining memory, and how many numbers they have in all. */
function blockFrom(
  tasks: readonly Task[],
  start: number,
  address: (view: View) => number,
): { readonly count: number; readonly length: number } {
  const row = tasks[start].part?.row;
  if (row === undefined) return { count: 1, length: 0 };
  let count = 1;
  let length = row.arrays[0].data.length;
  for (; start + count < tasks.length; count++) {
    const next = tasks[start + count].part?.row;
    if (next === undefined || next.same !== row.same || next.arrays.length !== row.arrays.length) break;
    const padded = storageBytes(length) / FLOAT;
    const adjoins = next.arrays.every(
      (array, i) => address(array) === address(row.arrays[i]) + FLOAT * padded,
    );
    if (!adjoins || tasks[start + count].step.kernel !== tasks[start].step.kernel) break;
    length = padded + next.arrays[0].data.length;
  }
  return { count, length };
}

/** A function that runs segments one after another. */
export function chain(
  segments: readonly Segment[],
  exports: Readonly<Record<string, () => void>>,
): () => void {
  const work = segments.map((segment) =>
    'exported' in segment ? exports[segment.exported] : () => run(segment.step),
  );
  if (work.length === 1) return work[0];
  return () => {
    for (const one of work) one();
  };
}
