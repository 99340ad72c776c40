/**
 * Scalers and encoders as plain data: what they were told, and what they have learned.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { type Label, sortedLabels } from '../../labels.ts';
import { oneOf } from '../../options.ts';

/** A scaler or encoder as plain data, ready for JSON. */
export interface TransformerConfig<K extends string = string, O = unknown, L = unknown> {
  /** Its name: 'StandardScaler'. */
  readonly kind: K;
  /** All its options, the defaults too. */
  readonly options: O;
  /** What `fit` has learned; null before `fit`. */
  readonly learned: L | null;
}

/** A config that shares nothing with the transformer. */
export function configOf<K extends string, O, L>(
  kind: K,
  options: O,
  learned: L | null,
): TransformerConfig<K, O, L> {
  return JSON.parse(JSON.stringify({ kind, options, learned }));
}

/**
 * What was learned, as a config has it: parts by name.
 *
 * @throws ArgumentError unless it is an object with exactly these parts
 */
export function readParts(
  who: string,
  learned: unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof learned !== 'object' || learned === null || Array.isArray(learned)) {
    const expected = `{ ${names.join(', ')} }, as toConfig() gives it, or null`;
    throw new ArgumentError(
      complain({ who, problem: 'learned is not usable', expected, received: show(learned) }),
    );
  }
  for (const key of Object.keys(learned)) oneOf(who, 'part of learned', key, names);
  const missing = names.find((name) => !(name in learned));
  if (missing === undefined) return learned as Readonly<Record<string, unknown>>;
  throw new ArgumentError(complain({ who, problem: `learned.${missing} is missing` }));
}

/**
 * What was learned of each column, as a config has it: null, or lists of finite numbers, one for each column.
 *
 * @param nonzero the names of lists that must not hold 0, because they divide
 * @throws ArgumentError for anything else, naming the list
 */
export function readColumns<const N extends string>(
  who: string,
  learned: unknown,
  names: readonly N[],
  nonzero: readonly N[] = [],
): Record<N, number[]> | null {
  if (learned === null || learned === undefined) return null;
  const parts = readParts(who, learned, names);
  const columns = (parts[names[0]] as readonly unknown[] | null)?.length;
  const lists = names.map((name) => {
    const list = parts[name];
    const usable =
      Array.isArray(list) &&
      list.length > 0 &&
      list.length === columns &&
      list.every((value) => Number.isFinite(value) && !(value === 0 && nonzero.includes(name)));
    if (usable) return [name, [...(list as number[])]] as const;
    const kind = nonzero.includes(name) ? 'a finite number other than 0' : 'a finite number';
    const expected = `${kind} for each column`;
    const problem = `learned.${name} is not usable`;
    throw new ArgumentError(complain({ who, problem, expected, received: show(list) }));
  });
  return Object.fromEntries(lists) as Record<N, number[]>;
}

/**
 * Classes as a config has them: labels of one kind, each once.
 *
 * @param options `sorted`, whether they must be in order too, by default true
 * @throws ArgumentError for anything else
 */
export function readClassList(
  who: string,
  name: string,
  list: unknown,
  { sorted = true }: { readonly sorted?: boolean } = {},
): Label[] {
  const isLabel = (value: unknown) => ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
  if (Array.isArray(list) && list.length > 0) {
    const labels = list as Label[];
    const right = sortedLabels(labels);
    const alike = labels.every((label) => isLabel(label) && typeof label === typeof labels[0]);
    if (
      alike &&
      right.length === labels.length &&
      (!sorted || right.every((label, i) => label === labels[i]))
    )
      return [...labels];
  }
  const expected = `labels of one kind, each once${sorted ? ', in order' : ''}`;
  throw new ArgumentError(
    complain({ who, problem: `${name} is not usable`, expected, received: show(list) }),
  );
}

/** How many labels a message lists. */
const LISTED = 8;

/** Labels as a message lists them: "'ash', 'elm', 'oak'". */
export function listed(labels: readonly Label[]): string {
  const shown = labels.slice(0, LISTED).map(show).join(', ');
  return labels.length > LISTED ? `${shown}, … (${labels.length} in all)` : shown;
}
