/**
 * LayerNormalization: each row centred and scaled by itself.
 */
import { layerNormalization } from '../../autograd/index.ts';
import { number, oneOf } from '../../options.ts';
import { lastAxis } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { checkLastAxis } from './shared/last-axis.ts';
import { oneInput } from './shared/one-input.ts';
import {
  checkScaleAndShift,
  scaleAndShift,
  scaleAndShiftOptions,
  scaleAndShiftSpecs,
} from './shared/scale-and-shift.ts';

/**
 * Normalizes each row along the last axis: y = γ x̂ + β with x̂ = (x − m) / √(v + ε), m and v being the mean and the biased
 * variance of the row; the same in training and inference.
 *
 * Shapes: x [..., units], gamma and beta [units] -> y [..., units]
 *
 * @param options `axis`, −1 only; `epsilon`, above 0, default 1e-3; `center` and `scale`, whether there is β and γ, default
 * true; `betaInitializer` 'zeros', `gammaInitializer` 'ones'; `betaRegularizer`, `gammaRegularizer`, `betaConstraint`,
 * `gammaConstraint`, default none; `convention` 'keras' (default) or 'pytorch', where epsilon is 1e-5 by default; `name`,
 * `inputShape`
 * @throws ArgumentError for options that are out of range or unknown; ShapeError for several inputs
 * Peers: Keras (LayerNormalization), which takes other axes too; PyTorch (LayerNorm).
 * @see Ba, Kiros and Hinton (2016), "Layer Normalization"
 * @example
 * LayerNormalization({ epsilon: 1e-6 });
 */
export const LayerNormalization = defineLayer({
  name: 'LayerNormalization',
  options: {
    axis: -1,
    epsilon: null as number | null,
    ...scaleAndShiftOptions,
    convention: 'keras' as 'keras' | 'pytorch',
  },
  check(who, options) {
    checkLastAxis(who, options.axis);
    if (options.epsilon !== null) number(who, 'epsilon', options.epsilon, { above: 0 });
    checkScaleAndShift(who, options);
    oneOf(who, 'convention', options.convention, ['keras', 'pytorch']);
  },
  build: (shapes, options) =>
    scaleAndShiftSpecs('LayerNormalization', lastAxis(oneInput('LayerNormalization', shapes)), options),
  outputShape: (shapes) => oneInput('LayerNormalization', shapes),

  call([x], { options: { epsilon, convention }, parameters }) {
    const [gamma, beta] = scaleAndShift(x, parameters);
    return layerNormalization(x, gamma, beta, { epsilon: epsilon ?? (convention === 'keras' ? 1e-3 : 1e-5) });
  },

  examples: [
    { options: {}, input: [5], output: [5], parameters: 10 },
    {
      options: { epsilon: 0.02, scale: false, betaInitializer: 'random_normal' },
      input: [3, 4],
      output: [3, 4],
      parameters: 4,
    },
    { options: { convention: 'pytorch', center: false }, input: [7], output: [7], parameters: 7 },
  ],
});
