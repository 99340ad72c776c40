/**
 * Numbers as Python and NumPy write them: rounded to the even digit, and matrices in brackets.
 */

/** Digits behind those shown, enough to tell a tie from what is nearly one: a double has 17. */
const BEYOND = 30;

/** A number with so many decimals; a tie goes to the even digit, where `toFixed` goes up. NaN is 'nan'. */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const exact = value.toFixed(Math.min(100, digits + BEYOND));
  return tieToEven(value.toFixed(digits), exact, exact.length - BEYOND);
}

/** A number with one digit before its point and so many decimals, and its exponent; a tie goes to the even digit. */
function exponential(value: number, digits: number): { mantissa: string; exponent: number } {
  const [mantissa, exponent] = value.toExponential(digits).split('e');
  const [exact] = value.toExponential(digits + BEYOND).split('e');
  return { mantissa: tieToEven(mantissa, exact, exact.length - BEYOND), exponent: Number(exponent) };
}

/** `rounded`, or what stands before `end` of the exact text if that ends in an even digit and exactly a half follows. */
function tieToEven(rounded: string, exact: string, end: number): string {
  const below = exact.slice(0, end).replace(/\.$/, '');
  return /[02468]$/.test(below) && /^50*$/.test(exact.slice(end)) ? below : rounded;
}

/** A number as Python's `str` gives a float: '3.0', '0.1', '1e-05', '1e+16'. */
export function floatText(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e16)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa}e${exponentText(Number(exponent))}`;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/**
 * A matrix in brackets, columns aligned, each row on one line.
 *
 * @param whole whether its numbers are counts; else they have up to eight decimals and a point
 * Peers: NumPy's print, which breaks lines after 75 letters and leaves out what is beyond 1000 numbers.
 */
export function matrixText(matrix: readonly (readonly number[])[], whole: boolean): string {
  const texts = whole ? matrix.map((row) => row.map(String)) : decimalTexts(matrix);
  const width = largestOf(texts.flat().map((text) => text.length));
  const rows = texts.map((row) => `[${row.map((text) => text.padStart(width)).join(' ')}]`);
  return `[${rows.join('\n ')}]`;
}

/** Most decimals of NumPy's print. */
const PRECISION = 8;

/** Numbers of one matrix, all with decimals or all with exponents. */
function decimalTexts(matrix: readonly (readonly number[])[]): string[][] {
  const sizes = matrix.flat().flatMap((value) => (value === 0 ? [] : [Math.abs(value)]));
  const largest = largestOf(sizes);
  const smallest = -largestOf(sizes.map((size) => -size));
  if (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000) return exponentTexts(matrix);
  const texts = matrix.map((row) => row.map((value) => fixed(value, PRECISION).replace(/0+$/, '')));
  const decimals = largestOf(texts.flat().map((text) => text.length - text.indexOf('.')));
  return texts.map((row) => row.map((text) => text.padEnd(text.indexOf('.') + decimals)));
}

function exponentTexts(matrix: readonly (readonly number[])[]): string[][] {
  const parts = matrix.map((row) => row.map((value) => exponential(value, PRECISION)));
  const lengths = parts.flat().map(({ mantissa }) => mantissa.replace(/0+$/, '').length);
  const length = largestOf(lengths);
  return parts.map((row) =>
    row.map(({ mantissa, exponent }) => `${mantissa.slice(0, length)}e${exponentText(exponent)}`),
  );
}

/** The largest of numbers, however many: `Math.max` takes no more than fit on the stack. */
function largestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
