/**
 * Sums and means of lists of numbers.
 */

/** Up to here eight sums run side by side; longer lists are halved. */
const BLOCK = 128;

/**
 * The sum of numbers, in pairs of halves, so that its error grows with the logarithm of their count.
 *
 * Peers: the order is that of NumPy's sum, so that the last digit is the same.
 */
export function sum(values: ArrayLike<number>, from = 0, to = values.length): number {
  const count = to - from;
  if (count < 8) {
    let total = 0;
    for (let i = from; i < to; i++) total += values[i];
    return total;
  }
  if (count <= BLOCK) {
    const s = Array.from({ length: 8 }, (_, lane) => values[from + lane]);
    const whole = to - (count % 8);
    for (let i = from + 8; i < whole; i += 8)
      for (let lane = 0; lane < 8; lane++) s[lane] += values[i + lane];
    let total = s[0] + s[1] + (s[2] + s[3]) + (s[4] + s[5] + (s[6] + s[7]));
    for (let i = whole; i < to; i++) total += values[i];
    return total;
  }
  const half = Math.floor(count / 2);
  const middle = from + half - (half % 8);
  return sum(values, from, middle) + sum(values, middle, to);
}

/**
 * Mean of the values that are not NaN: Σ w·v / Σ w, with equal weights where none are given or all are zero.
 *
 * @returns NaN where there is no such value
 */
export function mean(values: readonly number[], weights?: ArrayLike<number>): number {
  const kept = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
  const w = kept.map((i) => (weights === undefined ? 1 : weights[i]));
  const total = sum(w);
  if (total === 0) return sum(kept.map((i) => values[i])) / kept.length;
  return sum(kept.map((i, k) => values[i] * w[k])) / total;
}
