/**
 * Which losses go with which last activation: pairs that cannot be meant are refused before training.
 */
import { ArgumentError, complain, show } from '../../../errors.ts';
import { lastAxis, type Shape } from '../../../tensor/index.ts';
import { type AnyLossDefinition, type Loss, refuseProbabilities } from '../loss.ts';

/** Ops that end a Dense without activation, with and without bias. */
const NO_ACTIVATION: readonly string[] = ['addBias', 'matmul'];

/** Ops of last layers whose numbers may be below 0. */
const BELOW_ZERO: readonly string[] = [
  ...NO_ACTIVATION,
  'batchDot',
  'batchNormalization',
  'layerNormalization',
  'subtract',
  'tanh',
  'leakyRelu',
  'prelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'hardSilu',
  'mish',
  'hardTanh',
  'softsign',
  'logSigmoid',
  'logSoftmax',
];

/** Ops whose numbers may be above 1, and are not below 0. */
const ABOVE_ONE: readonly string[] = ['relu', 'boundedRelu', 'softplus', 'exp'];

/** What is expected of the last layer, by what the predictions of the loss must be. */
const FITTING = {
  amounts: "numbers from 0 on, such as the activation 'softplus' gives",
  probabilities: "the activation 'sigmoid'",
  shares: "the activation 'softmax'",
} as const;

/**
 * Refuses a loss that does not go with what makes the model's output: beginners' mistakes that would train, and learn
 * something else than was meant, or nothing.
 *
 * @param outputOp the name of the op that made the output, or null if none did
 * @param output the shape of one row of the output, where it is known
 * @throws ArgumentError that names the activation or the loss to take instead
 */
export function checkPairing(who: string, loss: Loss, outputOp: string | null, output?: Shape): void {
  const { definition, options } = loss;
  const { name } = definition;
  if (outputOp === 'softmax' && output !== undefined && lastAxis(output) === 1) throw oneUnitError(who);
  if (options.fromLogits === true) {
    refuseProbabilities(who, name, outputOp);
    return;
  }
  const { predictions = 'numbers' } = definition;
  if (outputOp === null || predictions === 'numbers') return;
  const negative = BELOW_ZERO.includes(outputOp);
  const large = predictions === 'probabilities' && ABOVE_ONE.includes(outputOp);
  const shared = predictions === 'probabilities' && outputOp === 'softmax';
  if (!negative && !large && !shared) return;
  const told = shared ? 'shares of all classes together' : `numbers ${negative ? 'below 0' : 'above 1'}`;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} does not go with an output of ${told}`,
      expected: FITTING[predictions],
      received: NO_ACTIVATION.includes(outputOp) ? 'no activation' : show(outputOp),
      help: helpFor(definition, predictions, shared),
    }),
  );
}

function helpFor({ name, options = {} }: AnyLossDefinition, predictions: string, shared: boolean): string {
  if (shared) {
    return "For one class out of several take 'categorical_crossentropy'; for answers of yes or no, the activation 'sigmoid'.";
  }
  const activation = { probabilities: 'sigmoid', shares: 'softmax' }[predictions] ?? 'softplus';
  const logits = 'fromLogits' in options ? ', or a layer without activation and fromLogits: true' : '';
  return `Give the last layer activation: '${activation}' for ${name}${logits}.`;
}

/** A share of one class is always 1. */
function oneUnitError(who: string): ArgumentError {
  return new ArgumentError(
    complain({
      who,
      problem: 'softmax of a single unit is always 1',
      expected: 'a unit for each class',
      received: 'an output [1]',
      help: "For answers of yes or no take the activation 'sigmoid' and the loss 'binary_crossentropy'.",
    }),
  );
}
