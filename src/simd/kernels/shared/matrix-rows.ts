/**
 * Walking over matrices of one shape, row by row and along each row, four numbers in a vector: what losses do whose rows
 * are more than the sum of their terms.
 */
import { f32x4, type Local, v128, type V128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel } from '../../kernel.ts';
import type { View } from '../../../tensor/index.ts';
import { alongRow, masked, type Piece, sumOfLanes } from './rows.ts';

/** The rows of targets, predictions and perhaps gradients, one after another. */
export class Rows {
  readonly #k: Kernel;
  readonly #start: Local<'i32'>;
  readonly #place: Local<'i32'>;
  readonly #weight: Local<'i32'>;
  readonly #columns: number;

  constructor(k: Kernel, columns: number) {
    this.#k = k;
    this.#columns = columns;
    this.#start = k.pointer(0);
    this.#weight = k.pointer(0);
    this.#place = k.f.local('i32');
  }

  /** The body once for each row. */
  each(rows: number, body: () => void): void {
    const advance = [
      [this.#start, this.#columns * FLOAT],
      [this.#weight, FLOAT],
    ] as const;
    this.#k.f.repeat(rows, advance, body);
  }

  /** The weight of this row, in all lanes. */
  weight(weights: View): V128 {
    return v128.load32_splat(this.#weight.get(), this.#k.address(weights));
  }

  /** Walks along the row; `place` is the pointer that `delta` of the piece and a tensor's address belong to. */
  along(visit: (piece: Piece, place: Local<'i32'>) => void): void {
    alongRow(this.#k, this.#columns, (piece) => {
      this.#place.set(this.#k.sum(this.#start, piece.at));
      visit(piece, this.#place);
    });
  }

  /** The numbers of a matrix at a piece of this row. */
  load(matrix: View, { delta }: Piece, place: Local<'i32'>): V128 {
    return v128.load(place.get(), this.#k.address(matrix) + delta);
  }

  /** The sum of a term along the row, in all lanes. */
  sum(term: (piece: Piece, place: Local<'i32'>) => V128): Local<'v128'> {
    const { f } = this.#k;
    const sums = f.local('v128', f.zero());
    this.along((piece, place) => {
      const some = f.local('v128', masked(term(piece, place), piece));
      sums.set(f32x4.add(sums.get(), some.get()));
    });
    return sumOfLanes(this.#k, sums);
  }
}
