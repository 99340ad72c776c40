/**
 * The functions of vectors against those of `Math`, over the whole range of floats.
 */
import { assert } from 'chai';
import { erf } from '../../src/autograd/ops/shared/normal.ts';
import {
  geluArgument,
  logisticAndSlope,
  mishShare,
  normal,
  softplusFunction,
} from '../../src/simd/kernels/shared/activation-functions.ts';
import {
  clampedExponential,
  exponential,
  exponentialMinusOne,
  hyperbolicTangent,
  logarithm,
  logistic,
  logarithmOfOnePlus,
  normalLogarithm,
  signum,
} from '../../src/simd/kernels/shared/functions.ts';
import type { Local } from '../../src/simd/assembler/index.ts';
import type { Kernel } from '../../src/simd/kernel.ts';
import type { Mode } from '../../src/simd/mode.ts';
import { modes } from './trial.ts';
import { apply, type Maker, spread, unitInTheLastPlace } from './vector-functions.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

interface Case {
  readonly name: string;
  readonly make: Maker;
  readonly exact: (x: number) => number;
  readonly range: readonly [number, number];
  /** Most units in the last place that its docstring allows. */
  readonly error: (mode: Mode) => number;
  /** Numbers for which it must give just this. */
  readonly special: readonly (readonly [x: number, y: number])[];
}

/** One of several results. */
function of<N extends string>(
  make: (k: Kernel) => (x: Local<'v128'>) => Readonly<Record<N, Local<'v128'>>>,
  name: N,
): Maker {
  return (k) => {
    const all = make(k);
    return (x) => all(x)[name].get();
  };
}

const cases: readonly Case[] = [
  {
    name: 'e^x, clamped',
    make: clampedExponential,
    exact: Math.exp,
    range: [-87.3365, 88.7228],
    error: () => 1.1,
    special: [
      [nan, nan],
      [0, 1],
      [-0, 1],
    ],
  },
  {
    name: 'e^x',
    make: exponential,
    exact: Math.exp,
    range: [-87.3365, 88.7228],
    error: () => 1.1,
    special: [
      [nan, nan],
      [infinity, infinity],
      [-infinity, 0],
      [88.73, infinity],
      [-87.34, 0],
      [-0, 1],
    ],
  },
  {
    name: 'ln x of normal numbers',
    make: normalLogarithm,
    exact: Math.log,
    range: [2 ** -126, 3.4e38],
    error: () => 1,
    special: [
      [nan, nan],
      [infinity, nan],
      [1, 0],
    ],
  },
  {
    name: 'ln x',
    make: logarithm,
    exact: Math.log,
    range: [2 ** -149, 3.4e38],
    error: () => 1.1,
    special: [
      [nan, nan],
      [infinity, infinity],
      [0, -infinity],
      [-0, -infinity],
      [-1, nan],
      [-infinity, nan],
      [-1e-40, nan],
      [1, 0],
    ],
  },
  {
    name: 'ln (1 + x)',
    make: logarithmOfOnePlus,
    exact: Math.log1p,
    range: [0, 1],
    error: () => 1.7,
    special: [
      [nan, nan],
      [0, 0],
    ],
  },
  {
    name: 'tanh x',
    make: hyperbolicTangent,
    exact: Math.tanh,
    range: [-30, 30],
    error: ({ fma }) => (fma ? 5 : 6.5),
    special: [
      [nan, nan],
      [infinity, 1],
      [-infinity, -1],
      [9, 1],
      [-3e38, -1],
      [0, 0],
      [-0, -0],
    ],
  },
  {
    name: '1 / (1 + e^-x)',
    make: logistic,
    exact: (x) => 1 / (1 + Math.exp(-x)),
    range: [-87, 3e38],
    error: () => 2.5,
    special: [
      [nan, nan],
      [infinity, 1],
      [0, 0.5],
      [-0, 0.5],
    ],
  },
  {
    name: 'e^x − 1',
    make: exponentialMinusOne,
    exact: Math.expm1,
    range: [-100, 0],
    error: () => 1,
    special: [
      [nan, nan],
      [-infinity, -1],
      [0, 0],
      [-(2 ** -100), -(2 ** -100)],
    ],
  },
  {
    name: 'softplus',
    make: softplusFunction,
    exact: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    range: [-87, 3e38],
    error: () => 2.5,
    special: [
      [nan, nan],
      [infinity, infinity],
    ],
  },
  {
    name: '1 / (1 + e^-x), to 0',
    make: of(logisticAndSlope, 'value'),
    exact: (x) => 1 / (1 + Math.exp(-x)),
    range: [-87, 3e38],
    error: () => 2.5,
    special: [
      [nan, nan],
      [infinity, 1],
      [-infinity, 0],
      [-88, 0],
      [-0, 0.5],
    ],
  },
  {
    name: 'the slope of 1 / (1 + e^-x)',
    make: of(logisticAndSlope, 'slope'),
    exact: (x) => Math.exp(-Math.abs(x)) / (1 + Math.exp(-Math.abs(x))) ** 2,
    range: [-87, 87],
    error: () => 4.5,
    special: [
      [nan, nan],
      [infinity, 0],
      [-infinity, 0],
      [3e38, 0],
      [0, 0.25],
    ],
  },
  {
    name: 'Φ(x) above 0',
    make: of(normal, 'share'),
    exact: (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)),
    range: [0, 3e38],
    error: () => 4,
    special: [
      [nan, nan],
      [infinity, 1],
      [-infinity, 0],
      [-3e38, 0],
    ],
  },
  {
    name: 'e^(−x²/2)',
    make: of(normal, 'bell'),
    exact: (x) => Math.exp((-x * x) / 2),
    range: [-4, 4],
    error: () => 7,
    special: [
      [nan, nan],
      [infinity, 0],
      [3e38, 0],
      [0, 1],
    ],
  },
  {
    name: 'tanh(softplus(x))',
    make: of(mishShare, 'share'),
    exact: (x) => Math.tanh(Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0)),
    range: [-86, 3e38],
    error: () => 4,
    special: [
      [nan, nan],
      [infinity, 1],
      [-infinity, 0],
    ],
  },
  {
    name: 'the argument of gelu’s approximation',
    make: of(geluArgument, 'argument'),
    exact: (x) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3),
    range: [-1e12, 1e12],
    error: () => 3.5,
    special: [
      [nan, nan],
      [infinity, infinity],
      [-infinity, -infinity],
      [3e38, infinity],
    ],
  },
  {
    name: 'the sign of x',
    make: signum,
    exact: Math.sign,
    range: [-infinity, infinity],
    error: () => 0,
    special: [
      [nan, nan],
      [infinity, 1],
      [-infinity, -1],
      [0, 0],
      [-0, -0],
    ],
  },
];

