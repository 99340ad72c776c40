/**
 * Labels: what class each row belongs to, in whatever words the data has.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import type { Label } from '../../labels.ts';
import { formatShape, type Tensor, toTensor, type TypedArray } from '../../tensor/index.ts';

export { type Label, sortedLabels } from '../../labels.ts';

/** One label for each row: an array, or numbers in a typed array or a tensor [rows] or [rows, 1]. */
export type RowLabels<L extends Label = Label> =
  | readonly L[]
  | (L extends number ? TypedArray | Tensor : never);

const KINDS: readonly string[] = ['string', 'number', 'boolean'];

/**
 * Labels as an array, all of one kind.
 *
 * @param kind the kind they must have, such as 'string'; by default that of the first
 * @throws ArgumentError for none, for NaN and for labels of another kind, without `kind` also for infinities, which JSON
 * does not have; ShapeError for rows of several
 */
export function readLabels(who: string, labels: RowLabels<Label>, kind?: string): Label[] {
  const read = Array.isArray(labels) ? [...labels] : readNumbers(who, labels);
  if (read.length === 0) throw new ArgumentError(complain({ who, problem: 'there are no labels' }));
  const wanted = kind ?? typeof read[0];
  read.forEach((label, row) => {
    const isOfKind = typeof label === wanted && KINDS.includes(wanted) && !Number.isNaN(label);
    if (isOfKind && (kind !== undefined || wanted !== 'number' || Number.isFinite(label))) return;
    const expected = KINDS.includes(wanted)
      ? `a ${wanted === 'number' ? 'finite number' : wanted}, as all others`
      : 'a string, number or boolean';
    throw new ArgumentError(
      complain({ who, problem: `the label of row ${row} is not usable`, expected, received: show(label) }),
    );
  });
  return read;
}

function readNumbers(who: string, labels: unknown): number[] {
  const { data, shape } = toTensor(who, 'labels', labels, { dtype: 'float64' });
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return Array.from(data);
  throw new ShapeError(
    complain({
      who,
      problem: 'there must be one label for each row',
      expected: '[rows]',
      received: formatShape(shape),
    }),
  );
}
