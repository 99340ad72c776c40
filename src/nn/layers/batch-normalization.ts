/**
 * BatchNormalization: each unit centred and scaled, by the batch in training, by moving averages in inference.
 */
import { batchNormalization, columnMean, columnVariance, movingAverage } from '../../autograd/index.ts';
import { complain, ShapeError } from '../../errors.ts';
import { number, oneOf } from '../../options.ts';
import { lastAxis, type Shape } from '../../tensor/index.ts';
import { type InitializerOption, readInitializer } from '../initializers/index.ts';
import { defineLayer } from '../layer.ts';
import { checkLastAxis } from './shared/last-axis.ts';
import { oneInput } from './shared/one-input.ts';
import {
  checkScaleAndShift,
  scaleAndShift,
  scaleAndShiftOptions,
  scaleAndShiftSpecs,
} from './shared/scale-and-shift.ts';

/** Whose momentum, ε and moving variance normalization follows. */
export type NormalizationConvention = 'keras' | 'pytorch';

interface Settings {
  readonly momentum: number | null;
  readonly epsilon: number | null;
  readonly convention: NormalizationConvention;
}

/** The share of the old average that stays, and ε. */
function settings({ momentum, epsilon, convention }: Settings) {
  return convention === 'keras'
    ? { kept: momentum ?? 0.99, epsilon: epsilon ?? 1e-3 }
    : { kept: 1 - (momentum ?? 0.1), epsilon: epsilon ?? 1e-5 };
}

/** What the biased variance of so many rows is multiplied by for the moving average. @throws ShapeError for one row */
function varianceFactor(rows: number, convention: NormalizationConvention): number {
  if (convention === 'keras') return 1;
  if (rows > 1) return rows / (rows - 1);
  throw new ShapeError(
    complain({
      who: 'BatchNormalization',
      problem: "one row has no unbiased variance, which PyTorch's convention keeps",
      expected: 'batches of two rows or more',
      received: `${rows}`,
      help: "Choose another batchSize, fit with dropRemainder: true, or take convention: 'keras'.",
    }),
  );
}

function unitsOf(shapes: readonly Shape[]): number {
  return lastAxis(oneInput('BatchNormalization', shapes));
}

/**
 * Normalizes each unit: y = γ x̂ + β with x̂ = (x − m) / √(v + ε).
 *
 * In training, m and v are mean and biased variance of the batch, over all axes but the last, and gradients flow through
 * them. Each step also moves the averages of both, moving ← momentum · moving + (1 − momentum) · batch, which take their
 * place in inference. With `trainable: false` the layer runs in inference mode in training too, and moves nothing.
 *
 * Shapes: x [..., units], gamma, beta, movingMean and movingVariance [units] -> y [..., units]
 *
 * @param options `axis`, −1 only; `momentum`, the share of the old average that stays, 0 to 1, default 0.99; `epsilon`,
 * above 0, default 1e-3; `center` and `scale`, whether there is β and γ, default true; `betaInitializer` 'zeros',
 * `gammaInitializer` 'ones', `movingMeanInitializer` 'zeros', `movingVarianceInitializer` 'ones'; `betaRegularizer`,
 * `gammaRegularizer`, `betaConstraint`, `gammaConstraint`, default none; `convention` 'keras' (default) or 'pytorch':
 * there momentum is the share of the new value, default 0.1, epsilon is 1e-5 by default, and the moving variance is the
 * unbiased one, divided by rows − 1; `name`, `inputShape`, `trainable`
 * @throws ArgumentError for options that are out of range or unknown; ShapeError for several inputs, and in PyTorch's
 * convention for a batch of one row
 * Peers: Keras (BatchNormalization), with the weights in its order: gamma, beta, moving mean, moving variance; PyTorch
 * (BatchNorm1d) by `convention: 'pytorch'`.
 * @see Ioffe and Szegedy (2015), "Batch Normalization"
 * @example
 * BatchNormalization();
 * BatchNormalization({ momentum: 0.9, name: 'norma' });
 */
export const BatchNormalization = defineLayer({
  name: 'BatchNormalization',
  options: {
    axis: -1,
    momentum: null as number | null,
    epsilon: null as number | null,
    ...scaleAndShiftOptions,
    movingMeanInitializer: 'zeros' as InitializerOption,
    movingVarianceInitializer: 'ones' as InitializerOption,
    convention: 'keras' as NormalizationConvention,
  },
  check(who, options) {
    checkLastAxis(who, options.axis);
    if (options.momentum !== null) number(who, 'momentum', options.momentum, { min: 0, max: 1 });
    if (options.epsilon !== null) number(who, 'epsilon', options.epsilon, { above: 0 });
    checkScaleAndShift(who, options);
    readInitializer(who, 'movingMeanInitializer', options.movingMeanInitializer);
    readInitializer(who, 'movingVarianceInitializer', options.movingVarianceInitializer);
    oneOf(who, 'convention', options.convention, ['keras', 'pytorch']);
  },
  build: (shapes, options) => scaleAndShiftSpecs('BatchNormalization', unitsOf(shapes), options),
  state: (shapes, { movingMeanInitializer, movingVarianceInitializer }) => ({
    movingMean: { shape: [unitsOf(shapes)], initializer: movingMeanInitializer },
    movingVariance: { shape: [unitsOf(shapes)], initializer: movingVarianceInitializer },
  }),
  outputShape: (shapes) => oneInput('BatchNormalization', shapes),

  call([x], { options, parameters, state: { movingMean, movingVariance }, training, trainable }) {
    const [gamma, beta] = scaleAndShift(x, parameters);
    const { kept: momentum, epsilon } = settings(options);
    if (!training || !trainable)
      return batchNormalization(x, movingMean, movingVariance, gamma, beta, { epsilon });
    const mean = columnMean(x);
    const variance = columnVariance(x, mean);
    const factor = varianceFactor(x.size / lastAxis(x.shape), options.convention);
    return {
      output: batchNormalization(x, mean, variance, gamma, beta, { epsilon }),
      updates: [
        [movingMean, movingAverage(movingMean, mean, { momentum })],
        [movingVariance, movingAverage(movingVariance, variance, { momentum, factor })],
      ],
    };
  },

  examples: [
    { options: {}, input: [5], output: [5], parameters: 10 },
    { options: { momentum: 0.7, epsilon: 0.02, scale: false }, input: [3, 4], output: [3, 4], parameters: 4 },
    {
      options: {
        convention: 'pytorch',
        center: false,
        gammaRegularizer: 'l2',
        gammaInitializer: 'random_uniform',
      },
      input: [7],
      output: [7],
      parameters: 7,
    },
  ],
});
