/**
 * What users define has no twin: its own loops run between compiled parts, on the same memory.
 */
import { assert } from 'chai';
import { add, addBias, defineOp, matmul, mean, multiply, subtract } from '../../src/autograd/index.ts';
import { defineMetric } from '../../src/metrics/index.ts';
import {
  Dense,
  defineLayer,
  Dropout,
  Input,
  type Layer,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, defineOptimizer, type Optimizer, SGD } from '../../src/optim/index.ts';
import { simd } from '../../src/simd/index.ts';
import type { Twin } from '../../src/simd/twin.ts';
import type { Kernel, Tensor } from '../../src/tensor/index.ts';
import { assertOtherBits, someClasses, someRows, stateOf } from '../nn/shared/training.ts';
import {
  assertHistoryNear,
  assertStateNear,
  assertTensorsNear,
  assertTrainedBy,
  under,
  underBoth,
  withTwins,
} from './shared/executors.ts';

const [ROWS, INPUTS, CLASSES] = [23, 5, 3];
const x = someRows(ROWS, INPUTS, 3);
const t = someRows(ROWS, CLASSES, 4);
const classes = someClasses(ROWS, CLASSES, 5);
const seen = [someRows(9, INPUTS, 6), someRows(9, CLASSES, 7)] as const;

/** How often each loop has run. */
const runs: Record<string, number> = {};
const count = (name: string) => {
  runs[name] = (runs[name] ?? 0) + 1;
};

/** x / (1 + |x|). */
const softsign = defineOp({
  name: 'softsign',
  inputs: ['x'],
  outputShape: ({ x }) => x,
  forward({ x }, y) {
    count('op forward');
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] / (1 + Math.abs(x.data[i]));
  },
  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    count('op backward');
    if (dx === null) return;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] += dy.data[i] / (1 + Math.abs(x.data[i])) ** 2;
  },
  examples: [],
});

/** A dense layer whose output goes on in two ways, with the op amid, before or after ops that have twins. */
const Twofold = defineLayer({
  name: 'Twofold',
  positional: 'units',
  options: { units: 1 },
  build: ([shape], { units }) => ({
    kernel: { shape: [shape[0], units], initializer: 'glorot_uniform' },
    bias: { shape: [units], initializer: 'random_normal' },
    gate: { shape: [units], initializer: 'ones' },
  }),
  outputShape: (_shapes, { units }) => [units],
  call([x], { parameters: { kernel, bias, gate } }) {
    const z = matmul(x, kernel.value);
    const open = softsign(addBias(z, gate.value));
    return add(softsign(addBias(z, bias.value)), multiply(open, open));
  },
  examples: [],
});

/** Mean of d² / (1 + |d|): a loss of ops, one of them the user's. */
function gentle(targets: Tensor, predictions: Tensor): Tensor {
  const d = subtract(predictions, targets);
  return mean(multiply(d, softsign(d)));
}

const largestError = defineMetric({
  name: 'largest_error',
  direction: 'down',
  best: 0,
  counts: { largest: 0, batches: 0 },
  update(counts, targets, predictions) {
    count('metric');
    counts.batches++;
    for (let i = 0; i < predictions.data.length; i++)
      counts.largest = Math.max(counts.largest, Math.abs(predictions.data[i] - targets.data[i]));
  },
  result: ({ largest }) => largest,
  examples: [],
});

const Slowing = defineOptimizer({
  name: 'Slowing',
  options: { learningRate: 0.05 },
  slots: ['past'],
  scalars: ['pace'],
  advance(given, step) {
    given.pace = given.learningRate / Math.sqrt(step);
  },
  update(w, g, { past }, { pace }) {
    count('optimizer');
    for (let i = 0; i < w.data.length; i++) {
      past.data[i] = 0.5 * past.data[i] + g.data[i];
      w.data[i] -= pace * past.data[i];
    }
  },
  examples: [],
});

