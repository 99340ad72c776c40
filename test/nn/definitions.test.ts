/**
 * What `defineLayer`, `defineLoss` and `defineInitializer` refuse: definitions that could only fail later, as
 * JavaScript lets them pass; and what layers of users may do.
 */
import { assert } from 'chai';
import { add, addBias, mean, multiply, scale, square, type Operand } from '../../src/autograd/index.ts';
import {
  defineInitializer,
  defineLayer,
  defineLoss,
  Dense,
  HeNormal,
  Input,
  type Layer,
  type LossDefinition,
  losses,
  Model,
  Sequential,
} from '../../src/nn/index.ts';
import { full, tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);

describe('defineLayer refuses', () => {
  const double = {
    name: 'Double',
    options: {},
    outputShape: ([shape]: readonly (readonly number[])[]) => shape,
    call: ([x]: readonly Operand[]) => scale(x, { factor: 2 }),
  };
  const define = (definition: object) =>
    defineLayer(definition as never) as unknown as (o?: unknown) => Layer;

  it('nothing if only the examples are left out', () => {
    const model = Sequential([Input([2]), define(double)()]);
    assert.deepEqual(model.predict([[1, -3]]).toArray(), [[2, -6]]);
  });

  it('a misspelt part, and a missing one', () => {
    const { call, ...rest } = double;
    const keys =
      "'name', 'options', 'outputShape', 'call', 'maker', 'positional', 'check', 'build', 'state', 'examples'";
    refused(
      () => define({ ...rest, cal: call }),
      `defineLayer Double: unknown key; expected one of ${keys}, received 'cal'. Did you mean 'call'?`,
    );
    refused(() => define(rest), 'defineLayer Double: call is missing; expected a function.');
    refused(
      () => define({ ...double, options: undefined }),
      'defineLayer Double: options is missing; expected an object.',
    );
    refused(
      () => define({ ...double, outputShape: [3] }),
      'defineLayer Double: outputShape is not usable; expected a function, received [3].',
    );
  });

  it('a positional option that is none', () => {
    refused(
      () => define({ ...double, options: { factor: 2 }, positional: 'factors' }),
      "defineLayer Double: unknown positional option; expected one of 'factor', received 'factors'. Did you mean 'factor'?",
    );
  });

  it('no example where a message would show one: then it shows the name of the option', () => {
    const Scale = define({ ...double, name: 'Scale', options: { factor: undefined }, positional: 'factor' });
    refused(() => Scale(), 'Scale: factor is missing; expected Scale(factor) or Scale({ factor }).');
  });

  describe('an initializer of a spec', () => {
    const shift = (initializer: unknown) =>
      define({
        ...double,
        name: 'Shift',
        build: ([[units]]: readonly (readonly number[])[]) => ({ shift: { shape: [units], initializer } }),
        call: ([x]: readonly Operand[], { parameters }: { parameters: { shift: Operand } }) =>
          addBias(x, parameters.shift),
      })();

    it('by name is read', () => {
      const model = Sequential([Input([2]), shift('ones')]);
      assert.deepEqual(model.predict([[1, -3]]).toArray(), [[2, -2]]);
    });

    it('that is none is refused', () => {
      const problem =
        'shift/shift: initializer is no initializer; expected a name, an initializer such as HeNormal(), or a function (shape, random) => values';
      refused(
        () => Sequential([Input([2]), shift(HeNormal)]),
        `${problem}, received the function he_normal.`,
      );
      refused(() => Sequential([Input([2]), shift(undefined)]), `${problem}, received undefined.`);
      refused(
        () => Sequential([Input([2]), shift('one')]),
        'shift/shift: unknown initializer; expected one of ',
      );
    });
  });
});

