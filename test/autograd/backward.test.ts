/**
 * The backward walk: gradients of graphs of every form, against their derivatives by hand.
 */
import { assert } from 'chai';
import {
  absolute,
  add,
  addBias,
  backward,
  differentiate,
  dropout,
  exp,
  history,
  matmul,
  mean,
  meanSquaredError,
  multiply,
  noGradient,
  scale,
  square,
  subtract,
  sum,
  sumSquares,
  tanh,
} from '../../src/autograd/index.ts';
import {
  fill,
  matmulTransposedA,
  ones,
  type Parameter,
  parameter,
  Tensor,
  tensor,
} from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic, genericTensor } from '../shared/values.ts';

const wide = (values: number[], name = 'w'): Parameter => parameter(values, { name, dtype: 'float64' });
const gradientOf = ({ gradient }: Parameter): number[] => Array.from(gradient!.data);

describe('backward', () => {
  it('adds where a value is used twice', () => {
    const w = wide([0.3, -1.7, 2.5]);
    backward(sum(multiply(w, w)));
    assertClose(gradientOf(w), [0.6, -3.4, 5], 1e-15);
    const v = wide([0.3, -1.7, 2.5]);
    backward(sum(add(v, scale(v, { factor: 4 }))));
    assert.deepEqual(gradientOf(v), [5, 5, 5]);
  });

  it('adds the paths of a diamond, which part and meet again', () => {
    // a = tanh w, loss = Σ a² e^a: dloss/dw = (2a + a²) e^a (1 − a²)
    const values = generic(5, [-1.5, 1.5]);
    const w = wide(values);
    const a = tanh(w);
    backward(sum(multiply(square(a), exp(a))));
    const expected = values.map((x) => {
      const t = Math.tanh(x);
      return (2 * t + t * t) * Math.exp(t) * (1 - t * t);
    });
    assertClose(gradientOf(w), expected, 1e-14);
  });

  it('walks a ladder of diamonds once: 2⁴⁰ paths, 80 ops', () => {
    const w = wide([0.7]);
    let x: Tensor = scale(w);
    for (let i = 0; i < 40; i++) x = add(x, x);
    backward(sum(x));
    assert.deepEqual(gradientOf(w), [2 ** 40]);
    assert.equal(history([x]).length, 42);
  });

  it('walks a chain of 1,000 ops', () => {
    const w = wide([0.7, -0.2]);
    let x: Tensor = scale(w, { factor: 1.001 });
    for (let i = 1; i < 1000; i++) x = scale(x, { factor: 1.001 });
    backward(sum(x));
    const expected = Math.exp(1000 * Math.log(1.001));
    assertClose(gradientOf(w), [expected, expected], 1e-12);
  });

  it('walks a chain of 50,000 ops: no recursion', () => {
    const w = wide([0.7]);
    let x: Tensor = scale(w);
    for (let i = 1; i < 50_000; i++) x = scale(x);
    backward(sum(x));
    assert.deepEqual(gradientOf(w), [1]);
  });

  it('gives the gradients of a linear model as the book does', () => {
    // loss = 1/(n m) Σ w_i (x K + b − t)²: dK = 2/(n m) xᵀ (w · error), db its column sums.
    const [x, t] = [genericTensor([4, 3], { seed: 1 }), genericTensor([4, 2], { seed: 2 })];
    const K = parameter(genericTensor([3, 2], { seed: 3 }), { name: 'K' });
    const b = parameter(genericTensor([2], { seed: 4 }), { name: 'b' });
    const rows = genericTensor([4], { seed: 5, between: [0.2, 1.4] });
    const predictions = addBias(matmul(x, K), b);
    backward(meanSquaredError(t, predictions, rows));
    const error = new Tensor(
      predictions.data.map((p, i) => (2 / 8) * rows.data[i >> 1] * (p - t.data[i])),
      [4, 2],
    );
    const dK = new Tensor(new Float64Array(6), [3, 2]);
    matmulTransposedA(x, error, dK);
    const db = [0, 1].map((j) => [0, 1, 2, 3].reduce((s, i) => s + error.data[2 * i + j], 0));
    assertClose(gradientOf(K), dK.data, 1e-14);
    assertClose(gradientOf(b), db, 1e-14);
  });

  it('adds up over several calls', () => {
    const w = wide([0.3, -1.7]);
    backward(sumSquares(w));
    const kept = w.gradient;
    assertClose(gradientOf(w), [0.6, -3.4], 1e-15);
    backward(sum(scale(w, { factor: 10 })));
    assert.strictEqual(w.gradient, kept);
    assertClose(gradientOf(w), [10.6, 6.6], 1e-15);
    const loss = sum(w);
    backward(loss);
    backward(loss);
    assertClose(gradientOf(w), [12.6, 8.6], 1e-15);
    fill(w.gradient!, 0);
    backward(loss);
    assert.deepEqual(gradientOf(w), [1, 1]);
  });

  it('makes the gradient at the first call, with the shape and float type of the parameter', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const w = parameter(genericTensor([2, 3], { dtype }));
      assert.isNull(w.gradient);
      const loss = mean(w);
      assert.isNull(w.gradient);
      backward(loss);
      assert.equal(w.gradient!.dtype, dtype);
      assert.deepEqual([...w.gradient!.shape], [2, 3]);
    }
  });

  it('of a parameter that is the loss itself is 1', () => {
    const w = parameter(0.3);
    backward(w.value);
    assert.deepEqual(gradientOf(w), [1]);
  });

  it('leaves values as they are', () => {
    const w = wide([0.3, -1.7]);
    const y = tanh(w);
    const before = [w.value.data.slice(), y.data.slice()];
    backward(sum(y));
    assert.deepEqual([w.value.data, y.data], before);
  });

  it('uses the mask of dropout again', () => {
    const w = wide(generic(60, [1, 2]));
    const step = { value: 7 };
    const y = dropout(w, { rate: 0.3, seed: 5, step });
    backward(sum(y));
    const kept = Array.from(y.data, (value) => (value === 0 ? 0 : 1 / 0.7));
    assertClose(gradientOf(w), kept, 1e-15);
    assert.isTrue(kept.includes(0) && kept.some((k) => k > 0));
  });

  it('does not reach what the loss does not depend on', () => {
    const [w, v] = [wide([0.3]), wide([0.9])];
    tanh(v);
    multiply(w, v);
    backward(sum(tanh(w)));
    assert.isNull(v.gradient);
    assert.isNotNull(w.gradient);
  });

  it('gives data no gradient', () => {
    const x = genericTensor([3]);
    const w = wide([1, 2, 3]);
    const { gradients, parameters } = differentiate(
      sum(multiply(x, w)),
      ({ value }) => new Tensor(new Float64Array(value.size), value.shape),
    );
    assert.equal(gradients.length, 2); // of the product and of the loss
    assert.deepEqual([...parameters.keys()], [w]);
  });

  it('gives a parameter no gradient that is passed as a constant', () => {
    const [targets, weights] = [
      parameter(genericTensor([2, 3], { seed: 1 })),
      parameter(genericTensor([2], { seed: 2 })),
    ];
    const predictions = parameter(genericTensor([2, 3], { seed: 3 }));
    backward(meanSquaredError(scale(targets, { factor: 2 }), predictions, weights));
    assert.isNotNull(predictions.gradient);
    assert.isNull(targets.gradient);
    assert.isNull(weights.gradient);
  });

  it('counts only the free one of two paths, where the other is constant', () => {
    const p = parameter(genericTensor([2, 3], { seed: 1 }));
    backward(
      meanSquaredError(scale(p, { factor: 2 }), scale(p, { factor: 3 }), ones([2], { dtype: 'float64' })),
    );
    // targets 2p are constant: d/dp of (3p − 2p)² / 6 is 2 p · 3 / 6
    assertClose(gradientOf(p), Array.from(p.value.data), 1e-14);
  });

  it('gives a parameter no gradient that was used under noGradient', () => {
    const [frozen, free] = [wide([0.3, 0.8], 'frozen'), wide([2, 3], 'free')];
    const hidden = noGradient(() => tanh(frozen));
    backward(sum(multiply(hidden, free)));
    assertClose(gradientOf(free), [Math.tanh(0.3), Math.tanh(0.8)], 1e-15);
    assert.isNull(frozen.gradient);
  });

  it('takes penalties that are added to the loss', () => {
    const w = wide([0.3, -1.7]);
    const v = wide([0.4]);
    const data = sum(exp(w));
    const penalty = scale(add(sumSquares(w), sumSquares(v)), { factor: 0.01 });
    backward(add(data, penalty));
    assertClose(gradientOf(w), [Math.exp(0.3) + 0.006, Math.exp(-1.7) - 0.034], 1e-15);
    assertClose(gradientOf(v), [0.008], 1e-15);
  });

  it('refuses a loss that is no tensor', () => {
    const message = 'backward: the loss is no tensor; expected a result of ops, a Tensor [], received ';
    const w = parameter(2);
    assertRefused(() => backward(w as never), 'ArgumentError', `${message}a Parameter.`);
    assertRefused(() => backward(3 as never), 'ArgumentError', `${message}3.`);
    assertRefused(() => backward(undefined as never), 'ArgumentError', `${message}undefined.`);
    assert.isNull(w.gradient);
  });

  it('refuses a loss that is not one number', () => {
    const w = wide([0.3, -1.7]);
    const message = (shape: string) =>
      `backward: the loss is not a single number; expected [], received ${shape}. sum(x) or mean(x) makes one number of many.`;
    assertRefused(() => backward(tanh(w)), 'ShapeError', message('[2]'));
    assertRefused(() => backward(scale(parameter([1]))), 'ShapeError', message('[1]'));
    assert.isNull(w.gradient);
  });

  it('refuses a loss that depends on no parameter', () => {
    const message =
      'backward: the loss depends on no parameter. ' +
      'Make the weights with parameter(values), and do not work under noGradient.';
    const w = wide([0.3]);
    assertRefused(() => backward(sum(tensor([1, 2]))), 'ArgumentError', message);
    assertRefused(() => backward(tensor(3)), 'ArgumentError', message);
    assertRefused(() => backward(noGradient(() => sum(w))), 'ArgumentError', message);
    assertRefused(
      () => backward(meanSquaredError(parameter([[1]]), tensor([[2]]), ones([1]))),
      'ArgumentError',
      message,
    );
    assert.isNull(w.gradient);
  });
});

