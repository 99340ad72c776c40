/**
 * How arguments and options are checked, and how the messages of refusals are worded.
 */
import { assert } from 'chai';
import {
  ArgumentError,
  complain,
  DataError,
  NonFiniteError,
  ShapeError,
  StateError,
  show,
} from '../src/errors.ts';
import { flag, number, oneOf, readOptions, wholeNumber } from '../src/options.ts';
import { assertRefused } from './shared/values.ts';

describe('errors', () => {
  it('have their own names, and are errors', () => {
    for (const [Kind, name] of [
      [ShapeError, 'ShapeError'],
      [ArgumentError, 'ArgumentError'],
      [StateError, 'StateError'],
      [DataError, 'DataError'],
    ] as const) {
      const error = new Kind('who: what.');
      assert.instanceOf(error, Error);
      assert.equal(error.name, name);
      assert.equal(String(error), `${name}: who: what.`);
    }
  });

  it('of training that is not finite say where and what was before', () => {
    const place = { epoch: 3, batch: 17, layer: 'salida', history: { loss: [0.9, 0.4, 0.2] } };
    const error = new NonFiniteError('fit: the loss is NaN.', place);
    assert.instanceOf(error, Error);
    assert.equal(String(error), 'NonFiniteError: fit: the loss is NaN.');
    const { epoch, batch, layer, history } = error;
    assert.deepEqual({ epoch, batch, layer, history }, place);
  });

  it('complain leaves out what is not said', () => {
    assert.equal(complain({ who: 'w', problem: 'p' }), 'w: p.');
    assert.equal(complain({ who: 'w', problem: 'p', expected: 'e' }), 'w: p; expected e.');
    assert.equal(complain({ who: 'w', problem: 'p', received: 'r' }), 'w: p; received r.');
    assert.equal(
      complain({ who: 'w', problem: 'p', expected: 'e', received: 'r', help: 'Do so.' }),
      'w: p; expected e, received r. Do so.',
    );
    assert.equal(complain({ who: 'w', problem: 'p', help: 'Do so.' }), 'w: p. Do so.');
  });

  it('show writes a value of any kind in a few words', () => {
    class Plant {}
    for (const [value, text] of [
      ['Iris', "'Iris'"],
      ['x'.repeat(60), `'${'x'.repeat(60)}'`],
      ['x'.repeat(61), `'${'x'.repeat(57)}…'`],
      [3.5, '3.5'],
      [Number.NaN, 'NaN'],
      [true, 'true'],
      [null, 'null'],
      [undefined, 'undefined'],
      [7n, '7n'],
      [Symbol('s'), 'Symbol(s)'],
      [[1, 'a', [null]], "[1, 'a', [null]]"],
      [new Array(9).fill(0), 'an array of 9'],
      [Math.max, 'the function max'],
      [
        (
          () => () =>
            1
        )(),
        'a function',
      ],
      [{ a: 1 }, 'an object of Object kind'],
      [{ kind: 'node' }, 'a node'],
      [Object.assign(() => 1, { kind: 'layer' }), 'a layer'],
      [['x'.repeat(30), 'y'.repeat(30)], 'an array of 2'],
      [new Plant(), 'an object of Plant kind'],
      [Object.create(null), 'an object of no kind'],
      [(function* () {})(), 'an object of Generator kind'],
      [(async function* () {})(), 'an object of AsyncGenerator kind'],
      [new (class {})(), 'an object of no kind'],
      [{ kind: 'optimizer' }, 'an optimizer'],
    ] as const) {
      assert.equal(show(value), text);
    }
  });
});

