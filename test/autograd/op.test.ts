/**
 * Calling an op: what it takes, what it notes on its result, and what it refuses.
 */
import { assert } from 'chai';
import {
  add,
  addBias,
  defineOp,
  dropout,
  matmul,
  meanSquaredError,
  multiply,
  negate,
  noGradient,
  oneHotRows,
  scale,
  softmaxCrossEntropy,
  sum,
  tanh,
  trace,
  wantsGradient,
} from '../../src/autograd/index.ts';
import { ones, parameter, run, type Tensor, tensor, zeros } from '../../src/tensor/index.ts';
import { assertRefused, genericTensor } from '../shared/values.ts';

/** y = Σ x², over a list of tensors of one shape; counts how often its hooks run. */
function counted() {
  const runs = { forward: 0, backward: 0 };
  const op = defineOp({
    name: 'totalOfSquares',
    inputs: 'many',
    outputShape: (shapes) => shapes[0],
    forward(inputs, y) {
      runs.forward++;
      for (let i = 0; i < y.data.length; i++)
        y.data[i] = inputs.reduce((s, x) => s + x.data[i] * x.data[i], 0);
    },
    reads: ['inputs'],
    backward(dy, gradients, { inputs }) {
      runs.backward++;
      gradients.forEach((dx, k) => {
        if (dx !== null)
          for (let i = 0; i < dy.data.length; i++) dx.data[i] += 2 * inputs[k].data[i] * dy.data[i];
      });
    },
    examples: [],
  });
  return { op, runs };
}

describe('an op', () => {
  it('computes at once', () => {
    const y = add(tensor([1, 2.5]), tensor([3, -4]));
    assert.deepEqual(y.toArray(), [4, -1.5]);
  });

  it('has its own name and its definition on it', () => {
    assert.equal(matmul.name, 'matmul');
    assert.equal(matmul.definition.name, 'matmul');
    assert.equal(counted().op.name, 'totalOfSquares');
  });

  it('takes parameters and tensors alike', () => {
    const x = genericTensor([3, 5], { seed: 1 });
    const w = genericTensor([5, 2], { seed: 2 });
    const b = genericTensor([2], { seed: 3 });
    const plain = tanh(addBias(matmul(x, w), b));
    for (const [first, second, third] of [
      [parameter(x), w, b],
      [x, parameter(w), b],
      [x, w, parameter(b)],
      [parameter(x), parameter(w), parameter(b)],
    ]) {
      assert.deepEqual(tanh(addBias(matmul(first, second), third)).data, plain.data);
    }
    const { op } = counted();
    assert.deepEqual(op([parameter(x), x]).data, op([x, x]).data);
  });

  it('takes one list of any length if it is an op of many', () => {
    const { op } = counted();
    const list = [1, 2, 3, 4].map((seed) => genericTensor([3], { seed }));
    for (let length = 1; length <= 4; length++) {
      const expected = [0, 1, 2].map((i) =>
        list.slice(0, length).reduce((s, { data }) => s + data[i] * data[i], 0),
      );
      assert.deepEqual(Array.from(op(list.slice(0, length)).data), expected);
    }
  });

  it('gives the float type of its inputs, to its output and to what it saves', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const of = (shape: number[]) => genericTensor(shape, { dtype });
      const loss = softmaxCrossEntropy(of([4, 3]), of([4, 3]), of([4]));
      assert.equal(loss.dtype, dtype);
      assert.deepEqual(
        loss.source?.saved.map((saved) => saved.dtype),
        [dtype],
      );
    }
  });

  it('notes how its result was made', () => {
    const x = genericTensor([4, 3]);
    const w = parameter(genericTensor([3, 2]), { name: 'w' });
    const y = matmul(x, w);
    const source = y.source!;
    assert.equal(source.op.name, 'matmul');
    assert.deepEqual(source.inputs, [x, w.value]);
    assert.strictEqual(source.inputs[1].owner, w);
    assert.deepEqual(source.wants, [false, true]);
    assert.deepEqual(source.saved, []);
    assert.deepEqual(source.cells, []);
    assert.isNull(y.owner);
  });

  it('notes what it saves and its cells', () => {
    const loss = softmaxCrossEntropy(zeros([4, 3]), zeros([4, 3]), ones([4]));
    assert.deepEqual(
      loss.source!.saved.map(({ shape }) => [...shape]),
      [[4, 3]],
    );
    assert.closeTo(loss.source!.saved[0].data[5], 1 / 3, 1e-7);
    const step = { value: 3 };
    assert.strictEqual(dropout(ones([5]), { rate: 0.3, step }).source!.cells[0], step);
  });

  it('can work again: its forward step writes the output anew', () => {
    const x = tensor([1, 2, 3]);
    const y = scale(x, { factor: 10 });
    x.data.set([4, 5, 6]);
    y.data.fill(Number.NaN);
    run(y.source!.forward());
    assert.deepEqual(y.toArray(), [40, 50, 60]);
  });

  it('does not change later options: they are copied when it is called', () => {
    const given = { factor: 3 };
    const y = scale(tensor([2]), given);
    given.factor = 7;
    run(y.source!.forward());
    assert.equal(y.data[0], 6);
  });

  it('reads a cell anew in every run', () => {
    const x = ones([200]);
    const step = { value: 1 };
    const y = dropout(x, { rate: 0.3, seed: 5, step });
    const first = y.data.slice();
    step.value = 2;
    run(y.source!.forward());
    assert.notDeepEqual(y.data, first);
    assert.deepEqual(y.data, dropout(x, { rate: 0.3, seed: 5, step: { value: 2 } }).data);
    step.value = 1;
    run(y.source!.forward());
    assert.deepEqual(y.data, first);
  });
});

