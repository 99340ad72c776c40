/**
 * Labels of any kind as rows of numbers that a net can learn, and back.
 */
import { complain, ShapeError } from '../errors.ts';
import { number, readOptions } from '../options.ts';
import { argmaxRow, formatShape, storage, Tensor, type TensorLike, toTensor } from '../tensor/index.ts';
import { configOf, readClassList, readParts, type TransformerConfig } from './shared/config.ts';
import { sortedLabels, type Label, type RowLabels, readLabels } from './shared/labels.ts';
import { fitted, requireFinite } from './shared/table.ts';

/** The two numbers that LabelBinarizer writes. */
export interface LabelBinarizerOptions {
  /** Where the label is another class. Default 0; less than posLabel. */
  readonly negLabel?: number;
  /** Where the label is the column's class. Default 1. */
  readonly posLabel?: number;
}

/** A LabelBinarizer as plain data. */
export type LabelBinarizerConfig<L extends Label = Label> = TransformerConfig<
  'LabelBinarizer',
  Required<LabelBinarizerOptions>,
  { readonly classes: readonly L[] }
>;

/** An encoder of labels; `L` is their type. */
export interface LabelBinarizer<L extends Label = Label> {
  /** The classes, sorted: one for each column, or two for the one column. @throws StateError before `fit` */
  readonly classes: readonly L[];
  /** Learns which classes there are, and gives itself back. @throws ArgumentError for no labels, or several kinds */
  fit(labels: RowLabels<L>): LabelBinarizer<L>;
  /** Labels as numbers; one that `fit` did not see gives a row of negLabel. @throws StateError before `fit` */
  transform(labels: RowLabels<L>): Tensor;
  /** `fit`, then `transform`, of the same labels. */
  fitTransform(labels: RowLabels<L>): Tensor;
  /**
   * The labels that numbers stand for, such as predictions: the class of the largest number of each row, the first
   * of equals; of two classes the second where the number is above (negLabel + posLabel) / 2.
   *
   * @param y [rows, classes]; for two classes [rows], [rows, 1], or [rows, 2], of which the second column counts
   * @throws StateError before `fit`; ShapeError for other columns; ArgumentError for NaN
   */
  inverseTransform(y: TensorLike): L[];
  /** Options and classes as plain data, ready for JSON; `transformerFromConfig` makes the encoder again. */
  toConfig(): LabelBinarizerConfig<L>;
}

/**
 * One column for each class, posLabel where the label is that class and negLabel elsewhere; two classes share one
 * column, posLabel for the second.
 *
 * Shapes: labels [rows] -> t [rows, classes]; for one or two classes [rows, 1]
 * @param options `negLabel` (default 0) and `posLabel` (default 1)
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform` and `classes`
 * @throws ArgumentError for other options; its methods: StateError before `fit`
 * Peers: scikit-learn's LabelBinarizer, except that two classes always give one column; there, `transform` gives two
 * when its labels happen to hold a third value.
 * @example
 * const binarizer = LabelBinarizer<string>();
 * binarizer.fitTransform(['oak', 'elm', 'ash', 'oak']).toArray(); // [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1]]
 * binarizer.classes; // ['ash', 'elm', 'oak']
 * binarizer.inverseTransform([[0.1, 0.7, 0.4], [0.6, 0.2, 0.3]]); // ['elm', 'ash']
 */
export function LabelBinarizer<L extends Label = Label>(
  options: LabelBinarizerOptions = {},
  learned: LabelBinarizerConfig<L>['learned'] = null,
): LabelBinarizer<L> {
  const who = 'LabelBinarizer';
  const defaults: Required<LabelBinarizerOptions> = { negLabel: 0, posLabel: 1 };
  const { negLabel, posLabel } = readOptions(who, defaults, options);
  number(who, 'negLabel', negLabel);
  number(who, 'posLabel', posLabel, { above: negLabel });
  let known: L[] | null = null;
  if (learned !== null && learned !== undefined) {
    const { classes } = readParts(who, learned, ['classes']);
    known = readClassList(who, 'learned.classes', classes) as L[];
  }

  const binarizer: LabelBinarizer<L> = {
    get classes() {
      return fitted(`${who}.classes`, known);
    },

    fit(labels) {
      known = sortedLabels(readLabels(`${who}.fit`, labels) as L[]);
      return binarizer;
    },

    transform(labels) {
      const speaker = `${who}.transform`;
      const classes = fitted(speaker, known);
      const read = readLabels(speaker, labels, typeof classes[0]) as L[];
      const columns = classes.length > 2 ? classes.length : 1;
      const columnOf = new Map(columns > 1 ? classes.map((label, j) => [label, j]) : [[classes[1], 0]]);
      const data = storage('float32', read.length * columns).fill(negLabel);
      read.forEach((label, row) => {
        const column = columnOf.get(label);
        if (column !== undefined) data[row * columns + column] = posLabel;
      });
      return new Tensor(data, [read.length, columns]);
    },

    fitTransform: (labels) => binarizer.fit(labels).transform(labels),

    inverseTransform(y) {
      const speaker = `${who}.inverseTransform`;
      const classes = fitted(speaker, known);
      const table = toTensor(speaker, 'y', y, { dtype: 'float64' });
      const rows = checkColumns(speaker, table, classes.length);
      requireFinite(speaker, table);
      return Array.from({ length: rows }, (_, row) => classes[classAt(table, row, classes.length)]);
    },

    toConfig: () => configOf(who, { negLabel, posLabel }, known === null ? null : { classes: known }),
  };
  return binarizer;

  function classAt(table: Tensor, row: number, classes: number): number {
    if (classes > 2) return argmaxRow(table, row);
    if (classes === 1) return 0;
    const columns = table.shape[1] ?? 1;
    return table.data[row * columns + columns - 1] > (negLabel + posLabel) / 2 ? 1 : 0;
  }
}

/** -> rows. @throws ShapeError unless y has the columns that these classes may have */
function checkColumns(who: string, { shape }: Tensor, classes: number): number {
  const right =
    classes > 2
      ? shape.length === 2 && shape[1] === classes
      : shape.length === 1 || (shape.length === 2 && shape[1] >= 1 && shape[1] <= classes);
  if (right) return shape[0];
  const expected =
    classes > 2 ? `y [rows, ${classes}]` : classes === 2 ? 'y [rows], [rows, 1] or [rows, 2]' : 'y [rows, 1]';
  throw new ShapeError(
    complain({
      who,
      problem: 'y has not the columns of these classes',
      expected,
      received: formatShape(shape),
    }),
  );
}
