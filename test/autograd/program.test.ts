/**
 * Programs: what `freeze` writes down, in which order, and that a replay gives the bits of the loop by hand.
 */
import { assert } from 'chai';
import {
  add,
  addBias,
  append,
  assign,
  backward,
  defineOp,
  dropout,
  feedFrom,
  freeze,
  matmul,
  mean,
  multiply,
  type Program,
  reference,
  scale,
  softmax,
  softmaxCrossEntropy,
  square,
  sum,
  sumSquares,
  tanh,
  trace,
  type Update,
} from '../../src/autograd/index.ts';
import {
  copy,
  fill,
  gatherRows,
  ones,
  type Parameter,
  parameter,
  step,
  type Tensor,
  tensor,
  type View,
  zeros,
} from '../../src/tensor/index.ts';
import { assertRefused, generic, genericTensor } from '../shared/values.ts';

/** Float32, as in training. */
const narrow = (shape: number[], seed: number) => genericTensor(shape, { dtype: 'float32', seed });

/** Runs the steps of a Program. */
const runOf = (program: Program) => reference.compile([program])[0].run;

/** w −= 0.1 g: a stand-in for an optimizer. */
function descend(w: View, g: View): void {
  for (let i = 0; i < w.data.length; i++) w.data[i] -= Math.fround(0.1) * g.data[i];
}

/** The mean of each column, which takes no gradient: what a moving average is fed with. */
const columnMeans = defineOp({
  name: 'columnMeans',
  inputs: ['x'],
  constant: ['x'],
  outputShape: ({ x }) => [x[1]],
  forward({ x }, y) {
    fill(y, 0);
    const columns = y.data.length;
    for (let i = 0; i < x.data.length; i++) y.data[i % columns] += x.data[i] / x.shape[0];
  },
  reads: [],
  backward() {},
  examples: [],
});

/** A net with all that a Program may hold: dropout twice, a penalty, a state, a constant. */
class Net {
  readonly kernel = parameter(narrow([3, 5], 1), { name: 'kernel' });
  readonly bias = parameter(narrow([5], 2), { name: 'bias' });
  readonly top = parameter(narrow([5, 2], 3), { name: 'top' });
  readonly moving = zeros([5]);
  readonly mask = tensor(generic(4 * 5, [0.2, 1.8], { seed: 4 }), { shape: [4, 5] });
  readonly step = { value: 0 };
  readonly parameters: readonly Parameter[] = [this.kernel, this.bias, this.top];

  call(x: Tensor, t: Tensor, weights: Tensor) {
    const given = { rate: 0.3, seed: 7, step: this.step };
    const h = tanh(addBias(matmul(x, this.kernel), this.bias));
    const hidden = multiply(
      dropout(dropout(h, { ...given, position: 0 }), { ...given, position: 1 }),
      this.mask,
    );
    const logits = matmul(hidden, this.top);
    const data = softmaxCrossEntropy(t, logits, weights);
    const penalty = scale(add(sumSquares(this.kernel), sumSquares(this.top)), { factor: 0.01 });
    const updates: readonly Update[] = [
      [this.moving, add(scale(this.moving, { factor: 0.9 }), scale(columnMeans(h), { factor: 0.1 }))],
    ];
    return { predictions: softmax(logits), data, penalty, loss: add(data, penalty), updates };
  }

  program(): Program {
    const inputs = { x: zeros([4, 3]), t: zeros([4, 2]), weights: zeros([4]) };
    const { predictions, data, penalty, loss, updates } = trace(() =>
      this.call(inputs.x, inputs.t, inputs.weights),
    );
    const outputs = { loss, data, penalty, predictions };
    return freeze({ inputs, outputs, loss, updates, state: [this.moving] });
  }
}

/** The batches of five steps. */
const batches = [1, 2, 3, 4, 5].map((k) => ({
  x: narrow([4, 3], 10 + k),
  t: tensor(
    [0, 1, 2, 3].flatMap((i) => ((i * k) % 3 === 0 ? [1, 0] : [0, 1])),
    { shape: [4, 2] },
  ),
  weights: tensor(generic(4, [0.2, 1.5], { seed: 20 + k })),
}));

