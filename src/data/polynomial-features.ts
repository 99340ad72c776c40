/**
 * Products of columns: what a linear model needs to see curves and interactions.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import { storage, Tensor, type TensorLike } from '../tensor/index.ts';
import { configOf, readParts, type TransformerConfig } from './shared/config.ts';
import { fitted, toTable } from './shared/table.ts';

/** Which products PolynomialFeatures gives. */
export interface PolynomialFeaturesOptions {
  /** The highest degree, or the lowest and the highest: whole numbers from 0 on. Default 2. */
  readonly degree?: number | readonly [min: number, max: number];
  /** Whether each column stands at most once in a product. Default false. */
  readonly interactionOnly?: boolean;
  /** Whether the first column is ones, the product of no columns. Default true. */
  readonly includeBias?: boolean;
}

/** PolynomialFeatures as plain data. */
export type PolynomialFeaturesConfig = TransformerConfig<
  'PolynomialFeatures',
  Required<PolynomialFeaturesOptions>,
  { readonly columns: number }
>;

/** What multiplies the columns of a table. */
export interface PolynomialFeatures {
  /** `powers[j][k]`: the power of column k in product j. @throws StateError before `fit` */
  readonly powers: readonly (readonly number[])[];
  /** Learns how many columns there are, and gives itself back. */
  fit(x: TensorLike): PolynomialFeatures;
  /** The products of x [rows, columns]. @throws StateError before `fit`; ShapeError for other columns than `fit` saw */
  transform(x: TensorLike): Tensor;
  /** `fit`, then `transform`, of the same rows. */
  fitTransform(x: TensorLike): Tensor;
  /**
   * The products in words, '1', 'x0', 'x0^2', 'x0 x1'.
   *
   * @param names of the columns; by default 'x0', 'x1', …
   * @throws StateError before `fit`; ShapeError for another number of names
   */
  getFeatureNamesOut(names?: readonly string[]): string[];
  /** Options and what was learned as plain data, ready for JSON; `transformerFromConfig` makes it again. */
  toConfig(): PolynomialFeaturesConfig;
}

/**
 * All products of the columns up to a degree: of a and b up to 2 they are 1, a, b, a², ab, b².
 *
 * Scale after it, not before: products of scaled columns are no longer scaled.
 *
 * Shapes: x [rows, columns] -> y [rows, products]
 * @param options `degree` (default 2), `interactionOnly` (default false), `includeBias` (default true)
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `powers`, `getFeatureNamesOut`, `toConfig`. Results are
 * float64 of a Tensor of that format, else float32
 * @throws ArgumentError for other options, if no product is left or more than 2²⁰ are; its methods: StateError before `fit`, ShapeError
 * if x is no table of the columns that `fit` saw, ArgumentError for NaN or Infinity, naming row and column
 * Peers: scikit-learn's PolynomialFeatures, in its order: by degree, then by columns; `includeBias` counts whatever the
 * lowest degree. A Dense layer has a bias of its own: `includeBias: false` before it.
 * @example
 * const products = PolynomialFeatures({ degree: 2, includeBias: false });
 * products.fitTransform([[2, 3], [5, -1]]).toArray(); // [[2, 3, 4, 6, 9], [5, -1, 25, -5, 1]]
 * products.getFeatureNamesOut(['a', 'b']); // ['a', 'b', 'a^2', 'a b', 'b^2']
 */
