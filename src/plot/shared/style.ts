/**
 * Colours, dashes, symbols and sizes of letters: readable at 600 pixels, and told apart without colours too.
 */
import type { Drawn, Path } from './plot-library.ts';

/** Sizes of letters, in pixels. */
export const SMALL = 12;
export const LARGE = 16;

/** What is written and drawn in neutral colours. */
export const INK = '#222222';
export const GREY = '#767676';

/**
 * Colours that the colour-blind tell apart; yellow is left out, which is faint on white.
 *
 * @see M. Okabe, K. Ito (2008), Color Universal Design
 */
export const BLUE = '#0072b2';
export const RED = '#d55e00';
const COLORS = [BLUE, RED, '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** Dashes and gaps, in pixels; '' is a line without gaps. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3'];
export const DASHED = DASHES[1];
export const DOTTED = DASHES[2];

/** How a line is drawn. */
export interface Stroke {
  readonly color: string;
  readonly dash: string;
  readonly width?: number;
}

/** The i-th of several lines: its own colour and its own dashes, together unlike those of 27 others. */
export function strokeOf(i: number): Stroke {
  return { color: colorOf(i), dash: DASHES[i % DASHES.length] };
}

/** The i-th colour. */
export function colorOf(i: number): string {
  return COLORS[i % COLORS.length];
}

/** A line of Plot in this stroke. */
export function lineOptions({ color, dash, width = 2 }: Stroke) {
  return { stroke: color, strokeDasharray: dash === '' ? null : dash, strokeWidth: width };
}

/** The i-th of several symbols, as corners of a figure of radius 1; with the i-th colour unlike those of 48 others. */
export function cornersOf(i: number): readonly (readonly [number, number])[] {
  return SYMBOLS[(i + Math.floor(i / COLORS.length)) % SYMBOLS.length];
}

/** Corners on a circle, or, where there are several radii, on circles in turn. */
function figure(corners: number, radii: readonly number[], turn = 0): (readonly [number, number])[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = 2 * Math.PI * ((i + turn) / corners - 0.25);
    const radius = radii[i % radii.length];
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

const SYMBOLS = [
  figure(24, [0.9]), // circle
  figure(3, [1.2]), // triangle
  figure(4, [1.15], 0.5), // square
  figure(10, [1.3, 0.55]), // star
  figure(4, [1.25]), // diamond
  figure(3, [1.2], 0.5), // triangle upside down
  figure(8, [1.3, 0.4]), // star of four
];

/** The i-th symbol for Plot. */
export function symbolOf(i: number): Drawn {
  return {
    draw(context: Path, size: number) {
      const radius = Math.sqrt(size / Math.PI);
      cornersOf(i).forEach(([x, y], corner) => {
        if (corner === 0) context.moveTo(radius * x, radius * y);
        else context.lineTo(radius * x, radius * y);
      });
      context.closePath();
    },
  };
}

/** Between two colours '#rrggbb'; share 0 is the first, 1 the second. */
export function mixed(from: string, to: string, share: number): string {
  const part = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  const mix = (at: number) => Math.round(part(from, at) + share * (part(to, at) - part(from, at)));
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`;
}