function fillInputs({ inputs }: Program, { x, t, weights }: (typeof batches)[number]): void {
  inputs.x.data.set(x.data);
  inputs.t.data.set(t.data);
  inputs.weights.data.set(weights.data);
}

const numbers = (tensors: readonly Tensor[]) => tensors.map(({ data }) => Array.from(data));

describe('a Program', () => {
  it('built under trace gives the bits of the loop by hand, step after step', () => {
    const [byHand, frozen] = [new Net(), new Net()];
    const bare = frozen.program();
    const program = append(
      bare,
      [...bare.parameters].map(([{ value }, gradient]) => step(descend, value, gradient)),
    );
    const replay = runOf(program);
    const seen = new Set<number>();
    for (const batch of batches) {
      const { predictions, data, penalty, loss, updates } = byHand.call(batch.x, batch.t, batch.weights);
      backward(loss);
      for (const { value, gradient } of byHand.parameters) descend(value, gradient!);
      const gradients = byHand.parameters.map(({ gradient }) => Array.from(gradient!.data));
      for (const { gradient } of byHand.parameters) fill(gradient!, 0);
      assign(updates);
      byHand.step.value++;

      fillInputs(program, batch);
      replay();
      frozen.step.value++;

      assert.deepEqual(numbers(Object.values(program.outputs)), numbers([loss, data, penalty, predictions]));
      assert.deepEqual(
        frozen.parameters.map((p) => Array.from(program.parameters.get(p)!.data)),
        gradients,
      );
      assert.deepEqual(
        numbers(frozen.parameters.map(({ value }) => value)),
        numbers(byHand.parameters.map(({ value }) => value)),
      );
      assert.deepEqual(Array.from(frozen.moving.data), Array.from(byHand.moving.data));
      seen.add(loss.item());
    }
    assert.equal(seen.size, 5, 'the batches give different losses');
  });

  it('built from real calls gives the same bits as built under trace', () => {
    const [real, traced] = [new Net(), new Net()];
    const { x, t, weights } = batches[0];
    const { loss, updates } = real.call(x, t, weights);
    const inputs = { x, t, weights };
    const program = freeze({ inputs, outputs: { loss }, loss, updates, state: [real.moving] });
    const before = loss.item();
    runOf(program)();
    assert.equal(loss.item(), before);
    const other = traced.program();
    fillInputs(other, batches[0]);
    runOf(other)();
    assert.equal(other.outputs.loss.item(), before);
  });

  it('run twice on the same inputs gives equal results: gradients do not add up', () => {
    const net = new Net();
    const program = net.program();
    const replay = runOf(program);
    const all = () => numbers([...Object.values(program.outputs), ...program.parameters.values()]);
    fillInputs(program, batches[0]);
    replay();
    const first = all();
    replay();
    assert.deepEqual(all(), first);
    net.step.value = 1;
    replay();
    assert.notDeepEqual(all(), first, 'the masks of another step');
  });

  it('never touches parameter.gradient, nor values', () => {
    const net = new Net();
    const program = net.program();
    const replay = runOf(program);
    const values = numbers(net.parameters.map(({ value }) => value));
    fillInputs(program, batches[0]);
    replay();
    for (const { gradient } of net.parameters) assert.isNull(gradient);

    const { loss } = net.call(batches[0].x, batches[0].t, batches[0].weights);
    backward(loss);
    const kept = net.parameters.map(({ gradient }) => gradient!);
    const before = numbers(kept);
    replay();
    net.parameters.forEach((p, i) => {
      assert.strictEqual(p.gradient, kept[i]);
      assert.notStrictEqual(program.parameters.get(p), kept[i]);
    });
    assert.deepEqual(numbers(kept), before);
    assert.deepEqual(numbers(net.parameters.map((p) => program.parameters.get(p)!)), before);
    assert.deepEqual(numbers(net.parameters.map(({ value }) => value)), values);
  });

  it('two of one model have gradients of their own', () => {
    const net = new Net();
    const [one, two] = [net.program(), net.program()];
    for (const p of net.parameters) assert.notStrictEqual(one.parameters.get(p), two.parameters.get(p));
    fillInputs(one, batches[0]);
    fillInputs(two, batches[1]);
    runOf(one)();
    const before = numbers([...one.parameters.values()]);
    runOf(two)();
    assert.deepEqual(numbers([...one.parameters.values()]), before);
  });

  it('for inference has forward steps and no parameters with gradients', () => {
    const net = new Net();
    const x = zeros([4, 3]);
    const predictions = trace(() => softmax(matmul(tanh(addBias(matmul(x, net.kernel), net.bias)), net.top)));
    const program = freeze({ inputs: { x }, outputs: { predictions } });
    assert.equal(program.parameters.size, 0);
    assert.equal(program.steps.length, 5);
    x.data.set(batches[0].x.data);
    runOf(program)();
    const { kernel, bias, top } = net;
    const expected = softmax(matmul(tanh(addBias(matmul(batches[0].x, kernel), bias)), top));
    assert.deepEqual(predictions.data, expected.data);
    assert.isEmpty(program.constants);
  });

  it('may have outputs that nothing was made of, and none that the loss needs', () => {
    const [x, w] = [zeros([2]), parameter([0.3, 0.8])];
    const [loss, aside] = trace(() => [sum(multiply(x, w)), scale(x, { factor: 3 })]);
    const program = freeze({ inputs: { x }, outputs: { aside }, loss });
    x.data.set([2, 5]);
    runOf(program)();
    assert.deepEqual(Array.from(aside.data), [6, 15]);
    assert.deepEqual(Array.from(program.parameters.get(w)!.data), [2, 5]);
  });
});

