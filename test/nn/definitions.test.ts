/**
 * What `defineLayer`, `defineLoss` and `defineInitializer` refuse: definitions that could only fail later, as
 * JavaScript lets them pass.
 */
import { assert } from 'chai';
import { addBias, multiply, scale, type Operand } from '../../src/autograd/index.ts';
import {
  defineInitializer,
  defineLayer,
  defineLoss,
  HeNormal,
  Input,
  type Layer,
  losses,
  Sequential,
} from '../../src/nn/index.ts';
import { tensor } from '../../src/tensor/index.ts';
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
        'shift/shift: initializer is no initializer; expected a name or an initializer such as HeNormal()';
      refused(() => Sequential([Input([2]), shift(HeNormal)]), `${problem}, received a function.`);
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
  const define = (definition: object) => () => defineLoss(definition as never);

  it('nothing if only the examples are left out', () => {
    const [t, p] = [tensor([[1, 2]]), tensor([[0, 4]])];
    assert.equal(define(mine)()(t, p).item(), 2.5);
  });

  it('a kind of targets that there is not', () => {
    const kinds = "'numbers', 'probabilities', 'labels'";
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
      "defineLoss mine: unknown key; expected one of 'name', 'targets', 'call', 'through', 'examples', received 'example'. Did you mean 'examples'?",
    );
    refused(() => defineLoss(multiply as never), 'defineLoss: the definition is not an object;');
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
