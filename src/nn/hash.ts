/**
 * The hash of a model's weights: a short text that is the same if and only if all weights are, to the last bit.
 */
import { complain, StateError } from '../errors.ts';
import { firstNonFinite } from '../tensor/index.ts';
import type { Layer } from './layer.ts';
import { sha256 } from './sha256.ts';
import { tensorsOf, type Weights } from './weights.ts';

/**
 * The SHA-256 of all weights of these layers, in the order of `getWeights`, each number in its little-endian bytes.
 *
 * @throws StateError naming the first weight that is not finite: NaN has many bit patterns
 */
export function hashWeights(layers: readonly Layer[]): string {
  const tensors = layers.flatMap((layer) => {
    const weights = layer.weights as Weights;
    const names = [...Object.keys(weights.parameters), ...Object.keys(weights.state)];
    return tensorsOf(weights).map((tensor, i) => ({ name: `${layer.name}/${names[i]}`, tensor }));
  });
  const bytes = new Uint8Array(tensors.reduce((sum, { tensor }) => sum + tensor.data.byteLength, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { name, tensor } of tensors) {
    const bad = firstNonFinite(tensor);
    if (bad !== null) throw notFinite(name, bad.value);
    const { data, dtype } = tensor;
    for (let i = 0; i < data.length; i++) {
      if (dtype === 'float32') view.setFloat32(at, data[i], true);
      else view.setFloat64(at, data[i], true);
      at += data.BYTES_PER_ELEMENT;
    }
  }
  return sha256(bytes);
}

function notFinite(name: string, value: number): StateError {
  return new StateError(
    complain({
      who: 'hash',
      problem: `weight ${name} is not finite`,
      expected: 'finite numbers',
      received: String(value),
      help: "Train with a smaller learning rate (and without onNonFinite: 'ignore'), or set other weights with setWeights.",
    }),
  );
}
