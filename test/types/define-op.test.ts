/**
 * What the compiler refuses about ops. The compiler is the test: each line under `@ts-expect-error` must not compile,
 * or the build of the tests fails. Nothing here is called, since much of it would fail at run time as well.
 */
import { assert } from 'chai';
import { add, defineOp, dropout, meanSquaredError, scale } from '../../src/autograd/index.ts';
import type { Cell, Parameter, Tensor, View } from '../../src/tensor/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);
const use = (_value: unknown): void => {};

declare const x: Tensor;
declare const w: Parameter;
declare const step: Cell;

/** The right op that each wrong one below differs from in one place: all names are inferred. */
only(() =>
  defineOp({
    name: 'right',
    inputs: ['x', 'targets'],
    constant: ['targets'],
    options: { rate: 0.1, reduction: 'mean' as 'mean' | 'sum' },
    cells: ['step'],
    outputShape({ x, targets }, { rate, reduction }) {
      return reduction === 'sum' && rate > targets.length ? [] : x;
    },
    saves: { mask: ({ x }) => x },
    forward({ x, targets }, y, { mask }, { rate, reduction, step }) {
      const factor: number = rate * step.value;
      mask.data[0] = factor;
      y.data[0] = x.data[0] - targets.data[0] + (reduction === 'mean' ? 1 : 0);
    },
    reads: ['x', 'mask', 'output'],
    backward(dy, { x: dx }, { x, mask, output }, { rate, step }) {
      if (dx !== null)
        dx.data[0] += dy.data[0] * x.data[0] * mask.data[0] * output.data[0] * rate * step.value;
    },
    examples: [{ shapes: { x: [3], targets: [3] }, output: [3], options: { rate: 0.3 }, cells: { step: 2 } }],
    rejects: [{ shapes: { x: [3], targets: [4] }, message: 'targets' }],
  }),
);

/** What all the wrong definitions have in common. */
const rest = { outputShape: () => [], forward() {}, backward() {}, examples: [] };
const none = { reads: [], ...rest };

describe('the compiler refuses, of an op of named inputs,', () => {
  it('a misspelt input', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: in the shape rule
        outputShape: ({ z }) => z,
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: in forward
        forward: ({ z }) => use(z),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: among the gradients
        backward: (_dy, { z }) => use(z),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: among the constants
        constant: ['z'],
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: in an example
        examples: [{ shapes: { z: [3] }, output: [3] }],
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: among the rejected shapes
        rejects: [{ shapes: { z: [3] }, message: 'z' }],
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        // @ts-expect-error: in the shape rule of what is saved
        saves: { mask: ({ z }) => z },
      }),
    );
  });

  it('an example without one of the inputs', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x', 'z'],
        ...none,
        // @ts-expect-error
        examples: [{ shapes: { x: [3] }, output: [3] }],
      }),
    );
  });

  it('a misspelt option', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        options: { rate: 0.1 },
        ...none,
        // @ts-expect-error: in the shape rule
        outputShape: ({ x }, { rat }) => (rat ? x : []),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        options: { rate: 0.1 },
        ...none,
        // @ts-expect-error: in forward
        forward: (_inputs, _y, _saved, { rat }) => use(rat),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        options: { rate: 0.1 },
        ...none,
        // @ts-expect-error: in backward
        backward: (_dy, _gradients, _kept, { rat }) => use(rat),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        options: { rate: 0.1 },
        ...none,
        // @ts-expect-error: in an example
        examples: [{ shapes: { x: [3] }, output: [3], options: { rat: 0.3 } }],
      }),
    );
  });

  it('an option that is neither number nor string', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        // @ts-expect-error
        options: { rate: [0.1] },
        ...none,
      }),
    );
  });

  it('a misspelt saved name', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        saves: { mask: ({ x }) => x },
        ...none,
        // @ts-expect-error: in forward
        forward: (_inputs, _y, { mas }) => use(mas),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        saves: { mask: ({ x }) => x },
        ...rest,
        // @ts-expect-error: in reads
        reads: ['mas'],
      }),
    );
  });

  it('a misspelt cell', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        cells: ['step'],
        ...none,
        // @ts-expect-error: in forward
        forward: (_inputs, _y, _saved, { stop }) => use(stop),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        cells: ['step'],
        ...none,
        // @ts-expect-error: in an example
        examples: [{ shapes: { x: [3] }, output: [3], cells: { stop: 1 } }],
      }),
    );
  });

  it('a cell taken for a number', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        cells: ['step'],
        ...none,
        forward(_inputs, y, _saved, { step }) {
          // @ts-expect-error
          y.data[0] = step;
        },
      }),
    );
  });

  it('a `reads` of an unknown name', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...rest,
        // @ts-expect-error
        reads: ['z'],
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...rest,
        // @ts-expect-error: 'inputs' stands for a list only
        reads: ['inputs'],
      }),
    );
  });

  it('a look at what `reads` does not list', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x', 'z'],
        ...rest,
        reads: ['x'],
        // @ts-expect-error: another input
        backward: (_dy, _gradients, { z }) => use(z),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...rest,
        reads: ['x'],
        // @ts-expect-error: the output
        backward: (_dy, _gradients, { output }) => use(output),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        saves: { mask: ({ x }) => x },
        ...rest,
        reads: ['output'],
        // @ts-expect-error: what is saved
        backward: (_dy, _gradients, { mask }) => use(mask),
      }),
    );
  });

  it('a gradient of a constant input', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x', 'targets'],
        constant: ['targets'],
        ...none,
        // @ts-expect-error
        backward: (_dy, { targets }) => use(targets),
      }),
    );
  });

  it('a gradient that is used without asking whether it is wanted', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: ['x'],
        ...none,
        backward(dy, { x: dx }) {
          // @ts-expect-error
          dx.data[0] += dy.data[0];
        },
      }),
    );
  });

  it('a definition that lacks a part', () => {
    const { backward: _, ...noBackward } = none;
    // @ts-expect-error
    only(() => defineOp({ name: 'wrong', inputs: ['x'], ...noBackward }));
    // @ts-expect-error: no reads
    only(() => defineOp({ name: 'wrong', inputs: ['x'], ...rest }));
  });
});

