/**
 * Results that are read as text: what `String(result)` gives, a console shows too.
 */

/** An object with a text. */
export interface Shown {
  /** The text that a console shows. */
  toString(): string;
}

/** Adds a text to an object, which its fields do not show. */
export function shown<T extends object>(fields: T, text: string): T & Shown {
  const value = () => text;
  return Object.defineProperties(fields, {
    toString: { value },
    [Symbol.for('nodejs.util.inspect.custom')]: { value },
  });
}
