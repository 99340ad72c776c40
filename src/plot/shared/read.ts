/**
 * Reading what is to be drawn: lists of numbers, and curves of one kind, alone or by name.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { formatShape, Tensor, toTensor } from '../../tensor/index.ts';

/** A list of numbers; NaN and infinities are let through. @throws ArgumentError for no numbers, ShapeError for none or for a table */
export function readNumbers(who: string, name: string, values: unknown): number[] {
  const { data, shape } = toTensor(who, name, values, { dtype: 'float64' });
  if (shape.length === 1 && shape[0] > 0) return Array.from(data);
  throw new ShapeError(
    complain({
      who,
      problem: `${name} are no list of numbers`,
      expected: '[length], at least 1',
      received: formatShape(shape),
    }),
  );
}

/** A plain object, of which the values are taken by name. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Tensor)
  );
}

/** What curves are called, the names of their coordinates, and how the user comes by one. */
export interface CurveKind {
  readonly x: string;
  readonly y: string;
  readonly source: string;
}

/** A curve; the name is '' of one that was given alone. */
export interface NamedCurve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * One curve, or several by name.
 *
 * @throws ArgumentError for something else; ShapeError if the lengths of a curve's lists differ
 */
export function readCurves(who: string, value: unknown, kind: CurveKind): NamedCurve[] {
  const isCurve = (one: unknown) => isRecord(one) && kind.x in one && kind.y in one;
  if (isCurve(value)) return [readCurve(who, '', value as Record<string, unknown>, kind)];
  if (isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(isCurve)) {
    return Object.entries(value).map(([name, one]) =>
      readCurve(who, name, one as Record<string, unknown>, kind),
    );
  }
  const wrong = isRecord(value) ? Object.entries(value).find(([, one]) => !isCurve(one)) : undefined;
  const received = wrong === undefined ? show(value) : `{ ${wrong[0]}: ${show(wrong[1])} … }`;
  throw new ArgumentError(
    complain({
      who,
      problem: 'there is no curve',
      expected: `{ ${kind.x}, ${kind.y} }, or several by name`,
      received: isRecord(value) && Object.keys(value).length === 0 ? '{}' : received,
      help: `${kind.source} gives one.`,
    }),
  );
}

function readCurve(
  who: string,
  name: string,
  curve: Readonly<Record<string, unknown>>,
  kind: CurveKind,
): NamedCurve {
  const of = name === '' ? '' : ` of '${name}'`;
  const x = readShares(who, kind.x + of, curve[kind.x]);
  const y = readShares(who, kind.y + of, curve[kind.y]);
  if (x.length !== y.length) {
    throw new ShapeError(
      complain({
        who,
        problem: `lengths differ${of}`,
        expected: `as many ${kind.y} as ${kind.x}, ${x.length}`,
        received: `${y.length}`,
      }),
    );
  }
  return { name, x, y };
}

/** Numbers from 0 to 1. */
function readShares(who: string, name: string, values: unknown): number[] {
  const list = readNumbers(who, name, values);
  const wrong = list.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong < 0) return list;
  const help = Number.isNaN(list[wrong])
    ? { help: 'A rate is NaN where the targets hold no row of that kind, no positive or no negative one.' }
    : {};
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} holds a number that is no share`,
      expected: 'numbers from 0 to 1',
      received: `${list[wrong]} at place ${wrong}`,
      ...help,
    }),
  );
}
