/**
 * Scores of labels as scikit-learn computed them, and how ours are compared with them.
 */
import { assert } from 'chai';
import * as room from '../../../src/metrics/index.ts';
import { peer } from '../../shared/values.ts';

/** Numbers, names of numbers that are not finite, and what is made of these. */
type Stored = number | string | boolean | null | Stored[] | { [key: string]: Stored };

/** One call. */
export interface Case {
  readonly score: string;
  readonly targets: never;
  readonly predictions: never;
  readonly options: Readonly<Record<string, Stored>>;
  readonly value: Stored;
  /** What is printed, for matrices and reports. */
  readonly text?: string;
  /** The error that scikit-learn raised in place of a value. */
  readonly raises?: string;
}

const all = peer<Record<string, Case[]>>('scores.json');

/** The calls of one family. */
export const casesOf = (family: string): readonly Case[] => all[family];

/** What stands for numbers that JSON lacks becomes those numbers. */
export function revive(value: Stored): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}

/** A call of ours. */
export function call({ score, targets, predictions, options }: Case): unknown {
  const functions = room as unknown as Record<string, (...given: unknown[]) => unknown>;
  return functions[score](targets, predictions, revive(options as Stored));
}

/** That every number is within 1e-12 of the other, relative to it where it is large, and NaN where it is NaN. */
export function assertSame(actual: unknown, expected: unknown, what: string): void {
  if (Array.isArray(expected)) {
    assert.isArray(actual, what);
    assert.lengthOf(actual as unknown[], expected.length, what);
    expected.forEach((part, i) => {
      assertSame((actual as unknown[])[i], part, `${what}[${i}]`);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    const [found, wanted] = [actual, expected] as Record<string, unknown>[];
    assert.sameMembers(Object.keys(found), Object.keys(wanted), what);
    for (const key of Object.keys(wanted)) assertSame(found[key], wanted[key], `${what}.${key}`);
  } else if (typeof expected === 'number' && Number.isFinite(expected)) {
    assert.isNumber(actual, what);
    const difference = Math.abs((actual as number) - expected);
    assert.isAtMost(
      difference,
      1e-12 * Math.max(1, Math.abs(expected)),
      `${what}: ${actual}, not ${expected}`,
    );
  } else {
    assert.deepEqual(actual, expected, what);
  }
}

/** A short name of a call, for messages. */
export const nameOf = ({ score, targets, predictions, options }: Case): string =>
  `${score}(${JSON.stringify(targets)}, ${JSON.stringify(predictions)}, ${JSON.stringify(options)})`;

/** What every family is held to: values of what scikit-learn computes, errors for what it refuses. */
export function itAgrees(family: string, read: (value: unknown) => unknown = (value) => value): void {
  const cases = casesOf(family);
  for (const score of new Set(cases.map((one) => one.score))) {
    const own = cases.filter((one) => one.score === score);
    const computed = own.filter(({ raises }) => raises === undefined);
    const refused = own.filter(({ raises }) => raises !== undefined);

    it(`${score} gives what scikit-learn gives, ${computed.length} times`, () => {
      assert.isAtLeast(computed.length, 20);
      for (const one of computed) assertSame(read(call(one)), revive(one.value), nameOf(one));
    });

    it(`${score} refuses what scikit-learn refuses, ${refused.length} times`, () => {
      assert.isAtLeast(refused.length, 7);
      for (const one of refused) {
        let error: unknown;
        try {
          call(one);
        } catch (thrown) {
          error = thrown;
        }
        assert.include(['ShapeError', 'ArgumentError'], (error as Error | undefined)?.name, nameOf(one));
        assert.match((error as Error).message, new RegExp(`^${score}: `), nameOf(one));
      }
    });
  }

  it('was tried sixty times at least', () => assert.isAtLeast(cases.length, 60));
}