describe('freeze sorts what a graph is made of', () => {
  const net = new Net();
  const program = net.program();
  const { inputs, outputs } = program;

  it('inputs and outputs by name', () => {
    assert.deepEqual(Object.keys(inputs), ['x', 't', 'weights']);
    assert.deepEqual(Object.keys(outputs), ['loss', 'data', 'penalty', 'predictions']);
    assert.deepEqual([...outputs.predictions.shape], [4, 2]);
  });

  it('parameters, each with a gradient of its shape', () => {
    assert.sameMembers([...program.parameters.keys()], [...net.parameters]);
    for (const [{ shape }, gradient] of program.parameters) assert.deepEqual([...gradient.shape], [...shape]);
  });

  it('state and constants', () => {
    assert.deepEqual(program.state, [net.moving]);
    assert.deepEqual(program.constants, [net.mask]);
  });

  it('a state that only an update names is state and no constant', () => {
    const [moving, x] = [zeros([3]), zeros([3])];
    const value = trace(() => add(moving, x));
    const { state, constants } = freeze({ inputs: { x }, outputs: {}, updates: [[moving, value]] });
    assert.deepEqual(state, [moving]);
    assert.isEmpty(constants);
  });

  it('cells, each once', () => {
    assert.lengthOf(program.cells, 1);
    assert.strictEqual(program.cells[0], net.step);
  });

  it('temporaries: inputs, results, saved values and gradients, each once, and nothing that lasts', () => {
    const temporaries = new Set(program.temporaries);
    assert.equal(temporaries.size, program.temporaries.length);
    for (const t of [...Object.values(inputs), ...Object.values(outputs), ...program.parameters.values()])
      assert.isTrue(temporaries.has(t));
    for (const t of [net.moving, net.mask, ...net.parameters.map(({ value }) => value)])
      assert.isFalse(temporaries.has(t));
    assert.isTrue(temporaries.has(outputs.data.source!.saved[0]));
    // Whatever a step works on is either lasting or temporary.
    const lasting = new Set<unknown>([
      ...program.state,
      ...program.constants,
      ...net.parameters.map(({ value }) => value),
    ]);
    const views = program.steps.flatMap(({ args }) =>
      args.flatMap((arg) => (typeof arg === 'object' && arg !== null ? [arg, ...Object.values(arg)] : [])),
    );
    const tensors = views.filter((view) => view instanceof net.moving.constructor);
    assert.isAbove(tensors.length, 50);
    for (const t of tensors) assert.isTrue(temporaries.has(t as Tensor) !== lasting.has(t));
  });

  it('steps in their order: forward, zeroing, seed, backward, updates', () => {
    const kernels = program.steps.map(({ kernel }) => kernel as unknown);
    const forward = [
      'matmul',
      'addBias',
      'tanh',
      'dropout',
      'dropout',
      'multiply',
      'matmul',
      'softmaxCrossEntropy',
    ];
    const names = new Map<unknown, string>();
    for (const op of [
      matmul,
      addBias,
      tanh,
      dropout,
      multiply,
      softmaxCrossEntropy,
      softmax,
      sumSquares,
      add,
      scale,
      columnMeans,
    ]) {
      names.set(op.definition.forward, `${op.name} forward`);
      names.set(op.definition.backward, `${op.name} backward`);
    }
    names.set(fill, 'fill');
    names.set(copy, 'copy');
    const list = kernels.map((kernel) => names.get(kernel));
    assert.notInclude(list, undefined);
    const count = (kind: string) => list.filter((name) => name?.endsWith(kind)).length;
    // 8 of the data's loss, 5 of the penalty and the total, softmax, 4 of the update
    assert.equal(count('forward'), 18);
    assert.deepEqual(
      list
        .slice(0, 18)
        .filter((name) => forward.includes(name!.replace(' forward', '')))
        .slice(0, 4),
      ['matmul forward', 'addBias forward', 'tanh forward', 'dropout forward'],
    );
    // Of the 18 results, softmax and the 4 of the update want no gradient: 13, and those of three parameters.
    assert.equal(count('backward'), 13);
    assert.equal(count('fill'), 13 + 3 + 1);
    const phases = list.map((name) => name!.split(' ').at(-1)!);
    const runs = phases.filter((phase, i) => phase !== phases[i - 1]);
    assert.deepEqual(runs, ['forward', 'fill', 'backward', 'copy']);
    // Zeroing comes before the seed.
    const values = program.steps
      .filter(({ kernel }) => (kernel as unknown) === fill)
      .map(({ args }) => args[1]);
    assert.deepEqual(values, [...new Array(16).fill(0), 1]);
  });
});

