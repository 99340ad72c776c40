/**
 * Options that are given for each output of a model: once for all, in order, or by the names of the outputs.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf } from '../options.ts';

/** One for each output of the model, in their order or by their names. */
export type PerOutput<V> = readonly V[] | Readonly<Record<string, V>>;

/** Whether this is what `toJSON` of a loss or metric gave: { name, options }. */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as { name?: unknown }).name === 'string' && 'options' in value;
}

/**
 * One value for each output.
 *
 * @param names of the outputs
 * @param isOne whether a value is one and not several
 * @param absent what an output has that is not named; null: each must be named
 * @throws ArgumentError if the values do not fit the outputs
 */
export function perOutput<V>(
  who: string,
  what: string,
  value: V | PerOutput<V>,
  names: readonly string[],
  isOne: (value: unknown) => boolean,
  absent: V | null,
): V[] {
  if (names.length === 1 && !(isRecord(value) && names[0] in value)) return [unwrap(value, isOne) as V];
  if (isOne(value)) return names.map(() => value as V);
  if (Array.isArray(value) && value.length === names.length) return value as V[];
  if (isRecord(value)) {
    for (const key of Object.keys(value)) oneOf(who, `output in ${what}`, key, names);
    const missing = names.find((name) => !(name in value));
    if (missing === undefined || absent !== null) return names.map((name) => (value[name] ?? absent) as V);
    const problem = `${what} has none for output ${show(missing)}`;
    throw new ArgumentError(complain({ who, problem, expected: `{ ${names.join(', ')} }` }));
  }
  const expected = `one for each output, { ${names.join(', ')} } or a list of ${names.length}`;
  const received = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  throw new ArgumentError(complain({ who, problem: `${what} does not fit the outputs`, expected, received }));
}

/** A list of one for a model of one output. */
function unwrap<V>(value: V | PerOutput<V>, isOne: (value: unknown) => boolean): V | PerOutput<V> {
  return Array.isArray(value) && value.length === 1 && (isOne(value[0]) || Array.isArray(value[0]))
    ? value[0]
    : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('kind' in value) &&
    !isPlain(value)
  );
}