describe('history', () => {
  it('lists makers before users, each once, in the order of the inputs', () => {
    const [x, y] = [tensor([1]), tensor([2])];
    const a = add(x, y);
    const b = subtract(y, a);
    const c = multiply(a, b);
    assert.deepEqual(history([c]), [x, y, a, b, c]);
  });

  it('takes several roots, and lists nothing twice', () => {
    const x = tensor([1, -2]);
    const a = tanh(x);
    const b = absolute(a);
    const c = exp(a);
    assert.deepEqual(history([b, c]), [x, a, b, c]);
    assert.deepEqual(history([c, b, c]), [x, a, c, b]);
    assert.deepEqual(history([]), []);
    assert.deepEqual(history([x]), [x]);
  });

  it('lists data and parameters too', () => {
    const w = parameter([1]);
    const x = tensor([2]);
    assert.deepEqual(history([multiply(w, x)]).slice(0, 2), [w.value, x]);
  });
});

describe('differentiate', () => {
  const place = ({ value }: Parameter) => new Tensor(new Float64Array(value.size), value.shape);

  it('writes steps down and runs none', () => {
    const w = wide([0.3, 0.8]);
    const loss = sum(square(w));
    const { steps, parameters, gradients } = differentiate(loss, place);
    assert.isNull(w.gradient);
    assert.deepEqual(
      [...parameters.get(w)!.data, ...gradients.flatMap(({ data }) => [...data])],
      [0, 0, 0, 0, 0],
    );
    assert.strictEqual(steps[0].kernel, fill as unknown);
    assert.deepEqual(
      steps.slice(1).map(({ kernel }) => kernel as unknown),
      [sum.definition.backward, square.definition.backward],
    );
  });

  it('asks for the place of each parameter once', () => {
    const [w, v] = [wide([0.3]), wide([0.9])];
    const asked: Parameter[] = [];
    differentiate(sum(multiply(multiply(w, v), add(w, v))), (parameter) => {
      asked.push(parameter);
      return place(parameter);
    });
    assert.sameMembers(asked, [w, v]);
    assert.lengthOf(asked, 2);
  });
});
