/**
 * The checks that every initializer must pass. Each takes a maker under its name and throws if it finds a fault.
 */
import { assert } from 'chai';
import type { Initializer } from '../../src/nn/index.ts';
import { randomStream } from '../../src/random/index.ts';
import { type Shape, size } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

/** An initializer's maker, and the name by which it is found. */
export interface Named {
  readonly name: string;
  readonly make: (options?: { readonly seed?: number }) => Initializer;
}

/** Four and a half standard errors: a sound initializer exceeds them once in 150,000 seeds, and seeds are fixed. */
const ERRORS = 4.5;
const DRAWS = 2500;
/** What rounding may do to a variance that is exact. */
const ROUNDING = 1e-12;

const SHAPES: readonly Shape[] = [[7, 4], [3, 12], [9]];

const stream = (seed: number) => randomStream(seed, 'init');
const values = (initializer: Initializer, shape: Shape, seed = 5): number[] =>
  Array.from(initializer.values(shape, stream(seed)));

/** The shapes that the initializer takes: some want a matrix. */
function shapesOf(initializer: Initializer): Shape[] {
  return SHAPES.filter((shape) => {
    if (shape.length === 2) return true;
    try {
      initializer.values(shape, stream(1));
      return true;
    } catch (error) {
      assert.equal((error as Error).name, 'ShapeError');
      assert.include((error as Error).message, `${initializer.name}: `);
      return false;
    }
  });
}

const isDrawn = (initializer: Initializer) =>
  String(values(initializer, [7, 4], 5)) !== String(values(initializer, [7, 4], 6));

/** Mean of the products of pairs: with the numbers themselves, their mean square. */
function product(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum / x.length;
}

function mean(x: readonly number[]): number {
  let sum = 0;
  for (const value of x) sum += value;
  return sum / x.length;
}

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(named: Named): void }[] = [
  {
    name: 'values have the mean and the variance that are claimed',
    check({ make }) {
      const initializer = make();
      for (const shape of shapesOf(initializer)) {
        const claims = initializer.claims(shape);
        if (claims === null) continue;
        const random = stream(21);
        const drawn = Array.from({ length: DRAWS }, () =>
          Array.from(initializer.values(shape, random)),
        ).flat();
        const { length } = drawn;
        const squares = drawn.map((value) => (value - claims.mean) * (value - claims.mean));
        const [average, variance, kurtosis] = [mean(drawn), mean(squares), product(squares, squares)];
        const error = {
          mean: Math.sqrt(variance / length),
          variance: Math.sqrt(Math.max(0, kurtosis - variance ** 2) / length),
        };
        assert.isAtMost(Math.abs(average - claims.mean), ERRORS * error.mean + ROUNDING, `mean of ${shape}`);
        assert.isAtMost(
          Math.abs(variance - claims.variance),
          ERRORS * error.variance + ROUNDING,
          `variance of ${shape}`,
        );
      }
    },
  },
  {
    name: 'values are drawn one by one: no place is like its neighbour or another draw, and all places are alike',
    check({ make }) {
      const initializer = make();
      if (!isDrawn(initializer)) return;
      for (const shape of shapesOf(initializer)) {
        const claims = initializer.claims(shape);
        if (claims === null) continue;
        const random = stream(22);
        const spread = Math.sqrt(claims.variance);
        const drawn = Array.from({ length: DRAWS }, () =>
          Array.from(initializer.values(shape, random), (value) => (value - claims.mean) / spread),
        );
        const count = size(shape);
        const bound = ERRORS / Math.sqrt(DRAWS);
        for (let place = 0; place < count; place++) {
          const at = drawn.map((draw) => draw[place]);
          const next = drawn.map((draw) => draw[(place + 1) % count]);
          const later = [...at.slice(1), at[0]];
          assert.isAtMost(Math.abs(mean(at)), bound, `mean at ${place}`);
          assert.isAtMost(Math.abs(product(at, at) - 1), 2 * bound, `variance at ${place}`);
          assert.isAtMost(Math.abs(product(at, next)), bound, `neighbours at ${place}`);
          assert.isAtMost(Math.abs(product(at, later)), bound, `two draws at ${place}`);
        }
      }
    },
  },
  {
    name: 'there is a finite number for every place, and the stream goes on from draw to draw',
    check({ make }) {
      const initializer = make();
      for (const shape of shapesOf(initializer)) {
        const random = stream(5);
        const [first, second] = [1, 2].map(() => Array.from(initializer.values(shape, random)));
        assert.equal(first.length, size(shape));
        assert.isTrue(first.every(Number.isFinite));
        assert.equal(String(first) !== String(second), isDrawn(initializer));
      }
    },
  },
  {
    name: 'the same seed gives the same values',
    check({ make }) {
      for (const shape of shapesOf(make())) {
        assert.deepEqual(values(make(), shape), values(make(), shape));
        const initializer = make();
        assert.deepEqual(values(initializer, shape), values(initializer, shape), 'of one initializer');
      }
    },
  },
  {
    name: 'a seed of its own gives it a stream of its own, and leaves the other where it is',
    check({ make }) {
      const initializer = make({ seed: 34 });
      for (const shape of shapesOf(initializer)) {
        const random = stream(5);
        const before = random.state();
        const own = Array.from(initializer.values(shape, random));
        assert.deepEqual(random.state(), before);
        assert.deepEqual(values(initializer, shape, 6), own);
        assert.deepEqual(values(make({ seed: 34 }), shape), own);
        assert.deepEqual(own, values(make(), shape, 34), 'its seed is that of a model with the same');
        assert.equal(String(values(make({ seed: 35 }), shape)) !== String(own), isDrawn(make()));
      }
    },
  },
  {
    name: 'it has its name, and tells its options as JSON makes it again',
    check({ name, make }) {
      const initializer = make();
      assert.deepEqual(
        [initializer.kind, initializer.name, String(initializer)],
        ['initializer', name, name],
      );
      for (const made of [initializer, make({ seed: 34 })]) {
        const read = JSON.parse(JSON.stringify(made)) as { name: string; options: object };
        assert.equal(read.name, name);
        assert.deepEqual(read.options, made.options);
        const again = make(read.options);
        for (const shape of shapesOf(made)) assert.deepEqual(values(again, shape), values(made, shape));
        assert.deepEqual(again.options, made.options);
      }
    },
  },
  {
    name: 'options that do not exist, bad seeds and values by place are refused by name',
    check({ name, make }) {
      const wrong = (options: unknown, message: string) =>
        assertRefused(() => make(options as never), 'ArgumentError', `${name}: ${message}`);
      const options = Object.entries(make().options);
      const names = [...options.map(([option]) => option), 'seed'].map((option) => `'${option}'`).join(', ');
      wrong({ sead: 3 }, `unknown option; expected one of ${names}, received 'sead'. Did you mean 'seed'?`);
      for (const bad of [-1, 2.5, Number.NaN, '7', null]) {
        wrong({ seed: bad }, 'seed is not usable; expected a whole number >= 0, received ');
      }
      for (const bad of [0.3, 'x', null])
        wrong(bad, 'the options are not an object; expected { option: value }');
      for (const [option, value] of options) {
        const problem =
          typeof value === 'number' ? `${option} is not usable; expected a number` : `unknown ${option};`;
        wrong({ [option]: Number.NaN }, problem);
      }
    },
  },
];
