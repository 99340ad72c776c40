/**
 * Models that cannot be made: each refusal with its whole message.
 */
import { assert } from 'chai';
import {
  Activation,
  Dense,
  defineInitializer,
  defineLayer,
  Dropout,
  Input,
  type Layer,
  Model,
  type ModelOptions,
  type Node,
  Sequential,
} from '../../src/nn/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertSameBits, someRows } from './shared/training.ts';

const refused = (work: () => unknown, message: string) => assertMessage(work, 'ArgumentError', message);

describe('refused is a Sequential', () => {
  const make = (parts: unknown, options: unknown = {}) =>
    Sequential(parts as Layer[], options as ModelOptions);

  it('of no list', () => {
    refused(
      () => make(Dense(3)),
      'Sequential: layers are not a list; ' +
        'expected a list, such as [Input({ shape: [4] }), Dense(3)], received a layer.',
    );
    refused(
      () => make('Dense'),
      'Sequential: layers are not a list; ' +
        "expected a list, such as [Input({ shape: [4] }), Dense(3)], received 'Dense'.",
    );
  });

  it('of what is no layer', () => {
    const words = 'Sequential.add: this is no layer; expected a layer such as Dense(20), received';
    refused(() => make([Input([4]), Dense]), `${words} the function Dense.`);
    refused(() => make([Input([4]), 'tanh']), `${words} 'tanh'.`);
    refused(() => make([undefined]), `${words} undefined.`);
    refused(() => make([20]), `${words} 20.`);
    refused(() => Sequential().add(null as unknown as Layer), `${words} null.`);
  });

  it('with an Input that is not the first', () => {
    const words =
      'Sequential.add: an Input can only come first; expected a layer such as Dense(20), received a node.';
    refused(() => make([Dense(3), Input([4])]), words);
    refused(() => make([Input([4]), Input([4])]), words);
    refused(() => make([Input([4]), Dense(3), Input([3])]), words);
    refused(() => make([Dense(3)(Input([4]))]), words);
  });

  it('with two layers of one name, or one layer twice', () => {
    refused(
      () => make([Input([4]), Dense(3, { name: 'capa' }), Dense(2, { name: 'capa' })]),
      "sequential: two layers are called 'capa'. Give one another name; a layer to be used twice is made once and called twice.",
    );
  });

  it('with impossible options', () => {
    refused(
      () => make([], { seed: -1 }),
      "Sequential: seed is not usable; expected a whole number >= 0, or 'random', received -1.",
    );
    refused(
      () => make([], { seed: 1.5, name: 'Iris' }),
      "Sequential: seed is not usable; expected a whole number >= 0, or 'random', received 1.5.",
    );
    refused(
      () => make([], { seed: 'rand' }),
      "Sequential: seed is not usable; expected a whole number >= 0, or 'random', received 'rand'.",
    );
    refused(
      () => make([], { dtype: 'float16' }),
      "Sequential: unknown dtype; expected one of 'float32', 'float64', received 'float16'. Did you mean 'float32'?",
    );
    refused(() => make([], { name: 5 }), 'Sequential: name is not usable; expected a string, received 5.');
    refused(
      () => make([], { sed: 5 }),
      "Sequential: unknown option; expected one of 'name', 'seed', 'dtype', received 'sed'. Did you mean 'seed'?",
    );
    refused(
      () => make([], 7),
      'Sequential: the options are not an object; expected { option: value }, received 7. Did you mean { seed: 7 }?',
    );
  });

  it('that keeps what it was when a layer is refused', () => {
    const model = Sequential([Input([4]), Dense(3, { name: 'capa' })]);
    const before = model.getWeights();
    const x = someRows(3, 4);
    const predictions = model.predict(x);
    assert.throws(() => model.add(Dense(2, { name: 'capa' })), 'two layers are called');
    assert.throws(() => model.add('tanh' as unknown as Layer), 'this is no layer');
    assertSameBits(model.getWeights(), before);
    assertSameBits([model.predict(x)], [predictions]);
    model.add(Dense(2, { name: 'otra' }));
    const whole = Sequential([Input([4]), Dense(3), Dense(2)]);
    assertSameBits(model.getWeights(), whole.getWeights());
  });
});

