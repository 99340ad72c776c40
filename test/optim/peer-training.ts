/**
 * The stored trainings of Keras, repeated by hand: forward, backward, `apply`, batch after batch.
 */
import { add, backward } from '../../src/autograd/index.ts';
import {
  type ActivationOption,
  Dense,
  Input,
  l1_l2,
  type LossName,
  losses,
  Sequential,
} from '../../src/nn/index.ts';
import type { Optimizer } from '../../src/optim/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { peer } from '../shared/values.ts';

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

interface Penalty {
  readonly l1?: number;
  readonly l2?: number;
}

/** One training: what it starts from, and what Keras made of it. */
export interface StoredTraining {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly {
    readonly units: number;
    readonly activation: ActivationOption;
    readonly useBias: boolean;
    readonly kernelRegularizer?: Penalty;
    readonly biasRegularizer?: Penalty;
  }[];
  readonly loss: LossName;
  readonly path: 'logits' | 'probabilities' | null;
  readonly optimizer: { readonly name: string; readonly options: object };
  readonly batchSize: number;
  readonly epochs: number;
  readonly x: Stored;
  readonly t: Stored;
  readonly weights: readonly Stored[];
  readonly stepLosses: readonly number[];
  readonly finalWeights: readonly Stored[];
}

/** A cross-entropy on the logits of the other one's activation is Keras's alone: here it starts from what is predicted. */
const KERAS_ONLY = ['categorical after sigmoid, as Keras does', 'binary after softmax, as Keras does'];

/** The stored trainings by an optimizer, without those that only Keras does. */
export function casesOf(optimizer: string): StoredTraining[] {
  const { cases } = peer<{ cases: StoredTraining[] }>('trajectories.json');
  return cases.filter(
    ({ optimizer: { name }, ...stored }) => name === optimizer && !KERAS_ONLY.includes(stored.name),
  );
}

/** Trains as stored. @returns the loss before each update, and the weights at the end */
export function trainByHand(
  stored: StoredTraining,
  optimizer: Optimizer,
): { readonly losses: number[]; readonly weights: readonly Tensor[] } {
  const layers = stored.layers.map(({ units, kernelRegularizer, biasRegularizer, ...options }) =>
    Dense(units, {
      activation: options.activation,
      useBias: options.useBias,
      kernelRegularizer: kernelRegularizer === undefined ? null : l1_l2(kernelRegularizer),
      biasRegularizer: biasRegularizer === undefined ? null : l1_l2(biasRegularizer),
    }),
  );
  const model = Sequential([Input([stored.inputs]), ...layers]);
  model.setWeights(stored.weights.map(({ values, shape }) => tensor(values, { shape })));
  const found: number[] = [];
  for (let epoch = 0; epoch < stored.epochs; epoch++) {
    for (let start = 0; start < stored.x.shape[0]; start += stored.batchSize) {
      const [x, t] = [stored.x, stored.t].map((all) => rows(all, start, stored.batchSize));
      const { predictions, penalty } = model.call(x, true);
      const data = losses[stored.loss](t, predictions);
      const loss = penalty === null ? data : add(data, penalty);
      found.push(loss.item());
      backward(loss);
      optimizer.apply(model.parameters);
    }
  }
  return { losses: found, weights: model.getWeights() };
}

function rows({ shape, values }: Stored, start: number, count: number): Tensor {
  const columns = values.length / shape[0];
  const part = Float32Array.from(values.slice(start * columns, (start + count) * columns));
  return new Tensor(part, [part.length / columns, ...shape.slice(1)]);
}