describe('defineLoss refuses', () => {
  const mine = { name: 'mine', targets: 'numbers', call: losses.mse.definition.call };
  const define = (definition: object) => () => defineLoss(definition as LossDefinition);

  it('nothing if only the examples are left out', () => {
    const [t, p] = [tensor([[1, 2]]), tensor([[0, 4]])];
    assert.equal(define(mine)()(t, p).item(), 2.5);
  });

  it('a kind of targets that there is not', () => {
    const kinds = "'numbers', 'amounts', 'probabilities', 'signs', 'labels'";
    refused(
      define({ ...mine, targets: 'number' }),
      `defineLoss mine: unknown targets; expected one of ${kinds}, received 'number'. Did you mean 'numbers'?`,
    );
    refused(
      define({ ...mine, targets: undefined }),
      `defineLoss mine: unknown targets; expected one of ${kinds}, received undefined.`,
    );
  });

  it('a misspelt part, and a missing one', () => {
    refused(define({ ...mine, call: undefined }), 'defineLoss mine: call is missing; expected a function.');
    refused(
      define({ ...mine, example: [] }),
      "defineLoss mine: unknown key; expected one of 'name', 'targets', 'call', 'predictions', 'options', 'check', 'through', 'examples', received 'example'. Did you mean 'examples'?",
    );
    refused(define(multiply), 'defineLoss: the definition is not an object;');
  });

  it('an op to look behind that is none', () => {
    const from = mine.call;
    refused(
      define({ ...mine, through: { op: 'softmax', from } }),
      "defineLoss mine, through: op is not usable; expected a function, received 'softmax'.",
    );
    refused(
      define({ ...mine, through: { op: Math.exp, from } }),
      'defineLoss mine, through: op is no op; expected what defineOp gave, such as softmax, received the function exp.',
    );
    refused(
      define({ ...mine, through: { op: multiply } }),
      'defineLoss mine, through: from is missing; expected a function.',
    );
  });
});

describe('defineInitializer refuses', () => {
  const halves = { name: 'halves', options: {}, values: () => [0.5] };
  const define = (definition: object) => () => defineInitializer(definition as never);

  it('nothing if only the claims are left out', () => {
    assert.isNull(defineInitializer(halves)().claims([1]));
  });

  it('a misspelt part, and a missing one', () => {
    refused(
      define({ ...halves, values: undefined }),
      'defineInitializer halves: values is missing; expected a function.',
    );
    refused(
      define({ ...halves, claim: () => null }),
      "defineInitializer halves: unknown key; expected one of 'name', 'options', 'values', 'check', 'claims', received 'claim'. Did you mean 'claims'?",
    );
  });
});

describe('defineLayer makes layers', () => {
  it('of several inputs, called with nodes or with a list of them', () => {
    const Mix = defineLayer({
      name: 'Mix',
      positional: 'share',
      options: { share: 0 },
      outputShape: ([shape]) => shape,
      call: ([a, b], { options: { share } }) =>
        add(scale(a, { factor: share }), scale(b, { factor: 1 - share })),
      examples: [{ options: { share: 0.25 }, input: [[2], [2]], output: [2], parameters: 0 }],
    });
    const [a, b] = [Input([2]), Input([2])];
    for (const outputs of [Mix(0.25)(a, b), Mix(0.25)([a, b])]) {
      const model = Model({ inputs: [a, b], outputs });
      assert.deepEqual(model.predict([[[4, 8]], [[0, -4]]]).toArray(), [[1, -1]]);
    }
  });

  it('with a penalty on what they give, which is part of the loss', () => {
    const Small = defineLayer({
      name: 'Small',
      options: {},
      outputShape: ([shape]) => shape,
      call: ([x]) => ({ output: x, penalty: mean(square(x)) }),
      examples: [{ options: {}, input: [2], output: [2], parameters: 0 }],
    });
    const model = Sequential([Input([2]), Small()]);
    model.compile({ loss: 'mse' });
    const [x, t] = [[[3, 1]], [[3, 2]]];
    assert.equal(model.call(x).penalty!.item(), 5);
    assert.deepEqual(model.evaluate(x, t), [5.5]);
  });

  it('with a state, which a step of training changes, and evaluation does not', () => {
    const Counting = defineLayer({
      name: 'Counting',
      options: {},
      state: () => ({ steps: { shape: [1], initializer: 'zeros' } }),
      outputShape: ([shape]) => shape,
      call([x], { state: { steps }, training, trainable }) {
        const updates = [[steps, add(steps, full([1], 1 / 16))]] as const;
        return { output: addBias(x, steps), updates: training && trainable ? updates : [] };
      },
      examples: [{ options: {}, input: [1], output: [1], parameters: 0 }],
    });
    const layer = Counting();
    const model = Sequential([Input([1]), Dense(1), layer]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, t] = [
      [[1], [2], [3]],
      [[0], [1], [2]],
    ];
    const steps = () => layer.getWeights()[0].item();
    model.evaluate(x, t);
    assert.equal(steps(), 0);
    model.fit(x, t, { batchSize: 2, epochs: 3, verbose: 0 });
    assert.equal(steps(), 6 / 16);
    layer.trainable = false;
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    model.fit(x, t, { batchSize: 2, verbose: 0 });
    assert.equal(steps(), 6 / 16, 'a frozen layer keeps its state');
  });
});
