/**
 * Which losses are refused after which last activation, and what to do instead.
 */
import { assert } from 'chai';
import {
  activations,
  BatchNormalization,
  BinaryCrossentropy,
  CategoricalCrossentropy,
  Dense,
  Dot,
  Input,
  LayerNormalization,
  type Loss,
  losses,
  Model,
  type Node,
  SparseCategoricalCrossentropy,
  Subtract,
} from '../../src/nn/index.ts';
import { checkPairing, readLoss } from '../../src/nn/losses/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

const refused = (loss: Loss, op: string, message: string, output?: readonly number[]) =>
  assertRefused(() => checkPairing('fit', loss, op, output), 'ArgumentError', `fit: ${message}`);

const fromLogits = [CategoricalCrossentropy, SparseCategoricalCrossentropy, BinaryCrossentropy].map((make) =>
  make({ fromLogits: true }),
);
const {
  categorical_crossentropy: categorical,
  sparse_categorical_crossentropy: sparse,
  bce,
  kld,
  poisson,
} = losses;

describe('a loss and the last activation', () => {
  it('go together where the predictions are what the loss takes', () => {
    const pairs: readonly (readonly [op: string, losses: readonly Loss[]])[] = [
      ['sigmoid', [bce, categorical, sparse, kld, poisson, losses.mse]],
      ['softmax', [categorical, sparse, kld, poisson, losses.mse, losses.hinge]],
      ['relu', [categorical, sparse, poisson, losses.msle, losses.mse]],
      ['exp', [categorical, poisson]],
      [
        'addBias',
        [losses.mse, losses.huber, losses.hinge, losses.categorical_hinge, losses.msle, ...fromLogits],
      ],
      ['tanh', [losses.mse, losses.hinge, losses.cosine_similarity, ...fromLogits]],
      ['concatenate', Object.values(losses)],
    ];
    for (const [op, list] of pairs) for (const loss of list) checkPairing('fit', loss, op, [2]);
    for (const loss of [...Object.values(losses), ...fromLogits]) checkPairing('fit', loss, null, [1]);
    const own = readLoss('compile', losses.mse.definition.call as never);
    for (const op of ['tanh', 'softmax', 'addBias']) checkPairing('fit', own, op);
  });

  it('do not where softmax meets binary cross-entropy', () => {
    refused(
      bce,
      'softmax',
      "binary_crossentropy does not go with an output of shares of all classes together; expected the activation 'sigmoid', received 'softmax'. For one class out of several take 'categorical_crossentropy'; for answers of yes or no, the activation 'sigmoid'.",
    );
  });

  it('do not where numbers may be below 0, or above 1, that should be probabilities', () => {
    refused(
      bce,
      'tanh',
      "binary_crossentropy does not go with an output of numbers below 0; expected the activation 'sigmoid', received 'tanh'. Give the last layer activation: 'sigmoid' for binary_crossentropy, or a layer without activation and fromLogits: true.",
    );
    refused(
      bce,
      'relu',
      "binary_crossentropy does not go with an output of numbers above 1; expected the activation 'sigmoid', received 'relu'.",
    );
    refused(
      categorical,
      'addBias',
      "categorical_crossentropy does not go with an output of numbers below 0; expected the activation 'softmax', received no activation. Give the last layer activation: 'softmax' for categorical_crossentropy, or a layer without activation and fromLogits: true.",
    );
    refused(sparse, 'tanh', 'sparse_categorical_crossentropy does not go with an output of numbers below 0;');
    refused(
      kld,
      'leakyRelu',
      "kl_divergence does not go with an output of numbers below 0; expected the activation 'softmax', received 'leakyRelu'. Give the last layer activation: 'softmax' for kl_divergence.",
    );
    refused(
      poisson,
      'addBias',
      "poisson does not go with an output of numbers below 0; expected numbers from 0 on, such as the activation 'softplus' gives, received no activation. Give the last layer activation: 'softplus' for poisson.",
    );
  });

  it('do not where a layer without activation is the last, or one that lets pass what is below 0', () => {
    const inputs = () => [Input([4]), Input([4])] as const;
    const lasts: Record<string, () => { inputs: readonly Node[]; outputs: Node; received: string }> = {
      'Dense without bias': () => {
        const [a] = inputs();
        return { inputs: [a], outputs: Dense(4, { useBias: false })(a), received: 'no activation' };
      },
      BatchNormalization: () => {
        const [a] = inputs();
        return { inputs: [a], outputs: BatchNormalization()(a), received: "'batchNormalization'" };
      },
      LayerNormalization: () => {
        const [a] = inputs();
        return { inputs: [a], outputs: LayerNormalization()(a), received: "'layerNormalization'" };
      },
      Subtract: () => {
        const [a, b] = inputs();
        return { inputs: [a, b], outputs: Subtract()(a, b), received: "'subtract'" };
      },
      Dot: () => {
        const [a, b] = inputs();
        return { inputs: [a, b], outputs: Dot(-1)(a, b), received: "'batchDot'" };
      },
    };
    const x = tensor([[0.3, -0.7, 1.1, 0.2]]);
    for (const [what, make] of Object.entries(lasts)) {
      const { inputs: from, outputs, received } = make();
      const model = Model({ inputs: from, outputs });
      const data = from.length === 1 ? x : from.map(() => x);
      const t = tensor([new Array(outputs.shape[0]).fill(1)]);
      model.compile({ loss: 'binary_crossentropy' });
      assertRefused(
        () => model.evaluate(data as never, t),
        'ArgumentError',
        `compile: binary_crossentropy does not go with an output of numbers below 0; expected the activation 'sigmoid', received ${received}.`,
      );
      model.compile({ loss: BinaryCrossentropy({ fromLogits: true }) });
      assert.isTrue(Number.isFinite(model.evaluate(data as never, t)[0]), what);
    }
  });

  it('are known of every activation: what it gives decides', () => {
    const z = tensor(
      Array.from({ length: 41 }, (_, i) => [(i - 20) / 3, 0.1]),
      { dtype: 'float64' },
    );
    const isRefused = (loss: Loss, op: string) => {
      try {
        checkPairing('fit', loss, op);
        return false;
      } catch {
        return true;
      }
    };
    let tried = 0;
    for (const [name, activation] of Object.entries(activations)) {
      const { data, source } = activation(z);
      if (source === null) continue; // linear
      const op = source.op.name;
      const [negative, large] = [data.some((value) => value < 0), data.some((value) => value > 1)];
      assert.equal(isRefused(categorical, op), negative, `categorical after ${name}`);
      assert.equal(isRefused(poisson, op), negative, `poisson after ${name}`);
      assert.equal(isRefused(bce, op), negative || large || name === 'softmax', `binary after ${name}`);
      tried++;
    }
    assert.isAbove(tried, 3);
  });

  it('do not where probabilities meet a loss that is told fromLogits', () => {
    for (const loss of fromLogits) {
      for (const op of ['softmax', 'sigmoid']) {
        refused(
          loss,
          op,
          `${loss.name} is told fromLogits, but gets probabilities; expected a last layer without activation, received '${op}'. Leave out the activation '${op}', or leave out fromLogits.`,
        );
      }
    }
  });

  it('do not where a softmax has one unit, whatever the loss', () => {
    for (const loss of [losses.mse, bce, categorical, losses.mae]) {
      refused(
        loss,
        'softmax',
        "softmax of a single unit is always 1; expected a unit for each class, received an output [1]. For answers of yes or no take the activation 'sigmoid' and the loss 'binary_crossentropy'.",
        [1],
      );
      assert.doesNotThrow(() => checkPairing('fit', loss, 'sigmoid', [1]));
    }
  });
});
