/**
 * Images with their labels: what a model got right, and what it took for something else.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { element } from '../nn/drawing/svg.ts';
import { wholeNumber } from '../options.ts';
import { type Labels, readLabels } from '../metrics/shared/labels.ts';
import type { TensorLike } from '../tensor/index.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { drawImage, grayScale, type ImageShape, readImages } from './shared/pixels.ts';
import { type Area, sheet } from './shared/sheet.ts';
import { GREY, INK, RED, SMALL } from './shared/style.ts';
import { label, shortened, widthOfText } from './shared/text.ts';

/** Options of plotImages. */
export interface ImagesPictureOptions extends PictureOptions {
  /** What the images are: labels, or one-hot rows as a Tensor. */
  readonly targets?: Labels;
  /** What a model takes them for: labels, or probabilities as a Tensor. */
  readonly predictions?: Labels;
  /** [height, width] of an image; by default a square. */
  readonly imageShape?: ImageShape;
  /** Images side by side; by default as many as have room with their names, 10 at most. */
  readonly columns?: number;
  /** The numbers that are white and black; by default the least and the greatest of all images. */
  readonly range?: readonly [white: number, black: number];
}

const MOST = 400; // images that one picture holds
const GAP = 10; // between images, in pixels of the picture
const LEAST_SIDE = 8; // of an image, in pixels of the picture
const SIDE = 160; // of an image at most

/**
 * Draws images, each with its true label and the predicted one below: '7' where both agree, '7 → 1' in bold and with a
 * thick frame where a 7 was taken for a 1.
 *
 * Shapes: x [images, pixels] or [images, height, width]
 * @param x gray images; 400 at most
 * @param options `targets`, `predictions` [images]; `imageShape` (by default a square), `columns`, `range`; `title`,
 * `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ShapeError if there are not as many labels as images, ArgumentError for more than 400 images and for pixels that
 * make no square
 * @example
 * const svg = await plotImages([[0, 1, 1, 0], [1, 0, 0, 1]], { targets: ['slash', 'back'], predictions: ['slash', 'slash'] });
 * svg.includes('back → slash'); // true
 */
export async function plotImages(x: TensorLike, options: ImagesPictureOptions = {}): Promise<string> {
  const who = 'plotImages';
  const defaults = {
    targets: undefined as Labels | undefined,
    predictions: undefined as Labels | undefined,
    imageShape: null as ImageShape | null,
    columns: undefined as number | undefined,
    range: undefined as readonly [number, number] | undefined,
  };
  const { frame, own } = readFrame(who, defaults, options);
  const { images, height, width } = readImages(who, 'x', x, own.imageShape);
  if (images.length > MOST) {
    const help = 'takeRows(x, rows) takes some of them.';
    const [expected, received] = [`${MOST} at most`, String(images.length)];
    throw new ArgumentError(
      complain({ who, problem: 'there are too many images', expected, received, help }),
    );
  }
  const labelsOf = (name: 'targets' | 'predictions') => {
    const labels = own[name];
    if (labels === undefined) return null;
    const list = readLabels(who, name, labels).map(String);
    if (list.length === images.length) return list;
    const [expected, received] = [`${images.length} ${name} for ${images.length} images`, `${list.length}`];
    throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
  };
  const targets = labelsOf('targets');
  const predictions = labelsOf('predictions');
  const [white, black] = own.range === undefined ? rangeOf(images) : readRange(who, own.range);
  const colorOf = grayScale(white, black);

  const wrong = images.map(
    (_, i) => targets !== null && predictions !== null && targets[i] !== predictions[i],
  );
  const captions = images.map((_, i) =>
    wrong[i] ? [`${targets?.[i]}`, `→ ${predictions?.[i]}`] : [targets?.[i] ?? predictions?.[i] ?? ''],
  );
  const widest = (texts: readonly string[]) =>
    Math.max(...texts.map((text) => widthOfText(text, SMALL, true)));
  const longest = Math.min(widest(captions.flat()), SIDE);
  const columns = wholeNumber(
    who,
    'columns',
    own.columns ?? Math.min(images.length, 10, Math.floor(frame.width / (Math.max(46, longest) + GAP))),
    { min: 1, max: Math.floor((frame.width - 24) / (LEAST_SIDE + GAP)) },
  );
  const rows = Math.ceil(images.length / columns);
  const side = Math.min((frame.width - 24 - GAP * (columns - 1)) / columns, SIDE);
  // Where 'boot → shirt' is too wide, the prediction stands below the true label.
  const mistakes = captions.filter(({ length }) => length === 2).map((lines) => lines.join(' '));
  const below = mistakes.length > 0 && widest(mistakes) > side + GAP - 2;
  const caption = targets === null && predictions === null ? 0 : (SMALL + 2) * (below ? 2 : 1) + 4;
  const rowHeight = Math.max((side * height) / width, LEAST_SIDE) + caption + GAP;

  const draw = (area: Area): string => {
    const step = Math.min(rowHeight, (area.height - 8) / rows);
    const tall = step - caption - GAP;
    const wide = Math.min((tall * width) / height, side);
    const pitch = Math.max(wide, Math.min(side, (area.width - 24 - GAP * (columns - 1)) / columns)) + GAP;
    const left = area.x + (area.width - columns * pitch + GAP) / 2;
    return images
      .map((image, i) => {
        const middle = left + (i % columns) * pitch + (pitch - GAP) / 2;
        const place = {
          x: middle - wide / 2,
          y: area.y + 4 + Math.floor(i / columns) * step,
          width: wide,
          height: tall,
        };
        const border = { x: place.x, y: place.y, width: wide, height: tall, fill: 'none' };
        const pen = wrong[i] ? { stroke: RED, 'stroke-width': 3 } : { stroke: GREY };
        const lines = below ? captions[i] : [captions[i].join(' ')];
        const said = lines.map((text, line) =>
          label(shortened(text, pitch - 2, SMALL, wrong[i]), {
            x: middle,
            y: place.y + tall + SMALL + 3 + line * (SMALL + 2),
            size: SMALL,
            anchor: 'middle',
            bold: wrong[i],
            fill: wrong[i] ? '#a84300' : INK,
          }),
        );
        return [
          drawImage(place, image, [height, width], colorOf),
          element('rect', { ...border, ...pen }),
          ...(caption === 0 ? [] : said),
        ].join('');
      })
      .join('\n');
  };
  return sheet(who, frame, {
    title: targets !== null && predictions !== null ? frame.say('images') : '',
    height: Math.max(100, rows * rowHeight + 8),
    least: Math.max(100, rows * (caption + GAP + LEAST_SIDE) + 8),
    draw,
  });
}

function rangeOf(images: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const image of images) {
    for (const value of image) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

function readRange(who: string, range: unknown): [number, number] {
  if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) {
    return [range[0], range[1]];
  }
  const expected = '[white, black], the smaller first';
  throw new ArgumentError(complain({ who, problem: 'range is not usable', expected, received: show(range) }));
}
