/**
 * Small images as SVG: squares of one colour, joined into one path for each colour.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { element } from '../../nn/drawing/svg.ts';
import { formatShape, toTensor } from '../../tensor/index.ts';
import type { Area } from './sheet.ts';
import { mixed, RED, BLUE } from './style.ts';

/** Height and width of an image, in pixels of its own. */
export type ImageShape = readonly [height: number, width: number];

/**
 * Images, one each row, of their own height and width.
 *
 * @param values [images, pixels], [images, height, width] or [images, height, width, 1]
 * @param imageShape as given, or null: then pixels must be a square number
 */
export function readImages(
  who: string,
  name: string,
  values: unknown,
  imageShape: ImageShape | null,
): { images: Float64Array[]; height: number; width: number } {
  const { data, shape } = toTensor(who, name, values, { dtype: 'float64' });
  const [count, ...rest] = shape;
  const spatial = rest.length >= 2 && (rest.length === 2 || (rest.length === 3 && rest[2] === 1));
  if (count === 0 || (rest.length !== 1 && !spatial)) {
    const expected = '[images, pixels] or [images, height, width]';
    throw new ShapeError(
      complain({ who, problem: `${name} are no images`, expected, received: formatShape(shape) }),
    );
  }
  const pixels = data.length / count;
  const [height, width] = spatial ? rest : (imageShape ?? squareOf(who, pixels));
  if (!(Number.isInteger(height) && Number.isInteger(width) && height > 0 && height * width === pixels)) {
    const expected = `[height, width] of ${pixels} pixels`;
    throw new ShapeError(
      complain({ who, problem: 'imageShape does not fit', expected, received: show(imageShape) }),
    );
  }
  const images = Array.from({ length: count }, (_, i) =>
    Float64Array.from(data.subarray(i * pixels, (i + 1) * pixels)),
  );
  return { images, height, width };
}

function squareOf(who: string, pixels: number): ImageShape {
  const side = Math.round(Math.sqrt(pixels));
  if (side * side === pixels) return [side, side];
  const problem = `${pixels} pixels make no square`;
  const help = 'Say the size of an image: { imageShape: [height, width] }.';
  throw new ArgumentError(complain({ who, problem, help }));
}

/** An image in an area. Rows of one colour are drawn as one rectangle; there are no seams between pixels. */
export function drawImage(
  area: Area,
  image: ArrayLike<number>,
  [height, width]: ImageShape,
  colorOf: (value: number) => string,
): string {
  const paths = new Map<string, string>();
  const place = (share: number, of: number) => Math.round(100 * (share * of)) / 100;
  for (let row = 0; row < height; row++) {
    const [top, bottom] = [place(row / height, area.height), place((row + 1) / height, area.height)];
    for (let start = 0; start < width; ) {
      const color = colorOf(image[row * width + start]);
      let end = start + 1;
      while (end < width && colorOf(image[row * width + end]) === color) end++;
      const [left, right] = [place(start / width, area.width), place(end / width, area.width)];
      paths.set(color, `${paths.get(color) ?? ''}M${left},${top}H${right}V${bottom}H${left}Z`);
      start = end;
    }
  }
  const parts = [...paths].map(([fill, d]) => element('path', { fill, d }));
  const attributes = { transform: `translate(${area.x.toFixed(1)},${area.y.toFixed(1)})` };
  return element('g', { ...attributes, 'shape-rendering': 'crispEdges' }, parts.join(''));
}

/** Shades that a scale has on each side. */
const SHADES = 32;

/** Pale yellow, which no scale has: NaN. */
const NOT_A_NUMBER = '#fff3b0';

/** From white (low) to black (high), in steps. */
export function grayScale(low: number, high: number): (value: number) => string {
  return (value) => {
    if (Number.isNaN(value)) return NOT_A_NUMBER;
    const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
    return mixed('#ffffff', '#000000', Math.round(share * SHADES) / SHADES);
  };
}

/** From blue (−most) over white (0) to orange (most), in steps. */
export function divergingScale(most: number): (value: number) => string {
  return (value) => {
    if (Number.isNaN(value)) return NOT_A_NUMBER;
    const share = Math.min(1, Math.abs(value) / most);
    return mixed('#ffffff', value < 0 ? BLUE : RED, Math.round(share * SHADES) / SHADES);
  };
}
