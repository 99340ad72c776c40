/**
 * A canvas of characters, each of which holds 2 x 4 dots in Braille, or a mark.
 */
import { type Color, paint } from './color.ts';

/** The first of the Braille patterns: no dot. */
const BRAILLE = 0x2800;

/** The bit of each dot, by its row and column in the character. @see The Unicode Standard, section 21.1, Braille */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Dots and marks on `width` x `height` characters; dots count from the upper left, 2 `width` x 4 `height`. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #dots: Uint8Array;
  readonly #marks: (string | null)[];
  /** The colour of each character: that of what was drawn last. */
  readonly #colors: (Color | null)[];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#dots = new Uint8Array(width * height);
    this.#marks = new Array(width * height).fill(null);
    this.#colors = new Array(width * height).fill(null);
  }

  /** A dot. */
  dot(x: number, y: number, color: Color | null): void {
    const place = this.#placeOf(x, y);
    this.#dots[place] |= DOTS[y % 4][x % 2];
    this.#colors[place] = color;
  }

  /** A mark in the character that holds this dot. */
  mark(x: number, y: number, mark: string, color: Color | null): void {
    const place = this.#placeOf(x, y);
    this.#marks[place] = mark;
    this.#colors[place] = color;
  }

  /** A line of dots, both ends included. */
  line(x0: number, y0: number, x1: number, y1: number, color: Color | null): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++)
      this.dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), color);
  }

  /** The lines of characters, from above, without spaces at their ends. */
  lines(): string[] {
    return Array.from({ length: this.height }, (_, row) => this.#line(row));
  }

  #line(row: number): string {
    const start = row * this.width;
    let end = start + this.width;
    while (end > start && this.#dots[end - 1] === 0 && this.#marks[end - 1] === null) end--;
    let line = '';
    for (let i = start; i < end; ) {
      const color = this.#colors[i];
      let run = '';
      for (; i < end && this.#colors[i] === color; i++) run += this.#character(i);
      line += paint(run, color);
    }
    return line;
  }

  #character(place: number): string {
    const dots = this.#dots[place];
    return this.#marks[place] ?? (dots === 0 ? ' ' : String.fromCharCode(BRAILLE + dots));
  }

  #placeOf(x: number, y: number): number {
    return Math.floor(y / 4) * this.width + Math.floor(x / 2);
  }
}
