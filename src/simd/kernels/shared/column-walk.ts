/**
 * Walking down the columns of a matrix, a few vectors of them at a time, so that what is kept of each unit stays in
 * registers.
 */
import type { View } from '../../../tensor/index.ts';
import { f32x4, type Local, v128, type V128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import type { Part } from '../../twin.ts';
import { eachChunk, storeColumns } from './columns.ts';

/** Vectors of columns that are walked down together, where little is kept of each, and where more is. */
export const MANY = 8;
export const FEW = 4;

type Vector = Local<'v128'>;

/** A group of columns: a vector of each. */
export class Columns {
  readonly #k: Kernel;
  readonly #column: Local<'i32'>;
  readonly #vectors: number;
  readonly #last: number;

  constructor(k: Kernel, column: Local<'i32'>, vectors: number, last: number) {
    this.#k = k;
    this.#column = column;
    this.#vectors = vectors;
    this.#last = last;
  }

  /** One value for each vector. */
  make(value: (j: number) => V128): Vector[] {
    return Array.from({ length: this.#vectors }, (_, j) => this.#k.f.local('v128', value(j)));
  }

  zeros(): Vector[] {
    return this.make(() => this.#k.f.zero());
  }

  /** What a tensor of one number for each unit holds. */
  load(view: View): Vector[] {
    return this.loadRow(this.#column, view);
  }

  loadRow(row: Local<'i32'>, view: View): Vector[] {
    return this.make((j) => v128.load(row.get(), this.#k.address(view) + VECTOR * j));
  }

  /** Writes one number for each unit, or adds it where the part adds. */
  store(view: View, values: readonly Vector[]): void {
    this.storeRow(this.#column, view, values);
  }

  storeRow(row: Local<'i32'>, view: View, values: readonly Vector[]): void {
    const k = this.#k;
    if (k.places.adds(view)) {
      for (const [j, old] of this.loadRow(row, view).entries())
        values[j].set(f32x4.add(old.get(), values[j].get()));
    }
    storeColumns(row, k.address(view), values, this.#last);
  }

  /** Walks down the rows of a matrix. */
  down({ data }: View, columns: number, look: (row: Local<'i32'>) => void): void {
    const row = this.#k.f.local('i32', this.#column.get());
    this.#k.f.repeat(data.length / columns, [[row, columns * FLOAT]], () => look(row));
  }
}

/** A part that walks over groups of columns. `prepare` loads what is needed before the walk. */
export function columnsPart(
  part: Omit<Part, 'emit'>,
  units: number,
  most: number,
  prepare: (k: Kernel) => (columns: Columns) => void,
): Part {
  return {
    ...part,
    emit(k) {
      const walk = prepare(k);
      eachChunk(k, units, most, (column, vectors, last) => walk(new Columns(k, column, vectors, last)));
    },
  };
}
