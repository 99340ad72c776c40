/**
 * Labels of any kind as class numbers, and back.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { readOptions } from '../options.ts';
import type { Tensor, TypedArray } from '../tensor/index.ts';
import { configOf, listed, readClassList, readParts, type TransformerConfig } from './shared/config.ts';
import { type Label, type RowLabels, readLabels, sortedLabels } from './shared/labels.ts';
import { fitted } from './shared/table.ts';

/** A LabelEncoder as plain data. */
export type LabelEncoderConfig<L extends Label = Label> = TransformerConfig<
  'LabelEncoder',
  Readonly<Record<string, never>>,
  { readonly classes: readonly L[] }
>;

/** An encoder of labels as class numbers; `L` is their type. */
export interface LabelEncoder<L extends Label = Label> {
  /** The classes, sorted; the place of each is its number. @throws StateError before `fit` */
  readonly classes: readonly L[];
  /** Learns which classes there are, and gives itself back. @throws ArgumentError for no labels, or several kinds */
  fit(labels: RowLabels<L>): LabelEncoder<L>;
  /** Labels as class numbers. @throws StateError before `fit`; ArgumentError for a label that `fit` did not see */
  transform(labels: RowLabels<L>): number[];
  /** `fit`, then `transform`, of the same labels. */
  fitTransform(labels: RowLabels<L>): number[];
  /** Class numbers as labels. @throws StateError before `fit`; ArgumentError for what is no class number */
  inverseTransform(numbers: readonly number[] | TypedArray | Tensor): L[];
  /** The classes as plain data, ready for JSON; `transformerFromConfig` makes the encoder again. */
  toConfig(): LabelEncoderConfig<L>;
}

/**
 * Labels as whole numbers from 0 to classes − 1, in the order of the sorted classes: targets for the sparse losses.
 *
 * Shapes: labels [rows] -> numbers [rows]
 * @param options there are none
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform`, `classes` and `toConfig`
 * @throws its methods: StateError before `fit`, ArgumentError for a label that `fit` did not see, naming it, its row and
 * the classes
 * Peers: scikit-learn's LabelEncoder. LabelBinarizer gives rows of zeros and ones.
 * @example
 * const encoder = LabelEncoder<string>();
 * encoder.fitTransform(['oak', 'elm', 'ash', 'oak']); // [2, 1, 0, 2]
 * encoder.classes; // ['ash', 'elm', 'oak']
 * encoder.inverseTransform([0, 2]); // ['ash', 'oak']
 */
export function LabelEncoder<L extends Label = Label>(
  options: Readonly<Record<string, never>> = {},
  learned: LabelEncoderConfig<L>['learned'] = null,
): LabelEncoder<L> {
  const who = 'LabelEncoder';
  readOptions(who, {}, options);
  let known: L[] | null = null;
  if (learned !== null && learned !== undefined) {
    const { classes } = readParts(who, learned, ['classes']);
    known = readClassList(who, 'learned.classes', classes) as L[];
  }

  const encoder: LabelEncoder<L> = {
    get classes() {
      return fitted(`${who}.classes`, known);
    },

    fit(labels) {
      known = sortedLabels(readLabels(`${who}.fit`, labels) as L[]);
      return encoder;
    },

    transform(labels) {
      const speaker = `${who}.transform`;
      const classes = fitted(speaker, known);
      const numberOf = new Map<Label, number>(classes.map((label, number) => [label, number]));
      return readLabels(speaker, labels, typeof classes[0]).map((label, row) => {
        const number = numberOf.get(label);
        if (number !== undefined) return number;
        const problem = `the label of row ${row} was not there in fit`;
        const expected = `one of ${listed(classes)}`;
        throw new ArgumentError(complain({ who: speaker, problem, expected, received: show(label) }));
      });
    },

    fitTransform: (labels) => encoder.fit(labels).transform(labels),

    inverseTransform(numbers) {
      const speaker = `${who}.inverseTransform`;
      const classes = fitted(speaker, known);
      return readLabels(speaker, numbers, 'number').map((number, row) => {
        const label = classes[number as number];
        if (label !== undefined) return label;
        const problem = `the number of row ${row} is no class`;
        const expected = `a whole number from 0 to ${classes.length - 1}`;
        throw new ArgumentError(complain({ who: speaker, problem, expected, received: `${number}` }));
      });
    },

    toConfig: () => configOf(who, {}, known === null ? null : { classes: known }),
  };
  return encoder;
}
