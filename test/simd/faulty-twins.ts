/**
 * Twins that are wrong on purpose: what the suite of twins must find.
 */
import {
  absolute,
  dropout,
  log,
  meanSquaredError,
  negate,
  relu,
  scale,
  softmax,
  sum,
} from '../../src/autograd/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { f32, f32x4, type Local, type V128 } from '../../src/simd/assembler/index.ts';
import type { Kernel as Builder } from '../../src/simd/kernel.ts';
import { normalLogarithm } from '../../src/simd/kernels/shared/functions.ts';
import { sumOf } from '../../src/simd/kernels/shared/sums.ts';
import { twins } from '../../src/simd/kernels/index.ts';
import { type Part, type Twin, twinsOf } from '../../src/simd/twin.ts';
import { copy, type View } from '../../src/tensor/index.ts';

/** A twin that is wrong, and words of what the suite says about it. */
export interface Faulty {
  readonly fault: string;
  readonly twin: Twin;
  readonly words: string;
}

type Formula = (k: Builder) => (...x: readonly Local<'v128'>[]) => V128;

function part(inputs: readonly View[], y: View, formula: Formula, kind: 'writes' | 'adds', reach = 0): Part {
  const length = y.data.length + reach;
  return {
    name: 'faulty',
    reads: inputs,
    [kind]: [y],
    emit: (k) => k.map({ length: Math.max(0, length), inputs, outputs: [y] }, formula(k)),
  };
}

const itself: Formula = () => (x) => x.get();
const twin = (kernel: unknown, parts: unknown) => ({ kernel, parts }) as Twin;
const realOf = (kernel: unknown): Twin => twins.find((one) => one.kernel === kernel)!;

/** The real twin with its parts changed. */
function changed(kernel: unknown, change: (part: Part) => Part): Twin {
  return twin(kernel, (...args: never[]) =>
    realOf(kernel)
      .parts(...(args as [never]))!
      .map(change),
  );
}

/** The real twin with other arguments. */
function given(kernel: unknown, change: (...args: readonly unknown[]) => readonly unknown[]): Twin {
  return twin(kernel, (...args: unknown[]) => realOf(kernel).parts(...(change(...args) as [unknown])));
}

/** All of them. */
export const faulty: readonly Faulty[] = [
  {
    fault: 'is new and has no examples',
    twin: twin(
      () => {},
      () => [],
    ),
    words: 'no examples',
  },
  { fault: 'knows no form of its kernel', twin: twin(copy, () => null), words: 'the twin declines' },
  { fault: 'does nothing', twin: twin(copy, () => []), words: 'y[0]' },
  {
    fault: 'forgets what is left over after whole vectors',
    twin: twin(copy, (x: View, y: View) => [part([x], y, itself, 'writes', -(y.data.length % 4))]),
    words: '1: y[0]',
  },
  {
    fault: 'writes beyond its tensor',
    twin: twin(copy, (x: View, y: View) => [part([x], y, itself, 'writes', 16)]),
    words: 'behind[0]',
  },
  {
    fault: 'works in its input',
    twin: twin(copy, (x: View, y: View) => [
      part([x], y, itself, 'writes'),
      part([x], x, () => (value) => f32x4.add(value.get(), value.get()), 'writes'),
    ]),
    words: 'x[',
  },
  {
    fault: 'adds up what lies behind its tensor',
    ...twinOf(sum, 'forward', ({ x }: { x: View }, y: View) => [
      {
        name: 'faulty',
        reads: [x],
        writes: [y],
        emit(k: Builder) {
          const total = sumOf(k, k.address(x), Math.ceil(x.data.length / 4) * 4, (value) => value.get());
          const result = k.f.local('f32', f32.demote_f64(total));
          f32.store(k.f.i32(0), result.get(), k.address(y));
        },
      },
    ]),
    words: 'received NaN',
  },
  {
    fault: 'overwrites a gradient that it should add to',
    ...twinOf(
      scale,
      'backward',
      (dy: View, { x: dx }: { x: View }, _kept: unknown, { factor }: { factor: number }) => [
        part(
          [dy],
          dx,
          (k) => {
            const constant = k.constant(factor);
            return (d) => f32x4.mul(constant.get(), d.get());
          },
          'writes',
        ),
      ],
    ),
    words: 'adds the gradient',
  },
  {
    fault: 'adds to a gradient that it is the first to write',
    ...twinOf(negate, 'backward', (dy: View, { x: dx }: { x: View }) => [
      { ...part([dx, dy], dx, () => (old, d) => f32x4.sub(old.get(), d.get()), 'writes'), reads: [dy] },
    ]),
    words: 'stores the gradient',
  },
  {
    fault: 'swallows NaN',
    ...twinOf(relu, 'forward', ({ x }: { x: View }, y: View) => [
      part(
        [x],
        y,
        (k) => {
          const zero = k.constant(0);
          return (value) => f32x4.pmax(zero.get(), value.get());
        },
        'writes',
      ),
    ]),
    words: 'special numbers',
  },
  {
    fault: 'is right for positive normal numbers only',
    ...twinOf(log, 'forward', ({ x }: { x: View }, y: View) => [part([x], y, normalLogarithm, 'writes')]),
    words: 'special numbers',
  },
  {
    fault: 'takes the sign of 0 for one',
    ...twinOf(absolute, 'backward', (dy: View, { x: dx }: { x: View }, { x }: { x: View }) => [
      part(
        [dy, x],
        dx,
        () => (d, value) => f32x4.mul(d.get(), f32x4.div(value.get(), f32x4.abs(value.get()))),
        'adds',
      ),
    ]),
    words: 'special numbers',
  },
  {
    fault: 'is off in the last digits',
    ...twinOf(
      scale,
      'forward',
      ({ x }: { x: View }, y: View, _saved: unknown, { factor }: { factor: number }) => [
        part(
          [x],
          y,
          (k) => {
            const constant = k.constant(factor * (1 + 5e-7));
            return (value) => f32x4.mul(constant.get(), value.get());
          },
          'writes',
        ),
      ],
    ),
    words: 'output[',
  },
  {
    fault: 'draws the masks of another seed',
    twin: given(dropout.definition.forward, (inputs, y, saved, options) => [
      inputs,
      y,
      saved,
      { ...(options as object), seed: 1 },
    ]),
    words: 'output[',
  },
  {
    fault: 'forgets its weights',
    twin: given(meanSquaredError.definition.forward, (inputs, ...rest) => {
      const { targets, predictions } = inputs as Record<string, View>;
      return [{ targets, predictions, weights: targets }, ...rest];
    }),
    words: 'output[0]',
  },
  {
    fault: 'takes what it remembers for another',
    twin: given(Adam.definition.update, (w, g, slots, live) => {
      const { m, v } = slots as Record<string, View>;
      return [w, g, { ...(slots as object), m: v, v: m }, live];
    }),
    words: 'w0[0]',
  },
  {
    fault: 'leaves out the last number',
    twin: changed(softmax.definition.forward, (one) => ({
      ...one,
      emit(k) {
        one.emit(k);
        const [y] = one.writes!;
        const last = k.address(y) + 4 * (y.data.length - 1);
        f32.store(k.f.i32(0), k.f.f32(0), last);
      },
    })),
    words: 'output[',
  },
];

function twinOf(
  op: Parameters<typeof twinsOf>[0],
  hook: 'forward' | 'backward',
  parts: (...args: never[]) => readonly Part[],
): { readonly twin: Twin } {
  return { twin: twinsOf(op, { [hook]: parts as never })[0] };
}
