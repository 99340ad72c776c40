/**
 * A square table of counts whose cells are shaded by their share of the row, such as a confusion matrix.
 */
import { blend, type Color, paint } from './color.ts';
import { SHADES } from './shades.ts';
import { clip, lengthOf, padLeft, padRight } from './text.ts';

/** What is shown: counts of rows against columns, both of which have the same labels. */
export interface HeatMap {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** What the rows and the columns are. */
  readonly rowTitle: string;
  readonly columnTitle: string;
}

/** From the background of a cell without counts to one that holds its whole row: on the diagonal, and beside it. */
const EMPTY: Color = [38, 38, 38];
const RIGHT: Color = [0, 135, 60];
const WRONG: Color = [190, 30, 30];
const INK: Color = [255, 255, 255];

/** What of a label is always shown. */
const LEAST_LABEL = 3;

/**
 * The table as lines of text. A cell of the diagonal is shaded in green, the others in red, the more the larger their
 * share of the row; without colours a block stands beside the count, ` ░▒▓█` for 0 to 4 quarters of the row.
 *
 * @param width characters in a line: labels are cut to fit, counts never; what is not whole is shown to two places
 */
export function heatMap(
  { labels, counts, rowTitle, columnTitle }: HeatMap,
  { color, width }: { readonly color: boolean; readonly width: number },
): string {
  const isWhole = counts.flat().every(Number.isInteger);
  const texts = counts.map((row) => row.map((count) => (isWhole ? String(count) : count.toFixed(2))));
  const digits = texts.flat().reduce((most, { length }) => Math.max(most, length), 0);
  const longest = Math.max(...labels.map(lengthOf));
  const margin = 3; // a space, the shade, a space

  const room = Math.floor((width * 2) / 3 / labels.length) - margin; // two thirds of the line are for cells
  const cell = Math.max(digits, Math.min(longest, Math.max(LEAST_LABEL, room)));
  const left = width - lengthOf(rowTitle) - 2 - labels.length * (cell + margin);
  const rowLabel = Math.min(longest, Math.max(LEAST_LABEL, left));
  const start = lengthOf(rowTitle) + 2 + rowLabel;

  const heads = labels.map((label) => padLeft(clip(label, cell), cell + margin)).join('');
  const middle = Math.floor((labels.length - 1) / 2);
  const rows = texts.map((row, i) => {
    const total = counts[i].reduce((sum, count) => sum + count, 0);
    const cells = row.map((text, j) => {
      const share = total > 0 ? counts[i][j] / total : 0;
      if (!color) return padLeft(`${shadeOf(share)} ${padLeft(text, digits)}`, cell + margin);
      const background = share === 0 ? EMPTY : blend(EMPTY, i === j ? RIGHT : WRONG, 0.25 + 0.75 * share);
      return paint(`${padLeft(text, cell + margin - 1)} `, INK, background);
    });
    const title = padRight(i === middle ? rowTitle : '', lengthOf(rowTitle));
    return `${title} ${padLeft(clip(labels[i], rowLabel), rowLabel)} ${cells.join('')}`;
  });
  const titled = padLeft(columnTitle, Math.floor((lengthOf(heads) + lengthOf(columnTitle)) / 2));
  return [' '.repeat(start) + titled, ' '.repeat(start) + heads, ...rows].join('\n');
}

/** The block for a share of 0 to 1; what is not nothing is seen. */
function shadeOf(share: number): string {
  return SHADES[share > 0 ? Math.max(1, Math.round(share * 4)) : 0];
}
