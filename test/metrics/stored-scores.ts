/**
 * scikit-learn's measures of scores as they are stored, and how results are held against them.
 */
import { assert } from 'chai';
import type { Label } from '../../src/metrics/index.ts';
import { assertRefused, peer } from '../shared/values.ts';

/** A stored result: numbers, in which texts stand for what is not finite; or what the peer raised. */
export type Stored = number | string | readonly Stored[] | { readonly [name: string]: Stored };

/** A binary problem with all its curves. */
export interface BinaryCase {
  readonly targets: readonly Label[];
  readonly scores: readonly (number | string)[];
  readonly options: { readonly posLabel?: Label; readonly sampleWeight?: readonly number[] };
  readonly counts: Stored;
  readonly roc: { readonly all: Stored; readonly dropped: Stored };
  readonly precisionRecall: { readonly all: Stored; readonly dropped: Stored };
  readonly det: { readonly all: Stored; readonly dropped: Stored };
  readonly rocAuc: Stored;
  readonly partial: readonly { readonly maxFpr: number; readonly value: Stored }[];
  readonly averagePrecision: Stored;
  readonly best:
    | { readonly raises: string }
    | {
        readonly scores: Readonly<Record<string, Stored>>;
        readonly costs: readonly { readonly [name: string]: Stored }[];
      };
}

/** One function with several options. */
export type Tries = readonly {
  readonly options: Readonly<Record<string, unknown>>;
  readonly value: Stored;
}[];

/** Targets, and scores or probabilities, with results. */
export interface Case {
  readonly targets: readonly never[];
  readonly [results: string]: unknown;
}

/** All that is stored. */
export const stored = peer<{
  readonly binary: readonly BinaryCase[];
  readonly classes: readonly (Case & { scores: number[][]; rocAuc: Tries; averagePrecision: Tries })[];
  readonly labels: readonly (Case & { scores: number[][]; rocAuc: Tries; averagePrecision: Tries })[];
  readonly probabilities: readonly (Case & { probabilities: never; logLoss: Tries; brier: Tries })[];
  readonly topK: readonly (Case & { scores: never; results: Tries })[];
  readonly calibration: readonly (Case & { probabilities: never; results: Tries })[];
  readonly areas: readonly { readonly x: number[]; readonly y: number[]; readonly value: Stored }[];
}>('curves.json');

const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** Stored scores as numbers. */
export function numbers(scores: readonly (number | string)[]): number[] {
  return scores.map((score) => (typeof score === 'string' ? NOT_FINITE[score] : score));
}

/** How many stored results were values, and how many were errors. */
export interface Seen {
  values: number;
  errors: number;
}

/** That a result is the stored one, or that an error is thrown where the peer raised one. */
export function assertStored(work: () => unknown, expected: Stored, what: string, seen?: Seen): void {
  if (typeof expected === 'object' && 'raises' in expected) {
    try {
      assertRefused(work, 'ArgumentError');
    } catch {
      try {
        assertRefused(work, 'ShapeError');
      } catch (error) {
        assert.fail(`${what}: the peer raises ${expected.raises}; ${(error as Error).message}`);
      }
    }
    if (seen !== undefined) seen.errors++;
    return;
  }
  let found: unknown;
  try {
    found = work();
  } catch (error) {
    assert.fail(`${what}: the peer gives ${JSON.stringify(expected)}; ${(error as Error).message}`);
  }
  assertSame(found, expected, what);
  if (seen !== undefined) seen.values++;
}

/** Equal to 1e-12, relative above 1; NaN equals NaN. */
export function assertSame(found: unknown, expected: Stored, what: string): void {
  if (typeof expected === 'object') {
    assert.deepEqual(Object.keys(found as object).sort(), Object.keys(expected).sort(), what);
    for (const [key, value] of Object.entries(expected)) {
      assertSame((found as Record<string, unknown>)[key], value, `${what} ${key}`);
    }
    return;
  }
  const value = typeof expected === 'string' ? NOT_FINITE[expected] : expected;
  const near = Math.abs((found as number) - value) <= 1e-12 * Math.max(1, Math.abs(value));
  if (!near && !Object.is(found, value)) assert.fail(`${what}: expected ${value}, received ${found}`);
}

/** Where weights leave one class no row, scikit-learn finds one point of the curve up to maxFpr; without maxFpr it gives NaN. */
export const isCrash = (value: Stored) => JSON.stringify(value).includes('At least 2 points are needed');
