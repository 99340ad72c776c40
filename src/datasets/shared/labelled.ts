/**
 * Data with one label for each row, as classification has it.
 */
import { LabelBinarizer } from '../../data/index.ts';
import { readOptions } from '../../options.ts';
import { type DType, type Tensor, tensor } from '../../tensor/index.ts';

/** Rows of numbers with a label each. */
export interface Labelled {
  /** The samples: [rows, columns]. */
  readonly x: Tensor;
  /** The labels as LabelBinarizer gives them: [rows, classes], or [rows, 1] of 0 and 1 for two classes. */
  readonly t: Tensor;
  /** The labels as the file has them, one for each row. */
  readonly labels: string[];
  /** The classes in the order of the columns of `t`; for two classes, in the order 0, 1. */
  readonly classNames: string[];
}

/** The number format of what a loader gives. */
export interface LabelledOptions {
  /** Default 'float32'. */
  readonly dtype?: DType;
}

/** The one option, or its default. @throws ArgumentError for other options */
export function dtypeOf(who: string, options: LabelledOptions): DType {
  return readOptions(who, { dtype: 'float32' as DType }, options).dtype;
}

/** Samples and their labels, with `t` worked out from the labels. */
export function labelled(x: Tensor, labels: string[]): Labelled {
  const binarizer = LabelBinarizer<string>();
  const t = tensor(binarizer.fitTransform(labels), { dtype: x.dtype });
  return { x, t, labels, classNames: [...binarizer.classes] };
}
