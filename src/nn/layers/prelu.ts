/**
 * PReLU: the rectified linear unit with slopes that are learned.
 */
import { prelu, reshape } from '../../autograd/index.ts';
import { formatShape } from '../../tensor/index.ts';
import { type ConstraintOption, readConstraint } from '../constraints/index.ts';
import { type InitializerOption, readInitializer } from '../initializers/index.ts';
import { type RegularizerOption, readRegularizer } from '../regularizers/index.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * y = x where x > 0, else α · x; each number of a row has a slope α of its own.
 *
 * Shapes: x [...], alpha [...] like a row -> y [...]
 *
 * @param options `alphaInitializer`, default 'zeros'; `alphaRegularizer` and `alphaConstraint`, default none; `name`,
 * `inputShape`
 * @throws ArgumentError for options that are none; ShapeError for several inputs
 * Peers: Keras (PReLU), whose `shared_axes` is not here; PyTorch (PReLU) begins with 0.25.
 * @see He et al. (2015), "Delving Deep into Rectifiers", section 2.1
 * @example
 * PReLU({ alphaInitializer: Constant({ value: 0.25 }) });
 */
export const PReLU = defineLayer({
  name: 'PReLU',
  options: {
    alphaInitializer: 'zeros' as InitializerOption,
    alphaRegularizer: null as RegularizerOption,
    alphaConstraint: null as ConstraintOption,
  },
  check(who, { alphaInitializer, alphaRegularizer, alphaConstraint }) {
    readInitializer(who, 'alphaInitializer', alphaInitializer);
    readRegularizer(who, 'alphaRegularizer', alphaRegularizer);
    readConstraint(who, 'alphaConstraint', alphaConstraint);
  },
  build: (shapes, { alphaInitializer, alphaRegularizer, alphaConstraint }) => ({
    alpha: {
      shape: oneInput('PReLU', shapes),
      initializer: readInitializer('PReLU', 'alphaInitializer', alphaInitializer),
      regularizer: readRegularizer('PReLU', 'alphaRegularizer', alphaRegularizer),
      constraint: readConstraint('PReLU', 'alphaConstraint', alphaConstraint),
    },
  }),
  outputShape: (shapes) => oneInput('PReLU', shapes),

  call([x], { parameters: { alpha } }) {
    if (x.shape.length === 2) return prelu(x, alpha);
    const rows = reshape(x, { shape: formatShape([x.shape[0], -1]) });
    return reshape(prelu(rows, reshape(alpha)), { shape: formatShape(x.shape) });
  },

  examples: [
    { options: {}, input: [7], output: [7], parameters: 7 },
    {
      options: { alphaInitializer: 'random_uniform', alphaRegularizer: 'l1' },
      input: [3, 5],
      output: [3, 5],
      parameters: 15,
    },
  ],
});
