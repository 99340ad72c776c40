/**
 * What all optimizers share: options, the learning rate that may change, updates by hand, and what is refused.
 */
import { assert } from 'chai';
import { backward, sumSquares } from '../../src/autograd/index.ts';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  defineOptimizer,
  ExponentialDecay,
  Lion,
  Nadam,
  type Optimizer,
  type OptimizerName,
  optimizers,
  RMSprop,
  SGD,
} from '../../src/optim/index.ts';
import { full, parameter, registersOf, run, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic } from '../shared/values.ts';

/** The options that all have, as they are if nobody says otherwise. */
const common = {
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
  weightDecay: 0,
  excludeFromWeightDecay: [],
};

describe('an optimizer', () => {
  it('keeps its numbers in registers, which any executor can read, options before scalars', () => {
    const adam = Adam({ beta1: 0.83 });
    const [w, g] = [parameter([0.3]), full([1], 0.7)];
    const live = adam.steps([[w, g]])[0].args[3] as Record<string, unknown>;
    const store = registersOf(live)!;
    assert.deepEqual(Object.keys(live), [
      ...['learningRate', 'beta1', 'beta2', 'epsilon'],
      ...(Adam.definition.scalars ?? []),
      'amsgrad',
      'convention',
    ]);
    assert.deepEqual([...store.data.subarray(0, 4)], [0.001, 0.83, 0.999, 1e-7]);
    assert.equal(live.convention, 'keras');
    adam.learningRate = 0.3;
    assert.equal(store.data[0], 0.3);
    store.data = store.data.slice(); // as an executor may that has its own memory
    adam.learningRate = 0.2;
    adam.advance();
    assert.equal(store.data[0], 0.2);
    assert.isTrue(store.data.subarray(4).every(Number.isFinite));
  });

  it('has a kind, a name, its options with the defaults, and has made no update', () => {
    const adam = Adam({ beta1: 0.83 });
    assert.equal(adam.kind, 'optimizer');
    assert.equal(adam.name, 'Adam');
    assert.deepEqual(adam.options, {
      learningRate: 0.001,
      beta1: 0.83,
      beta2: 0.999,
      epsilon: 1e-7,
      amsgrad: false,
      convention: 'keras',
      ...common,
    });
    assert.equal(adam.iterations, 0);
    assert.equal(adam.learningRate, 0.001);
    assert.equal(SGD.name, 'SGD');
  });

  it("has Keras's defaults", () => {
    const betas = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    const convention = 'keras';
    assert.deepEqual(SGD().options, {
      learningRate: 0.01,
      momentum: 0,
      nesterov: false,
      convention,
      ...common,
    });
    assert.deepEqual(RMSprop().options, {
      learningRate: 0.001,
      rho: 0.9,
      momentum: 0,
      epsilon: 1e-7,
      centered: false,
      convention,
      ...common,
    });
    assert.deepEqual(Adam().options, { ...betas, amsgrad: false, convention, ...common });
    assert.deepEqual(AdamW().options, {
      ...betas,
      amsgrad: false,
      convention,
      ...common,
      weightDecay: 0.004,
    });
    assert.deepEqual(Adagrad().options, {
      learningRate: 0.001,
      initialAccumulatorValue: 0.1,
      epsilon: 1e-7,
      convention,
      ...common,
    });
    assert.deepEqual(Adadelta().options, {
      learningRate: 0.001,
      rho: 0.95,
      epsilon: 1e-7,
      convention,
      ...common,
    });
    assert.deepEqual(Adamax().options, { ...betas, convention, ...common });
    assert.deepEqual(Nadam().options, { ...betas, momentumDecay: 0.004, convention, ...common });
    assert.deepEqual(Lion().options, { learningRate: 0.001, beta1: 0.9, beta2: 0.99, ...common });
  });

  it('does not hold on to the options it was given', () => {
    const given = { learningRate: 0.2 };
    const sgd = SGD(given);
    given.learningRate = 0.7;
    assert.equal(sgd.learningRate, 0.2);
    const other = SGD();
    other.learningRate = 0.4;
    assert.equal(SGD().learningRate, 0.01);
    const words = ['bias'];
    const adamw = AdamW({ excludeFromWeightDecay: words });
    words.push('kernel');
    assert.deepEqual(adamw.options.excludeFromWeightDecay, ['bias']);
  });

  it('keeps the arrays that its options ask for, and no others', () => {
    const w = parameter(generic(5));
    const count = (optimizer: { slots(w: unknown): readonly Tensor[] }) => optimizer.slots(w).length;
    assert.equal(count(SGD()), 0);
    assert.equal(count(SGD({ nesterov: true })), 0);
    assert.equal(count(SGD({ momentum: 0.4 })), 1);
    assert.equal(count(SGD({ momentum: 0.4, convention: 'course' })), 1);
    assert.equal(count(RMSprop()), 1);
    assert.equal(count(RMSprop({ centered: true })), 2);
    assert.equal(count(RMSprop({ momentum: 0.4 })), 2);
    assert.equal(count(RMSprop({ momentum: 0.4, centered: true })), 3);
    assert.equal(count(Adam()), 2);
    assert.equal(count(Adam({ amsgrad: true })), 3);
  });

  it('says what the arrays are called, in their order', () => {
    const w = parameter(generic(5));
    assert.deepEqual(SGD().slotNames(w), []);
    assert.deepEqual(SGD({ momentum: 0.4 }).slotNames(w), ['velocity']);
    const rmsprop = RMSprop({ momentum: 0.4, centered: true });
    assert.deepEqual(rmsprop.slotNames(w), ['meanSquare', 'meanGradient', 'velocity']);
    assert.deepEqual(RMSprop({ momentum: 0.4 }).slotNames(w), ['meanSquare', 'velocity']);
    const adam = Adam({ amsgrad: true });
    assert.deepEqual(adam.slotNames(w), ['m', 'v', 'vHat']);
    w.gradient = full([5], 0.7);
    adam.apply([w]);
    const [m, v, vHat] = adam.slots(w).map(({ data }) => data[0]);
    assertClose([m, v, vHat], [0.07, 0.00049, 0.00049], 1e-7);
  });

  it('begins with arrays that are full of another number than zero, where its rule says so', () => {
    const w = parameter(generic(5));
    const start = (adagrad: Optimizer) => [...adagrad.slots(w)[0].data];
    assert.deepEqual(start(Adagrad()), new Array(5).fill(Math.fround(0.1)));
    assert.deepEqual(start(Adagrad({ initialAccumulatorValue: 0.37 })), new Array(5).fill(Math.fround(0.37)));
  });

  it('holds weights where their constraint says, after each update', () => {
    const w = parameter([1.7, -0.3], { dtype: 'float64' });
    w.constraint = ({ data }) => {
      for (let i = 0; i < data.length; i++) data[i] = Math.min(data[i], 1.2);
    };
    const free = parameter([1.7], { dtype: 'float64' });
    const sgd = SGD({ learningRate: 0.1 });
    w.gradient = tensor([0.3, -20], { dtype: 'float64' });
    free.gradient = tensor([0.3], { dtype: 'float64' });
    sgd.apply([w, free]);
    assertClose([...w.value.data, ...free.value.data], [1.2, 1.2, 1.67], 1e-15);
    const gradient = tensor([-0.3, 0.4], { dtype: 'float64' });
    const steps = sgd.steps([[w, gradient]]);
    assert.equal(steps.length, 2);
    steps.forEach(run);
    assertClose(w.value.data, [1.2, 1.16], 1e-15);
  });

  it('takes one step for each parameter, and no more, if nothing else is asked of it', () => {
    const pairs = [parameter([0.3]), parameter([0.7])].map((w) => [w, full([1], 0.1)] as const);
    for (const optimizer of [SGD(), SGD({ momentum: 0.9 }), Adam(), Nadam()]) {
      assert.deepEqual(
        optimizer.steps(pairs).map(({ kernel }) => kernel),
        new Array(2).fill(optimizers[optimizer.name.toLowerCase() as OptimizerName].definition.update),
      );
    }
  });

  it('is steady where nothing is worked out once a step', () => {
    const rate = ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.9 });
    for (const steady of [SGD(), RMSprop(), Adagrad(), Adadelta(), Lion()]) assert.isTrue(steady.steady);
    for (const not of [Adam(), AdamW(), Adamax(), Nadam()]) assert.isFalse(not.steady);
    assert.isFalse(SGD({ learningRate: rate }).steady);
    assert.isTrue(SGD({ clipnorm: 1, weightDecay: 0.1 }).steady);
  });

  it('is made by a definition of the user', () => {
    const SignDescent = defineOptimizer({
      name: 'SignDescent',
      options: { learningRate: 0.01 },
      ranges: { learningRate: { min: 0 } },
      update(w, g, _slots, { learningRate }) {
        for (let i = 0; i < w.data.length; i++) w.data[i] -= learningRate * Math.sign(g.data[i]);
      },
      examples: [{ options: {}, weight: 1, gradients: [0.3, -0.7], after: [0.99, 1] }],
    });
    const w = parameter([0.3, -1.2], { dtype: 'float64' });
    backward(sumSquares(w));
    SignDescent({ learningRate: 0.07 }).apply([w]);
    assertClose(w.value.data, [0.23, -1.13], 1e-15);
    assert.equal(SignDescent.name, 'SignDescent');
  });

  it('needs no ranges: then any number will do', () => {
    const Plain = defineOptimizer({
      name: 'Plain',
      options: { learningRate: 0.5, rate: 2 },
      update(w, g, _slots, { rate }) {
        for (let i = 0; i < w.data.length; i++) w.data[i] -= rate * g.data[i];
      },
      examples: [],
    });
    assert.equal(Plain({ rate: -3 }).options.rate, -3);
    assertRefused(
      () => Plain({ rate: Number.NaN }),
      'ArgumentError',
      'Plain: rate is not usable; expected a number, received NaN.',
    );
  });

  it('of a user may leave out its examples in JavaScript, and nothing else that it needs', () => {
    const update = () => {};
    const good = { name: 'Mine', options: { learningRate: 0.1 }, update };
    assert.equal(defineOptimizer(good as never)().learningRate, 0.1);
    const refused = (wrong: object, message: string) =>
      assertRefused(() => defineOptimizer(wrong as never), 'ArgumentError', `defineOptimizer ${message}`);
    refused({ ...good, update: undefined }, 'Mine: update is missing; expected a function.');
    refused({ ...good, update: 3 }, 'Mine: update is not usable; expected a function, received 3.');
    refused({ ...good, options: undefined }, 'Mine: options is missing; expected an object.');
    refused(
      { ...good, options: { rate: 0.1 } },
      'Mine: options.learningRate is not usable; expected a number, received undefined.',
    );
    refused(
      { ...good, range: {} },
      "Mine: unknown key; expected one of 'name', 'options', 'update', 'ranges', 'choices', 'slots', 'slotsWhen', 'starts', 'decay', 'scalars', 'advance', 'examples', received 'range'. Did you mean 'ranges'?",
    );
    assertRefused(
      () => defineOptimizer({ ...good, name: undefined } as never),
      'ArgumentError',
      'defineOptimizer: name is missing; expected a string that is not empty.',
    );
  });

  it('centered, stays finite where rounding makes a variance negative', () => {
    const w = parameter([0.3]);
    const rmsprop = RMSprop({ centered: true, rho: 0.5 });
    for (let step = 0; step < 60; step++) {
      w.gradient = full([1], 12.345);
      rmsprop.apply([w]);
      assert.isTrue(Number.isFinite(w.value.data[0]), `step ${step}`);
    }
  });
});