/** The largest error in units in the last place, and where it is. */
function largestError(
  { make, exact, range }: Case,
  mode: Mode,
): { readonly error: number; readonly at: number } {
  const [low, high] = range;
  const steps = Array.from({ length: 200_000 }, (_, i) => {
    const [from, to] = [Math.max(low, -100), Math.min(high, 100)];
    return from + ((to - from) * i) / 200_000;
  });
  const x = Float32Array.from([...spread(low, high, 1500), ...steps]);
  const y = apply(make, x, mode);
  let [error, at] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const value = exact(x[i]);
    const own = Math.abs(y[i] - value) / unitInTheLastPlace(value);
    if (own <= error) continue;
    error = own;
    at = x[i];
  }
  return { error, at };
}

function checkSpecial({ make, special }: Case, mode: Mode): void {
  const x = Float32Array.from(special, ([x]) => x);
  for (const [i, y] of apply(make, x, mode).entries()) {
    assert.isTrue(Object.is(y, special[i][1]), `of ${x[i]}: expected ${special[i][1]}, received ${y}`);
  }
}

for (const [name, mode] of modes) {
  describe(`functions of vectors, ${name}`, () => {
    for (const one of cases) {
      it(`${one.name} is as near as its docstring says`, () => {
        const { error, at } = largestError(one, mode);
        assert.isAtMost(error, one.error(mode), `at ${at}`);
      });
      it(`${one.name} of special numbers`, () => checkSpecial(one, mode));
    }
  });
}

describe('Φ(x) below 0', () => {
  /** The continued fraction, which loses nothing of a small share as 1 − erf does. */
  const tail = (x: number): number => {
    const z = -x * Math.SQRT1_2;
    if (z < 2) return 0.5 * (1 - erf(z));
    let fraction = z;
    for (let k = 60; k >= 1; k--) fraction = z + k / 2 / fraction;
    return (0.5 * Math.exp(-z * z)) / (fraction * Math.sqrt(Math.PI));
  };
  for (const [name, mode] of modes) {
    it(`is as near as its docstring says, ${name}`, () => {
      const x = spread(-13, -1e-6, 1500);
      for (const [i, y] of apply(of(normal, 'share'), x, mode).entries()) {
        const value = tail(x[i]);
        assert.isAtMost(Math.abs(y - value), (x[i] ** 2 + 7) * unitInTheLastPlace(value), `at ${x[i]}`);
      }
    });
  }
});

describe('these checks catch', () => {
  const [, mode] = modes[0];
  const other = { ...cases[0], exact: (x: number) => Math.exp(x) * (1 + 2e-7) };
  it('an error in the last digits', () => assert.isAbove(largestError(other, mode).error, 1.1));
  it('an infinity that is none', () => {
    const clamped = { ...cases[1], make: clampedExponential };
    assert.throws(() => checkSpecial(clamped, mode), 'of Infinity');
  });
  it('a wrong result for denormal numbers', () => {
    const normal = { ...cases[3], make: normalLogarithm };
    assert.isAbove(largestError(normal, mode).error, 1e6);
  });
});