describe('refused is a Model', () => {
  const make = (options: unknown) => Model(options as Parameters<typeof Model>[0]);

  it('without nodes', () => {
    const noInputs = 'Model: inputs is no node; expected the node that Input({ shape }) gave, received';
    const noOutputs = 'Model: outputs is no node; expected the node of the last layer, received';
    const help = 'Model({ inputs, outputs }) takes a node for each, or a list of nodes.';
    const inputs = Input([4]);
    refused(() => make(undefined), `${noInputs} undefined. ${help}`);
    refused(() => make({ outputs: Dense(3)(inputs) }), `${noInputs} undefined. ${help}`);
    refused(() => make({ inputs: [4], outputs: Dense(3)(inputs) }), `${noInputs} [4]. ${help}`);
    refused(() => make({ inputs: [], outputs: Dense(3)(inputs) }), `${noInputs} an empty list. ${help}`);
    refused(() => make({ inputs }), `${noOutputs} undefined. ${help}`);
    refused(() => make({ inputs, outputs: null }), `${noOutputs} null. ${help}`);
    refused(
      () => make({ input: inputs, outputs: Dense(3)(inputs) }),
      "Model: unknown option; expected one of 'inputs', 'outputs', 'name', 'seed', 'dtype', received 'input'. Did you mean 'inputs'?",
    );
  });

  it('without a layer', () => {
    const inputs = Input([4]);
    const words =
      'there is no layer between inputs and outputs. Call a layer on the input: Dense(3)(inputs).';
    refused(() => make({ inputs, outputs: inputs }), `Model: ${words}`);
  });

  it('whose outputs do not lead back to its inputs', () => {
    const [inputs, other] = [Input([4]), Input({ shape: [4], name: 'otra' })];
    const words =
      'functional: outputs does not lead back to inputs; expected a graph that begins at the one Input given as inputs, received';
    refused(() => make({ inputs, outputs: Dense(3)(other) }), `${words} another input, 'otra'.`);
    const hidden = Dense(5)(inputs);
    refused(() => make({ inputs: hidden, outputs: Dense(3)(hidden) }), `${words} another input, [4].`);
  });

  it('with two layers of one name', () => {
    const inputs = Input({ shape: [4], name: 'capa' });
    refused(
      () => make({ inputs, outputs: Dense(3, { name: 'capa' })(inputs), name: 'Iris' }),
      "Iris: two layers are called 'capa'. Give one another name; a layer to be used twice is made once and called twice.",
    );
  });

  it('with options that it does not have', () => {
    const inputs = Input([4]);
    refused(
      () => make({ inputs, outputs: Dense(3)(inputs), sead: 3 }),
      "Model: unknown option; expected one of 'inputs', 'outputs', 'name', 'seed', 'dtype', received 'sead'. Did you mean 'seed'?",
    );
    refused(
      () => make({ inputs, outputs: Dense(3)(inputs), seed: 2 ** 53 }),
      "Model: seed is not usable; expected a whole number >= 0, or 'random', received 9007199254740992.",
    );
  });
});

