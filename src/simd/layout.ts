/**
 * The layout of an arena: which tensor stands at which address.
 *
 * First the table of constants; then what lasts and is shared by all Programs of a model: weights, state, what the
 * optimizer remembers, registers; then the temporaries of a Program, which begin at the same address in every Program,
 * since no two of them ever run at once; last the data of a training.
 */
import { registersOf, type Supply, Tensor, type View } from '../tensor/index.ts';
import type { Program } from '../autograd/index.ts';
import { TABLE_END } from './constants.ts';
import { ALIGNMENT, storageBytes } from './kernel.ts';
import { tensorsOf } from './tasks.ts';

/** Bytes of a tensor with its padding. */
function bytesOf({ data }: View): number {
  return storageBytes(data.length, data.BYTES_PER_ELEMENT);
}

/** What lasts, with its addresses. */
export interface Lasting {
  readonly tensors: ReadonlyMap<View, number>;
  /** Where the address of a supply's data stands. */
  readonly pointers: ReadonlyMap<Supply, number>;
  /** Where it ends and temporaries begin. */
  readonly end: number;
}

/** Whether all that these Programs need to last has its place. */
export function holds(lasting: Lasting, programs: readonly Program[]): boolean {
  return programs.every(
    (program) =>
      lastingOf(program).every((tensor) => lasting.tensors.has(tensor)) &&
      program.supplies.every((supply) => lasting.pointers.has(supply)),
  );
}

/** Tensors of a Program's steps that are no temporaries. */
function lastingOf(program: Program): Tensor[] {
  const temporaries = new Set<Tensor>(program.temporaries);
  const counted = program.counters.flatMap(([cell]) => registersOf(cell) ?? []);
  const touched = [...program.steps, ...program.feed].flatMap(tensorsOf).concat(counted);
  return [...program.parameters.keys()]
    .map(({ value }) => value)
    .concat(Object.values(program.outputs), touched)
    .filter((tensor) => !temporaries.has(tensor));
}

/**
 * Lays out what lasts. Weights stand side by side, and so does each thing that an optimizer remembers of them, so that
 * one loop can update them all.
 */
export function layLasting(programs: readonly Program[]): Lasting {
  const tensors = new Map<View, number>();
  let end = TABLE_END;
  const place = (tensor: View) => {
    if (tensors.has(tensor)) return;
    tensors.set(tensor, end);
    end += bytesOf(tensor);
  };
  for (const { parameters } of programs) for (const { value } of parameters.keys()) place(value);
  const temporaries = new Set<View>(programs.flatMap((program) => program.temporaries));
  for (const slots of programs.flatMap(slotsOf))
    for (const slot of slots) if (!temporaries.has(slot)) place(slot);
  for (const program of programs) lastingOf(program).forEach(place);
  const pointers = new Map<Supply, number>();
  for (const supply of programs.flatMap(({ supplies }) => supplies)) {
    if (pointers.has(supply)) continue;
    pointers.set(supply, end);
    end += 4;
  }
  return { tensors, pointers, end: Math.ceil(end / ALIGNMENT) * ALIGNMENT };
}

/**
 * What an optimizer remembers, a list for each slot: the third argument of its updates, `update(w, g, slots, given)`, is
 * a record of tensors. What other steps have in that place are temporaries, or is laid out all the same.
 */
function slotsOf({ steps }: Program): readonly (readonly View[])[] {
  const slots = new Map<string, View[]>();
  for (const { args } of steps) {
    for (const [name, value] of Object.entries((args[2] ?? {}) as object)) {
      if (value instanceof Tensor) slots.set(name, [...(slots.get(name) ?? []), value]);
    }
  }
  return [...slots.values()];
}

/**
 * Lays out the temporaries of a Program, gradients of parameters first, side by side.
 *
 * @param touched what its tasks touch; all else gets no place
 * @param resolve gives the tensor whose memory another shares, or the tensor itself
 */
export function layTemporaries(
  program: Program,
  touched: ReadonlySet<View>,
  resolve: (view: View) => View,
  start: number,
): { readonly addresses: ReadonlyMap<View, number>; readonly end: number } {
  const addresses = new Map<View, number>();
  let end = start;
  const order = [...program.parameters.values(), ...program.temporaries];
  for (const tensor of order) {
    const owner = resolve(tensor);
    if (!touched.has(tensor) || addresses.has(owner)) continue;
    addresses.set(owner, end);
    end += bytesOf(owner);
  }
  return { addresses, end };
}
