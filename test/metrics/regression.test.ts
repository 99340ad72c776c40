/**
 * Errors and scores of regression against scikit-learn, and what they refuse.
 */
import { assert } from 'chai';
import * as metrics from '../../src/metrics/index.ts';
import { Tensor, type TensorLike, tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic, peer } from '../shared/values.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface Case {
  readonly name: string;
  readonly targets: Stored;
  readonly predictions: Stored;
  readonly options: object;
  readonly results: Readonly<Record<Name, number | string | readonly (number | string)[]>>;
}

const ERRORS = [
  'meanAbsoluteError',
  'meanSquaredError',
  'rootMeanSquaredError',
  'meanAbsolutePercentageError',
  'meanSquaredLogarithmicError',
  'rootMeanSquaredLogarithmicError',
  'medianAbsoluteError',
] as const;
const SCORES = ['r2Score', 'explainedVarianceScore'] as const;
type Name = (typeof ERRORS)[number] | (typeof SCORES)[number] | 'maxError';
const all = [...ERRORS, ...SCORES, 'maxError'] as const;

type Score = (targets: TensorLike, predictions: TensorLike, options?: object) => number | number[];
const named = { ...metrics };
const score = (name: Name): Score => named[name] as Score;

const { cases } = peer<{ cases: Case[] }>('regression.json');
const float64 = ({ shape, values }: Stored) => new Tensor(Float64Array.from(values), shape);
/** The nested arrays of a stored tensor. */
const nested = (stored: Stored) => float64(stored).toArray() as number[] | number[][];

/** Equal to 1e-12 of the expected number, or the same number that is not finite. */
function assertSame(found: number, stored: number | string, what: string): void {
  const expected = Number(stored);
  if (!Number.isFinite(expected)) assert.equal(String(found), String(expected), what);
  else assert.isAtMost(Math.abs(found - expected), 1e-12 * Math.max(1e-3, Math.abs(expected)), what);
}

