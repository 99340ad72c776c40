/**
 * Preparing data: what stands between a table and a net.
 *
 * A net learns from numbers of similar size, and is judged on rows that it has not seen. So rows are split, columns
 * are scaled by what the training rows show, and labels become numbers. What learns from data has `fit`, which
 * learns, `transform`, which applies what was learned, and `inverseTransform`, which takes it back.
 */
export { takeRows, type Rows, type SameKind } from './shared/take-rows.ts';
export { type Split, type SplitOptions, trainTestSplit } from './train-test-split.ts';
export { oneHot } from './one-hot.ts';
export { LabelBinarizer, type LabelBinarizerOptions } from './label-binarizer.ts';
export type { Label, RowLabels } from './shared/labels.ts';
export { StandardScaler, type StandardScalerOptions } from './standard-scaler.ts';
export { MinMaxScaler, type MinMaxScalerOptions } from './min-max-scaler.ts';
