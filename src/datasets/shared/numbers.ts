/**
 * Numbers as a table writes them: decimal and finite, nothing else. `Number` alone would take '' for 0 and '0x10'
 * for 16, and turn '1,5' into NaN without a word.
 */

/** The two decimal marks. */
export type Decimal = '.' | ',';

const NUMBER = {
  '.': /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  ',': /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i,
};

/** The number in a cell; NaN if there is none, infinite if it is too large for a double. */
export function readNumber(cell: string, decimal: Decimal): number {
  return NUMBER[decimal].test(cell) ? Number(cell.replace(',', '.')) : Number.NaN;
}
