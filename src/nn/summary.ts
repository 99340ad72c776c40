/**
 * The summary of a model as text: a table of its layers, and how many numbers it holds.
 *
 * A summary has three columns that share the line in fixed parts, then the totals. The two styles differ in where
 * the columns end, in what is drawn between the cells, and in how a text too long for its column is broken.
 */
import { oneOf, readOptions, wholeNumber } from '../options.ts';
import type { Shape } from '../tensor/index.ts';

/** The box table of Keras 3, or the plain lines of Keras 2. */
export type SummaryStyle = 'keras3' | 'keras2';

/** One line of the table: a layer. */
export interface SummaryRow {
  readonly name: string;
  /** The kind of the layer: Dense, InputLayer. */
  readonly type: string;
  /** Of one row of the output, without the batch axis. */
  readonly shape: Shape;
  /** How many numbers its parameters and state hold. */
  readonly parameters: number;
}

/** What a summary tells of a model. */
export interface SummaryContent {
  readonly name: string;
  readonly rows: readonly SummaryRow[];
  /** How many numbers of the model training changes. */
  readonly trainable: number;
  /** How many it leaves alone. */
  readonly nonTrainable: number;
  /** 4 for float32, 8 for float64. */
  readonly bytesPerNumber: 4 | 8;
  /** How many numbers the slots of the optimizer hold; null before it has trained the model. */
  readonly optimizer: number | null;
}

/** How a summary is set. */
export interface SummaryOptions {
  /** Default `'keras3'`. */
  readonly style?: SummaryStyle;
  /** Width of the table in letters, from 30 on; default 88 for `'keras3'`, 65 for `'keras2'`. */
  readonly lineLength?: number;
}

/** Narrower columns have too few letters to be read. */
const shortestLine = 30;

const heads = ['Layer (type)', 'Output Shape', 'Param #'];

/** The styles: the usual width, and how the lines are made. */
const styles = {
  keras3: { lineLength: 88, lines: boxTable },
  keras2: { lineLength: 65, lines: plainLines },
} satisfies Record<SummaryStyle, object>;

/**
 * The summary of a model as text, lines joined by line breaks, without one at the end.
 *
 * @param content what is known of the model
 * @param options `style`: 'keras3' (default) or 'keras2'; `lineLength`: whole, from 30 on, default 88 and 65
 * @throws ArgumentError if an option is unknown or not usable
 * Peers: Keras 3 and Keras 2 (`model.summary()`), letter by letter, but for the optimizer: the total is the model's
 *   alone, where Keras 3 adds the optimizer's numbers once it has trained; and those count its slots, where Keras
 *   also counts the step number and the learning rate. Keras 3 fits its table to the terminal; here 88 is 88.
 * @example
 * const rows = [{ name: 'salida', type: 'Dense', shape: [3], parameters: 15 }];
 * const counts = { trainable: 15, nonTrainable: 0, bytesPerNumber: 4, optimizer: null } as const;
 * console.log(summaryText({ name: 'Iris', rows, ...counts }, { lineLength: 50 }));
 * // Model: "Iris"
 * // ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
 * // ┃ Layer (type)        ┃ Output Shape   ┃ Param # ┃
 * // ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
 * // │ salida (Dense)      │ (None, 3)      │      15 │
 * // └─────────────────────┴────────────────┴─────────┘
 * //  Total params: 15 (60.00 B)
 * //  Trainable params: 15 (60.00 B)
 * //  Non-trainable params: 0 (0.00 B)
 */
export function summaryText(content: SummaryContent, options: SummaryOptions = {}): string {
  const who = 'summary';
  const defaults = { style: 'keras3' as SummaryStyle, lineLength: undefined as number | undefined };
  const given = readOptions(who, defaults, options);
  const style = styles[oneOf(who, 'style', given.style, Object.keys(styles) as SummaryStyle[])];
  const lineLength = given.lineLength ?? style.lineLength;
  wholeNumber(who, 'lineLength', lineLength, { min: shortestLine });
  return [`Model: "${content.name}"`, ...style.lines(content, lineLength)].join('\n');
}