describe('refused is a layer', () => {
  const dense = (...args: unknown[]) => (Dense as unknown as (...args: unknown[]) => Layer)(...args);

  it('called on what is no node of a graph', () => {
    const words =
      'Dense: a layer is called on nodes of a graph; expected what Input({ shape }) or another layer gave, received';
    const help = 'A model computes: model.call(x) or model.predict(x).';
    const call = (input: unknown) => Dense(3)(input as Node);
    refused(() => call(tensor([[1, 2]])), `${words} an object of Tensor kind. ${help}`);
    refused(() => call([[1, 2]]), `${words} [[1, 2]]. ${help}`);
    refused(() => (Dense(3) as unknown as () => Node)(), `${words} undefined. ${help}`);
    refused(() => call(Dense(4)), `${words} a layer. ${help}`);
  });

  it('of a shape that is none', () => {
    const words = 'Dense: inputShape is not usable; expected the lengths of one row, such as [64], received';
    refused(() => dense(3, { inputShape: 4 }), `${words} 4.`);
    refused(() => dense(3, { inputShape: null }), `${words} null.`);
    assertMessage(
      () => dense(3, { inputShape: [4, -1] }),
      'ShapeError',
      'Dense: this is not a shape; expected whole numbers from 0 on, received [4, -1].',
    );
  });

  it('with a bad name', () => {
    const words = 'Dense: name is not usable; expected a string that is not empty, received';
    refused(() => dense(3, { name: '' }), `${words} ''.`);
    refused(() => dense(3, { name: 7 }), `${words} 7.`);
  });

  it('with a misspelt option or activation', () => {
    const names =
      "'units', 'activation', 'useBias', 'kernelInitializer', 'biasInitializer', 'kernelRegularizer', 'biasRegularizer', 'activityRegularizer', 'kernelConstraint', 'biasConstraint', 'name', 'inputShape', 'trainable'";
    refused(
      () => dense(3, { activacion: 'tanh' }),
      `Dense: unknown option; expected one of ${names}, received 'activacion'. Did you mean 'activation'?`,
    );
    refused(
      () => dense(3, { activation: 'tahn' }),
      "Dense: unknown activation; expected one of 'linear', 'relu', 'sigmoid', 'tanh', 'softmax', 'leaky_relu', 'elu', 'selu', 'softplus', 'softsign', 'exponential', 'gelu', 'silu', 'swish', 'mish', 'relu6', 'hard_sigmoid', 'hard_silu', 'hard_swish', 'hard_tanh', 'log_softmax', 'log_sigmoid', received 'tahn'. Did you mean 'tanh'?",
    );
  });

  it('that gives another number of rows, when it is first used', () => {
    const First = defineLayer({
      name: 'First',
      options: {},
      outputShape: ([shape]) => shape,
      call: ([x]) => tensor({ data: x.data.slice(0, 4), shape: [1, 4] }),
      examples: [],
    });
    const model = Sequential([Input([4]), First()]);
    const words =
      'first: shapes differ; expected the output [6, 4], received [1, 4]. That is what its outputShape promises.';
    assertMessage(() => model.predict(someRows(6, 4)), 'ShapeError', words);
    assertMessage(() => model.call(someRows(6, 4)), 'ShapeError', words);
  });

  it('whose call gives no tensor', () => {
    const Silent = defineLayer({
      name: 'Silent',
      options: {},
      outputShape: ([shape]) => shape,
      call: () => undefined as never,
      examples: [],
    });
    const words =
      'silent: call gives no tensor; expected a Tensor or { output, updates, penalty }, received undefined.';
    assertMessage(() => Sequential([Input([4]), Silent()]).predict(someRows(3, 4)), 'ArgumentError', words);
  });

  it('whose initializer gives too few numbers, or none that are finite', () => {
    const starting = (values: number[]) => {
      const Odd = defineInitializer({ name: 'odd', options: {}, values: () => values, claims: () => null });
      return () => Sequential([Input([2]), Dense(3, { kernelInitializer: Odd() })]);
    };
    const words = 'odd: numbers and shape differ in size; expected 6 numbers for [2, 3], received';
    assertMessage(starting([1, 2, 3, 4]), 'ShapeError', `${words} 4.`);
    assertMessage(starting([1, 2, 3, 4, 5, 6, 7]), 'ShapeError', `${words} 7.`);
    const nan = 'odd: start value 4 is not finite; expected finite numbers, received NaN.';
    assertMessage(starting([1, 2, 3, 4, Number.NaN, 6]), 'ArgumentError', nan);
  });

  it('or an Input without a shape', () => {
    const words = 'Input: shape is missing; expected Input([5]) or Input({ shape: [5] }).';
    refused(() => (Input as unknown as () => unknown)(), words);
  });

  it('with its first option given twice', () => {
    refused(
      () => (Dense as unknown as (...args: unknown[]) => unknown)(3, { units: 4 }),
      'Dense: units is given twice.',
    );
  });

  it('with a softmax over one unit', () => {
    const words =
      "softmax over one unit is always 1. One unit goes with 'sigmoid', or take one unit for each class.";
    refused(() => Dense(1, { activation: 'softmax' }), `Dense: ${words}`);
    refused(() => Activation('softmax')(Dense(1)(Input([4]))), `Activation: ${words}`);
  });

  it('of another float type than the model', () => {
    const shared = Dense(3, { name: 'capa' });
    Sequential([Input([4]), shared]);
    refused(
      () => Sequential([Input([4]), shared], { dtype: 'float64' }),
      'capa: this layer has weights of another float type, from the model it was first used in; expected float64, received float32.',
    );
  });

  it('whose inputShape contradicts what comes before', () => {
    assertMessage(
      () => Sequential([Input([4]), Dense(2, { inputShape: [3] })]),
      'ShapeError',
      'Sequential.add: shapes differ; expected inputShape of Dense(2) [4], received [3].',
    );
  });

  it('without weights, asked for them', () => {
    const help =
      'They are made when a model that knows its input shape is built with it: put Input({ shape }) first.';
    const words = `this layer has no weights yet. ${help}`;
    assertMessage(() => Dense(3).getWeights(), 'StateError', `Dense(3): ${words}`);
    assertMessage(
      () => Dropout(0.2, { name: 'capa' }).setWeights([]),
      'StateError',
      `Dropout(0.2) "capa": ${words}`,
    );
  });
});

describe('refused is a model that is not built', () => {
  const words =
    'sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.';

  it('asked for what only a built one has', () => {
    const model = Sequential([Dense(3)]);
    assertMessage(() => model.summary(), 'StateError', `summary: ${words}`);
    assertMessage(() => model.getWeights(), 'StateError', `getWeights: ${words}`);
    assertMessage(() => model.setWeights([]), 'StateError', `setWeights: ${words}`);
    assert.deepEqual(model.parameters, []);
  });

  it('and has no layer', () => {
    for (const model of [Sequential(), Sequential([Input([4])])]) {
      const x = someRows(3, 4);
      assertMessage(() => model.predict(x), 'StateError', `predict: ${words}`);
      assertMessage(() => model.call(x), 'StateError', `call: ${words}`);
      model.compile({ loss: 'mse' });
      assertMessage(() => model.fit(x, x), 'StateError', `fit: ${words}`);
      assertMessage(() => model.evaluate(x, x), 'StateError', `evaluate: ${words}`);
    }
  });
});
