/**
 * The twins of ops that work element by element, four elements in a vector.
 *
 * There is no tail: what lies in the padding behind a tensor is worked out too, and read by nobody.
 *
 * Bound: to the last bit where the reference rounds once too (add, relu …); else as the functions of
 * `shared/functions.ts` say, and one rounding more for each operation of a gradient. `exp` gives 0 below the smallest
 * normal number. NaN and infinities pass as in the reference; a zero may have the other sign.
 */
import {
  absolute,
  add,
  exp,
  log,
  multiply,
  negate,
  relu,
  scale,
  sigmoid,
  square,
  subtract,
  tanh,
} from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import {
  exponential,
  hyperbolicTangent,
  logarithm,
  logistic,
  signum,
  type VectorFunction,
} from './shared/functions.ts';
import { copyPart, gradientPart, mapPart } from './shared/maps.ts';

/** A gradient where there is one. */
function some(dx: View | null, make: (dx: View) => Part): Part[] {
  return dx === null ? [] : [make(dx)];
}

/** −x, and the gradient of what is subtracted. */
const minus = () => (x: Local<'v128'>) => f32x4.neg(x.get());
/** a · b, and the gradient of all that is proportional. */
const product = () => (a: Local<'v128'>, b: Local<'v128'>) => f32x4.mul(a.get(), b.get());

/** x times a number. */
function times(k: Kernel, factor: number): VectorFunction {
  const constant = k.constant(factor);
  return (x) => f32x4.mul(x.get(), constant.get());
}

export const elementwiseTwins = [
  ...twinsOf(add, {
    forward: ({ a, b }, y) => [mapPart('add', [a, b], y, () => (p, q) => f32x4.add(p.get(), q.get()))],
    backward: (dy, { a: da, b: db }) => [
      ...some(da, (to) => copyPart('add', dy, to)),
      ...some(db, (to) => copyPart('add', dy, to)),
    ],
  }),
  ...twinsOf(relu, {
    forward: ({ x }, y) => [
      {
        ...mapPart('relu', [x], y, (k) => {
          const zero = k.constant(0);
          return (value) => f32x4.pmax(value.get(), zero.get());
        }),
        relu: { x, y },
      },
    ],
    backward: (dy, { x: dx }, { output: y }) =>
      some(dx, (to) =>
        gradientPart('relu', [dy, y], to, (k) => {
          const zero = k.constant(0);
          return (d, value) => v128.and(d.get(), f32x4.gt(value.get(), zero.get()));
        }),
      ),
  }),
  ...twinsOf(tanh, {
    forward: ({ x }, y) => [mapPart('tanh', [x], y, hyperbolicTangent, 2)],
    backward: (dy, { x: dx }, { output: y }) =>
      some(dx, (to) =>
        gradientPart('tanh', [dy, y], to, (k) => {
          const one = k.constant(1);
          return (d, value) => f32x4.mul(d.get(), f32x4.sub(one.get(), f32x4.mul(value.get(), value.get())));
        }),
      ),
  }),
  ...twinsOf(sigmoid, {
    forward: ({ x }, y) => [mapPart('sigmoid', [x], y, logistic, 2)],
    backward: (dy, { x: dx }, { output: y }) =>
      some(dx, (to) =>
        gradientPart('sigmoid', [dy, y], to, (k) => {
          const one = k.constant(1);
          return (d, value) => f32x4.mul(f32x4.mul(d.get(), value.get()), f32x4.sub(one.get(), value.get()));
        }),
      ),
  }),
  ...twinsOf(subtract, {
    forward: ({ a, b }, y) => [mapPart('subtract', [a, b], y, () => (p, q) => f32x4.sub(p.get(), q.get()))],
    backward: (dy, { a: da, b: db }) => [
      ...some(da, (to) => copyPart('subtract', dy, to)),
      ...some(db, (to) => gradientPart('subtract', [dy], to, minus)),
    ],
  }),
  ...twinsOf(negate, {
    forward: ({ x }, y) => [mapPart('negate', [x], y, minus)],
    backward: (dy, { x: dx }) => some(dx, (to) => gradientPart('negate', [dy], to, minus)),
  }),
  ...twinsOf(multiply, {
    forward: ({ a, b }, y) => [mapPart('multiply', [a, b], y, product)],
    backward: (dy, { a: da, b: db }, { a, b }) => [
      ...some(da, (to) => gradientPart('multiply', [dy, b], to, product)),
      ...some(db, (to) => gradientPart('multiply', [dy, a], to, product)),
    ],
  }),
  ...twinsOf(scale, {
    forward: ({ x }, y, _saved, { factor }) => [mapPart('scale', [x], y, (k) => times(k, factor))],
    backward: (dy, { x: dx }, _kept, { factor }) =>
      some(dx, (to) => gradientPart('scale', [dy], to, (k) => times(k, factor))),
  }),
  ...twinsOf(square, {
    forward: ({ x }, y) => [mapPart('square', [x], y, () => (value) => f32x4.mul(value.get(), value.get()))],
    backward: (dy, { x: dx }, { x }) =>
      some(dx, (to) =>
        gradientPart('square', [dy, x], to, () => (d, value) => {
          d.set(f32x4.mul(value.get(), d.get()));
          return f32x4.add(d.get(), d.get()); // 2x might overflow
        }),
      ),
  }),
  ...twinsOf(absolute, {
    forward: ({ x }, y) => [mapPart('absolute', [x], y, () => (value) => f32x4.abs(value.get()))],
    backward: (dy, { x: dx }, { x }) =>
      some(dx, (to) =>
        gradientPart('absolute', [dy, x], to, (k) => {
          const sign = signum(k);
          return (d, value) => f32x4.mul(sign(value), d.get());
        }),
      ),
  }),
  ...twinsOf(exp, {
    forward: ({ x }, y) => [mapPart('exp', [x], y, exponential, 2)],
    backward: (dy, { x: dx }, { output: y }) => some(dx, (to) => gradientPart('exp', [dy, y], to, product)),
  }),
  ...twinsOf(log, {
    forward: ({ x }, y) => [mapPart('log', [x], y, logarithm, 2)],
    backward: (dy, { x: dx }, { x }) =>
      some(dx, (to) => gradientPart('log', [dy, x], to, () => (d, value) => f32x4.div(d.get(), value.get()))),
  }),
];
