/**
 * Fusion: each rule makes its change where it may, and leaves all as it is where somebody would notice.
 *
 * The lists of tasks are made by hand. Each negative case is the positive one with one thing added or changed.
 */
import { assert } from 'chai';
import { type Fused, fuse } from '../../src/simd/fuse.ts';
import { densePart } from '../../src/simd/kernels/matmul/index.ts';
import { type Task, taskOf } from '../../src/simd/tasks.ts';
import type { Part } from '../../src/simd/twin.ts';
import { fill, registers, step, type Tensor, type View, zeros } from '../../src/tensor/index.ts';

/** Tensors by name, made when they are first asked for. */
function tensors(): Readonly<Record<string, Tensor>> {
  const known: Record<string, Tensor> = {};
  return new Proxy(known, {
    get(_target, name: string) {
      known[name] ??= zeros(name.length === 1 && name === name.toUpperCase() ? [4, 3] : [1, 3]);
      return known[name];
    },
  });
}

const some = step(fill, zeros([1]), 0);
const emit = () => {};

/** A task of any kind, under a name to be found by. */
function part(
  name: string,
  what: Omit<Part, 'name' | 'emit' | 'reads'> & { readonly reads?: readonly View[] },
): Task {
  return taskOf({ name, reads: [], emit, ...what }, some);
}

/** A step without a twin: whatever it touches it may read and write. */
function loop(...views: readonly View[]): Task {
  return { part: null, step: some, reads: new Set(views), writes: new Set(views) };
}

const product = (a: View, b: View, y: View): Task => taskOf(densePart({ a, b, y }), some);
const addBias = (x: View, bias: View, y: View) =>
  part('bias', { reads: [x, bias], writes: [y], bias: { x, bias, y } });
const relu = (x: View, y: View) => part('relu', { reads: [x], writes: [y], relu: { x, y } });
const softmax = (x: View, y: View) =>
  part('softmax', { reads: [x], writes: [y], softmax: { x, y, alone: true } });
const lossOfSoftmax = (x: View, y: View, loss: View) =>
  part('loss', { reads: [x], writes: [y, loss], softmax: { x, y, alone: false } });
const zero = (y: View) => part('zero', { writes: [y], zero: y });
const adds = (from: View, to: View, name = 'adds') => part(name, { reads: [from], adds: [to] });
const copies = (from: View, to: View) => part('copy', { reads: [from], adds: [to], copy: { from, to } });
const makesCopy = (from: View, to: View) => part('copy', { reads: [from], writes: [to], copy: { from, to } });
const reads = (...views: readonly View[]) => part('reads', { reads: views });
const writes = (...views: readonly View[]) => part('writes', { writes: views });
const outer = (a: View, dy: View, dw: View) =>
  part('outer', { reads: [a, dy], adds: [dw], outer: { a, dy, dw } });
const rate = registers({ learningRate: 0.1 });
const descent = (w: View, g: View) =>
  part('descent', { reads: [w, g], writes: [w], descent: { w, g, rate } });

const namesOf = ({ tasks }: Fused) => tasks.map(({ part }) => part?.name ?? 'loop');
const fused = (tasks: readonly Task[], ...visible: readonly View[]) => fuse(tasks, new Set(visible));

/** A list of tasks, and what is visible. */
type Case = (t: Readonly<Record<string, Tensor>>) => readonly [tasks: readonly Task[], ...visible: View[]];

/** That a list comes out as it went in: the same tasks, the very ones, and nothing shared or stored first. */
function assertKept(make: Case): void {
  const [tasks, ...visible] = make(tensors());
  const { tasks: after, aliases, first } = fused(tasks, ...visible);
  assert.deepEqual(
    after.map(({ part }) => part?.name ?? 'loop'),
    tasks.map(({ part }) => part?.name ?? 'loop'),
  );
  for (const [i, task] of tasks.entries()) assert.strictEqual(after[i], task);
  assert.isEmpty([...aliases]);
  assert.isEmpty([...first]);
}

/** Cases that must come out as they went in. */
function itKeeps(cases: Readonly<Record<string, Case>>): void {
  for (const [name, make] of Object.entries(cases)) it(`not where ${name}`, () => assertKept(make));
}