export function PolynomialFeatures(
  options: PolynomialFeaturesOptions = {},
  learned: PolynomialFeaturesConfig['learned'] = null,
): PolynomialFeatures {
  const who = 'PolynomialFeatures';
  const defaults: Required<PolynomialFeaturesOptions> = {
    degree: 2,
    interactionOnly: false,
    includeBias: true,
  };
  const { degree, interactionOnly, includeBias } = readOptions(who, defaults, options);
  flag(who, 'interactionOnly', interactionOnly);
  flag(who, 'includeBias', includeBias);
  const [min, max] = checkDegree(who, degree, includeBias);
  let found: Found | null = null;
  if (learned !== null && learned !== undefined) {
    const { columns } = readParts(who, learned, ['columns']);
    found = find(who, wholeNumber(who, 'learned.columns', columns));
  }

  /** The products of so many columns, each as the list of its factors. */
  function find(speaker: string, columns: number): Found {
    const least = Math.max(1, min);
    const most = interactionOnly ? Math.min(max, columns) : max;
    let count = 0;
    for (let factors = least; factors <= most; factors++) {
      count += binomial(interactionOnly ? columns : columns + factors - 1, factors);
      if (count <= MOST_PRODUCTS) continue;
      const problem = `${columns} columns have too many products of degree ${show(degree)}`;
      const expected = `at most ${MOST_PRODUCTS}`;
      const help = 'Take a lower degree, or fewer columns.';
      throw new ArgumentError(complain({ who: speaker, problem, expected, help }));
    }
    const products: number[][] = includeBias ? [[]] : [];
    for (let factors = least; factors <= most; factors++) {
      for (const product of combinations(columns, factors, interactionOnly)) products.push(product);
    }
    if (products.length > 0) return { columns, products };
    const problem = 'no product is left';
    const received = `${columns} columns, each at most once, and degree ${show(degree)}`;
    throw new ArgumentError(complain({ who: speaker, problem, received }));
  }

  const powersOf = ({ columns, products }: Found) =>
    products.map((product) =>
      Array.from({ length: columns }, (_, column) => product.filter((factor) => factor === column).length),
    );

  const features: PolynomialFeatures = {
    get powers() {
      return powersOf(fitted(`${who}.powers`, found));
    },

    fit(x) {
      found = find(`${who}.fit`, toTable(`${who}.fit`, x).columns);
      return features;
    },

    transform(x) {
      const { columns, products } = fitted(`${who}.transform`, found);
      const { rows, data, dtype } = toTable(`${who}.transform`, x, columns);
      const y = storage(dtype, rows * products.length);
      for (let i = 0; i < rows; i++) {
        products.forEach((product, j) => {
          let value = 1;
          for (const column of product) value *= data[i * columns + column];
          y[i * products.length + j] = value;
        });
      }
      return new Tensor(y, [rows, products.length]);
    },

    fitTransform: (x) => features.fit(x).transform(x),

    getFeatureNamesOut(names) {
      const speaker = `${who}.getFeatureNamesOut`;
      const known = fitted(speaker, found);
      const own = names ?? Array.from({ length: known.columns }, (_, column) => `x${column}`);
      if (own.length !== known.columns) {
        const problem = 'there must be a name for each column';
        const expected = `${known.columns}`;
        throw new ShapeError(complain({ who: speaker, problem, expected, received: `${own.length}` }));
      }
      return powersOf(known).map((powers) => {
        const factors = powers.flatMap((power, column) =>
          power === 0 ? [] : [power === 1 ? own[column] : `${own[column]}^${power}`],
        );
        return factors.length === 0 ? '1' : factors.join(' ');
      });
    },

    toConfig: () =>
      configOf(
        who,
        { degree, interactionOnly, includeBias },
        found === null ? null : { columns: found.columns },
      ),
  };
  return features;
}

/** More columns than this are a mistake: a table of a thousand rows would not fit into memory. */
const MOST_PRODUCTS = 2 ** 20;

interface Found {
  readonly columns: number;
  readonly products: readonly (readonly number[])[];
}

/** C(n, k): in how many ways k things are chosen of n. */
function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways *= (n - i + 1) / i;
  return ways;
}

/** All lists of so many columns in rising order, in the order of a dictionary; each column once, or as often as wanted. */
function combinations(columns: number, length: number, once: boolean): number[][] {
  const lists: number[][] = [];
  const extend = (list: readonly number[]): void => {
    if (list.length === length) {
      lists.push([...list]);
      return;
    }
    const last = list.at(-1);
    const first = last === undefined ? 0 : once ? last + 1 : last;
    for (let column = first; column < columns; column++) extend([...list, column]);
  };
  extend([]);
  return lists;
}

function checkDegree(who: string, degree: unknown, includeBias: boolean): readonly [number, number] {
  const isDegree = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const [min, max] = Array.isArray(degree) && degree.length === 2 ? degree : [0, degree];
  if (!isDegree(min) || !isDegree(max) || min > max) {
    const expected = 'a whole number >= 0, or two, [min, max] with min <= max';
    throw new ArgumentError(
      complain({ who, problem: 'degree is not usable', expected, received: show(degree) }),
    );
  }
  if (max > 0 || includeBias) return [min, max];
  const problem = 'a degree of 0 without bias leaves no product';
  throw new ArgumentError(complain({ who, problem, expected: 'degree >= 1, or includeBias: true' }));
}