describe('updates of state', () => {
  it('are made after backward, which still sees the old state', () => {
    const w = parameter([0.3, 0.8]);
    const state = tensor([5, -2]);
    const x = zeros([2]);
    const [loss, value] = trace(() => [sum(multiply(w, state)), add(state, x)]);
    const program = freeze({
      inputs: { x },
      outputs: { loss },
      loss,
      updates: [[state, value]],
      state: [state],
    });
    const replay = runOf(program);
    x.data.set([10, 100]);
    replay();
    assert.deepEqual(Array.from(program.parameters.get(w)!.data), [5, -2]);
    assert.deepEqual(Array.from(state.data), [15, 98]);
    replay();
    assert.deepEqual(Array.from(program.parameters.get(w)!.data), [15, 98]);
    assert.deepEqual(Array.from(state.data), [25, 198]);
  });

  it('assign copies by hand', () => {
    const [state, value] = [tensor([1, 2]), tensor([3.5, 4])];
    assign([[state, value]]);
    assert.deepEqual(state.toArray(), [3.5, 4]);
    value.data[0] = 9;
    assert.equal(state.data[0], 3.5);
    assign([]);
  });

  it('of one state twice are refused', () => {
    const [state, x] = [zeros([2]), zeros([2])];
    const updates: readonly Update[] = [
      [state, square(x)],
      [state, tanh(x)],
    ];
    const message = 'a state is updated twice in one step. A layer with state can be used once in a model.';
    assertRefused(() => assign(updates), 'ArgumentError', `assign: ${message}`);
    assertRefused(
      () => freeze({ inputs: { x }, outputs: {}, updates, state: [state] }),
      'ArgumentError',
      message,
    );
  });

  it('of another shape are refused, and nothing is copied', () => {
    const [first, second] = [zeros([2]), zeros([2])];
    const updates: readonly Update[] = [
      [first, ones([2])],
      [second, ones([2, 1])],
    ];
    const message = 'shapes differ; expected the new value of a state [2], received [2, 1].';
    assertRefused(() => assign(updates), 'ShapeError', `assign: ${message}`);
    assertRefused(() => freeze({ inputs: {}, outputs: {}, updates }), 'ShapeError', message);
    assert.deepEqual(first.toArray(), [0, 0]);
  });
});

