/**
 * Activations beyond the generic numbers of the suite of every op: their kinks, their ends, and options that are refused.
 */
import { assert } from 'chai';
import {
  backward,
  boundedRelu,
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  type Operand,
  prelu,
  selu,
  silu,
  softplus,
  softsign,
  sum,
} from '../../src/autograd/index.ts';
import { Parameter, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';

type Unary = (x: Operand) => Tensor;

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const relu6: Unary = (x) => boundedRelu(x, { maxValue: 6 });
const general: Unary = (x) => boundedRelu(x, { maxValue: 4.1, threshold: 1.2, negativeSlope: 0.3 });

/** y and dy/dx of single numbers. */
function slopes(f: Unary, numbers: readonly number[]): readonly (readonly [y: number, dx: number])[] {
  const x = new Parameter(Float64Array.from(numbers), [numbers.length], 'x');
  const y = f(x);
  backward(sum(y));
  return numbers.map((_, i) => [y.data[i], x.gradient!.data[i]]);
}

describe('at its kinks', () => {
  const scale = 1.0507009873554805;
  const kinks: readonly (readonly [string, Unary, readonly (readonly number[])[]])[] = [
    ['leakyRelu', (x) => leakyRelu(x), [[0, 0, 0.2]]],
    ['elu', (x) => elu(x, { alpha: 1.7 }), [[0, 0, 1.7]]],
    ['selu', (x) => selu(x), [[0, 0, scale]]],
    [
      'relu6',
      relu6,
      [
        [0, 0, 0],
        [6, 6, 0],
      ],
    ],
    [
      'boundedRelu',
      general,
      [
        [1.2, 0, 0.3],
        [4.1, 4.1, 0],
      ],
    ],
    ['boundedRelu up to 0', (x) => boundedRelu(x, { maxValue: 0, negativeSlope: 0.3 }), [[1.3, 0, 0]]],
    ['prelu', (x) => prelu(x, tensor([0.3], { dtype: 'float64' })), [[0, 0, 0]]],
    [
      'hardTanh',
      (x) => hardTanh(x),
      [
        [-1, -1, 1],
        [1, 1, 1],
      ],
    ],
    [
      'hardSigmoid',
      (x) => hardSigmoid(x),
      [
        [-3, 0, 0],
        [3, 1, 0],
      ],
    ],
    [
      'hardSilu',
      (x) => hardSilu(x),
      [
        [-3, 0, 0],
        [3, 3, 1],
      ],
    ],
  ];
  for (const [name, f, points] of kinks) {
    it(`${name} has the value and the derivative that its docstring says`, () => {
      for (const [x, y, dx] of points) assertClose(slopes(f, [x])[0], [y, dx], 1e-15, `${name} at ${x}`);
    });
  }
});

describe('at the ends of numbers', () => {
  it('nothing overflows, and slopes end at 0 or 1', () => {
    const ends: readonly (readonly [string, Unary, left: readonly number[], right: readonly number[]])[] = [
      ['elu', (x) => elu(x), [-1, 0], [1e4, 1]],
      ['softplus', softplus, [0, 0], [1e4, 1]],
      ['logSigmoid', logSigmoid, [-1e4, 1], [0, 0]],
      ['silu', silu, [0, 0], [1e4, 1]],
      ['mish', mish, [0, 0], [1e4, 1]],
      ['gelu', (x) => gelu(x), [0, 0], [1e4, 1]],
      ['gelu, by tanh', (x) => gelu(x, { approximate: 'tanh' }), [0, 0], [1e4, 1]],
      ['hardSilu', hardSilu, [0, 0], [1e4, 1]],
      ['relu6', relu6, [0, 0], [6, 0]],
    ];
    for (const [name, f, left, right] of ends) {
      assertClose(slopes(f, [-1e4])[0], left, 0, `${name} of -1e4`);
      assertClose(slopes(f, [1e4])[0], right, 0, `${name} of 1e4`);
    }
    assert.deepEqual(slopes(relu6, [-infinity, infinity]), [
      [0, 0],
      [6, 0],
    ]);
  });

  it('small results keep their digits', () => {
    const tiny: readonly (readonly [string, Unary, x: number, y: number])[] = [
      ['softplus', softplus, -40, Math.exp(-40)],
      ['logSigmoid', logSigmoid, 40, -Math.exp(-40)],
      ['mish', mish, -40, -40 * Math.exp(-40)],
      ['elu', (x) => elu(x), -3e-13, -3e-13],
      ['selu', selu, -3e-13, -3e-13 * 1.0507009873554805 * 1.6732632423543772],
    ];
    for (const [name, f, x, y] of tiny) assert.closeTo(slopes(f, [x])[0][0] / y, 1, 1e-12, name);
  });

  it('NaN stays NaN, so that a fault is not hidden', () => {
    const all: readonly Unary[] = [
      (x) => leakyRelu(x),
      relu6,
      general,
      (x) => boundedRelu(x, { threshold: 1.2 }),
      (x) => prelu(x, tensor([0.3], { dtype: 'float64' })),
      (x) => elu(x),
      selu,
      softplus,
      logSigmoid,
      softsign,
      silu,
      mish,
      (x) => gelu(x),
      (x) => gelu(x, { approximate: 'tanh' }),
      hardTanh,
      hardSigmoid,
      hardSilu,
      logSoftmax,
    ];
    for (const [i, f] of all.entries()) assert.isNaN(slopes(f, [nan])[0][0], `number ${i} of the list`);
  });
});

describe('options', () => {
  const x = tensor([1.3, -0.7], { dtype: 'float64' });
  it('below 0 are refused', () => {
    for (const [name, use] of [
      ['leakyRelu: negativeSlope', () => leakyRelu(x, { negativeSlope: -0.1 })],
      ['boundedRelu: negativeSlope', () => boundedRelu(x, { negativeSlope: -0.1 })],
      ['boundedRelu: maxValue', () => boundedRelu(x, { maxValue: -0.1 })],
      ['boundedRelu: threshold', () => boundedRelu(x, { threshold: -0.1 })],
      ['elu: alpha', () => elu(x, { alpha: -0.1 })],
    ] as const) {
      const message = `${name} is not usable; expected a number >= 0, received -0.1.`;
      assertRefused(use, 'ArgumentError', message);
    }
  });

  it('of gelu are one of two words', () => {
    const message =
      "gelu: unknown approximate; expected one of 'none', 'tanh', received 'tahn'. Did you mean 'tanh'?";
    assertRefused(() => gelu(x, { approximate: 'tahn' }), 'ArgumentError', message);
    assertRefused(
      () => gelu(x, { approximate: true as never }),
      'ArgumentError',
      'approximate is not usable',
    );
  });
});
