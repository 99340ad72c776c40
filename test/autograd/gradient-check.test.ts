/**
 * The gradient check: it passes right gradients, and shows wrong ones by their place.
 */
import { assert } from 'chai';
import {
  addBias,
  checkGradients,
  defineOp,
  log,
  matmul,
  multiply,
  noGradient,
  scale,
  softmax,
  square,
  sum,
  tanh,
} from '../../src/autograd/index.ts';
import { parameter, tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic, genericTensor } from '../shared/values.ts';

/** y = x², whose gradient is wrong in one element by a factor. */
const wrongSquare = (place: number, factor: number) =>
  defineOp({
    name: 'wrongSquare',
    inputs: ['x'],
    outputShape: ({ x }) => x,
    forward({ x }, y) {
      for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] * x.data[i];
    },
    reads: ['x'],
    backward(dy, { x: dx }, { x }) {
      if (dx === null) return;
      for (let i = 0; i < dy.data.length; i++)
        dx.data[i] += 2 * x.data[i] * dy.data[i] * (i === place ? factor : 1);
    },
    examples: [],
  });

describe('checkGradients', () => {
  it('passes a function whose gradients are right, in every element of every input', () => {
    const [x, K, b] = [genericTensor([4, 3]), genericTensor([3, 2], { seed: 2 }), generic(2, [-1, 1])];
    const report = checkGradients((x, K, b) => tanh(addBias(matmul(x, K), b)), [x, K, b]);
    assert.isTrue(report.passed, String(report));
    assert.equal(report.checked, 12 + 6 + 2);
    assert.equal(report.tolerance, 1e-7);
    assert.lengthOf(report.worst, 5);
    for (const { error } of report.worst) assert.isAtMost(error, 1e-7);
    assert.deepEqual(
      report.worst.map(({ error }) => error),
      report.worst.map(({ error }) => error).toSorted((a, b) => b - a),
    );
  });

  it('shows an example as its docstring does', () => {
    assert.isTrue(checkGradients((x, W) => tanh(matmul(x, W)), [[[0.1, -0.7]], [[0.3], [1.2]]]).passed);
  });

  it('finds the one wrong element, and its input', () => {
    const values = generic(7, [0.2, 2], { seed: 3 });
    const op = wrongSquare(4, 1.001);
    const report = checkGradients((a, x) => sum(multiply(a, op(x))), [generic(7, [1, 2]), values]);
    assert.isFalse(report.passed);
    const [worst, second] = report.worst;
    assert.equal(worst.input, 'input 1');
    assert.equal(worst.index, 4);
    assert.closeTo(worst.analytic / worst.numeric, 1.001, 1e-7);
    const largest = Math.max(1, Math.abs(worst.analytic), Math.abs(worst.numeric));
    assert.equal(worst.error, Math.abs(worst.analytic - worst.numeric) / largest);
    assert.isAtMost(second.error, 1e-7);
  });

  it('writes a table of the worst elements', () => {
    const op = wrongSquare(1, 2);
    const report = checkGradients((x) => sum(op(x)), [parameter([3, 2], { name: 'kernel' })], { worst: 1 });
    const [{ analytic, numeric, error }] = report.worst;
    assert.closeTo(analytic / numeric, 2, 1e-6);
    assert.equal(
      String(report),
      [
        'GRADIENTS DIFFER: 2 elements, tolerance 1e-7; the worst:',
        ' input  index     backward   difference   error',
        `kernel      1  ${analytic.toPrecision(10)}  ${numeric.toPrecision(10)}  ${error.toExponential(1)}`,
      ].join('\n'),
    );
    const good = checkGradients((x) => sum(square(x)), [[3, 2]], { worst: 9, tolerance: 1e-6 });
    const lines = String(good).split('\n');
    assert.equal(lines[0], 'gradients agree: 2 elements, tolerance 0.000001; the worst:');
    assert.lengthOf(lines, 4);
    assert.equal(new Set(lines.slice(1).map(({ length }) => length)).size, 1, 'aligned');
  });

  it('does not pass NaN, and shows it first', () => {
    // One NaN among the outputs makes their weighted sum NaN, and so every difference.
    const report = checkGradients((x) => log(x), [[1.3, -0.4, 2.5]]);
    assert.isFalse(report.passed);
    for (const { error } of report.worst) assert.isNaN(error);
    assert.include(String(report), 'NaN');
    const planted = checkGradients((x) => wrongSquare(2, Number.NaN)(x), [[1.3, 0.4, 2.1]]);
    assert.isFalse(planted.passed);
    assert.equal(planted.worst[0].index, 2);
    assert.isNaN(planted.worst[0].analytic);
    assert.isAtMost(planted.worst[1].error, 1e-7);
  });

  it('weighs outputs differently, so that errors cannot cancel in their sum', () => {
    // The sum of a softmax is 1 whatever x is: its plain gradient is 0, and so is that of a wrong one.
    const swapped = defineOp({
      name: 'softmaxWithWrongGradient',
      inputs: ['x'],
      outputShape: ({ x }) => x,
      forward({ x }, y) {
        softmax.definition.forward({ x } as never, y, {} as never, {} as never);
      },
      reads: [],
      backward() {},
      examples: [],
    });
    assert.isTrue(checkGradients((x) => sum(swapped(x)), [[0.3, 1.1, -0.7]]).passed);
    assert.isFalse(checkGradients((x) => swapped(x), [[0.3, 1.1, -0.7]]).passed);
    assert.isTrue(checkGradients((x) => softmax(x), [[0.3, 1.1, -0.7]]).passed);
  });

  it('checks inputs that the function ignores: their gradient is 0', () => {
    const report = checkGradients((x) => square(x), [[0.3, 1.2], [5]]);
    assert.isTrue(report.passed);
    assert.equal(report.checked, 3);
    const hidden = checkGradients(
      (x, y) =>
        multiply(
          x,
          noGradient(() => scale(y)),
        ),
      [
        [0.3, 1.2],
        [5, 2],
      ],
    );
    assert.isFalse(hidden.passed, 'backward says 0, the function depends on y');
    assert.equal(hidden.worst[0].input, 'input 1');
    assert.equal(hidden.worst[0].analytic, 0);
  });

  it('works in Float64 on copies, and changes nothing', () => {
    const w = parameter([0.1, 0.7], { name: 'w' });
    const x = tensor([0.3, -1.2]);
    const array = Float32Array.of(0.4, 0.9);
    let seen: string[] = [];
    const report = checkGradients(
      (...inputs) => {
        seen = inputs.map(({ dtype }) => dtype);
        return multiply(inputs[0], multiply(inputs[1], multiply(inputs[2], inputs[3])));
      },
      [w, x, array, { data: [2.5, 1.5], shape: [2] }],
    );
    assert.isTrue(report.passed);
    assert.deepEqual(seen, ['float64', 'float64', 'float64', 'float64']);
    assert.sameMembers(
      checkGradients((x) => square(x), [w]).worst.map(({ input }) => input),
      ['w', 'w'],
    );
    assert.isNull(w.gradient);
    assert.deepEqual(Array.from(w.value.data), [0.1, 0.7].map(Math.fround));
    assert.deepEqual(Array.from(x.data), [0.3, -1.2].map(Math.fround));
    assert.deepEqual(Array.from(array), [0.4, 0.9].map(Math.fround));
  });

  it('leaves the gradients of other parameters alone', () => {
    const outside = parameter([2.5, -1], { dtype: 'float64' });
    assert.isTrue(checkGradients((x) => multiply(x, outside), [[0.3, 1.2]]).passed);
    assert.isNull(outside.gradient);
  });

  it('takes a number as input, and a function of any output shape', () => {
    assert.isTrue(checkGradients((x) => square(x), [1.7]).passed);
    assert.isTrue(checkGradients((x) => square(x), [genericTensor([2, 3, 4])]).passed);
  });

  it('has options: step, tolerance, worst', () => {
    const op = wrongSquare(1, 1 + 1e-5);
    const check = (options: object) => checkGradients((x) => op(x), [[0.7, 1.9, 1.1]], options);
    assert.isFalse(check({}).passed);
    assert.isTrue(check({ tolerance: 1e-4 }).passed);
    assert.equal(check({ tolerance: 1e-4 }).tolerance, 1e-4);
    assert.lengthOf(check({ worst: 2 }).worst, 2);
    assert.lengthOf(check({ worst: 99 }).worst, 3);
    // A large step shows in functions that are not quadratic.
    assert.isTrue(checkGradients((x) => tanh(x), [[0.7]]).passed);
    assert.isFalse(checkGradients((x) => tanh(x), [[0.7]], { step: 0.1 }).passed);
  });

  it('refuses unusable options', () => {
    const check = (options: object) => () => checkGradients((x) => square(x), [[1.3]], options);
    assertRefused(
      check({ steps: 3 }),
      'ArgumentError',
      "checkGradients: unknown option; expected one of 'step', 'tolerance', 'worst', received 'steps'. Did you mean 'step'?",
    );
    for (const wrong of [0, -1e-6, Number.NaN, '1']) {
      assertRefused(check({ step: wrong }), 'ArgumentError', 'checkGradients: step is not usable');
      assertRefused(check({ tolerance: wrong }), 'ArgumentError', 'checkGradients: tolerance is not usable');
    }
    for (const wrong of [0, 2.5]) {
      assertRefused(
        check({ worst: wrong }),
        'ArgumentError',
        'checkGradients: worst is not usable; expected a whole number >= 1',
      );
    }
  });

  it('refuses inputs that are no numbers, by their place', () => {
    assertRefused(
      () => checkGradients((x) => square(x), [[1], 'x' as never]),
      'ArgumentError',
      'checkGradients: input 1 are not numbers; expected nested arrays',
    );
  });

  it('refuses what is no function and no list of inputs', () => {
    const message =
      'checkGradients: arguments not understood; expected a function of tensors and a list with one value for each of its arguments, received ';
    assertRefused(
      () => checkGradients(square, 3 as never),
      'ArgumentError',
      `${message}the function square and 3.`,
    );
    assertRefused(() => checkGradients(3 as never, [1]), 'ArgumentError', `${message}3 and [1].`);
    assertRefused(
      () => checkGradients(square as never, [1, 2]),
      'ArgumentError',
      'square: too many inputs; expected x, received 2 arguments.',
    );
  });

  it('refuses a function that gives no tensor', () => {
    const message = 'checkGradients: the function gives no tensor; expected a Tensor, received ';
    assertRefused(() => checkGradients((() => 3) as never, [[1]]), 'ArgumentError', `${message}3.`);
    assertRefused(() => checkGradients((() => {}) as never, [[1]]), 'ArgumentError', `${message}undefined.`);
  });

  it('refuses a function that depends on none of its inputs', () => {
    const message = 'checkGradients: the function depends on none of its inputs';
    assertRefused(
      () => checkGradients(() => tensor([1, 2], { dtype: 'float64' }), [[1]]),
      'ArgumentError',
      message,
    );
    assertRefused(() => checkGradients((x) => noGradient(() => square(x)), [[1]]), 'ArgumentError', message);
    const outside = parameter([2.5], { dtype: 'float64' });
    assertRefused(() => checkGradients(() => square(outside), [[1]]), 'ArgumentError', message);
  });
});