describe('apply', () => {
  it('counts one step, and sets the gradients to zero after use', () => {
    const [w, v] = [parameter([0.3, -1.2]), parameter([[0.8]])];
    const sgd = SGD({ learningRate: 0.25 });
    for (let step = 1; step <= 3; step++) {
      backward(sumSquares(w));
      backward(sumSquares(v));
      const { gradient } = w;
      sgd.apply([w, v]);
      assert.equal(sgd.iterations, step);
      assert.strictEqual(w.gradient, gradient);
      assert.deepEqual([...w.gradient!.data, ...v.gradient!.data], [0, 0, 0]);
      assertClose(
        [...w.value.data, ...v.value.data],
        [0.3 / 2 ** step, -1.2 / 2 ** step, 0.8 / 2 ** step],
        1e-7,
      );
    }
  });

  it('takes parameters from anything that can be walked over', () => {
    const [w, v] = [parameter([0.3]), parameter([0.8])];
    backward(sumSquares(w));
    backward(sumSquares(v));
    SGD({ learningRate: 0.5 }).apply(new Set([w, v]).values());
    assert.deepEqual([w.value.data[0], v.value.data[0]], [0, 0]);
  });

  it('leaves out parameters that are frozen, with or without a gradient', () => {
    const [w, frozen, other] = [parameter([0.3]), parameter([0.8]), parameter([0.7])];
    frozen.trainable = false;
    other.trainable = false;
    other.gradient = full([1], 0.4);
    backward(sumSquares(w));
    SGD({ learningRate: 0.5, weightDecay: 0.1 }).apply([frozen, w, other]);
    assertClose([w.value.data[0]], [-0.015], 1e-7);
    assert.deepEqual([frozen.value.data[0], other.value.data[0]], [Math.fround(0.8), Math.fround(0.7)]);
    assert.equal(other.gradient.data[0], Math.fround(0.4));
  });

  it('refuses a parameter without gradient, and changes nothing', () => {
    const [w, v] = [parameter([0.3], { name: 'dense/kernel' }), parameter([0.8], { name: 'dense/bias' })];
    backward(sumSquares(w));
    const before = [...w.value.data, ...w.gradient!.data];
    const adam = Adam();
    assertRefused(
      () => adam.apply([w, v]),
      'StateError',
      'Adam.apply: dense/bias has no gradient; expected parameters that the loss depends on. Call backward(loss) first.',
    );
    assert.deepEqual([...w.value.data, ...w.gradient!.data], before);
    assert.equal(adam.iterations, 0);
  });

  it('refuses what is no list of parameters, and changes nothing', () => {
    const w = parameter([0.3], { name: 'W' });
    backward(sumSquares(w));
    const before = [...w.value.data, ...w.gradient!.data];
    const sgd = SGD();
    const refused = (wrong: unknown, message: string) =>
      assertRefused(() => sgd.apply(wrong as never), 'ArgumentError', `SGD.apply: ${message}`);
    const noList = 'parameters are not a list; expected [W, b] or model.parameters, received';
    refused(w, `${noList} a Parameter.`);
    refused(w.value, `${noList} a Tensor.`);
    refused({ kind: 'model', parameters: [w] }, `${noList} a model.`);
    refused(undefined, `${noList} undefined.`);
    refused(null, `${noList} null.`);
    const noParameter = 'is no Parameter; expected what parameter(values) gave, received';
    refused([w, w.value], `parameters[1] ${noParameter} a Tensor.`);
    refused([undefined, w], `parameters[0] ${noParameter} undefined.`);
    refused('W', `parameters[0] ${noParameter} 'W'.`);
    assert.deepEqual([...w.value.data, ...w.gradient!.data], before);
    assert.equal(sgd.iterations, 0);
  });
});

