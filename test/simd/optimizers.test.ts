/**
 * Trainings by every optimizer, with clipping, decay, schedules and constraints: the SIMD executor's against the reference's.
 */
import { assert } from 'chai';
import { Dense, Input, type Model, Sequential } from '../../src/nn/index.ts';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  type Convention,
  CosineDecay,
  ExponentialDecay,
  Lion,
  Nadam,
  type Optimizer,
  readOptimizer,
  RMSprop,
  SGD,
} from '../../src/optim/index.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { parameter, zeros } from '../../src/tensor/index.ts';
import { assertSameBits, someLabels, someRows, stateOf } from '../nn/shared/training.ts';
import { assertHistoryNear, assertStateNear, assertTrainedBy, underBoth } from './shared/executors.ts';

const [ROWS, INPUTS, CLASSES] = [43, 5, 3];
const x = someRows(ROWS, INPUTS, 3);
const t = someLabels(ROWS, CLASSES, 5);
const decaying = ExponentialDecay({ initialLearningRate: 0.03, decaySteps: 20, decayRate: 0.8 });
const pytorch: { readonly convention: Convention & 'pytorch' } = { convention: 'pytorch' };

const forms: Readonly<Record<string, () => Optimizer>> = {
  "PyTorch's momentum": () => SGD({ learningRate: 0.02, momentum: 0.85, ...pytorch }),
  "PyTorch's Nesterov": () => SGD({ learningRate: 0.02, momentum: 0.85, nesterov: true, ...pytorch }),
  "PyTorch's RMSprop": () => RMSprop({ learningRate: 0.002, momentum: 0.4, ...pytorch }),
  "PyTorch's Adam": () => Adam({ learningRate: 0.002, ...pytorch }),
  amsgrad: () => Adam({ learningRate: 0.002, beta2: 0.9, amsgrad: true }),
  AdamW: () => AdamW({ learningRate: 0.002, weightDecay: 0.1, excludeFromWeightDecay: ['bias'] }),
  Adagrad: () => Adagrad({ learningRate: 0.01 }),
  "PyTorch's Adagrad": () => Adagrad({ learningRate: 0.01, ...pytorch }),
  Adadelta: () => Adadelta({ learningRate: 1 }),
  Adamax: () => Adamax({ learningRate: 0.002 }),
  "PyTorch's Adamax": () => Adamax({ learningRate: 0.002, weightDecay: 0.1, ...pytorch }),
  Nadam: () => Nadam({ learningRate: 0.002 }),
  Lion: () => Lion({ learningRate: 0.0007 }),
  'clipping by norm': () => SGD({ learningRate: 0.1, clipnorm: 0.2 }),
  'clipping by value': () => SGD({ learningRate: 0.1, momentum: 0.5, clipvalue: 0.03 }),
  'clipping by global norm': () => SGD({ learningRate: 0.1, globalClipnorm: 0.3 }),
  'decay of the weights': () => SGD({ learningRate: 0.1, weightDecay: 0.1 }),
  "the course's decay": () => SGD({ learningRate: 0.1, weightDecay: 0.01, convention: 'course' }),
  "PyTorch's decay, clipped": () => SGD({ learningRate: 0.1, weightDecay: 0.1, clipvalue: 0.1, ...pytorch }),
  'a schedule': () => SGD({ learningRate: decaying }),
  'a schedule with decay and clipping': () =>
    AdamW({ learningRate: CosineDecay({ initialLearningRate: 0.004, decaySteps: 90 }), globalClipnorm: 0.2 }),
};

function netOf(optimizer: Optimizer): Model {
  const layers = [Dense(7, { activation: 'tanh' }), Dense(CLASSES, { activation: 'softmax' })];
  const model = Sequential([Input([INPUTS]), ...layers], { seed: 4 });
  model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

const fit = (model: Model, batchSize: number, epochs: number) =>
  model.fit(x, t, { batchSize, epochs, verbose: 0 });

/** At least a hundred updates. */
function train(model: Model, batchSize: number) {
  const { history } = fit(model, batchSize, Math.ceil(100 / Math.ceil(ROWS / batchSize)));
  return { model, history, state: stateOf(model) };
}

describe('optimizers under simd', () => {
  for (const [name, make] of Object.entries(forms)) {
    it(`${name}: weights, slots and History are those of the reference`, () => {
      for (const batchSize of [1, 7, ROWS]) {
        const [own, plain] = underBoth(() => train(netOf(make()), batchSize));
        assertTrainedBy('simd', own.model);
        assertHistoryNear(own.history, plain.history, 1e-5, [ROWS, ROWS]);
        assertStateNear(own.state, plain.state, 1e-4);
      }
    });

    it(`${name}: no step is left to its own loop`, () => {
      const pairs = [3, 20].map((length) => {
        const w = parameter(new Float32Array(length), { name: 'dense/kernel' });
        return [w, zeros([length])] as const;
      });
      for (const { kernel, args } of make().steps(pairs))
        assert.isNotNull(byKernel.get(kernel)?.parts(...args) ?? null, kernel.name);
    });
  }

  it('constraints hold in each step, by their own loop', () => {
    const [own, plain] = underBoth(() => {
      const model = netOf(Adam({ learningRate: 0.02 }));
      model.parameters[0].constraint = ({ data }) => {
        for (let i = 0; i < data.length; i++) data[i] = Math.min(Math.max(data[i], -0.3), 0.4);
      };
      return train(model, 7);
    });
    assertStateNear(own.state, plain.state, 1e-4);
    const [kernel] = own.model.getWeights();
    assert.equal(Math.max(...kernel.data), Math.fround(0.4));
    assert.equal(Math.min(...kernel.data), Math.fround(-0.3));
  });

  it('a run that was saved as JSON and goes on has the bits of one that never stopped', () => {
    const options = { learningRate: decaying, weightDecay: 0.1, globalClipnorm: 0.2 };
    for (const make of [SGD, Adam, Nadam]) {
      const [whole, stopped] = [make(options), make(options)];
      const through = netOf(whole);
      const first = netOf(stopped);
      fit(through, ROWS, 7);
      fit(first, ROWS, 3);
      const again = readOptimizer('test', JSON.parse(JSON.stringify(stopped)));
      const second = netOf(again);
      second.setWeights(first.getWeights());
      again.iterations = stopped.iterations;
      for (const [i, parameter] of second.parameters.entries()) {
        const saved = stopped.slots(first.parameters[i]);
        for (const [j, { data }] of again.slots(parameter).entries()) data.set(saved[j].data);
      }
      fit(second, ROWS, 4);
      assertSameBits(second.getWeights(), through.getWeights(), make.name);
    }
  });
});
