/**
 * All ops, from simple to hard. The suite of every op walks this list.
 *
 * Each file holds one op: its formula, its shape rule, its loop forward and its loop backward.
 */
export { add } from './add.ts';
export { subtract } from './subtract.ts';
export { multiply } from './multiply.ts';
export { scale } from './scale.ts';
export { negate } from './negate.ts';
export { square } from './square.ts';
export { absolute } from './absolute.ts';
export { exp } from './exp.ts';
export { log } from './log.ts';
export { relu } from './relu.ts';
export { sigmoid } from './sigmoid.ts';
export { tanh } from './tanh.ts';
export { addBias } from './add-bias.ts';
export { matmul } from './matmul.ts';
export { sum } from './sum.ts';
export { mean } from './mean.ts';
export { sumSquares } from './sum-squares.ts';
export { sumAbsolute } from './sum-absolute.ts';
export { softmax } from './softmax.ts';
export { dropout } from './dropout.ts';
export { oneHotRows } from './one-hot-rows.ts';
export { meanSquaredError } from './mean-squared-error.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
export { sigmoidCrossEntropy } from './sigmoid-cross-entropy.ts';
export { categoricalCrossEntropy } from './categorical-cross-entropy.ts';
export { binaryCrossEntropy } from './binary-cross-entropy.ts';
