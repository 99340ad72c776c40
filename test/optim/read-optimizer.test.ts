/**
 * What JSON keeps of an optimizer, and how it is read again.
 */
import { assert } from 'chai';
import {
  Adam,
  AdamW,
  defineOptimizer,
  ExponentialDecay,
  Nadam,
  type Optimizer,
  optimizers,
  PiecewiseConstantDecay,
  readOptimizer,
  readSchedule,
  SGD,
} from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import { walk } from './peer-paths.ts';

const throughText = (optimizer: Optimizer) => JSON.parse(JSON.stringify(optimizer));

describe('JSON of an optimizer', () => {
  it('is its name and all its options, with the learning rate in force', () => {
    const adamw = AdamW({ beta1: 0.83, clipnorm: 1.3, excludeFromWeightDecay: ['bias'] });
    adamw.learningRate = 0.07;
    assert.deepEqual(throughText(adamw), {
      name: 'AdamW',
      options: {
        learningRate: 0.07,
        weightDecay: 0.004,
        beta1: 0.83,
        beta2: 0.999,
        epsilon: 1e-7,
        amsgrad: false,
        convention: 'keras',
        clipnorm: 1.3,
        clipvalue: null,
        globalClipnorm: null,
        excludeFromWeightDecay: ['bias'],
      },
    });
  });

  it('holds a schedule as its name and its options', () => {
    const learningRate = ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.9 });
    const { name, options } = throughText(SGD({ learningRate }));
    assert.equal(name, 'SGD');
    assert.deepEqual(options.learningRate, {
      name: 'ExponentialDecay',
      options: { initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.9, staircase: false },
    });
  });

  it('makes an optimizer that walks the same path, to the bit', () => {
    const learningRate = PiecewiseConstantDecay({ boundaries: [2, 6], values: [0.1, 0.03, 0.2] });
    const makers = [
      ...Object.values(optimizers).map((make) => () => make()),
      () => SGD({ learningRate, momentum: 0.7, clipvalue: 0.4 }),
      () =>
        Nadam({ learningRate, convention: 'pytorch', weightDecay: 0.3, excludeFromWeightDecay: ['bias'] }),
      () => Adam({ learningRate: 0.03, amsgrad: true, globalClipnorm: 1.1 }),
    ];
    for (const make of makers) {
      const again = readOptimizer('test', throughText(make()));
      assert.deepEqual(walk(again, 'float32'), walk(make(), 'float32'));
      assert.deepEqual(throughText(again), { ...throughText(make()) });
    }
  });
});

describe('readOptimizer', () => {
  it('takes a name, an optimizer, and what JSON keeps', () => {
    for (const [name, { definition }] of Object.entries(optimizers)) {
      assert.equal(readOptimizer('test', name).name, definition.name);
      assert.equal(readOptimizer('test', { name }).name, definition.name);
    }
    const adam = Adam();
    assert.strictEqual(readOptimizer('test', adam), adam);
    const Mine = defineOptimizer({ name: 'Mine', options: { learningRate: 0.1 }, update() {}, examples: [] });
    assert.equal(readOptimizer('test', Mine()).name, 'Mine');
  });

  it('refuses all else', () => {
    const refused = (value: unknown, message: string) =>
      assertRefused(() => readOptimizer('load', value), 'ArgumentError', message);
    const names =
      "expected one of 'sgd', 'rmsprop', 'adam', 'adamw', 'adagrad', 'adadelta', 'adamax', 'nadam', 'lion'";
    refused('adan', `load: unknown optimizer; ${names}, received 'adan'. Did you mean 'adam'?`);
    refused({ name: 'Mine', options: {} }, `load: unknown optimizer; ${names}, received 'mine'.`);
    const expected = 'expected a name or an optimizer such as SGD({ learningRate: 0.1 })';
    refused(SGD, `load: optimizer is not usable; ${expected}, received the function SGD.`);
    refused(
      { options: {} },
      `load: optimizer is not usable; ${expected}, received an object of Object kind.`,
    );
    refused(undefined, `load: optimizer is not usable; ${expected}, received undefined.`);
    refused({ name: 'SGD', options: { rho: 0.9 } }, 'SGD: unknown option; ');
    refused(
      { name: 'SGD', options: { learningRate: { name: 'Linear', options: {} } } },
      "load: unknown schedule; expected one of 'PiecewiseConstantDecay', 'ExponentialDecay', ",
    );
    refused(
      { name: 'SGD', options: { learningRate: [0.1] } },
      'load: the schedule is not usable; expected a schedule such as ExponentialDecay({ … }), or { name, options }, received [0.1].',
    );
  });
});

describe('readSchedule', () => {
  it('takes a schedule, and what JSON keeps', () => {
    const rate = ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.9 });
    assert.strictEqual(readSchedule('test', rate), rate);
    const again = readSchedule('test', JSON.parse(JSON.stringify(rate)));
    assert.equal(again.at(13), rate.at(13));
    assert.equal(
      again.toString(),
      'ExponentialDecay({"initialLearningRate":0.1,"decaySteps":7,"decayRate":0.9,"staircase":false})',
    );
  });
});