describe('the learning rate', () => {
  it('may change between two updates', () => {
    const w = parameter([1.7], { dtype: 'float64' });
    const sgd = SGD({ learningRate: 0.1 });
    const g = new Tensor(Float64Array.of(0.3), [1]);
    const steps = sgd.steps([[w, g]]);
    const replay = () => {
      sgd.advance();
      steps.forEach(run);
      return w.value.data[0];
    };
    assertClose([replay()], [1.67], 1e-15);
    sgd.learningRate = 0.7;
    assertClose([replay()], [1.46], 1e-15);
    sgd.learningRate = 0;
    assertClose([replay()], [1.46], 1e-15);
    assert.equal(sgd.options.learningRate, 0.1, 'options tell what it was made with');
  });

  it('keeps its value where a bad one is set', () => {
    for (const bad of [-0.1, Number.NaN, Infinity, '0.1', null, undefined]) {
      const adam = Adam({ learningRate: 0.02 });
      assertRefused(
        () => {
          adam.learningRate = bad as never;
        },
        'ArgumentError',
        'Adam: learningRate is not usable; expected a number >= 0, received ',
      );
      assert.equal(adam.learningRate, 0.02);
    }
  });
});

describe('options of optimizers', () => {
  const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);

  it('out of range', () => {
    refused(
      () => SGD({ learningRate: -0.01 }),
      'SGD: learningRate is not usable; expected a number >= 0, received -0.01.',
    );
    refused(
      () => SGD({ momentum: 1.2 }),
      'SGD: momentum is not usable; expected a number >= 0 and <= 1, received 1.2.',
    );
    refused(
      () => RMSprop({ rho: 1 }),
      'RMSprop: rho is not usable; expected a number >= 0 and < 1, received 1.',
    );
    refused(
      () => RMSprop({ epsilon: 0 }),
      'RMSprop: epsilon is not usable; expected a number > 0, received 0.',
    );
    refused(
      () => RMSprop({ momentum: 1.2 }),
      'RMSprop: momentum is not usable; expected a number >= 0 and <= 1, received 1.2.',
    );
    refused(
      () => Adam({ beta1: 1 }),
      'Adam: beta1 is not usable; expected a number >= 0 and < 1, received 1.',
    );
    refused(
      () => Adam({ beta2: -0.1 }),
      'Adam: beta2 is not usable; expected a number >= 0 and < 1, received -0.1.',
    );
    assert.equal(SGD({ momentum: 1 }).options.momentum, 1);
  });

  it('of another kind', () => {
    refused(
      () => SGD({ nesterov: 'yes' as never }),
      "SGD: nesterov is not usable; expected true or false, received 'yes'.",
    );
    refused(
      () => SGD({ convention: 'Course' as never }),
      "SGD: unknown convention; expected one of 'keras', 'course', 'pytorch', received 'Course'. Did you mean 'course'?",
    );
    refused(
      () => SGD(0.1 as never),
      'SGD: the options are not an object; expected { option: value }, received 0.1.',
    );
  });

  it("misspelt, as in Python or in another library's words", () => {
    refused(
      () => Adam({ learning_rate: 0.1 } as never),
      "Adam: unknown option; expected one of 'learningRate', 'beta1', 'beta2', 'epsilon', 'amsgrad', 'convention', 'clipnorm', 'clipvalue', 'globalClipnorm', 'weightDecay', 'excludeFromWeightDecay', received 'learning_rate'. Did you mean 'learningRate'?",
    );
    refused(() => SGD({ lr: 0.1 } as never), "'excludeFromWeightDecay', received 'lr'.");
    refused(() => AdamW({ weight_decay: 0.1 } as never), "Did you mean 'weightDecay'?");
  });

  it("Nesterov in the course's convention", () => {
    refused(
      () => SGD({ momentum: 0.9, nesterov: true, convention: 'course' }),
      "SGD: nesterov has no form in the course's convention. Leave out nesterov, or take convention: 'keras'.",
    );
  });
});