describe('number', () => {
  it('gives a finite number back', () => {
    for (const value of [0, -2.75, 1e300, -0]) assert.strictEqual(number('who', 'rate', value), value);
  });

  it('refuses all else', () => {
    for (const [value, text] of [
      [Number.NaN, 'NaN'],
      [Infinity, 'Infinity'],
      ['3', "'3'"],
      [null, 'null'],
      [undefined, 'undefined'],
      [3n, '3n'],
    ] as const) {
      assertRefused(
        () => number('who', 'rate', value),
        'ArgumentError',
        `who: rate is not usable; expected a number, received ${text}.`,
      );
    }
  });

  it('holds both ends of min and max, and neither of above and below', () => {
    assert.equal(number('who', 'rate', 0.2, { min: 0.2, max: 0.7 }), 0.2);
    assert.equal(number('who', 'rate', 0.7, { min: 0.2, max: 0.7 }), 0.7);
    assert.equal(number('who', 'rate', 0.21, { above: 0.2, below: 0.7 }), 0.21);
    const message = (range: string, value: number) =>
      `who: rate is not usable; expected a number ${range}, received ${value}.`;
    const refused = (value: number, range: object, text: string) =>
      assertRefused(() => number('who', 'rate', value, range), 'ArgumentError', message(text, value));
    refused(0.19, { min: 0.2, max: 0.7 }, '>= 0.2 and <= 0.7');
    refused(0.71, { min: 0.2, max: 0.7 }, '>= 0.2 and <= 0.7');
    refused(0.2, { above: 0.2, below: 0.7 }, '> 0.2 and < 0.7');
    refused(0.7, { above: 0.2, below: 0.7 }, '> 0.2 and < 0.7');
    refused(1, { min: 0, below: 1 }, '>= 0 and < 1');
    refused(-1, { min: 0 }, '>= 0');
  });
});

describe('wholeNumber', () => {
  it('gives a whole number back, by default from 1 on', () => {
    assert.equal(wholeNumber('who', 'units', 7), 7);
    assert.equal(wholeNumber('who', 'seed', 0, { min: 0 }), 0);
    assert.equal(wholeNumber('who', 'seed', 2 ** 53 - 1, { min: 0 }), 2 ** 53 - 1);
    assert.equal(wholeNumber('who', 'axis', -3, {}), -3);
  });

  it('refuses all else', () => {
    for (const value of [0, -1, 2.7, Number.NaN, Infinity, 2 ** 53, '4', null, undefined, [4]]) {
      assertRefused(
        () => wholeNumber('who', 'units', value),
        'ArgumentError',
        'who: units is not usable; expected a whole number >= 1, received ',
      );
    }
    assertRefused(
      () => wholeNumber('who', 'axis', 3, { max: 2 }),
      'ArgumentError',
      'expected a whole number <= 2, received 3.',
    );
  });
});

describe('flag', () => {
  it('gives true and false back and refuses all else', () => {
    assert.isTrue(flag('who', 'shuffle', true));
    assert.isFalse(flag('who', 'shuffle', false));
    for (const value of [1, 0, 'true', null, undefined]) {
      assertRefused(
        () => flag('who', 'shuffle', value),
        'ArgumentError',
        'who: shuffle is not usable; expected true or false, received ',
      );
    }
  });
});

