/**
 * Layers: the parts that models are made of.
 *
 * Each file holds one layer: its options, its parameters, the shape of its output and its formula.
 */
export { Input, isInput } from './input.ts';
export { Dense } from './dense.ts';
export { Activation } from './activation.ts';
export { Dropout } from './dropout.ts';
export { GaussianNoise } from './gaussian-noise.ts';
export { GaussianDropout } from './gaussian-dropout.ts';
export { AlphaDropout } from './alpha-dropout.ts';
export { Flatten } from './flatten.ts';
export { Reshape } from './reshape.ts';
export { ReLU } from './relu.ts';
export { LeakyReLU } from './leaky-relu.ts';
export { PReLU } from './prelu.ts';
export { ELU } from './elu.ts';
export { Softmax } from './softmax.ts';
export { ActivityRegularization } from './activity-regularization.ts';
export { BatchNormalization, type NormalizationConvention } from './batch-normalization.ts';
export { LayerNormalization } from './layer-normalization.ts';
export { Lambda, type LambdaFunction } from './lambda.ts';
export { Add } from './add.ts';
export { Subtract } from './subtract.ts';
export { Multiply } from './multiply.ts';
export { Average } from './average.ts';
export { Maximum } from './maximum.ts';
export { Minimum } from './minimum.ts';
export { Concatenate } from './concatenate.ts';
export { Dot } from './dot.ts';
