/**
 * Pictures on a terminal: small ones in shades of grey, such as handwritten digits.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { number, readOptions, wholeNumber } from '../options.ts';
import { blend, type Color, type ColorOption, paint, readColor } from './color.ts';
import { SHADES } from './shades.ts';

/** How a picture is drawn. */
export interface ImageOptions {
  /** Pixels in a row. Default the root of how many there are, for a square picture. */
  readonly columns?: number;
  /** The value that is white, or full; 0 is black, or empty. Default the largest pixel. */
  readonly max?: number;
  /** Whether pixels have shades of grey, in half a character each; else a pixel is two blocks ` ░▒▓█`. Default 'auto'. */
  readonly color?: ColorOption;
}

const BLACK: Color = [0, 0, 0];
const WHITE: Color = [255, 255, 255];

/**
 * A picture as text: with colours each character shows two pixels, one above the other; without, two characters show
 * one pixel.
 *
 * Shapes: pixels [rows · columns], row by row from above
 * @param pixels numbers from 0 to `max`, what lies beyond is taken for the nearer end: a row of a table of pictures, or
 * a Tensor of one picture
 * @param options `columns`, `max`, `color`: see `ImageOptions`
 * @returns lines joined by line breaks
 * @throws ShapeError if the pixels do not fill their rows; ArgumentError for a pixel that is no finite number, or if an
 * option is not usable
 * @example
 * imageText([0, 8, 0, 8, 16, 8, 0, 8, 0], { color: false });
 * // '  ▒▒  \n▒▒██▒▒\n  ▒▒  '
 */
export function imageText(
  pixels: ArrayLike<number> | { readonly data: ArrayLike<number> },
  options: ImageOptions = {},
): string {
  const who = 'imageText';
  const defaults: ImageOptions = { columns: undefined!, max: undefined!, color: 'auto' };
  const given = readOptions(who, defaults, options);
  const values = readPixels(who, pixels);
  const columns = readColumns(who, given.columns, values.length);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const max = given.max === undefined ? largest || 1 : number(who, 'max', given.max, { above: 0 });
  const shares = values.map((value) => Math.max(0, Math.min(1, value / max)));
  const rows = Array.from({ length: shares.length / columns }, (_, row) =>
    shares.slice(row * columns, (row + 1) * columns),
  );
  return (readColor(who, given.color) ? inGrey(rows) : inBlocks(rows)).join('\n');
}

/** Two rows a line: the upper one is the ink of a half block, the lower one its background. */
function inGrey(rows: readonly (readonly number[])[]): string[] {
  const grey = (share: number | undefined) => (share === undefined ? null : blend(BLACK, WHITE, share));
  return rows
    .filter((_, row) => row % 2 === 0)
    .map((upper, line) =>
      upper.map((share, j) => paint('▀', grey(share), grey(rows[2 * line + 1]?.[j]))).join(''),
    );
}

function inBlocks(rows: readonly (readonly number[])[]): string[] {
  return rows.map((row) => row.map((share) => SHADES[Math.round(share * 4)].repeat(2)).join(''));
}

function readPixels(who: string, pixels: ArrayLike<number> | { readonly data: ArrayLike<number> }): number[] {
  const list = typeof pixels === 'object' && pixels !== null && 'data' in pixels ? pixels.data : pixels;
  if (typeof list !== 'object' || list === null || !('length' in list) || list.length === 0) {
    const expected = 'a list of numbers';
    throw new ArgumentError(
      complain({ who, problem: 'pixels are not usable', expected, received: show(pixels) }),
    );
  }
  const values: unknown[] = Array.from(list);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return values as number[];
  throw new ArgumentError(
    complain({
      who,
      problem: `pixels[${wrong}] is not usable`,
      expected: 'a finite number',
      received: show(values[wrong]),
      ...(Array.isArray(values[wrong]) ? { help: 'pixels.flat() makes one list of rows.' } : {}),
    }),
  );
}

function readColumns(who: string, columns: number | undefined, count: number): number {
  if (columns === undefined) {
    const root = Math.round(Math.sqrt(count));
    if (root * root === count) return root;
    const help =
      'Set columns, the number of pixels in a row. Of a table of pictures draw one: x.data.subarray(0, 64).';
    throw new ShapeError(complain({ who, problem: `${count} pixels are no square`, help }));
  }
  wholeNumber(who, 'columns', columns);
  if (count % columns === 0) return columns;
  const problem = `${count} pixels do not fill rows of ${columns}`;
  throw new ShapeError(complain({ who, problem }));
}
