/**
 * All twins.
 */
import type { Kernel as Loop } from '../../tensor/index.ts';
import type { Twin } from '../twin.ts';
import { addBiasTwins } from './add-bias.ts';
import { categoricalCrossEntropyTwins } from './categorical-cross-entropy.ts';
import { dropoutTwins } from './dropout.ts';
import { elementwiseTwins } from './elementwise.ts';
import { matmulTwins } from './matmul/index.ts';
import { lossesTwins } from './losses.ts';
import { memoryTwins } from './memory.ts';
import { oneHotTwins } from './one-hot.ts';
import { optimizerTwins } from './optimizers.ts';
import { reductionTwins } from './reductions.ts';
import { softmaxCrossEntropyTwins } from './softmax-cross-entropy.ts';
import { softmaxTwins } from './softmax.ts';
import { accuracyTwins } from './accuracy.ts';

/** The twins of all kernels that have one. */
export const twins: readonly Twin[] = [
  ...matmulTwins,
  ...addBiasTwins,
  ...elementwiseTwins,
  ...categoricalCrossEntropyTwins,
  ...dropoutTwins,
  ...lossesTwins,
  ...memoryTwins,
  ...oneHotTwins,
  ...optimizerTwins,
  ...reductionTwins,
  ...softmaxTwins,
  ...softmaxCrossEntropyTwins,
  ...accuracyTwins,
];

/** The twins by the kernel whose work they do. */
export const byKernel: ReadonlyMap<Loop, Twin> = new Map(twins.map((twin) => [twin.kernel, twin]));
