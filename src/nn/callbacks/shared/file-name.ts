/**
 * File names with numbers in them: `model-{epoch:02d}-{val_loss:.2f}` becomes `model-07-0.31`, as Python formats it.
 */
import { ArgumentError, complain, show } from '../../../errors.ts';
import { findReported } from './monitor.ts';

/** A file name with placeholders, read and found to be sound. */
export interface FileName {
  /** The names that stand in it. */
  readonly names: readonly string[];
  /** Finds each name among those that will be known. @throws ArgumentError listing them */
  find(known: readonly string[]): void;
  /** The name with numbers in place of its placeholders; 'NA' where one is not known, as between validations. */
  fill(numbers: Readonly<Record<string, number>>): string;
}

/** Names whose numbers are whole and count from 1. */
const COUNTERS = ['epoch', 'batch'];

/** `{{`, `}}`, a placeholder with or without a format, or a brace that belongs to none. */
const PIECES = /\{\{|\}\}|\{([^{}:]+)(?::([^{}]*))?\}|[{}]/g;

/** Zeros in place of blanks, width, digits after the point, and how: d whole, f fixed, e with an exponent. */
const FORMAT = /^(0?)(\d{0,2})(?:\.(\d{1,2}))?([dfe]?)$/;

/** Reads a file name. @throws ArgumentError for a placeholder that cannot be read */
export function readFileName(who: string, path: string): FileName {
  const parts: (string | { readonly name: string; format(value: number): string })[] = [];
  let end = 0;
  for (const { 0: piece, 1: name, 2: format = '', index } of path.matchAll(PIECES)) {
    parts.push(path.slice(end, index));
    end = index + piece.length;
    if (piece === '{{' || piece === '}}') parts.push(piece[0]);
    else parts.push({ name, format: readFormat(who, piece, name, format) });
  }
  parts.push(path.slice(end));
  const names = parts.flatMap((part) => (typeof part === 'string' ? [] : part.name));
  const found = new Map<string, string>();
  return {
    names,
    find(known) {
      for (const name of names) found.set(name, findReported(who, 'placeholder', name, known));
    },
    fill(numbers) {
      const text = (part: (typeof parts)[number]) => {
        if (typeof part === 'string') return part;
        const value = numbers[found.get(part.name)!];
        return value === undefined ? 'NA' : part.format(value);
      };
      return parts.map(text).join('');
    },
  };
}

/** The function that a format such as `02d` or `.3f` means. */
function readFormat(
  who: string,
  piece: string,
  name: string | undefined,
  format: string,
): (value: number) => string {
  const [, zero, width, digits, kind] = FORMAT.exec(format) ?? [];
  const whole = kind === 'd';
  if (
    name === undefined ||
    kind === undefined ||
    (digits !== undefined && (whole || kind === '')) ||
    (whole && !COUNTERS.includes(name))
  ) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'path has a placeholder that cannot be read',
        expected: '{name} or, say, {epoch:02d}, {loss:.3f}, {loss:.2e}',
        received: show(piece),
        help: 'Only epoch and batch are whole; a brace itself is written twice.',
      }),
    );
  }
  const places = digits === undefined ? 6 : Number(digits);
  const plain = (size: number) => {
    if (kind === 'f') return size.toFixed(places);
    if (kind === 'e') return size.toExponential(places).replace(/(?<=e[+-])\d$/, '0$&');
    return String(size);
  };
  return (value) => {
    const sign = value < 0 ? '-' : '';
    const text = plain(Math.abs(value));
    return zero === '0'
      ? sign + text.padStart(Number(width) - sign.length, '0')
      : (sign + text).padStart(Number(width));
  };
}