describe('freeze refuses', () => {
  const w = parameter([0.3, 0.8], { name: 'w' });

  it('an input that is a parameter or the result of an op', () => {
    const message = (name: string) =>
      `freeze: input '${name}' is a parameter or the result of an op; expected a tensor made by tensor() or zeros().`;
    const x = zeros([2]);
    const y = tanh(x);
    assertRefused(() => freeze({ inputs: { x, y }, outputs: { y } }), 'ArgumentError', message('y'));
    assertRefused(() => freeze({ inputs: { w: w.value }, outputs: {} }), 'ArgumentError', message('w'));
  });

  it('a loss that is not one number, or depends on no parameter', () => {
    const x = zeros([2]);
    assertRefused(
      () => freeze({ inputs: { x }, outputs: {}, loss: multiply(x, w) }),
      'ShapeError',
      'the loss is not a single number; expected [], received [2].',
    );
    assertRefused(
      () => freeze({ inputs: { x }, outputs: {}, loss: mean(x) }),
      'ArgumentError',
      'the loss depends on no parameter.',
    );
  });
});

describe('append', () => {
  it('gives a Program with further steps at its end, and leaves the first as it is', () => {
    const x = zeros([2]);
    const y = trace(() => scale(x, { factor: 2 }));
    const program = freeze({ inputs: { x }, outputs: { y } });
    const longer = append(program, [step(fill, x, 7), step(copy, y, x)]);
    assert.lengthOf(program.steps, 1);
    assert.lengthOf(longer.steps, 3);
    assert.deepEqual(longer.steps.slice(0, 1), program.steps);
    assert.strictEqual(longer.inputs, program.inputs);
    assert.strictEqual(longer.temporaries, program.temporaries);
    x.data.set([1, 4]);
    runOf(longer)();
    assert.deepEqual(x.toArray(), [2, 8]);
    assert.lengthOf(append(longer, []).steps, 3);
  });
});

describe('feedFrom', () => {
  it('gives a Program with steps that fill its inputs apart from its steps, and the supplies that they read', () => {
    const x = zeros([2, 3]);
    const y = trace(() => scale(x, { factor: 2 }));
    const program = freeze({ inputs: { x }, outputs: { y } });
    assert.deepEqual([program.feed, program.supplies], [[], []]);
    const [rows, order] = [
      { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) },
      { data: Int32Array.of(2, 0, 1) },
    ];
    const start = { value: 0 };
    const fed = feedFrom(program, {
      feed: [step(gatherRows, rows, order, start, x)],
      supplies: [rows, order],
    });
    assert.lengthOf(program.feed, 0);
    assert.lengthOf(fed.feed, 1);
    assert.deepEqual(fed.supplies, [rows, order]);
    assert.strictEqual(fed.steps, program.steps);

    const [{ feed, run }] = reference.compile([fed]);
    run();
    assert.deepEqual(
      y.toArray(),
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      'running feeds nothing',
    );
    feed();
    assert.deepEqual(x.toArray(), [
      [7, 8, 9],
      [1, 2, 3],
    ]);
    assert.deepEqual(
      y.toArray(),
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      'feeding runs nothing',
    );
    run();
    assert.deepEqual(y.toArray(), [
      [14, 16, 18],
      [2, 4, 6],
    ]);
    start.value = 1;
    rows.data = rows.data.map((value) => -value);
    feed();
    run();
    assert.deepEqual(
      y.toArray(),
      [
        [-2, -4, -6],
        [-8, -10, -12],
      ],
      'data and start are read anew',
    );

    const twice = feedFrom(fed, { feed: [step(fill, x, 5)], supplies: [{ data: new Float32Array(0) }] });
    assert.deepEqual([twice.feed.length, twice.supplies.length], [2, 3]);
  });
});
