/**
 * Trainings of scikit-learn's perceptrons, from `test/peers/mlp.json`, made again by this library's.
 */
import { readFileSync } from 'node:fs';
import { optdigits } from '../../src/datasets/index.ts';
import { MLPClassifier, MLPRegressor } from '../../src/estimators/index.ts';
import { type DType, type Floats, Tensor, tensor } from '../../src/tensor/index.ts';

export interface Table {
  readonly shape: readonly number[];
  /** Whole, or told by two sums: plain, and Σ value · cos(place). */
  readonly values?: readonly unknown[];
  readonly sum?: number;
  readonly weighted?: number;
}

type Stored = number | 'Infinity' | '-Infinity' | 'NaN';

export interface PeerTraining {
  readonly name: string;
  readonly estimator: 'classifier' | 'regressor';
  readonly data: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly calls: readonly {
    readonly method: 'fit' | 'partial_fit';
    readonly first: number;
    readonly last: number;
    readonly weights: string | null;
    readonly classes: readonly (string | number)[] | null;
  }[];
  readonly nIter: number;
  readonly t: number;
  readonly loss: number;
  readonly lossCurve: readonly number[];
  readonly bestLoss: Stored | null;
  readonly validationScores: readonly number[] | null;
  readonly bestValidationScore: Stored | null;
  readonly outActivation: string;
  readonly coefs: readonly Table[];
  readonly intercepts: readonly Table[];
  readonly score: number;
  readonly predictions: readonly unknown[];
  readonly classes?: readonly unknown[];
  readonly probabilities?: readonly number[];
}

interface PeerFile {
  readonly data: Readonly<Record<string, { readonly x: Table; readonly t: Table }>>;
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly PeerTraining[];
  readonly minima: readonly {
    readonly name: string;
    readonly estimator: 'classifier' | 'regressor';
    readonly data: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly weights: string | null;
    readonly loss: number;
    readonly nIter: number;
    readonly score: number;
  }[];
}

const file = new URL('../../../test/peers/mlp.json', import.meta.url); // from build/test/estimators/

/** What scikit-learn has made. */
export const peer: PeerFile = JSON.parse(readFileSync(file, 'utf8'));

/** A number as it was before JSON. */
export function numberOf(value: Stored | null): number | null {
  return value === null ? null : Number(value);
}

/** The rows of a case: x in Float64, and t as a user has it, a Tensor or a list of labels. */
export function dataOf(name: string): { readonly x: Tensor; readonly t: Tensor | readonly unknown[] } {
  const [kind, part, rows] = name.split(' ');
  if (kind === 'digits') {
    const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, dtype: 'float64' });
    const [x, t] = part === 'train' ? [xTrain, tTrain] : [xTest, tTest];
    const last = rows === undefined ? x.shape[0] : Number(rows);
    return { x: rowsOf(x, 0, last), t: rowsOf(t, 0, last) };
  }
  const { x, t } = peer.data[name];
  const numbers = tensor(x.values as readonly number[], { shape: x.shape, dtype: 'float64' });
  if (typeof t.values![0] !== 'number') return { x: numbers, t: t.values! };
  return {
    x: numbers,
    t: tensor(t.values as readonly number[], { shape: t.shape, dtype: 'float64' }),
  };
}

/** Rows from `first` on, before `last`. */
export function rowsOf<V extends Tensor | readonly unknown[]>(values: V, first: number, last: number): V {
  if (!(values instanceof Tensor)) return values.slice(first, last) as unknown as V;
  const width = values.data.length / values.shape[0];
  const data: Floats = values.data.slice(first * width, last * width);
  return new Tensor(data, [last - first, ...values.shape.slice(1)]) as V;
}

/** The estimator of a case, as its calls have trained it. */
export function trained(
  { estimator, data, options, calls }: PeerTraining,
  dtype: DType = 'float64',
): MLPClassifier | MLPRegressor {
  const given = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      value === 'Infinity' ? Number.POSITIVE_INFINITY : value,
    ]),
  );
  const made = estimator === 'classifier' ? MLPClassifier(given) : MLPRegressor(given);
  const model = made as MLPClassifier;
  const { x: wide, t } = dataOf(data);
  const x = tensor(wide, { dtype });
  for (const { method, first, last, weights, classes } of calls) {
    const sampleWeight = weights === null ? {} : { sampleWeight: peer.weights[weights].slice(first, last) };
    const xs = rowsOf(x, first, last);
    const ts = rowsOf(t, first, last) as never;
    if (method === 'fit') model.fit(xs, ts, sampleWeight);
    else if (classes === null) model.partialFit(xs, ts, sampleWeight);
    else model.partialFit(xs, ts, { ...sampleWeight, classes });
  }
  return made;
}