describe('oneOf', () => {
  const names = ['glorot_uniform', 'he_normal', 'zeros'] as const;

  it('gives a right name back', () => {
    for (const name of names) assert.equal(oneOf('who', 'initializer', name, names), name);
  });

  it('refuses a wrong one, lists the right ones, and guesses which was meant', () => {
    const message = (received: string, help = '') =>
      `who: unknown initializer; expected one of 'glorot_uniform', 'he_normal', 'zeros', received ${received}.${help}`;
    for (const [wrong, help] of [
      ['GlorotUniform', " Did you mean 'glorot_uniform'?"],
      ['glorot-unifrm', " Did you mean 'glorot_uniform'?"],
      ['he normal', " Did you mean 'he_normal'?"],
      ['zeroes', " Did you mean 'zeros'?"],
      ['glorot', " Did you mean 'glorot_uniform'?"],
      ['uniform', " Did you mean 'glorot_uniform'?"],
      ['zeros_like', " Did you mean 'zeros'?"],
      ['glorotinit', " Did you mean 'glorot_uniform'?"],
      ['zs', " Did you mean 'zeros'?"],
      ['sz', ''],
      ['z', ''],
      ['orthogonal', ''],
      ['', ''],
    ] as const) {
      let text = '';
      try {
        oneOf('who', 'initializer', wrong, names);
      } catch (error) {
        text = (error as Error).message;
      }
      assert.equal(text, message(`'${wrong}'`, help));
    }
    assertRefused(() => oneOf('who', 'initializer', 3, names), 'ArgumentError', message('3'));
    assertRefused(() => oneOf('who', 'initializer', undefined, names), 'ArgumentError', message('undefined'));
  });

  it('guesses the nearest of several near ones', () => {
    assertRefused(
      () => oneOf('who', 'kind', 'sgdd', ['adam', 'sgd', 'sgdw']),
      'ArgumentError',
      "mean 'sgd'?",
    );
    assertRefused(() => oneOf('who', 'kind', 'abxx', ['abcd', 'abxd']), 'ArgumentError', "mean 'abxd'?");
  });

  it('says that there are none where the list is empty', () => {
    assertRefused(
      () => oneOf('who', 'option', 'rate', []),
      'ArgumentError',
      "who: unknown option; expected none, received 'rate'.",
    );
  });
});

describe('readOptions', () => {
  const defaults = { rate: 0.1, name: 'x', seed: undefined as number | undefined };

  it('puts options over defaults, in a new object', () => {
    assert.deepEqual(readOptions('who', defaults, { rate: 0.3 }), { rate: 0.3, name: 'x', seed: undefined });
    assert.deepEqual(readOptions('who', defaults, undefined), defaults);
    assert.notStrictEqual(readOptions('who', defaults, undefined), defaults);
    const given = { seed: 7 };
    assert.notStrictEqual(readOptions('who', defaults, given) as object, given);
    assert.deepEqual(given, { seed: 7 });
    assert.deepEqual(defaults, { rate: 0.1, name: 'x', seed: undefined });
  });

  it('takes undefined for not given', () => {
    assert.equal(readOptions('who', { rate: 0.1 }, { rate: undefined } as never).rate, 0.1);
  });

  it('keeps values that count as false', () => {
    const read = readOptions(
      'who',
      { a: 1, b: 'b', c: true, d: 4 as number | null },
      {
        a: 0,
        b: '',
        c: false,
        d: null,
      },
    );
    assert.deepEqual(read, { a: 0, b: '', c: false, d: null });
  });

  it('refuses an option that does not exist, and lists those that do', () => {
    assertRefused(
      () => readOptions('who', defaults, { Rate: 0.3 } as never),
      'ArgumentError',
      "who: unknown option; expected one of 'rate', 'name', 'seed', received 'Rate'. Did you mean 'rate'?",
    );
    assertRefused(
      () => readOptions('who', defaults, { toString: 1 } as never),
      'ArgumentError',
      "received 'toString'.",
    );
    assertRefused(
      () => readOptions('who', defaults, JSON.parse('{"__proto__": 1}')),
      'ArgumentError',
      "received '__proto__'.",
    );
  });

  it('lets further names pass without reading them', () => {
    assert.deepEqual(readOptions('who', { rate: 0.1 }, { rate: 0.2, step: 3 } as never, ['step']), {
      rate: 0.2,
    });
    assertRefused(
      () => readOptions('who', { rate: 0.1 }, { stop: 3 } as never, ['step']),
      'ArgumentError',
      "expected one of 'rate', 'step', received 'stop'. Did you mean 'step'?",
    );
  });

  it('refuses what is no object', () => {
    for (const [wrong, text] of [
      [3, '3'],
      ['rate', "'rate'"],
      [null, 'null'],
      [[0.3], '[0.3]'],
    ] as const) {
      assertRefused(
        () => readOptions('who', defaults, wrong as never),
        'ArgumentError',
        `who: the options are not an object; expected { option: value }, received ${text}.`,
      );
    }
  });
});
