/**
 * Walking over a matrix whose rows have weights, element by element: what most losses do.
 *
 * Four rows of `units` numbers are just `units` vectors. Where rows are short they are taken so, with no tail at the
 * end of a row; the weights of a vector's lanes are then four weights in another order, known when the code is built.
 * Long rows are taken one after another.
 */
import { f32x4, type F64, i32, type Local, shuffle, v128, type V128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import { lastAxis, type View } from '../../../tensor/index.ts';
import { storeColumns } from './columns.ts';
import { Total } from './total.ts';

/** Most numbers in a row for which four rows are taken at once. */
const MOST = 32;
/** How many vectors are worked out before their results are stored or added. */
const UNROLL = 4;

/** A vector of the matrix: `delta` bytes behind `at`. */
interface Spot {
  readonly at: Local<'i32'>;
  readonly delta: number;
  /** For each lane the weight of its row. */
  weight(): V128;
  /** 4, or fewer in the last vector of a row or of the matrix. */
  readonly count: number;
  /** Ones in the lanes that hold numbers, where not all do. */
  readonly mask: Local<'v128'> | null;
  /** Whether the next row begins right behind: then no more than `count` numbers may be written. */
  readonly tight: boolean;
}

/** Calls `visit` for all vectors of the matrix, a few at a time. */
function eachSpot(k: Kernel, matrix: View, weights: View, visit: (spots: readonly Spot[]) => void): void {
  const units = lastAxis(matrix.shape);
  const rows = weights.data.length;
  if (rows > 1 && units <= MOST) byFourRows(k, { units, rows }, k.address(weights), visit);
  else byRow(k, { units, rows }, k.address(weights), visit);
}

interface Size {
  readonly units: number;
  readonly rows: number;
}

function maskFor(k: Kernel, count: number): Local<'v128'> | null {
  const { f } = k;
  return count % 4 === 0 ? null : f.local('v128', v128.load(f.i32(0), k.mask(count % 4)));
}

function byFourRows(
  k: Kernel,
  { units, rows }: Size,
  weights: number,
  visit: (spots: readonly Spot[]) => void,
): void {
  const { f } = k;
  const groups = Math.ceil(UNROLL / units);
  const at = k.pointer(0);
  const row = k.pointer(weights);
  const pass = (count: number) => {
    const numbers = count * units;
    const mask = maskFor(k, numbers);
    const fours = Array.from({ length: Math.ceil(count / 4) }, (_, group) =>
      f.local('v128', v128.load(row.get(), VECTOR * group)),
    );
    const spots = Array.from({ length: Math.ceil(numbers / 4) }, (_, i): Spot => {
      const four = fours[Math.floor(i / units)];
      const first = 4 * (i % units);
      const lanes = [0, 1, 2, 3].map((lane) => Math.floor((first + lane) / units));
      const left = Math.min(4, numbers - 4 * i);
      return {
        at,
        delta: VECTOR * i,
        weight: () => shuffle(four.get(), four.get(), lanes as [number, number, number, number]),
        count: left,
        mask: left < 4 ? mask : null,
        tight: false,
      };
    });
    for (let i = 0; i < spots.length; i += UNROLL) visit(spots.slice(i, i + UNROLL));
  };
  const size = 4 * groups;
  const advance = [
    [at, size * units * FLOAT],
    [row, size * FLOAT],
  ] as const;
  f.repeat(Math.floor(rows / size), advance, () => pass(size));
  if (rows % size > 0) pass(rows % size);
}

function byRow(
  k: Kernel,
  { units, rows }: Size,
  weights: number,
  visit: (spots: readonly Spot[]) => void,
): void {
  const { f } = k;
  const mask = maskFor(k, units);
  const at = k.pointer(0);
  const row = k.pointer(weights);
  const weight = f.local('v128');
  const some = (numbers: number) =>
    visit(
      Array.from({ length: Math.ceil(numbers / 4) }, (_, i): Spot => {
        const count = Math.min(4, numbers - 4 * i);
        return {
          at,
          delta: VECTOR * i,
          weight: weight.get,
          count,
          mask: count < 4 ? mask : null,
          tight: true,
        };
      }),
    );
  const whole = Math.floor(units / (4 * UNROLL));
  const rest = units - whole * 4 * UNROLL;
  f.repeat(rows, [[row, FLOAT]], () => {
    weight.set(v128.load32_splat(row.get()));
    f.repeat(whole, [[at, UNROLL * VECTOR]], () => some(4 * UNROLL));
    if (rest === 0) return;
    some(rest);
    at.set(i32.add(at.get(), f.i32(rest * FLOAT)));
  });
}

/** A value made of the numbers at one place of several matrices. */
export type PlaceFormula = (...x: readonly Local<'v128'>[]) => V128;

function loadAll(k: Kernel, inputs: readonly View[], { at, delta }: Spot): Local<'v128'>[] {
  return inputs.map((view) => k.f.local('v128', v128.load(at.get(), k.address(view) + delta)));
}

/** Σ_i w_i Σ_j term_ij. A few terms are added in 32 bits, and these sums in 64. */
export function weightedSum(k: Kernel, inputs: readonly View[], weights: View, term: PlaceFormula): F64 {
  const { f } = k;
  const total = new Total(k);
  eachSpot(k, inputs[0], weights, (spots) => {
    const sum = f.local('v128');
    for (const [i, spot] of spots.entries()) {
      const value = f.local('v128', term(...loadAll(k, inputs, spot)));
      value.set(f32x4.mul(spot.weight(), value.get()));
      if (spot.mask !== null) value.set(v128.and(value.get(), spot.mask.get()));
      sum.set(i === 0 ? value.get() : f32x4.add(sum.get(), value.get()));
    }
    total.add(sum.get());
  });
  return total.value();
}

/** dx_ij += formula(factor · w_i, inputs at ij). */
export function weightedMap(
  k: Kernel,
  { inputs, weights, dx }: { readonly inputs: readonly View[]; readonly weights: View; readonly dx: View },
  factor: Local<'v128'>,
  formula: (share: Local<'v128'>, ...x: readonly Local<'v128'>[]) => V128,
): void {
  const { f } = k;
  const to = k.address(dx);
  const adds = k.places.adds(dx);
  eachSpot(k, dx, weights, (spots) => {
    const values = spots.map((spot) => {
      const { at, delta } = spot;
      const share = f.local('v128', f32x4.mul(spot.weight(), factor.get()));
      const value = f.local('v128', formula(share, ...loadAll(k, inputs, spot)));
      if (adds) value.set(f32x4.add(v128.load(at.get(), to + delta), value.get()));
      return value;
    });
    const last = spots.at(-1)!;
    storeColumns(last.at, to + spots[0].delta, values, last.tight ? last.count : 4);
  });
}
