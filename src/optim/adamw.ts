/**
 * AdamW: Adam with weight decay that is not divided by the size of the gradients.
 */
import { type Convention, defineOptimizer } from './optimizer.ts';
import { adamRanges, advanceAdam, updateAdam } from './shared/adam.ts';

/**
 * Adam with decoupled weight decay.
 *
 * Update: w ← w − α λ w, then Adam's (see there), in Keras's convention or PyTorch's. A penalty λ/2 Σw² in the loss would
 * be divided by √v like all else in the gradient, and shrink least where gradients are large.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `weightDecay` λ >= 0, default 0.004; `beta1`, `beta2`,
 * `epsilon` and `amsgrad` as Adam has them; `convention` 'keras' (default) or 'pytorch'; and those that all optimizers
 * have (`CommonOptions`), such as `excludeFromWeightDecay: ['bias']`
 * @throws ArgumentError for options out of range
 * Peers: Keras, PyTorch; PyTorch's own defaults are `weightDecay` 0.01 and `epsilon` 1e-8.
 * @see Loshchilov and Hutter (2019), "Decoupled Weight Decay Regularization", algorithm 2
 * @example
 * const adamw = AdamW({ learningRate: 0.001, weightDecay: 0.01, excludeFromWeightDecay: ['bias'] });
 */
export const AdamW = defineOptimizer({
  name: 'AdamW',
  options: {
    learningRate: 0.001,
    weightDecay: 0.004,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    amsgrad: false as boolean,
    convention: 'keras' as Exclude<Convention, 'course'>,
  },
  ranges: adamRanges,
  choices: { convention: ['keras', 'pytorch'] },
  decay: 'decoupled',
  slots: ['m', 'v'],
  slotsWhen: { vHat: ({ amsgrad }) => amsgrad },
  scalars: ['alpha', 'offset'],
  advance: advanceAdam,
  update: updateAdam,

  examples: [
    {
      options: { learningRate: 0.01, beta1: 0.8, beta2: 0.99, weightDecay: 0.3 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.286100014285694, 1.2795547918386598, 1.2687902857988342],
    },
    {
      options: { learningRate: 0.01, beta2: 0.99, epsilon: 1e-2, weightDecay: 0.2, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2875408450704227, 1.281793927145405, 1.272655168596823],
    },
  ],
});
