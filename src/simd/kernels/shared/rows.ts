/**
 * Ways of walking over the rows of a matrix: along a row, vector by vector, or down four rows at once.
 */
import { f32x4, type Local, shuffle, v128, type V128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import { storeColumns } from './columns.ts';
import { transpose } from './lanes.ts';

/** Vectors of a row whose code is written out one after another. */
const UNROLL = 4;

/** A vector of a row: `delta` bytes behind `at`, with `count` numbers of the row in it. */
export interface Piece {
  readonly at: Local<'i32'>;
  readonly delta: number;
  /** 4, or fewer in the last vector. */
  readonly count: number;
  /** Ones in the lanes that are numbers of the row; null where all are. */
  readonly mask: Local<'v128'> | null;
}

/** Walks along `columns` numbers, `at` being the bytes from their start. */
export function alongRow(k: Kernel, columns: number, visit: (piece: Piece) => void): void {
  const { f } = k;
  const whole = Math.floor(columns / 4);
  const rest = columns % 4;
  const at = k.pointer(0);
  const some = (count: number) => {
    for (let i = 0; i < count; i++) visit({ at, delta: VECTOR * i, count: 4, mask: null });
  };
  const loops = whole <= 2 * UNROLL ? 0 : Math.floor(whole / UNROLL);
  f.repeat(loops, [[at, UNROLL * VECTOR]], () => some(UNROLL));
  const left = whole - loops * UNROLL;
  some(left);
  if (rest === 0) return;
  const mask = f.local('v128', v128.load(f.i32(0), k.mask(rest)));
  visit({ at, delta: VECTOR * left, count: rest, mask });
}

/** A row that is walked along several times: a short one stays in locals, a long one in memory. */
export class Row {
  readonly #k: Kernel;
  readonly #columns: number;
  readonly #start: Local<'i32'>;
  readonly #address: number;
  readonly #kept: Local<'v128'>[] = [];

  /** @param start bytes from the address to the row */
  constructor(k: Kernel, columns: number, start: Local<'i32'>, address: number) {
    this.#k = k;
    this.#columns = columns;
    this.#start = start;
    this.#address = address;
  }

  #isShort(): boolean {
    return this.#columns <= MOST_DOWN;
  }

  /** The vector at a piece that another row is at, loaded again each time. */
  at({ at, delta }: Piece): Local<'v128'> {
    const place = this.#k.sum(this.#start, at);
    return this.#k.f.local('v128', v128.load(place, this.#address + delta));
  }

  /** Vector by vector. What is set in a vector of a long row is forgotten; `keep` writes it down. */
  visit(look: (piece: Piece, x: Local<'v128'>) => void): void {
    const { f } = this.#k;
    let i = 0;
    alongRow(this.#k, this.#columns, (piece) => {
      let x = this.#kept[i++];
      if (!this.#isShort() || x === undefined) {
        const place = this.#k.sum(this.#start, piece.at);
        x = f.local('v128', v128.load(place, this.#address + piece.delta));
        if (this.#isShort()) this.#kept.push(x);
      }
      look(piece, x);
    });
  }

  /** Notes a vector of the row, in the order of the pieces. */
  keep({ at, delta, count }: Piece, value: Local<'v128'>): void {
    if (this.#isShort()) {
      this.#kept.push(value);
      return;
    }
    const place = this.#k.f.local('i32', this.#k.sum(this.#start, at));
    storeColumns(place, this.#address + delta, [value], count);
  }
}

/** The lanes that are no numbers of the row set to zero. */
export function masked(value: V128, { mask }: Piece): V128 {
  return mask === null ? value : v128.and(value, mask.get());
}

/** The sum of the four lanes, in all lanes: (0 + 2) + (1 + 3). */
export function sumOfLanes(k: Kernel, x: Local<'v128'>): Local<'v128'> {
  const half = k.f.local('v128', f32x4.add(x.get(), shuffle(x.get(), x.get(), [2, 3, 0, 1])));
  return k.f.local('v128', f32x4.add(half.get(), shuffle(half.get(), half.get(), [1, 0, 3, 2])));
}

/** The largest of the four lanes, in all lanes. */
export function largestOfLanes(k: Kernel, x: Local<'v128'>): Local<'v128'> {
  const half = k.f.local('v128', f32x4.pmax(x.get(), shuffle(x.get(), x.get(), [2, 3, 0, 1])));
  return k.f.local('v128', f32x4.pmax(half.get(), shuffle(half.get(), half.get(), [1, 0, 3, 2])));
}

/** Four rows of a matrix, seen down its columns: one vector for each column, with a row in each lane. */
export class FourRows {
  readonly #k: Kernel;
  readonly #columns: number;
  readonly #offsets: readonly number[];

  /** @param rows how many of the four there are; lanes beyond are the last row again */
  constructor(k: Kernel, columns: number, rows: number) {
    this.#k = k;
    this.#columns = columns;
    this.#offsets = [0, 1, 2, 3].map((i) => Math.min(i, rows - 1) * columns * FLOAT);
  }

  /** The columns of the rows that begin `delta` bytes behind the pointer. */
  load(at: Local<'i32'>, delta: number): Local<'v128'>[] {
    const columns: Local<'v128'>[] = [];
    for (let j = 0; j < this.#columns; j += 4) {
      const rows = this.#offsets.map((offset) =>
        this.#k.f.local('v128', v128.load(at.get(), delta + offset + j * FLOAT)),
      );
      columns.push(...transpose(this.#k, rows));
    }
    return columns.slice(0, this.#columns);
  }

  /** Writes columns back as rows. */
  store(at: Local<'i32'>, delta: number, columns: readonly Local<'v128'>[]): void {
    const rows: Local<'v128'>[][] = [[], [], [], []];
    for (let j = 0; j < columns.length; j += 4) {
      const four = [0, 1, 2, 3].map((i) => columns[Math.min(j + i, columns.length - 1)]);
      for (const [i, row] of transpose(this.#k, four).entries()) rows[i].push(row);
    }
    const last = columns.length % 4 === 0 ? 4 : columns.length % 4;
    for (const [i, row] of rows.entries()) storeColumns(at, delta + this.#offsets[i], row, last);
  }
}

/** Most columns for which `FourRows` is used: all of them stand in locals at once. */
export const MOST_DOWN = 32;

/** Calls `group` for every four rows, and for what is left: a pointer to bytes from the first row, and how many rows. */
export function inFours(
  k: Kernel,
  rows: number,
  columns: number,
  group: (at: Local<'i32'>, row: Local<'i32'>, count: number) => void,
): void {
  const at = k.pointer(0);
  const row = k.pointer(0);
  k.f.repeat(
    Math.floor(rows / 4),
    [
      [at, 4 * columns * FLOAT],
      [row, 4 * FLOAT],
    ],
    () => group(at, row, 4),
  );
  if (rows % 4 > 0) group(at, row, rows % 4);
}