describe('wantsGradient', () => {
  const x = genericTensor([3]);
  const w = parameter(genericTensor([3], { seed: 2 }));

  it('is true of parameters and of all that was made from them', () => {
    assert.isTrue(wantsGradient(w.value));
    assert.isTrue(wantsGradient(add(x, w)));
    assert.isTrue(wantsGradient(sum(tanh(add(w, x)))));
  });

  it('is false of data, of what was made from data, and of what was made under noGradient', () => {
    assert.isFalse(wantsGradient(x));
    assert.isFalse(wantsGradient(tanh(add(x, x))));
    assert.isFalse(wantsGradient(noGradient(() => add(x, w))));
    assert.isFalse(wantsGradient(tanh(noGradient(() => add(x, w)))));
  });

  it('is false of what depends on parameters by constant inputs alone', () => {
    const [targets, weights] = [parameter(genericTensor([2, 3])), parameter(genericTensor([2]))];
    assert.isFalse(wantsGradient(meanSquaredError(targets, genericTensor([2, 3]), weights)));
    assert.isFalse(wantsGradient(oneHotRows(parameter([0, 1]))));
  });
});

describe('noGradient', () => {
  const w = parameter([0.3, 0.7]);

  it('gives back what its work returns', () =>
    assert.equal(
      noGradient(() => 17),
      17,
    ));

  it('computes as ever', () => {
    assert.deepEqual(noGradient(() => tanh(w)).data, tanh(w).data);
  });

  it('nests, and ends with its work, also when that fails', () => {
    noGradient(() => {
      noGradient(() => tanh(w));
      assert.isFalse(wantsGradient(tanh(w)));
    });
    assert.isTrue(wantsGradient(tanh(w)));
    assert.throws(
      () =>
        noGradient(() => {
          throw new Error('inside');
        }),
      'inside',
    );
    assert.isTrue(wantsGradient(tanh(w)));
  });
});

describe('trace', () => {
  it('records ops and does not run them: results and saved values hold zeros', () => {
    const { op, runs } = counted();
    const x = genericTensor([4, 3]);
    const [y, loss] = trace(() => [op([x, x]), softmaxCrossEntropy(x, x, ones([4], { dtype: 'float64' }))]);
    assert.equal(runs.forward, 0);
    assert.deepEqual(Array.from(y.data), new Array(12).fill(0));
    assert.equal(loss.item(), 0);
    assert.deepEqual(Array.from(loss.source!.saved[0].data), new Array(12).fill(0));
    run(y.source!.forward());
    assert.equal(runs.forward, 1);
    assert.equal(y.data[3], 2 * x.data[3] * x.data[3]);
  });

  it('notes the same as a real call', () => {
    const x = genericTensor([4, 3]);
    const w = parameter(genericTensor([3, 2]));
    const [real, traced] = [matmul(x, w), trace(() => matmul(x, w))];
    assert.deepEqual([...traced.shape], [...real.shape]);
    assert.equal(traced.dtype, real.dtype);
    assert.strictEqual(traced.source!.op, real.source!.op);
    assert.deepEqual(traced.source!.inputs, real.source!.inputs);
    assert.deepEqual(traced.source!.wants, real.source!.wants);
  });

  it('still refuses what does not fit', () => {
    assertRefused(() => trace(() => add(zeros([3]), zeros([4]))), 'ShapeError', 'add: shapes differ');
  });

  it('nests, and ends with its work, also when that fails', () => {
    const x = tensor([2]);
    trace(() => {
      trace(() => negate(x));
      assert.equal(negate(x).item(), 0);
    });
    assert.equal(negate(x).item(), -2);
    assert.throws(
      () =>
        trace(() => {
          throw new Error('inside');
        }),
      'inside',
    );
    assert.equal(negate(x).item(), -2);
  });
});