describe('scores of regression', () => {
  for (const name of all) {
    it(`${name} is scikit-learn's`, () => {
      const own = cases.filter(({ results }) => name in results);
      assert.isAtLeast(own.length, name === 'maxError' ? 30 : 60);
      for (const { name: what, targets, predictions, options, results } of own) {
        const expected = results[name];
        // Roots ignore the count of weights there.
        if (what === 'weights for one output' && name.startsWith('root')) continue;
        const work = () => score(name)(float64(targets), float64(predictions), options);
        if (expected === 'raises') {
          assert.throws(work, `${name}`, undefined, what);
          continue;
        }
        // Of a single row scikit-learn forgets the list.
        const found = work();
        const list = Array.isArray(expected) ? expected : [expected];
        if (!(Array.isArray(found) && !Array.isArray(expected)))
          assert.equal(Array.isArray(found), Array.isArray(expected), what);
        const numbers = Array.isArray(found) ? found : [found];
        numbers.forEach((number, j) => {
          assertSame(number, list[j] ?? list[0], `${what}, ${j}`);
        });
      }
    });

    it(`${name} takes nested arrays, typed arrays and columns`, () => {
      const { targets, predictions } = cases[13];
      const expected = score(name)(float64(targets), float64(predictions));
      const column = (stored: Stored) =>
        new Tensor(Float64Array.from(stored.values), [stored.values.length, 1]);
      for (const [t, y] of [
        [nested(targets), nested(predictions)],
        [Float64Array.from(targets.values), nested(predictions)],
        [column(targets), nested(predictions)],
        [float64(targets), column(predictions)],
        [column(targets), column(predictions)],
      ]) {
        assert.equal(score(name)(t, y), expected);
      }
    });

    it(`${name} refuses what does not fit, never broadcasts`, () => {
      const refuse = (t: unknown, y: unknown, kind: string, ...words: string[]) =>
        assertRefused(() => score(name)(t as never, y as never), kind, `${name}: `, ...words);
      refuse(
        [1, 2],
        [1, 2, 3],
        'ShapeError',
        'differ in shape; expected predictions [2], as the targets, received [3].',
      );
      refuse(
        [[1], [2]],
        [[1, 2]],
        'ShapeError',
        'expected predictions [2, 1], as the targets, received [1, 2].',
      );
      refuse(
        [1, 2],
        3,
        'ShapeError',
        'these are not rows of numbers; expected predictions [rows] or [rows, outputs], received []',
      );
      refuse([[[1]]], [1], 'ShapeError', 'expected targets [rows] or [rows, outputs], received [1, 1, 1].');
      refuse([], [], 'ArgumentError', 'there are no targets.');
      refuse(
        [1, Number.NaN],
        [1, 2],
        'ArgumentError',
        'targets[1] is not finite; expected a finite number, received NaN.',
      );
      refuse(
        [[1, 2]],
        [[1, Infinity]],
        'ArgumentError',
        'predictions[0][1] is not finite; expected a finite number, received Infinity.',
      );
      refuse(
        ['a', 'b'],
        [1, 2],
        'ArgumentError',
        "targets[0] is no number; expected a number, received 'a'.",
      );
      refuse(undefined, [1, 2], 'ArgumentError', 'targets are not numbers;');
    });
  }

  for (const name of [...ERRORS, ...SCORES]) {
    it(`${name} refuses options that are none`, () => {
      const refuse = (options: object, kind: string, ...words: string[]) =>
        assertRefused(
          () =>
            score(name)(
              [
                [1, 2],
                [3, 5],
              ],
              [
                [1, 3],
                [4, 5],
              ],
              options,
            ),
          kind,
          `${name}: `,
          ...words,
        );
      refuse({ sample_weight: [1, 1] }, 'ArgumentError', "Did you mean 'sampleWeight'?");
      refuse({ multiOutput: 'raw_values' }, 'ArgumentError', "Did you mean 'multioutput'?");
      refuse(
        { multioutput: 'rawValues' },
        'ArgumentError',
        "unknown multioutput; expected one of 'raw_values', 'uniform_average'",
        "Did you mean 'raw_values'?",
      );
      refuse({ multioutput: 3 }, 'ArgumentError', 'multioutput is not usable; expected', 'received 3.');
      refuse({ multioutput: null }, 'ArgumentError', 'multioutput is not usable', 'received null.');
      refuse({ multioutput: ['a', 'b'] }, 'ArgumentError', "received ['a', 'b'].");
      refuse(
        { multioutput: [1, 2, 3] },
        'ShapeError',
        'expected 2 weights, one for each output, received 3.',
      );
      refuse({ multioutput: [1, -1] }, 'ArgumentError', 'all weights are 0, or they sum to 0');
      refuse({ sampleWeight: [1] }, 'ShapeError', 'sampleWeight');
      refuse({ sampleWeight: [1, -1] }, 'ArgumentError', 'sampleWeight[1] is no weight');
    });
  }

  it('errors have no variance to weight by, and scores have', () => {
    const t = [
      [1, 2],
      [3, 5],
    ];
    for (const name of ERRORS) {
      assertRefused(
        () => score(name)(t, t, { multioutput: 'variance_weighted' }),
        'ArgumentError',
        `${name}: unknown multioutput`,
      );
      assertRefused(
        () => score(name)(t, t, { forceFinite: true }),
        'ArgumentError',
        `${name}: unknown option`,
      );
    }
    for (const name of SCORES) {
      assert.equal(score(name)(t, t, { multioutput: 'variance_weighted' }), 1);
      assertRefused(
        () => score(name)(t, t, { forceFinite: 1 }),
        'ArgumentError',
        `${name}: forceFinite is not usable`,
      );
    }
  });

  it('a target that no logarithm takes is named', () => {
    assertRefused(
      () => metrics.meanSquaredLogarithmicError([0.2, -1], [0.3, 0.4]),
      'ArgumentError',
      'a target has no logarithm of 1 + its value; expected numbers > -1, received -1.',
    );
    assertRefused(
      () => metrics.rootMeanSquaredLogarithmicError([0.2, 1], [0.3, -1.4]),
      'ArgumentError',
      'rootMeanSquaredLogarithmicError: a prediction has',
      'received -1.4.',
    );
  });

  it('maxError is of one output', () => {
    assertRefused(
      () => metrics.maxError([[1, 2]], [[1, 2]]),
      'ShapeError',
      'maxError: there are several outputs; expected one, received 2. Take one column at a time.',
    );
  });

  it('equal targets are constant, whatever the rounding of their mean', () => {
    for (let rows = 2; rows < 40; rows++) {
      const targets = generic(rows, [0.7, 0.7]);
      const predictions = generic(rows, [0.5, 0.9]);
      const sampleWeight = generic(rows, [0.1, 2]);
      for (const name of SCORES) {
        assert.equal(score(name)(targets, predictions, { sampleWeight }), 0);
        assert.equal(score(name)(targets, targets, { sampleWeight }), 1);
        assert.equal(score(name)(targets, predictions, { forceFinite: false }), Number.NEGATIVE_INFINITY);
      }
    }
  });

  it('a weight of 2 is a row twice', () => {
    const [t, y] = [generic(9, [0, 5]), generic(9, [0, 5], { seed: 2 })];
    const twice = (values: number[]) => [...values, values[2], values[5]];
    const sampleWeight = t.map((_, i) => (i === 2 || i === 5 ? 2 : 1));
    for (const name of [...ERRORS, ...SCORES]) {
      const expected = score(name)(twice(t), twice(y)) as number;
      assert.closeTo(score(name)(t, y, { sampleWeight }) as number, expected, 1e-14, name);
    }
  });

  it('types tell lists from numbers', () => {
    const list: number[] = metrics.r2Score(
      [
        [1, 2],
        [3, 5],
      ],
      [
        [1, 3],
        [4, 5],
      ],
      { multioutput: 'raw_values' },
    );
    const one: number = metrics.r2Score(tensor([1, 3]), tensor([1, 4]));
    assert.deepEqual([list.length, typeof one], [2, 'number']);
  });
});
