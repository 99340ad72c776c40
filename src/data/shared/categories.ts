/**
 * Tables of categories: rows of strings, numbers and booleans, of which each column has one kind.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import type { Label } from '../../labels.ts';
import { Tensor } from '../../tensor/index.ts';
import { toTable } from './table.ts';

/** Rows of categories: arrays of equal length, or a Tensor [rows, columns] of numbers. */
export type CategoryRows = readonly (readonly Label[])[] | Tensor;

/**
 * The columns of a table, each of one kind.
 *
 * @param kinds the kind that each must have, such as 'string'; by default that of its first row
 * @throws ShapeError for no table, or one of other columns; ArgumentError for what is no category, naming row and column
 */
export function readColumnsOf(who: string, rows: unknown, kinds?: readonly string[]): Label[][] {
  if (rows instanceof Tensor) toTable(who, rows, kinds?.length);
  const table = rows instanceof Tensor ? rows.toArray() : rows;
  const isTable = Array.isArray(table) && Array.isArray(table[0]) && table[0].length > 0;
  const width = kinds?.length ?? (isTable ? table[0].length : 1);
  if (!isTable || table[0].length !== width) {
    const problem =
      kinds === undefined || !isTable ? 'this is not a table' : 'there are other columns than fit saw';
    const expected = `rows of ${kinds === undefined ? 'categories' : `${width} categories`}, [['oak', 3], ['elm', 2]]`;
    const received = isTable ? `rows of ${table[0].length}` : show(rows);
    const flat = Array.isArray(rows) && rows.length > 0 && !isTable;
    const help = flat ? { help: 'One column is rows of one: labels.map((label) => [label]).' } : {};
    throw new ShapeError(complain({ who, problem, expected, received, ...help }));
  }
  const wanted = kinds ?? Array.from(table[0] as unknown[], (value) => typeof value);
  const columns: Label[][] = wanted.map(() => []);
  Array.from(table as unknown[]).forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== width) {
      const problem = `row ${i} has another length`;
      const received = Array.isArray(row) ? `${row.length}` : show(row);
      throw new ShapeError(complain({ who, problem, expected: `${width} categories`, received }));
    }
    Array.from(row as unknown[]).forEach((value, j) => {
      columns[j].push(checkCategory(who, value, wanted[j], i, j));
    });
  });
  return columns;
}

function checkCategory(who: string, value: unknown, kind: string, row: number, column: number): Label {
  const known = kind === 'string' || kind === 'number' || kind === 'boolean';
  if (known && typeof value === kind && (kind !== 'number' || Number.isFinite(value))) return value as Label;
  const expected = known
    ? `a ${kind === 'number' ? 'finite number' : kind}, as all others of the column`
    : 'a string, number or boolean';
  const problem = `row ${row}, column ${column} is no category`;
  throw new ArgumentError(complain({ who, problem, expected, received: show(value) }));
}
