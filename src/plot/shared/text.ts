/**
 * Words in pictures: how wide they are, cutting and wrapping them, and numbers as words.
 */
import { element, escaped, LETTERS, widthOf } from '../../nn/drawing/svg.ts';

/** About how wide a text is in letters of a size, rather too much than too little. */
export function widthOfText(text: string, size: number, bold = false): number {
  return (widthOf(text, bold) * size) / LETTERS;
}

/** The text, or as much of its beginning as fits, and …. */
export function shortened(text: string, most: number, size: number, bold = false): string {
  if (widthOfText(text, size, bold) <= most) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOfText(`${letters.join('')}…`, size, bold) > most) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A bold text in lines of at most that width; what does not fit into so many lines is cut. */
export function linesOf(text: string, most: number, size: number, lines: number): string[] {
  const list: string[] = [];
  const fits = (line: string) => widthOfText(line, size, true) <= most;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = `${list[list.length - 1]} ${word}`;
    if (list.length > 0 && (fits(longer) || list.length === lines)) list[list.length - 1] = longer;
    else list.push(word);
  }
  return list.map((line) => shortened(line, most, size, true));
}

interface LabelOptions {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly fill?: string;
  /** Degrees, clockwise around (x, y). */
  readonly turn?: number;
}

/** One line of words; y is the line they stand on. */
export function label(text: string, { x, y, size, anchor, bold, fill, turn }: LabelOptions): string {
  const more: Record<string, string> = {};
  if (bold) more['font-weight'] = 'bold';
  if (fill !== undefined) more.fill = fill;
  if (turn) more.transform = `rotate(${turn},${x.toFixed(1)},${y.toFixed(1)})`;
  return element('text', { x, y, 'font-size': size, 'text-anchor': anchor, ...more }, escaped(text));
}

/** A number at a tick of an axis: short, with a minus that is as long as a plus, and e-notation of what is far from 1. */
export function tick(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-4)
      ? value
          .toExponential(2)
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(value.toPrecision(6)));
  return text.replace(/^-/, '−').replace('e-', 'e−');
}

/** A share, a mean, an area, with as many decimals. */
export function fixed(value: number, decimals = 2): string {
  return Number.isFinite(value) ? value.toFixed(decimals).replace(/^-/, '−') : tick(value);
}
