/**
 * Text of a fixed width.
 */

/**
 * Characters that take two columns of a terminal: those of Chinese, Japanese and Korean, full-width forms, emoji.
 *
 * @see Unicode Standard Annex #11, East Asian Width
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Marks on the character before them, which take none. */
const MARK = /[\p{Mn}\p{Me}]/u;

/** A name as a drawing can show it: no control characters; if wider than `width` columns, cut in the middle. */
export function clip(text: string, width: number): string {
  const characters = Array.from(text, (character) => (/\p{C}/u.test(character) ? '?' : character));
  if (lengthOf(text) <= width) return characters.join('');
  const kept = Math.max(0, width - 1);
  const first = fitting(characters, Math.ceil(kept / 2));
  const last = fitting(characters.toReversed(), kept - lengthOf(first.join(''))).toReversed();
  return `${first.join('')}…${last.join('')}`;
}

/** As many of the characters, from the first on, as so many columns hold. */
function fitting(characters: readonly string[], width: number): readonly string[] {
  let taken = 0;
  const end = characters.findIndex((character) => {
    taken += columnsOf(character);
    return taken > width;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

/** How many columns of a terminal a text takes. */
export function lengthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + columnsOf(character), 0);
}

function columnsOf(character: string): number {
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Text with spaces before it. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - lengthOf(text))) + text;
}

/** Text with spaces after it. */
export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}
