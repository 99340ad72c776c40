/**
 * Activation: an activation function as a layer of its own.
 */
import { lastAxis } from '../../tensor/index.ts';
import { type Activation as ActivationOption, readActivation, requireUnits } from '../activations/index.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * Applies an activation function: y = f(x).
 *
 * Shapes: x [...] -> y [...]
 *
 * @param activation a name, or a function of ops that keeps the shape
 * @param options `name`, `inputShape`
 * @throws ArgumentError for an unknown name; ShapeError for several inputs
 * Peers: Keras (Activation).
 * @example
 * Activation('tanh');
 */
export const Activation = defineLayer({
  name: 'Activation',
  positional: 'activation',
  options: { activation: 'linear' as ActivationOption },
  check: (who, { activation }) => void readActivation(who, activation),
  outputShape(shapes, { activation }) {
    const shape = oneInput('Activation', shapes);
    requireUnits('Activation', activation, lastAxis(shape));
    return shape;
  },
  call: ([x], { options }) => readActivation('Activation', options.activation)(x),
  examples: [
    { options: { activation: 'tanh' }, input: [5], output: [5], parameters: 0 },
    { options: { activation: 'softmax' }, input: [2, 3], output: [2, 3], parameters: 0 },
  ],
});
