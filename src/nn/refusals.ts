/**
 * What a model is not ready for, and what is to be done first.
 */
import { complain, StateError } from '../errors.ts';

/** A model that does not know the shape of its input, or has no layer. */
export function notBuilt(who: string, model: string): StateError {
  const help =
    'Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.';
  return new StateError(complain({ who, problem: `${model} is not built`, help }));
}

/** A model without optimizer and loss. */
export function notCompiled(who: string, model: string): StateError {
  const help = "Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.";
  return new StateError(complain({ who, problem: `${model} is not compiled`, help }));
}

/** A model of which training would change nothing. @param frozen whether there are parameters, all of them frozen */
export function nothingToTrain(who: string, frozen: boolean): StateError {
  const problem = frozen ? 'all layers with parameters are frozen' : 'no layer has parameters';
  const help = frozen
    ? "Set trainable of some to true: model.getLayer('dense').trainable = true."
    : 'Add a Dense.';
  return new StateError(complain({ who, problem: `${problem}, there is nothing to train`, help }));
}