/** Keras 3: a frame around every cell, words kept whole, counts to the right. */
function boxTable(content: SummaryContent, lineLength: number): string[] {
  // frame and blanks take ten letters of the line, as evenly from the three columns as they can
  const taken = [3, 4, 3];
  const widths = columnWidths(lineLength, [0.45, 0.8, 1]).map((width, column) => width - taken[column]);
  const rule = (left: string, dash: string, cross: string, right: string) =>
    left + widths.map((width) => dash.repeat(width + 2)).join(cross) + right;
  const row = (cells: readonly string[], bar: string, stand: 'top' | 'foot') => {
    const wrapped = cells.map((cell, column) => wrapWords(cell, widths[column]));
    return sideBySide(wrapped, stand).map(([name, shape, parameters]) => {
      const set = [name.padEnd(widths[0]), shape.padEnd(widths[1]), parameters.padStart(widths[2])];
      return `${bar} ${set.join(` ${bar} `)} ${bar}`;
    });
  };
  const layers = content.rows.map(({ name, type, shape, parameters }) =>
    row([`${name} (${type})`, batchShape(shape), thousands(parameters)], '│', 'top'),
  );
  const between = rule('├', '─', '┼', '┤');
  const { optimizer, bytesPerNumber } = content;
  const counts = [...totals(content), ...(optimizer === null ? [] : [['Optimizer', optimizer] as const])];
  return [
    rule('┏', '━', '┳', '┓'),
    ...row(heads, '┃', 'foot'),
    rule('┡', '━', '╇', '┩'),
    ...layers.flatMap((lines, i) => (i === 0 ? lines : [between, ...lines])),
    rule('└', '─', '┴', '┘'),
    ...counts.map(
      ([what, count]) => ` ${what} params: ${thousands(count)} (${memorySize(count * bytesPerNumber, 'B')})`,
    ),
  ];
}

/** Keras 2: no frame, an empty line after every layer, texts broken at any letter. */
function plainLines(content: SummaryContent, lineLength: number): string[] {
  const widths = columnWidths(lineLength, [0.45, 0.85, 1]);
  // two letters between columns, and one for the indent, which the second column goes without as well
  const room = [widths[0] - 3, widths[1] - 3, widths[2]];
  const row = (cells: readonly string[]) => {
    const chopped = cells.map((cell, column) => chop(cell, room[column]));
    return sideBySide(chopped, 'top').map(([name, shape, parameters]) =>
      [` ${name}`, shape, parameters].map((text, column) => text.padEnd(widths[column])).join(''),
    );
  };
  const layers = content.rows.map(({ name, type, shape, parameters }) => {
    // an input has a list of outputs in Keras 2, even if it is one
    const output = type === 'InputLayer' ? `[${batchShape(shape)}]` : batchShape(shape);
    return row([`${name} (${type})`, output, String(parameters)]);
  });
  const counts = totals(content).map(([what, count]) => {
    const size = memorySize(count * content.bytesPerNumber, 'Byte');
    return `${what} params: ${count} (${size})`;
  });
  return [
    '_'.repeat(lineLength),
    ...row(heads),
    '='.repeat(lineLength),
    ...layers.flatMap((lines) => [...lines, ' '.repeat(lineLength)]),
    '='.repeat(lineLength),
    ...counts,
    '_'.repeat(lineLength),
  ];
}

/** The widths of columns that end at these parts of the line. */
function columnWidths(lineLength: number, ends: readonly number[]): number[] {
  const positions = ends.map((end) => Math.floor(end * lineLength));
  return positions.map((position, column) => position - (column === 0 ? 0 : positions[column - 1]));
}

/** Cells of several lines as lines of cells, as many as the tallest cell has; the others stand at the top or foot. */
function sideBySide(cells: readonly (readonly string[])[], stand: 'top' | 'foot'): string[][] {
  const height = Math.max(...cells.map((cell) => cell.length));
  const first = (cell: readonly string[]) => (stand === 'top' ? 0 : height - cell.length);
  return Array.from({ length: height }, (_, line) => cells.map((cell) => cell[line - first(cell)] ?? ''));
}

/** Lines of whole words; a word that is longer than a line is cut and ends in `…`. */
function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => (line.length <= width ? line : `${line.slice(0, width - 1)}…`));
}

/** Pieces of this many letters; the last may be shorter. */
function chop(text: string, width: number): string[] {
  const pieces = Math.ceil(text.length / width);
  return Array.from({ length: pieces }, (_, i) => text.slice(i * width, (i + 1) * width));
}

/** The shape of a batch, whose number of rows is not known, as Python writes it: `(None, 4)`. */
export function batchShape(shape: Shape): string {
  return `(${['None', ...shape].join(', ')})`;
}

/** A count with commas between its thousands. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The counts below the table, with their names. */
function totals({ trainable, nonTrainable }: SummaryContent): (readonly [what: string, count: number])[] {
  return [
    ['Total', trainable + nonTrainable],
    ['Trainable', trainable],
    ['Non-trainable', nonTrainable],
  ];
}

/** Bytes in the largest unit of which there is at least one, to two decimals. */
function memorySize(bytes: number, one: 'B' | 'Byte'): string {
  const units = [one, 'KB', 'MB', 'GB', 'TB', 'PB'];
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024 ** (power + 1)) power++;
  // Python rounds a half to the even neighbor: 5.125 is 5.12, where toFixed has 5.13
  const hundredths = (bytes * 100) / 1024 ** power;
  const nearest = Math.round(hundredths);
  const even = hundredths % 1 === 0.5 && nearest % 2 === 1 ? nearest - 1 : nearest;
  return `${(even / 100).toFixed(2)} ${units[power]}`;
}
