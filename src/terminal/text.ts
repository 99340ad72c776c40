/**
 * Text of a fixed width.
 */

/** A name as a drawing can show it: no control characters; if longer than `width` characters, cut in the middle. */
export function clip(text: string, width: number): string {
  const characters = Array.from(text, (character) => (/\p{C}/u.test(character) ? '?' : character));
  if (characters.length <= width) return characters.join('');
  const kept = Math.max(0, width - 1);
  const first = characters.slice(0, Math.ceil(kept / 2));
  return `${first.join('')}…${characters.slice(characters.length - kept + first.length).join('')}`;
}

/** How many characters a text has: a pair of surrogates is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Text with spaces before it. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - lengthOf(text))) + text;
}

/** Text with spaces after it. */
export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}
