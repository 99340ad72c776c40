/**
 * Colours on a terminal, in 24 bits.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { showsColor } from './platform.ts';

/** Red, green and blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** Whether to write colours: 'auto' does where standard output shows them. */
export type ColorOption = 'auto' | boolean;

/**
 * Colours for lines that are told apart by the color-blind too.
 *
 * @see M. Okabe, K. Ito (2008), Color Universal Design, "Color barrier-free"
 */
export const PALETTE: readonly Color[] = [
  [86, 180, 233], // sky blue
  [230, 159, 0], // orange
  [0, 158, 115], // bluish green
  [204, 121, 167], // reddish purple
  [240, 228, 66], // yellow
  [213, 94, 0], // vermilion
];

/** The option as a decision. @throws ArgumentError */
export function readColor(who: string, color: unknown): boolean {
  if (typeof color === 'boolean') return color;
  if (color === 'auto') return showsColor();
  const expected = "'auto', true or false";
  throw new ArgumentError(complain({ who, problem: 'color is not usable', expected, received: show(color) }));
}

/**
 * Text in a colour, on a background.
 *
 * @see ECMA-48, section 8.3.117 (SGR), and ITU-T T.416 for direct colours: 38 foreground, 48 background
 */
export function paint(text: string, foreground: Color | null, background: Color | null = null): string {
  const codes = [
    ...(foreground === null ? [] : [`38;2;${foreground.join(';')}`]),
    ...(background === null ? [] : [`48;2;${background.join(';')}`]),
  ];
  return codes.length === 0 ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`;
}

/** The colour at a fraction (0 to 1) of the way between two. */
export function blend(from: Color, to: Color, fraction: number): Color {
  const [red, green, blue] = from.map((value, i) => Math.round(value + (to[i] - value) * fraction));
  return [red, green, blue];
}