describe('the compiler refuses, of an op of many inputs,', () => {
  it('inputs taken for a record, and names in `reads`', () => {
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: 'many',
        ...none,
        // @ts-expect-error
        forward: ({ x }) => use(x),
      }),
    );
    only(() =>
      defineOp({
        name: 'wrong',
        inputs: 'many',
        ...rest,
        // @ts-expect-error
        reads: ['x'],
      }),
    );
    only(() =>
      defineOp({
        name: 'right',
        inputs: 'many',
        outputShape: (shapes) => shapes[0],
        forward(inputs, y) {
          y.data[0] = inputs.length;
        },
        reads: ['inputs'],
        backward(dy, gradients, { inputs }) {
          const list: readonly View[] = inputs;
          gradients.forEach((dx, i) => {
            if (dx !== null) dx.data[0] += dy.data[0] * list[i].data[0];
          });
        },
        examples: [{ shapes: [[3], [3]], output: [3] }],
      }),
    );
  });
});

describe('the compiler refuses, at the call of an op,', () => {
  it('nothing that is right', () => {
    only(() => [
      add(x, w),
      scale(w),
      scale(x, { factor: 3 }),
      dropout(x, { step }),
      dropout(w, { rate: 0.3, step }),
    ]);
  });

  it('a missing input, and one too many', () => {
    // @ts-expect-error
    only(() => add(x));
    // @ts-expect-error
    only(() => meanSquaredError(x, w));
    // @ts-expect-error
    only(() => scale(x, {}, w));
  });

  it('what is no tensor', () => {
    // @ts-expect-error
    only(() => add(x, [1, 2]));
    // @ts-expect-error
    only(() => add(3, x));
  });

  it('a missing cell, and a number in its place', () => {
    // @ts-expect-error
    only(() => dropout(x));
    // @ts-expect-error
    only(() => dropout(x, { rate: 0.3 }));
    // @ts-expect-error
    only(() => dropout(x, { rate: 0.3, step: 4 }));
    // @ts-expect-error
    only(() => dropout(x, { rate: 0.3, stop: step }));
  });

  it('a misspelt option, and one of another type', () => {
    // @ts-expect-error
    only(() => scale(x, { faktor: 3 }));
    // @ts-expect-error
    only(() => scale(x, { factor: '3' }));
  });

  it('a list in place of tensors, or tensors in place of a list', () => {
    const many = () => defineOp({ name: 'many', inputs: 'many', ...none });
    only(() => many()([x, w]));
    // @ts-expect-error
    only(() => many()(x, w));
    // @ts-expect-error
    only(() => add([x, w]));
  });
});

describe('these definitions', () => {
  it('have been compiled, and none has been run', () => assert.isAbove(compiled.length, 30));
});
