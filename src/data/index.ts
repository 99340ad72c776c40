/**
 * Preparing data: what stands between a table and a net.
 *
 * A net learns from numbers of similar size, and is judged on rows that it has not seen. So rows are split, columns
 * are scaled by what the training rows show, and labels become numbers. What learns from data has `fit`, which
 * learns, `transform`, which applies what was learned, and `inverseTransform`, which takes it back.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf } from '../options.ts';
import { LabelBinarizer } from './label-binarizer.ts';
import { LabelEncoder } from './label-encoder.ts';
import { MinMaxScaler } from './min-max-scaler.ts';
import { OneHotEncoder } from './one-hot-encoder.ts';
import { PolynomialFeatures } from './polynomial-features.ts';
import { RobustScaler } from './robust-scaler.ts';
import { readParts, type TransformerConfig } from './shared/config.ts';
import { StandardScaler } from './standard-scaler.ts';

export type { Rows, SameKind } from '../tensor/index.ts';
export { takeRows } from './take-rows.ts';
export { type Split, type SplitOptions, trainTestSplit } from './train-test-split.ts';
export type {
  Fold,
  KFoldOptions,
  ShuffleSplitOptions,
  Splitter,
  StratifiedSplitter,
} from './shared/splitter.ts';
export type { ClassLabels } from './shared/strata.ts';
export { KFold } from './k-fold.ts';
export { StratifiedKFold } from './stratified-k-fold.ts';
export { ShuffleSplit } from './shuffle-split.ts';
export { StratifiedShuffleSplit } from './stratified-shuffle-split.ts';
export { oneHot, toCategorical } from './one-hot.ts';
export {
  LabelBinarizer,
  type LabelBinarizerConfig,
  type LabelBinarizerOptions,
} from './label-binarizer.ts';
export { LabelEncoder, type LabelEncoderConfig } from './label-encoder.ts';
export { OneHotEncoder, type OneHotEncoderConfig, type OneHotEncoderOptions } from './one-hot-encoder.ts';
export type { CategoryRows } from './shared/categories.ts';
export type { TransformerConfig } from './shared/config.ts';
export type { Label, RowLabels } from './shared/labels.ts';
export { StandardScaler, type StandardScalerConfig, type StandardScalerOptions } from './standard-scaler.ts';
export { MinMaxScaler, type MinMaxScalerConfig, type MinMaxScalerOptions } from './min-max-scaler.ts';
export { RobustScaler, type RobustScalerConfig, type RobustScalerOptions } from './robust-scaler.ts';
export {
  PolynomialFeatures,
  type PolynomialFeaturesConfig,
  type PolynomialFeaturesOptions,
} from './polynomial-features.ts';

/** Every scaler and encoder by the `kind` of its config. */
export interface Transformers {
  readonly StandardScaler: StandardScaler;
  readonly MinMaxScaler: MinMaxScaler;
  readonly RobustScaler: RobustScaler;
  readonly PolynomialFeatures: PolynomialFeatures;
  readonly LabelBinarizer: LabelBinarizer;
  readonly LabelEncoder: LabelEncoder;
  readonly OneHotEncoder: OneHotEncoder;
}

const makers = {
  StandardScaler,
  MinMaxScaler,
  RobustScaler,
  PolynomialFeatures,
  LabelBinarizer,
  LabelEncoder,
  OneHotEncoder,
};

/**
 * The scaler or encoder whose `toConfig` gave this, with all that it had learned, before or after JSON.
 *
 * @param config `{ kind, options, learned }`; of a kind that is known, `StandardScaler(config.options, config.learned)`
 * is the same
 * @throws ArgumentError for an unknown kind, for options that are none, and for what cannot have been learned, naming it
 * @example
 * const scaler = StandardScaler().fit([[1, 40], [4, 44], [7, 42]]);
 * const text = JSON.stringify(scaler.toConfig());
 * const again = transformerFromConfig<'StandardScaler'>(JSON.parse(text));
 * again.mean; // [4, 42]
 */
export function transformerFromConfig<K extends keyof Transformers>(
  config: TransformerConfig<K>,
): Transformers[K] {
  const who = 'transformerFromConfig';
  if (typeof config !== 'object' || config === null || typeof config.kind !== 'string') {
    const expected = 'what toConfig() of a scaler or encoder gave: { kind, options, learned }';
    const help =
      typeof config === 'string'
        ? { help: 'Is it the text of one? JSON.parse(text) reads it.' }
        : typeof (config as { readonly toConfig?: unknown } | null)?.toConfig === 'function'
          ? { help: 'Its toConfig() gives one.' }
          : {};
    throw new ArgumentError(
      complain({ who, problem: 'this is no config', expected, received: show(config), ...help }),
    );
  }
  const kind = oneOf(who, 'kind', config.kind, Object.keys(makers) as (keyof Transformers)[]);
  const { options, learned } = readParts(who, config, ['kind', 'options', 'learned']);
  return makers[kind](options as never, learned as null) as Transformers[K];
}
