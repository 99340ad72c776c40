/**
 * All twins.
 */
import type { Kernel as Loop } from '../../tensor/index.ts';
import type { Twin } from '../twin.ts';
import { activationsTwins } from './activations.ts';
import { addBiasTwins } from './add-bias.ts';
import { batchDotTwins } from './batch-dot.ts';
import { categoricalCrossEntropyTwins } from './categorical-cross-entropy.ts';
import { dropoutTwins } from './dropout.ts';
import { furtherLossesTwins } from './further-losses.ts';
import { elementwiseTwins } from './elementwise.ts';
import { layerNormalizationTwins } from './layer-normalization.ts';
import { matmulTwins } from './matmul/index.ts';
import { logSoftmaxTwins } from './log-softmax.ts';
import { lossesTwins } from './losses.ts';
import { memoryTwins } from './memory.ts';
import { mergeTwins } from './merges.ts';
import { noiseTwins } from './noise.ts';
import { normalizationTwins } from './normalization.ts';
import { oneHotTwins } from './one-hot.ts';
import { optimizerTwins } from './optimizers.ts';
import { adaptiveTwins } from './optimizers-adaptive.ts';
import { clippingTwins } from './optimizers-clipping.ts';
import { momentTwins } from './optimizers-moments.ts';
import { preluTwins } from './prelu.ts';
import { reductionTwins } from './reductions.ts';
import { rowLossesTwins } from './row-losses.ts';
import { reshapeTwins } from './reshape.ts';
import { softmaxCrossEntropyTwins } from './softmax-cross-entropy.ts';
import { softmaxTwins } from './softmax.ts';
import { stopGradientTwins } from './stop-gradient.ts';
import { targetsTwins } from './targets.ts';
import { accuracyTwins } from './accuracy.ts';

/** The twins of all kernels that have one. */
export const twins: readonly Twin[] = [
  ...matmulTwins,
  ...addBiasTwins,
  ...elementwiseTwins,
  ...mergeTwins,
  ...batchDotTwins,
  ...activationsTwins,
  ...preluTwins,
  ...categoricalCrossEntropyTwins,
  ...dropoutTwins,
  ...lossesTwins,
  ...furtherLossesTwins,
  ...rowLossesTwins,
  ...targetsTwins,
  ...memoryTwins,
  ...noiseTwins,
  ...normalizationTwins,
  ...layerNormalizationTwins,
  ...oneHotTwins,
  ...optimizerTwins,
  ...momentTwins,
  ...adaptiveTwins,
  ...clippingTwins,
  ...reductionTwins,
  ...reshapeTwins,
  ...stopGradientTwins,
  ...softmaxTwins,
  ...logSoftmaxTwins,
  ...softmaxCrossEntropyTwins,
  ...accuracyTwins,
];

/** The twins by the kernel whose work they do. */
export const byKernel: ReadonlyMap<Loop, Twin> = new Map(twins.map((twin) => [twin.kernel, twin]));
