/**
 * The errors of this library and how they speak.
 *
 * Every message names the speaker, says what is wrong, what was expected, what came, and how to mend it:
 * `matmul: inner sizes differ; expected b [3, n], received b [4, 5]. Did you mean to transpose b?`
 */

/** Thrown when the shapes of tensors or data do not fit together. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Thrown when an argument or option has an impossible value, a wrong type or an unknown name. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** Thrown when a call comes at the wrong time or place: `fit` before `compile`, a file read in a browser. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** Thrown when a data file cannot be read as what it should be; the message names file, line and column. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** What a message is made of: `who: problem; expected E, received R. Help.` */
export interface Complaint {
  /** The speaker: the op, layer, option or function. */
  readonly who: string;
  /** What is wrong, in a few words. */
  readonly problem: string;
  readonly expected?: string;
  readonly received?: string;
  /** How to mend it: a whole sentence. */
  readonly help?: string;
}

/** The one form of every message of this library. */
export function complain({ who, problem, expected, received, help }: Complaint): string {
  const sides = [
    expected === undefined ? '' : `expected ${expected}`,
    received === undefined ? '' : `received ${received}`,
  ].filter((side) => side !== '');
  return `${who}: ${problem}${sides.length > 0 ? `; ${sides.join(', ')}` : ''}.${help ? ` ${help}` : ''}`;
}

/** A value as a message shows it: strings in quotes, long values cut, functions and objects by their kind. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 57)}…'` : `'${value}'`;
  if (Array.isArray(value)) {
    const text = value.length <= 8 ? `[${value.map(show).join(', ')}]` : '';
    return text !== '' && text.length <= 60 ? text : `an array of ${value.length}`;
  }
  const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind;
  if (typeof kind === 'string') return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (typeof value === 'object' && value !== null)
    return `an object of ${value.constructor?.name || kindOf(value)} kind`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** The kind of an object whose class has no name: 'Generator' of one that a generator function gave, else 'no'. */
function kindOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return tag === 'Object' ? 'no' : tag;
}

/**
 * Thrown when training meets a number that is not finite: usually a learning rate that is too large, or data that was
 * not scaled. The weights of the model are those of the end of the last finite epoch.
 */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  /** Counted from 0, as in History. */
  readonly epoch: number;
  /** Counted from 0. */
  readonly batch: number;
  /** The first layer whose output is not finite; null if that is the loss or an update. */
  readonly layer: string | null;
  /** What History held up to there. */
  readonly history: Readonly<Record<string, readonly number[]>>;

  constructor(
    message: string,
    place: {
      readonly epoch: number;
      readonly batch: number;
      readonly layer: string | null;
      readonly history: Readonly<Record<string, readonly number[]>>;
    },
  ) {
    super(message);
    this.epoch = place.epoch;
    this.batch = place.batch;
    this.layer = place.layer;
    this.history = place.history;
  }
}
