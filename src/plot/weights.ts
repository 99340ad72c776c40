/**
 * The weights of a layer as images: what each unit looks for.
 */
import { ArgumentError, complain, ShapeError, show, StateError } from '../errors.ts';
import { element } from '../nn/drawing/svg.ts';
import { wholeNumber } from '../options.ts';
import { formatShape, Tensor, type TensorLike, toTensor } from '../tensor/index.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { divergingScale, drawImage, type ImageShape, readImages } from './shared/pixels.ts';
import { type Area, sheet } from './shared/sheet.ts';
import { GREY, SMALL } from './shared/style.ts';
import { label, tick } from './shared/text.ts';

/** Options of plotWeights. */
export interface WeightsPictureOptions extends PictureOptions {
  /** [height, width] of the images that the layer sees; by default a square. */
  readonly imageShape?: ImageShape;
  /** Images side by side; by default as many as have room, 10 at most. */
  readonly columns?: number;
}

const LEAST_SIDE = 8; // pixels of the picture

/** A layer, or what is like it: the first of its weights is the kernel. */
export interface WithWeights {
  getWeights(): readonly Tensor[];
}

/**
 * Draws the kernel of a layer as images, one for each unit: the weights of the pixels of the image that it sees.
 *
 * Blue is negative, white 0, orange positive; all images share one scale, which ends at the largest weight on either side.
 * NaN is pale yellow.
 *
 * Shapes: kernel [pixels, units]
 * @param layer a built layer, such as `model.layers[0]`, or its kernel
 * @param options `imageShape` (by default a square), `columns`; `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ShapeError if the kernel is no matrix or the images do not fit, ArgumentError for pixels that make no square,
 * StateError for a layer without weights
 * @example
 * const svg = await plotWeights([[0.3, -0.2], [0.1, 0.7], [-0.6, 0.2], [0.4, -0.1]], { title: 'Two units' });
 * svg.includes('Two units'); // true
 */
export async function plotWeights(
  layer: WithWeights | TensorLike,
  options: WeightsPictureOptions = {},
): Promise<string> {
  const who = 'plotWeights';
  const defaults = { imageShape: null as ImageShape | null, columns: undefined as number | undefined };
  const { frame, own } = readFrame(who, defaults, options);
  const kernel = toTensor(who, 'kernel', kernelOf(who, layer), { dtype: 'float64' });
  if (kernel.shape.length !== 2 || kernel.size === 0) {
    const expected = '[pixels, units]';
    const received = formatShape(kernel.shape);
    throw new ShapeError(complain({ who, problem: 'the kernel is no matrix', expected, received }));
  }
  const [pixels, units] = kernel.shape;
  const columnsOf = Array.from({ length: units }, (_, j) =>
    Array.from({ length: pixels }, (_, i) => kernel.data[i * units + j]),
  );
  const { images, height, width } = readImages(who, 'kernel', columnsOf, own.imageShape);
  const columns = wholeNumber(
    who,
    'columns',
    own.columns ?? Math.min(units, 10, Math.floor(frame.width / 56)),
    { min: 1, max: Math.floor((frame.width - 24) / (LEAST_SIDE + 6)) },
  );
  let most = 0;
  for (const weight of kernel.data) if (Number.isFinite(weight)) most = Math.max(most, Math.abs(weight));
  most ||= 1;
  const colorOf = divergingScale(most);
  const side = Math.min((frame.width - 24 - 6 * columns) / columns, 160);
  const rowHeight = Math.max((side * height) / width, LEAST_SIDE) + SMALL + 10;
  const rows = Math.ceil(units / columns);

  const draw = (area: Area): string => {
    const step = Math.min(rowHeight, (area.height - 40) / rows);
    const tall = step - SMALL - 10;
    const wide = Math.min((tall * width) / height, side);
    const left = area.x + (area.width - columns * (wide + 6) + 6) / 2;
    const all = images.map((image, i) => {
      const place = {
        x: left + (i % columns) * (wide + 6),
        y: area.y + Math.floor(i / columns) * step,
        width: wide,
        height: tall,
      };
      const border = { x: place.x, y: place.y, width: wide, height: tall, fill: 'none', stroke: GREY };
      return [
        drawImage(place, image, [height, width], colorOf),
        element('rect', border),
        label(String(i), {
          x: place.x + wide / 2,
          y: place.y + tall + SMALL + 1,
          size: SMALL,
          anchor: 'middle',
        }),
      ].join('');
    });
    return [...all, scale({ ...area, y: area.y + rows * step + 4 })].join('\n');
  };
  /** The colours and what they mean. */
  const scale = ({ x, y, width: wide }: Area): string => {
    const steps = Array.from({ length: 41 }, (_, i) => (most * (i - 20)) / 20);
    const bar = { x: x + wide / 2 - 100, y, width: 200, height: 12 };
    const ends = [-most, 0, most].map((value, i) =>
      label(tick(Number(value.toPrecision(3))), {
        x: bar.x + 100 * i,
        y: y + 26,
        size: SMALL,
        anchor: 'middle',
      }),
    );
    const border = { x: bar.x, y, width: 200, height: 12, fill: 'none', stroke: GREY };
    return [drawImage(bar, steps, [1, steps.length], colorOf), element('rect', border), ...ends].join('');
  };
  return sheet(who, frame, {
    title: frame.say('weights'),
    height: Math.max(110, rows * rowHeight + 44),
    least: Math.max(100, rows * (SMALL + 10 + LEAST_SIDE) + 44),
    draw,
  });
}

function kernelOf(who: string, layer: unknown): unknown {
  const { getWeights } = (layer ?? {}) as { readonly getWeights?: unknown };
  if (Array.isArray(layer) && layer[0] instanceof Tensor) {
    const help = 'Take one of them: getWeights()[0] is the kernel of the first layer.';
    throw new ArgumentError(
      complain({ who, problem: 'there are several weights', received: show(layer), help }),
    );
  }
  if (typeof getWeights !== 'function') return layer;
  if ('layers' in (layer as object)) {
    const help = 'Take one of its layers: model.layers[0].';
    throw new ArgumentError(
      complain({
        who,
        problem: 'a model is no layer',
        expected: 'a layer or its kernel',
        received: show(layer),
        help,
      }),
    );
  }
  const [kernel] = (layer as WithWeights).getWeights();
  if (kernel === undefined) {
    throw new StateError(complain({ who, problem: 'the layer has no weights', help: 'Take a Dense layer.' }));
  }
  return kernel;
}
