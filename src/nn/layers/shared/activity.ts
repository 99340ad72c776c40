/**
 * Penalties on the output of a layer.
 */
import { scale } from '../../../autograd/index.ts';
import type { Tensor } from '../../../tensor/index.ts';
import type { CallResult } from '../../layer-definition.ts';
import type { Regularizer } from '../../regularizers/index.ts';

/**
 * The output with its penalty, or alone where there is none.
 *
 * The penalty is divided by the number of rows, so that its weight does not depend on the size of the batch. Every row
 * counts the same, whatever its weight in the loss. Peers: Keras (activity_regularizer).
 */
export function withActivity(output: Tensor, regularizer: Regularizer | null): CallResult {
  const penalty = regularizer?.penalty(output) ?? null;
  return penalty === null ? output : { output, penalty: scale(penalty, { factor: 1 / output.shape[0] }) };
}