describe('an op refuses', () => {
  const x = tensor([1, 2]);
  const wide = tensor([1, 2], { dtype: 'float64' });
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is tried here
  const call = (op: unknown, ...args: unknown[]) => (op as (...args: any[]) => Tensor)(...args);

  it('mixed float types', () => {
    const help = 'tensor(x, { dtype }) makes a copy in another float type.';
    assertRefused(
      () => add(x, wide),
      'ArgumentError',
      `add: float types differ; expected float32, received float64 for b. ${help}`,
    );
    assertRefused(
      () => add(wide, parameter(x)),
      'ArgumentError',
      'add: float types differ; expected float64, received float32 for b.',
    );
    assertRefused(
      () => meanSquaredError(zeros([2, 3]), zeros([2, 3]), ones([2], { dtype: 'float64' })),
      'ArgumentError',
      'meanSquaredError: float types differ; expected float32, received float64 for weights.',
    );
    assertRefused(() => counted().op([x, x, wide]), 'ArgumentError', 'received float64 for input 2.');
  });

  it('what is no tensor', () => {
    const message = (op: string, name: string, received: string) =>
      `${op}: ${name} is not a tensor; expected a Tensor or a Parameter, received ${received}. ` +
      'tensor(values) makes one from arrays and numbers.';
    assertRefused(() => call(add, [1, 2], x), 'ArgumentError', message('add', 'a', 'an array'));
    assertRefused(() => call(add, x, 3), 'ArgumentError', message('add', 'b', 'number'));
    assertRefused(() => call(negate, 'x'), 'ArgumentError', message('negate', 'x', 'string'));
    assertRefused(
      () => call(counted().op, [x, 2]),
      'ArgumentError',
      message('totalOfSquares', 'input 1', 'number'),
    );
  });

  it('missing operands', () => {
    const message = (op: string, name: string) => `${op}: ${name} is not a tensor; expected a Tensor`;
    assertRefused(() => call(add, x), 'ArgumentError', message('add', 'b'), 'received undefined');
    assertRefused(() => call(add), 'ArgumentError', message('add', 'a'), 'received undefined');
    assertRefused(() => call(matmul, undefined, x), 'ArgumentError', message('matmul', 'a'));
    assertRefused(
      () => call(meanSquaredError, zeros([2, 3]), zeros([2, 3])),
      'ArgumentError',
      message('meanSquaredError', 'weights'),
    );
  });

  it('no list, or an empty one, where it takes a list', () => {
    const message = 'totalOfSquares: inputs are not a list of tensors; expected [a, b, …], received ';
    assertRefused(() => call(counted().op, x, x), 'ArgumentError', message);
    assertRefused(() => call(counted().op, []), 'ArgumentError', `${message}[].`);
    assertRefused(() => call(counted().op), 'ArgumentError', `${message}undefined.`);
  });

  it('a further input, which would be taken for options', () => {
    const message = (expected: string, count: number) =>
      `too many inputs; expected ${expected}, received ${count} arguments.`;
    assertRefused(() => call(add, x, x, x), 'ArgumentError', `add: ${message('a, b', 3)}`);
    assertRefused(() => call(add, x, x, parameter(x)), 'ArgumentError', `add: ${message('a, b', 3)}`);
    assertRefused(() => call(negate, x, x), 'ArgumentError', `negate: ${message('x', 2)}`);
    assertRefused(() => [x].map(negate as never), 'ArgumentError', `negate: ${message('x', 3)}`);
    assertRefused(() => call(scale, x, x), 'ArgumentError', `scale: ${message('x and options', 2)}`);
    assertRefused(
      () => call(counted().op, [x], x),
      'ArgumentError',
      `totalOfSquares: ${message('[a, b, …]', 2)}`,
    );
    assert.deepEqual(call(negate, x, undefined).toArray(), [-1, -2]);
  });

  it('unknown options, and lists those that it has', () => {
    assertRefused(
      () => call(scale, x, { faktor: 3 }),
      'ArgumentError',
      "scale: unknown option; expected one of 'factor', received 'faktor'. Did you mean 'factor'?",
    );
    assertRefused(
      () => call(dropout, x, { rate: 0.3, sed: 2, step: { value: 0 } }),
      'ArgumentError',
      "dropout: unknown option; expected one of 'rate', 'seed', 'position', 'step', received 'sed'. Did you mean 'seed'?",
    );
    assertRefused(
      () => call(negate, x, { factor: 2 }),
      'ArgumentError',
      "negate: unknown option; expected none, received 'factor'.",
    );
  });

  it('options that are no object', () => {
    assertRefused(
      () => call(scale, x, 3),
      'ArgumentError',
      'scale: the options are not an object; expected { option: value }, received 3.',
    );
    assertRefused(() => call(scale, x, null), 'ArgumentError', 'scale: the options are not an object');
  });

  it('options of a wrong type', () => {
    for (const factor of ['3', null, true, Number.NaN, [2]]) {
      assertRefused(() => call(scale, x, { factor }), 'ArgumentError', 'scale: factor is not usable');
    }
    const reduce = defineOp({
      name: 'reduce',
      inputs: ['x'],
      options: { reduction: 'mean' as 'mean' | 'sum' },
      outputShape: () => [],
      forward() {},
      reads: [],
      backward() {},
      examples: [],
    });
    assertRefused(
      () => call(reduce, x, { reduction: 3 }),
      'ArgumentError',
      'reduce: reduction is not usable',
    );
  });

  it('options out of their range', () => {
    const step = { value: 0 };
    for (const rate of [-0.1, 1.5]) {
      assertRefused(() => dropout(x, { rate, step }), 'ArgumentError', 'dropout: rate is not usable', '<= 1');
    }
    for (const classes of [0, 2.7, -3]) {
      assertRefused(
        () => oneHotRows(x, { classes }),
        'ArgumentError',
        'oneHotRows: classes is not usable; expected a whole number >= 1',
      );
    }
  });

  it('a missing cell', () => {
    const message = 'dropout: step is missing; expected step: { value: a number }, received ';
    assertRefused(() => call(dropout, x), 'ArgumentError', `${message}undefined.`);
    assertRefused(() => call(dropout, x, { rate: 0.3 }), 'ArgumentError', `${message}undefined.`);
    assertRefused(() => call(dropout, x, { rate: 0.3, step: 4 }), 'ArgumentError', `${message}4.`);
    assertRefused(
      () => call(dropout, x, { step: { value: '4' } }),
      'ArgumentError',
      `${message}an object of Object kind.`,
    );
    assertRefused(() => call(dropout, x, { step: null }), 'ArgumentError', `${message}null.`);
  });

  it('shapes that do not fit, before it computes', () => {
    assertRefused(
      () => multiply(zeros([3, 4]), zeros([4, 3])),
      'ShapeError',
      'multiply: shapes differ; expected b [3, 4], received [4, 3].',
    );
  });
});

describe('defineOp', () => {
  const rest = {
    outputShape: () => [],
    forward() {},
    reads: [],
    backward() {},
    examples: [],
  };

  it('refuses names that hooks use themselves', () => {
    for (const taken of ['output', 'inputs']) {
      const message = `defineOp mine: '${taken}' cannot be the name of an input or saved result. Choose another.`;
      assertRefused(
        () => defineOp({ name: 'mine', inputs: ['x', taken], ...rest }),
        'ArgumentError',
        message,
      );
      assertRefused(
        () => defineOp({ name: 'mine', inputs: ['x'], saves: { [taken]: () => [] }, ...rest }),
        'ArgumentError',
        message,
      );
      assertRefused(
        () => defineOp({ name: 'mine', inputs: 'many', saves: { [taken]: () => [] }, ...rest }),
        'ArgumentError',
        message,
      );
    }
  });
});