describe('fusion', () => {
  it('leaves alone what it has no rule for', () => {
    assertKept(({ a, b, c }) => [[adds(a, b), reads(b), loop(a, c), writes(c), adds(c, b)], b]);
    assertKept(() => [[]]);
  });

  describe('shares a softmax with the loss that makes it anyway', () => {
    for (const order of ['before', 'after']) {
      it(`${order} the loss, and other tasks that read it come to read that of the loss`, () => {
        const { X, P, Q, L } = tensors();
        const own = softmax(X, P);
        const loss = lossOfSoftmax(X, Q, L);
        const tasks = [...(order === 'before' ? [own, loss] : [loss, own]), reads(P)];
        const result = fused(tasks, P, L);
        assert.deepEqual(namesOf(result), ['loss', 'reads']);
        assert.deepEqual([...result.aliases], [[P, Q]]);
      });
    }

    itKeeps({
      'there is no loss': ({ X, P }) => [[softmax(X, P), reads(P)], P],
      'the loss is of other logits': ({ X, Y, P, Q, L }) => [[softmax(X, P), lossOfSoftmax(Y, Q, L)], P, L],
      'somebody reads it before the loss': ({ X, P, Q, L }) => [
        [softmax(X, P), reads(P), lossOfSoftmax(X, Q, L)],
        P,
      ],
      'a loop without twin looks at it before the loss': ({ X, P, Q, L }) => [
        [softmax(X, P), loop(P), lossOfSoftmax(X, Q, L)],
        P,
      ],
      'the logits change in between': ({ X, P, Q, L }) => [
        [softmax(X, P), writes(X), lossOfSoftmax(X, Q, L)],
        P,
        L,
      ],
      'the logits change between the loss and it': ({ X, P, Q, L }) => [
        [lossOfSoftmax(X, Q, L), writes(X), softmax(X, P)],
        P,
        L,
      ],
      'both are the predictions of a net': ({ X, P, Q }) => [[softmax(X, P), softmax(X, Q)], P, Q],
    });
  });

  describe('joins a product with the bias and the relu after it', () => {
    const joined = (tasks: readonly Task[], ...visible: readonly View[]) => {
      const result = fused(tasks, ...visible);
      return { names: namesOf(result), dense: result.tasks.find(({ part }) => part?.dense)!.part!.dense };
    };

    it('both', () => {
      const { A, B, b, Y, Z, R } = tensors();
      const { names, dense } = joined([product(A, B, Y), addBias(Y, b, Z), relu(Z, R), reads(R)], R);
      assert.deepEqual(names, ['matmul+bias+relu', 'reads']);
      assert.deepEqual(dense, { a: A, b: B, y: R, bias: b, relu: true });
    });

    it('the bias alone, the relu alone', () => {
      const { A, B, b, Y, Z, R } = tensors();
      const biased = joined([product(A, B, Y), addBias(Y, b, Z), reads(Z)], Z);
      assert.deepEqual(biased.names, ['matmul+bias', 'reads']);
      assert.deepEqual(biased.dense, { a: A, b: B, y: Z, bias: b });
      const cut = joined([product(A, B, Y), relu(Y, R)], R);
      assert.deepEqual(cut.names, ['matmul+relu']);
      assert.deepEqual(cut.dense, { a: A, b: B, y: R, relu: true });
    });

    it('in each of two layers, with other tasks between', () => {
      const { A, B, C, b, c, Y, Z, R, S, T } = tensors();
      const tasks = [
        product(A, B, Y),
        reads(A),
        addBias(Y, b, Z),
        relu(Z, R),
        product(R, C, S),
        writes(L1),
        addBias(S, c, T),
      ];
      assert.deepEqual(joined(tasks, T).names, ['matmul+bias+relu', 'reads', 'matmul+bias', 'writes']);
    });
    const L1 = zeros([3]);

    it('not the relu, where somebody sees what goes into it', () => {
      const { A, B, b, Y, Z, R } = tensors();
      const tasks = [product(A, B, Y), addBias(Y, b, Z), relu(Z, R)];
      assert.deepEqual(joined(tasks, Z, R).names, ['matmul+bias', 'relu']);
      assert.deepEqual(joined([...tasks, reads(Z)], R).names, ['matmul+bias', 'relu', 'reads']);
      assert.deepEqual(joined([...tasks, loop(Z)], R).names, ['matmul+bias', 'relu', 'loop']);
    });

    itKeeps({
      'the product is visible': ({ A, B, b, Y, Z }) => [[product(A, B, Y), addBias(Y, b, Z)], Y, Z],
      'a second task reads the product': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), addBias(Y, b, Z), reads(Y)],
        Z,
      ],
      'a loop without twin reads the product': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), loop(Y), addBias(Y, b, Z)],
        Z,
      ],
      'the product is written later': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), addBias(Y, b, Z), writes(Y)],
        Z,
      ],
      'the bias is written in between': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), writes(b), addBias(Y, b, Z)],
        Z,
      ],
      'what reads the product adds it to something else': ({ A, B, Y, z, Z }) => [
        [product(A, B, Y), addBias(z, Y, Z)],
        Z,
      ],
      'the sum stands where something else is read in between': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), reads(Z), addBias(Y, b, Z)],
        Z,
      ],
      'the sum stands where something else is written in between': ({ A, B, b, Y, Z }) => [
        [product(A, B, Y), writes(Z), addBias(Y, b, Z)],
        Z,
      ],
      'the relu is of something else': ({ A, B, Y, X, R }) => [[product(A, B, Y), relu(X, R), reads(Y)], R],
      'the relu stands where something else is written in between': ({ A, B, Y, R }) => [
        [product(A, B, Y), writes(R), relu(Y, R)],
        R,
      ],
    });
  });

  describe('drops the zeroing of a gradient', () => {
    it('whose first share is then stored; what comes after is added', () => {
      const { a, b, g } = tensors();
      const [one, two] = [adds(a, g, 'one'), adds(b, g, 'two')];
      const result = fused([zero(g), one, two], g);
      assert.deepEqual(namesOf(result), ['one', 'two']);
      assert.deepEqual([...result.first], [[one.part!, new Set([g])]]);
    });

    it('each of two that one task adds to', () => {
      const { a, g, h } = tensors();
      const both = part('both', { reads: [a], adds: [g, h] });
      const result = fused([zero(g), zero(h), both], g, h);
      assert.deepEqual(namesOf(result), ['both']);
      assert.deepEqual([...result.first], [[both.part!, new Set<View>([g, h])]]);
    });

    it('that is written whole anyway, or that nobody touches or sees', () => {
      const { a, g, h } = tensors();
      assert.deepEqual(namesOf(fused([zero(g), writes(g), adds(a, g)], g)), ['writes', 'adds']);
      assert.deepEqual(namesOf(fused([zero(g), zero(h), reads(a)])), ['reads']);
    });

    it('twice in a list, where it is used anew', () => {
      const { a, b, g } = tensors();
      const [one, two] = [adds(a, g, 'one'), adds(b, g, 'two')];
      const result = fused([zero(g), one, reads(g), zero(g), two], g);
      assert.deepEqual(namesOf(result), ['one', 'reads', 'two']);
      assert.deepEqual([...result.first.keys()], [one.part!, two.part!]);
    });

    itKeeps({
      'nobody touches it but it is visible': ({ g }) => [[zero(g)], g],
      'it is read first': ({ a, g }) => [[zero(g), reads(g), adds(a, g)], g],
      'what writes it reads it too': ({ g }) => [[zero(g), part('both', { reads: [g], writes: [g] })], g],
      'a loop without twin is the first to touch it': ({ a, g }) => [[zero(g), loop(g), adds(a, g)], g],
      'it is zeroed after all shares': ({ a, g }) => [[adds(a, g), zero(g)], g],
      'it is filled with something else': ({ a, g }) => [[writes(g), adds(a, g)], g],
    });
  });

  describe('shares a gradient that is a copy of another', () => {
    it('of that alone', () => {
      const { d, g } = tensors();
      const result = fused([zero(g), copies(d, g), reads(g)]);
      assert.deepEqual(namesOf(result), ['reads']);
      assert.deepEqual([...result.aliases], [[g, d]]);
    });

    it('and the copy of a copy', () => {
      const { d, g, h } = tensors();
      const result = fused([zero(g), zero(h), copies(d, g), copies(g, h), reads(h)]);
      assert.deepEqual(namesOf(result), ['reads']);
      assert.deepEqual(
        [...result.aliases],
        [
          [g, d],
          [h, g],
        ],
      );
    });

    it('where the other is visible, and was written before', () => {
      const { d, g } = tensors();
      assert.deepEqual(namesOf(fused([writes(d), zero(g), copies(d, g), reads(g)], d)), ['writes', 'reads']);
    });

    /** The zeroing is dropped, the copy stays. */
    const unshared: Readonly<Record<string, Case>> = {
      'the copy is visible': ({ d, g }) => [[zero(g), copies(d, g), reads(g)], g],
      'a second share is added to the copy': ({ a, d, g }) => [[zero(g), copies(d, g), adds(a, g), reads(g)]],
      'the copy is written later': ({ d, g }) => [[zero(g), copies(d, g), reads(g), writes(g)]],
      'the other is written later': ({ d, g }) => [[zero(g), copies(d, g), writes(d), reads(g)]],
      'more is added to the other later': ({ a, d, g }) => [[zero(g), copies(d, g), adds(a, d), reads(g)]],
      'a loop without twin takes the copy': ({ d, g }) => [[zero(g), copies(d, g), loop(g)]],
      'a loop without twin takes the other': ({ d, g }) => [[zero(g), copies(d, g), loop(d), reads(g)]],
    };
    for (const [name, make] of Object.entries(unshared)) {
      it(`not where ${name}`, () => {
        const [tasks, ...visible] = make(tensors());
        const result = fused(tasks, ...visible);
        assert.deepEqual(
          namesOf(result),
          tasks.slice(1).map(({ part }) => part?.name ?? 'loop'),
        );
        assert.isEmpty([...result.aliases]);
        assert.lengthOf([...result.first], 1);
      });
    }

    itKeeps({
      'it is added to what is there': ({ d, g }) => [[copies(d, g), reads(g)]],
      'it is the second share': ({ a, d, g }) => [[writes(g), adds(a, g), copies(d, g), reads(g)]],
    });
  });

  describe('shares a result that is a copy of another', () => {
    /** All tensors may lie anywhere but w, which lasts. */
    const moved = (tasks: readonly Task[], ...visible: readonly View[]) => {
      const all = tasks.flatMap(({ reads: seen, writes: made }) => [...seen, ...made]);
      return fuse(tasks, new Set(visible), new Set(all.filter((view) => view !== lasting)));
    };
    const lasting = zeros([1, 3]);

    it('whoever sees either of them', () => {
      const { a, b, c } = tensors();
      for (const visible of [[], [a], [b], [a, b]]) {
        const result = moved([writes(a), makesCopy(a, b), reads(b), reads(a), writes(c)], ...visible);
        assert.deepEqual(namesOf(result), ['writes', 'reads', 'reads', 'writes']);
        assert.deepEqual([...result.aliases], [[b, a]]);
      }
    });

    it('and the copy of a copy', () => {
      const { a, b, c } = tensors();
      const result = moved([makesCopy(a, b), makesCopy(b, c), reads(c)], c);
      assert.deepEqual(namesOf(result), ['reads']);
      assert.deepEqual(
        [...result.aliases],
        [
          [b, a],
          [c, b],
        ],
      );
    });

    const kept: Readonly<Record<string, Case>> = {
      'the copy is written later': ({ a, b }) => [[makesCopy(a, b), reads(b), writes(b)]],
      'the other is written later': ({ a, b }) => [[makesCopy(a, b), writes(a), reads(b)]],
      'a loop without twin takes the copy': ({ a, b }) => [[makesCopy(a, b), loop(b)]],
      'a loop without twin takes the other': ({ a, b }) => [[makesCopy(a, b), loop(a), reads(b)]],
      'the copy lasts': ({ a }) => [[makesCopy(a, lasting), reads(lasting)]],
      'the other lasts': ({ b }) => [[makesCopy(lasting, b), reads(b)]],
    };
    for (const [name, make] of Object.entries(kept)) {
      it(`not where ${name}`, () => {
        const [tasks, ...visible] = make(tensors());
        const result = moved(tasks, ...visible);
        assert.deepEqual([...result.tasks], [...tasks]);
        assert.isEmpty([...result.aliases]);
      });
    }
  });

  describe('takes the gradient of one row along into the descent', () => {
    it('without storing it', () => {
      const { a, d, W, G } = tensors();
      const result = fused([zero(G), outer(a, d, G), reads(W), descent(W, G)], W);
      assert.deepEqual(namesOf(result), ['reads', 'outer product and descent']);
      const { reads: seen, writes: made } = result.tasks[1];
      assert.deepEqual([...made], [W]);
      assert.isTrue(seen.has(a) && seen.has(d) && seen.has(W));
      assert.isFalse(seen.has(G));
    });

    it('at the place of the descent: until then the weights are the old ones', () => {
      const { a, d, W, G, X } = tensors();
      const back = part('back', { reads: [d, W], writes: [X] });
      const result = fused([zero(G), outer(a, d, G), back, descent(W, G)], W, X);
      assert.deepEqual(namesOf(result), ['back', 'outer product and descent']);
    });

    /** The zeroing is dropped, the product stays. */
    const unjoined: Readonly<Record<string, Case>> = {
      'the gradient is visible': ({ a, d, W, G }) => [[zero(G), outer(a, d, G), descent(W, G)], W, G],
      'a penalty is added to it': ({ a, d, W, G }) => [
        [zero(G), outer(a, d, G), adds(W, G, 'penalty'), descent(W, G)],
        W,
      ],
      'somebody else reads it': ({ a, d, W, G }) => [[zero(G), outer(a, d, G), reads(G), descent(W, G)], W],
      'a loop without twin looks at it': ({ a, d, W, G }) => [
        [zero(G), outer(a, d, G), descent(W, G), loop(G)],
        W,
      ],
      'the input is written in between': ({ a, d, W, G }) => [
        [zero(G), outer(a, d, G), writes(a), descent(W, G)],
        W,
      ],
      'the other gradient is written in between': ({ a, d, W, G }) => [
        [zero(G), outer(a, d, G), adds(a, d), descent(W, G)],
        W,
      ],
      'another update takes it': ({ a, d, W, G }) => [
        [zero(G), outer(a, d, G), part('Adam', { reads: [W, G], writes: [W] })],
        W,
      ],
    };
    for (const [name, make] of Object.entries(unjoined)) {
      it(`not where ${name}`, () => {
        const [tasks, ...visible] = make(tensors());
        assert.deepEqual(
          namesOf(fused(tasks, ...visible)),
          tasks.slice(1).map(({ part }) => part?.name ?? 'loop'),
        );
      });
    }

    itKeeps({
      'it is added to what is there': ({ a, d, W, G }) => [[outer(a, d, G), descent(W, G)], W],
      'the gradient is of several rows': ({ a, d, W, G }) => [[writes(G), adds(a, d), descent(W, G)], W],
    });
  });

  it('does all of it in one step of a net with one row', () => {
    const { x, W, V, b, c, Y, Z, H, S, T, P, Q, L } = tensors();
    const { dT, dH, dZ, dc, db, dW, dV } = tensors();
    const tasks = [
      product(x, W, Y),
      addBias(Y, b, Z),
      relu(Z, H),
      product(H, V, S),
      addBias(S, c, T),
      softmax(T, P),
      lossOfSoftmax(T, Q, L),
      ...[dT, dH, dZ, dc, db, dW, dV].map(zero),
      adds(Q, dT, 'loss gradient'),
      copies(dT, dc),
      part('matmul gradient of a', { reads: [dT, V], adds: [dH] }),
      outer(H, dT, dV),
      part('relu gradient', { reads: [dH, H], adds: [dZ] }),
      copies(dZ, db),
      outer(x, dZ, dW),
      descent(W, dW),
      descent(b, db),
      descent(V, dV),
      descent(c, dc),
    ];
    const result = fused(tasks, x, P, H, L);
    assert.deepEqual(namesOf(result), [
      'matmul+bias+relu',
      'matmul+bias',
      'loss',
      'loss gradient',
      'matmul gradient of a',
      'relu gradient',
      'outer product and descent',
      'descent',
      'outer product and descent',
      'descent',
    ]);
    assert.deepEqual(
      [...result.aliases],
      [
        [P, Q],
        [dc, dT],
        [db, dZ],
      ],
    );
  });
});
