/**
 * Dense: every input connected to every unit.
 */
import { addBias, matmul } from '../../autograd/index.ts';
import { complain, ShapeError } from '../../errors.ts';
import { flag, wholeNumber } from '../../options.ts';
import { formatShape, lastAxis, type Shape } from '../../tensor/index.ts';
import { type Activation, readActivation, requireUnits } from '../activations/index.ts';
import { type ConstraintOption, MaxNorm, readConstraint } from '../constraints/index.ts';
import { HeNormal, type InitializerOption, readInitializer } from '../initializers/index.ts';
import { l2, type RegularizerOption, readRegularizer } from '../regularizers/index.ts';
import { defineLayer } from '../layer.ts';
import { withActivity } from './shared/activity.ts';
import { oneInput } from './shared/one-input.ts';

/** The number of inputs of each row. @throws ShapeError unless there is one input, with at least one axis */
function inputsOf(shapes: readonly Shape[]): number {
  const shape = oneInput('Dense', shapes);
  if (shape.length > 0) return lastAxis(shape);
  const [expected, received] = ['[..., inputs]', formatShape(shape)];
  throw new ShapeError(complain({ who: 'Dense', problem: 'a row has no axis', expected, received }));
}

/**
 * A layer of neurons: y = activation(x · kernel + bias).
 *
 * Shapes: x [..., inputs], kernel [inputs, units], bias [units] -> y [..., units]
 *
 * @param units how many neurons, a whole number from 1 on
 * @param options `activation`, a name or a function of ops, default 'linear'; `useBias`, default true;
 * `kernelInitializer`, default 'glorot_uniform'; `biasInitializer`, default 'zeros'; `kernelRegularizer`,
 * `biasRegularizer` and `activityRegularizer` (on y, per row), default none; `kernelConstraint` and `biasConstraint`,
 * default none; `name`; `inputShape`, for a first layer without Input. An initializer may be a function
 * `(shape, random) => values`, a regularizer a function of ops, a constraint a function `(w) => void`
 * @throws ArgumentError for options that are out of range or unknown; ShapeError for several inputs
 * Peers: Keras (Dense); the kernel is stored [inputs, units], in PyTorch [units, inputs].
 * @example
 * Dense(20, { activation: 'tanh', name: 'Oculto' });
 * Dense({ units: 10, activation: 'softmax' });
 */
export const Dense = defineLayer({
  name: 'Dense',
  positional: 'units',
  options: {
    units: 0,
    activation: 'linear' as Activation,
    useBias: true as boolean,
    kernelInitializer: 'glorot_uniform' as InitializerOption,
    biasInitializer: 'zeros' as InitializerOption,
    kernelRegularizer: null as RegularizerOption,
    biasRegularizer: null as RegularizerOption,
    activityRegularizer: null as RegularizerOption,
    kernelConstraint: null as ConstraintOption,
    biasConstraint: null as ConstraintOption,
  },
  check(who, options) {
    wholeNumber(who, 'units', options.units);
    readActivation(who, options.activation);
    requireUnits(who, options.activation, options.units);
    flag(who, 'useBias', options.useBias);
    readInitializer(who, 'kernelInitializer', options.kernelInitializer);
    readInitializer(who, 'biasInitializer', options.biasInitializer);
    readRegularizer(who, 'kernelRegularizer', options.kernelRegularizer);
    readRegularizer(who, 'biasRegularizer', options.biasRegularizer);
    readRegularizer(who, 'activityRegularizer', options.activityRegularizer);
    readConstraint(who, 'kernelConstraint', options.kernelConstraint);
    readConstraint(who, 'biasConstraint', options.biasConstraint);
  },
  build: (shapes, { units, useBias, ...options }) => ({
    kernel: {
      shape: [inputsOf(shapes), units],
      initializer: readInitializer('Dense', 'kernelInitializer', options.kernelInitializer),
      regularizer: readRegularizer('Dense', 'kernelRegularizer', options.kernelRegularizer),
      constraint: readConstraint('Dense', 'kernelConstraint', options.kernelConstraint),
    },
    bias: useBias
      ? {
          shape: [units],
          initializer: readInitializer('Dense', 'biasInitializer', options.biasInitializer),
          regularizer: readRegularizer('Dense', 'biasRegularizer', options.biasRegularizer),
          constraint: readConstraint('Dense', 'biasConstraint', options.biasConstraint),
        }
      : undefined,
  }),
  outputShape(shapes, { units }) {
    inputsOf(shapes);
    return [...shapes[0].slice(0, -1), units];
  },

  call([x], { options: { activation, activityRegularizer }, parameters: { kernel, bias } }) {
    const neta = matmul(x, kernel);
    const y = readActivation('Dense', activation)(bias === undefined ? neta : addBias(neta, bias));
    return withActivity(y, readRegularizer('Dense', 'activityRegularizer', activityRegularizer));
  },

  examples: [
    { options: { units: 7, activation: 'tanh' }, input: [5], output: [7], parameters: 42 },
    { options: { units: 3, activation: 'softmax', useBias: false }, input: [4], output: [3], parameters: 12 },
    {
      options: { units: 2, activation: 'sigmoid', kernelRegularizer: 'l2' },
      input: [3, 5],
      output: [3, 2],
      parameters: 12,
    },
    {
      options: {
        units: 4,
        activation: 'tanh',
        kernelInitializer: HeNormal({ seed: 3 }),
        biasRegularizer: l2(0.02),
        activityRegularizer: l2(0.3),
        kernelConstraint: MaxNorm({ maxValue: 3 }),
      },
      input: [6],
      output: [4],
      parameters: 28,
    },
  ],
});
