/**
 * The standard normal distribution: its density, its distribution function and the error function behind it.
 */

/** Where the series of `erf` gives way to the fraction. */
const FAR = 2;
/** Levels of the fraction: at x = 2 the last of them no longer changes the result. */
const LEVELS = 50;

/**
 * The error function, erf x = 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * Up to 2: 2/√π e^(−x²) (x + 2x³/3 + 4x⁵/15 + …), each term 2x² / (2n + 1) times the one before, all of one sign.
 * Beyond: ±1 less e^(−x²) / √π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))). Error below 1e-15.
 * @see Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const square = x * x;
  if (square < FAR * FAR) {
    let term = x;
    let sum = x;
    for (let n = 1; ; n++) {
      term *= (2 * square) / (2 * n + 1);
      if (sum + term === sum) return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
      sum += term;
    }
  }
  const distance = Math.abs(x);
  let fraction = distance;
  for (let k = LEVELS; k >= 1; k--) fraction = distance + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-square) / (Math.sqrt(Math.PI) * fraction));
}

/** Φ(x): the share of a standard normal distribution that lies below x. */
export function normalDistribution(x: number): number {
  return 0.5 * (1 + erf(x * Math.SQRT1_2));
}

/** φ(x) = e^(−x²/2) / √(2π): the density of a standard normal distribution at x. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
