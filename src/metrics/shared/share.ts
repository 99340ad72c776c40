/**
 * The share of the rows that are right, or that are wrong.
 */
import { flag, readOptions } from '../../options.ts';
import { isRight, type LabelSets, readComparison } from './comparison.ts';
import type { Labels } from './labels.ts';
import { sum } from './sum.ts';
import { type RowWeights, readWeights } from './weights.ts';

/** What a share of rows may be told. */
export interface ShareOptions {
  /** False gives the weight of these rows in place of their share. Default true. */
  readonly normalize?: boolean;
  /** One number >= 0 for each row; default ones. */
  readonly sampleWeight?: RowWeights;
  /** Whether both sides are [rows, labels] of 0 and 1; a row is right if all its labels are. Default false. */
  readonly multilabel?: boolean;
}

/** Σ w·[row is right, or is not] / Σ w, or its numerator alone. @throws as the scores say that are made of it */
export function shareOfRows(
  who: string,
  right: boolean,
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ShareOptions,
): number {
  const defaults = { normalize: true, sampleWeight: undefined as RowWeights | undefined, multilabel: false };
  const { normalize, sampleWeight, multilabel } = readOptions(who, defaults, options);
  const comparison = readComparison(who, targets, predictions, multilabel);
  const weights = readWeights(who, sampleWeight, comparison.rows);
  const counted = sum(weights.map((weight, row) => (isRight(comparison, row) === right ? weight : 0)));
  return flag(who, 'normalize', normalize) ? counted / sum(weights) : counted;
}