const nets: Readonly<Record<string, () => Layer[]>> = {
  'a layer with an op': () => [Dense(7, { activation: 'tanh' }), Twofold(6), Dropout(0.2), Dense(CLASSES)],
  'an op right behind the input': () => [Twofold(7), Dense(CLASSES)],
  'an op right before the loss': () => [Dense(6, { activation: 'relu' }), Twofold(CLASSES)],
  'a layer that is used twice': () => {
    const twice = Twofold(INPUTS);
    return [twice, Dense(INPUTS, { activation: 'sigmoid' }), twice, Dense(CLASSES)];
  },
};
const losses = { 'a loss of ops': gentle, 'mean squared error': 'mse' } as const;
const optimizers: Readonly<Record<string, () => Optimizer>> = {
  SGD: () => SGD({ learningRate: 0.1 }),
  Adam: () => Adam({ learningRate: 0.01 }),
  'an optimizer': () => Slowing(),
};
const BATCHES = [1, 4, ROWS];

function make(layers: readonly Layer[], optimizer: Optimizer, loss: 'mse' | typeof gentle): Model {
  const model = Sequential([Input({ shape: [INPUTS] }), ...layers]);
  model.compile({ optimizer, loss, metrics: [largestError, 'accuracy'] });
  return model;
}

describe("what users define, in a simd model's steps", () => {
  beforeEach(() => {
    for (const name of Object.keys(runs)) delete runs[name];
  });

  for (const net of Object.keys(nets)) {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      it(`${net}, a metric, every loss; ${name}: as under the reference`, () => {
        for (const loss of Object.values(losses)) {
          for (const batchSize of BATCHES) {
            const [own, plain] = underBoth(() => {
              const model = make(nets[net](), optimizer(), loss);
              const start = model.getWeights();
              const options = { batchSize, epochs: 4, validationData: seen, verbose: 0 } as const;
              const { history } = model.fit(x, t, options);
              return { model, start, history, state: stateOf(model), predictions: model.predict(x) };
            });
            assertTrainedBy('simd', own.model);
            assertOtherBits(own.model.getWeights(), own.start);
            assertHistoryNear(own.history, plain.history, 1e-5, [ROWS, 9]);
            assertStateNear(own.state, plain.state, 1e-5);
            assertTensorsNear([own.predictions], [plain.predictions], 1e-5, 'predictions');
          }
        }
      });
    }
  }

  it('and a loop that is left out is found', () => {
    const without: Twin = { kernel: softsign.definition.backward as Kernel, parts: () => [] };
    const work = () => {
      const model = make(nets['a layer with an op'](), SGD(), 'mse');
      return model.fit(x, t, { batchSize: 4, epochs: 2, verbose: 0 }).history;
    };
    const [own, plain] = underBoth(work, withTwins(without));
    assert.throws(() => assertHistoryNear(own, plain, 1e-5, [ROWS, 9]), /^History: /);
  });

  it('runs their own loops, once in each step for each use', () => {
    under(simd, () => {
      const model = make(nets['a layer with an op'](), Slowing(), gentle);
      model.fit(x, t, { batchSize: 4, epochs: 1, verbose: 0 });
      for (const name of Object.keys(runs)) runs[name] = 0;
      model.fit(x, t, { batchSize: 4, epochs: 2, verbose: 0 });
      const steps = 12;
      assert.deepEqual(runs, {
        'op forward': 3 * steps,
        'op backward': 3 * steps,
        optimizer: 7 * steps,
        metric: steps,
      });
      assertTrainedBy('simd', model);
    });
  });

  it('a metric sees the predictions that a loss makes on its way', () => {
    const work = () => {
      const model = Sequential([Input({ shape: [INPUTS] }), Dense(CLASSES, { activation: 'softmax' })]);
      model.compile({ optimizer: SGD(), loss: 'categorical_crossentropy', metrics: [largestError] });
      return model.fit(x, classes, { batchSize: 4, epochs: 3, verbose: 0 }).history;
    };
    const [own, plain] = underBoth(work);
    assertHistoryNear(own, plain, 1e-5, [ROWS, 1]);
    assert.isTrue(own.largest_error.every((error) => error > 0.3 && error < 1));
  });
});
