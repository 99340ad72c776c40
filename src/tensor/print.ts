/**
 * Tensors as text: columns aligned, long axes abbreviated to their ends, as NumPy prints them.
 */
import type { Shape } from './shape.ts';

/** Above this many numbers, each axis shows its first and last three only. */
const THRESHOLD = 1000;
const EDGE = 3;

/** The numbers of a tensor in nested brackets, rows under rows. */
export function format({ data, shape }: { readonly data: ArrayLike<number>; readonly shape: Shape }): string {
  const abbreviate = data.length > THRESHOLD;
  const places = (length: number): (number | null)[] =>
    abbreviate && length > 2 * EDGE
      ? [0, 1, 2, null, length - 3, length - 2, length - 1]
      : Array.from({ length }, (_, i) => i);

  const shown: number[] = [];
  collect(0, 0);
  const write = numberFormat(shown);
  const width = Math.max(0, ...shown.map((value) => write(value).length));
  return block(0, 0, 1);

  function collect(axis: number, row: number): void {
    if (axis === shape.length) shown.push(data[row]);
    else for (const i of places(shape[axis])) if (i !== null) collect(axis + 1, row * shape[axis] + i);
  }

  function block(axis: number, row: number, indent: number): string {
    if (axis === shape.length) return write(data[row]).padStart(width);
    const parts = places(shape[axis]).map((i) =>
      i === null ? '…' : block(axis + 1, row * shape[axis] + i, indent + 1),
    );
    const last = axis === shape.length - 1;
    return `[${parts.join(last ? ' ' : `\n${' '.repeat(indent)}`)}]`;
  }
}

/** One way of writing for all numbers of a table: whole, with the decimals that six digits need, or with exponents. */
function numberFormat(values: readonly number[]): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const largest = Math.max(0, ...finite.map(Math.abs));
  const special = (value: number) => (Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
  const exponent = largest >= 1e7 || (largest > 0 && largest < 1e-4);
  const decimals = Math.max(0, ...finite.map(decimalsOf));
  return (value) => {
    if (!Number.isFinite(value)) return special(value);
    const text = exponent ? value.toExponential(4) : value.toFixed(decimals);
    return Number(text) === 0 ? text.replace('-', '') : text;
  };
}

/** How many decimals a number needs at six significant digits, at most six. */
function decimalsOf(value: number): number {
  const text = Number(value.toPrecision(6)).toFixed(6).replace(/0+$/, '');
  return text.length - text.indexOf('.') - 1;
}
