/**
 * Models in double precision, and the gradient of a whole model against differences of its loss.
 */
import { assert } from 'chai';
import { add, backward, noGradient } from '../../src/autograd/index.ts';
import {
  Dense,
  defineLayer,
  Dropout,
  Input,
  l1_l2,
  type Layer,
  l2,
  type LossName,
  losses,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { type DType, Tensor } from '../../src/tensor/index.ts';
import { scale } from '../../src/autograd/index.ts';
import { assertClose } from '../shared/values.ts';
import {
  assertOtherBits,
  assertSameState,
  someClasses,
  someLabels,
  someRows,
  stateOf,
} from './shared/training.ts';

const ROWS = 6;
const x = someRows(ROWS, 3, 4, 'float64');
const wide = ({ data, shape }: Tensor) => new Tensor(Float64Array.from(data), shape);

const lastLayers: Record<string, { loss: LossName; layer: () => Layer; t: Tensor }> = {
  categorical: {
    loss: 'categorical_crossentropy',
    layer: () => Dense(4, { activation: 'softmax' }),
    t: wide(someClasses(ROWS, 4)),
  },
  'categorical of probabilities': {
    loss: 'categorical_crossentropy',
    layer: () => Dense(4, { activation: 'sigmoid' }),
    t: wide(someClasses(ROWS, 4)),
  },
  sparse: {
    loss: 'sparse_categorical_crossentropy',
    layer: () => Dense(4, { activation: 'softmax' }),
    t: new Tensor(Float64Array.from(someLabels(ROWS, 4)), [ROWS]),
  },
  binary: {
    loss: 'bce',
    layer: () => Dense(2, { activation: 'sigmoid' }),
    t: new Tensor(Float64Array.from(someLabels(ROWS * 2, 2)), [ROWS, 2]),
  },
  'squared error': {
    loss: 'mse',
    layer: () => Dense(2, { activation: 'tanh' }),
    t: someRows(ROWS, 2, 5, 'float64'),
  },
  'absolute error': { loss: 'mae', layer: () => Dense(2), t: someRows(ROWS, 2, 6, 'float64') },
};

const hidden = () => [
  Dense(5, { activation: 'tanh', kernelRegularizer: l1_l2({ l1: 0.02, l2: 0.03 }) }),
  Dropout(0.3),
  Dense(4, { activation: 'relu', biasInitializer: 'random_normal', biasRegularizer: l2(0.04) }),
];

function net(last: () => Layer, dtype: DType = 'float64', extra: Layer[] = []): Model {
  return Sequential([Input([3]), ...hidden(), ...extra, last()], { dtype, seed: 9 });
}

/** The largest |backward − difference| / max(1, …) over all numbers that a model learns. */
function worstGradient(model: Model, loss: LossName, t: Tensor): number {
  const total = () => {
    const { predictions, penalty } = model.call(x, true);
    return add(losses[loss](t, predictions), penalty!);
  };
  backward(total());
  const STEP = 1e-6;
  let worst = 0;
  for (const { value, gradient } of model.parameters) {
    for (let i = 0; i < value.size; i++) {
      const kept = value.data[i];
      const at = (w: number) => {
        value.data[i] = w;
        return noGradient(total).item();
      };
      const numeric = (at(kept + STEP) - at(kept - STEP)) / (2 * STEP);
      value.data[i] = kept;
      const analytic = gradient!.data[i];
      const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
      worst = Math.max(worst, error);
    }
  }
  return worst;
}

describe('a model in double precision', () => {
  describe('has the gradient of its loss: each weight against differences, dropout and penalties included', () => {
    for (const [name, { loss, layer, t }] of Object.entries(lastLayers)) {
      it(name, () => assert.isBelow(worstGradient(net(layer), loss, t), 1e-8));
    }

    it('and a layer that says otherwise is caught', () => {
      let calls = 0;
      // forward and the differences see another function each time it is called
      const Unsteady = defineLayer({
        name: 'Unsteady',
        options: {},
        outputShape: ([shape]) => shape,
        call: ([x]) => scale(x, { factor: calls++ === 0 ? 1 : 1.001 }),
        examples: [],
      });
      const { loss, layer, t } = lastLayers.categorical;
      assert.isAbove(worstGradient(net(layer, 'float64', [Unsteady()]), loss, t), 1e-6);
    });
  });

  it('starts from the same draws as in float32, unrounded', () => {
    const [wideNet, narrow] = [net(lastLayers.binary.layer), net(lastLayers.binary.layer, 'float32')];
    assert.equal(wideNet.dtype, 'float64');
    for (const [i, { data, dtype }] of wideNet.getWeights().entries()) {
      assert.equal(dtype, 'float64');
      assert.deepEqual(Float32Array.from(data), narrow.getWeights()[i].data);
    }
    const rounded = wideNet.getWeights().flatMap(({ data }) => Array.from(data, (w) => w === Math.fround(w)));
    assert.include(rounded, false);
  });

  it('trains near float32, and not on it', () => {
    const { layer, t } = lastLayers.categorical;
    const [a, b] = (['float64', 'float32'] as const).map((dtype) => {
      const model = net(layer, dtype);
      model.compile({
        optimizer: SGD({ learningRate: 0.1, momentum: 0.9 }),
        loss: 'categorical_crossentropy',
        metrics: ['accuracy'],
      });
      const { history } = model.fit(x, t, { batchSize: 4, epochs: 5 });
      return { model, history };
    });
    assert.isBelow(a.history.loss[4], a.history.loss[0]);
    assertClose(b.history.loss, a.history.loss, 1e-6);
    assert.notDeepEqual(b.history.loss, a.history.loss);
    assert.deepEqual(b.history.accuracy, a.history.accuracy);
    const predictions = a.model.predict(x);
    assert.equal(predictions.dtype, 'float64');
    assertClose(b.model.predict(x).data, predictions.data, 1e-5);
    const slots = a.model.parameters.flatMap((parameter) => a.model.optimizer.slots(parameter));
    assert.isTrue(slots.every(({ dtype }) => dtype === 'float64'));
  });

  it('gives the bits of the loop by hand', () => {
    const { loss, layer, t } = lastLayers.sparse;
    const [hand, fitted] = [net(layer), net(layer)];
    for (const model of [hand, fitted]) model.compile({ optimizer: Adam(), loss });
    for (let step = 0; step < 4; step++) {
      const { predictions, penalty } = hand.call(x, true);
      backward(add(losses[loss](t, predictions), penalty!));
      hand.optimizer.apply(hand.parameters);
      hand.step.value++;
    }
    const start = fitted.getWeights();
    fitted.fit(x, t, { batchSize: ROWS, epochs: 4 });
    assertSameState(stateOf(hand), stateOf(fitted));
    assertOtherBits(fitted.getWeights(), start);
  });
});
