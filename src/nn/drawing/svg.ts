/**
 * Pieces of SVG as text: elements, escaped words, and how wide words are about.
 *
 * Colours are `currentColor` alone. In a page that is the colour of the text around the drawing; a drawing that is a
 * file of its own is dark on light or light on dark, as its viewer prefers.
 */

/** Size of letters, and the height of a line of them. */
export const LETTERS = 13;
export const LINE = 17;

type Attributes = Readonly<Record<string, string | number>>;

/** A part of a drawing, and how large it is. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly string[];
}

/** To one decimal. */
export const round = (length: number) => Math.round(length * 10) / 10;

/** An element with what stands in it. Numbers are written with one decimal at most. */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escaped(value)}"`,
  );
  return `<${name}${written.join('')}${inside === '' ? '/>' : `>${inside}</${name}>`}`;
}

/** Text as XML holds it; what XML cannot hold becomes �. */
export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": 'apos',
  };
  return text
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (letter) => `&${names[letter]};`);
}

/** One line of words around x, cut to a width; `y` is the line they stand on. */
export function words(
  text: string,
  { x, y, most, bold = false }: { x: number; y: number; most: number; bold?: boolean },
): string {
  const style: Attributes = bold ? { 'font-weight': 'bold' } : {};
  return element('text', { x, y, ...style }, escaped(shortened(text, most, bold)));
}

/** The text, or as much of its beginning as fits, and …. */
function shortened(text: string, most: number, bold: boolean): string {
  if (widthOf(text, bold) <= most) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, bold) > most) letters.pop();
  return `${letters.join('')}…`;
}

/** About how wide a text is, rather too much than too little: the widths of letters in common fonts. */
export function widthOf(text: string, bold = false): number {
  let width = 0;
  for (const letter of text) {
    if (/[il.,:;|!'()[\]jrtf ]/.test(letter)) width += 0.4;
    else if (/[\u1100-\u{10FFFF}]/u.test(letter)) width += letter === '…' ? 1 : 1.25;
    else if (/[mwMW@%]/.test(letter)) width += 1;
    else if (/\p{Lu}/u.test(letter)) width += 0.77;
    else width += 0.64;
  }
  return width * LETTERS * (bold ? 1.1 : 1);
}

/** A whole drawing. @param described what those hear who do not see it */
export function drawing(
  { width, height, parts }: Picture,
  { name, described }: { readonly name: string; readonly described: string },
): string {
  const colours =
    'svg:root{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg:root{color:#ddd;background:#1b1b1b}}';
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${w} ${h}`,
      width: w,
      height: h,
      style: 'max-width:100%;height:auto',
      role: 'img',
      'font-family': 'system-ui, sans-serif',
      'font-size': LETTERS,
      'text-anchor': 'middle',
      fill: 'currentColor',
    },
    [
      '',
      `<title>${escaped(name)}</title>`,
      `<desc>${escaped(described)}</desc>`,
      `<style>${colours}</style>`,
      ...parts,
      '',
    ].join('\n'),
  );
}
