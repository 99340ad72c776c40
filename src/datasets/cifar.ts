/**
 * CIFAR-10's binary files: records of 3073 bytes, each a label and a picture of 32×32 pixels, first the red of all
 * pixels, then the green, then the blue, row by row.
 *
 * @see A. Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images
 */
import { complain, DataError } from '../errors.ts';
import { type FileUrl, nameOf, readBytes } from '../files.ts';
import { flag, number, oneOf, readOptions } from '../options.ts';
import { type DType, type Floats, storage, Tensor } from '../tensor/index.ts';
import { readBytesArgument, unpacked } from './shared/gzip.ts';

/** What is to be made of CIFAR-10's records. */
export interface Cifar10Options {
  /** Every value is multiplied by this; greater than 0, default 1. 1 / 255 brings all into [0, 1]. */
  readonly scale?: number;
  /** Whether pictures are rows of 3072, the default, or 32×32 of 3. The numbers stand in the same order. */
  readonly flatten?: boolean;
  /** Default 'float32'. */
  readonly dtype?: DType;
  /** What messages call the bytes; `readCifar10` calls them by their path. */
  readonly name?: string;
}

/** Pictures and what they show. */
export interface Cifar10 {
  /** Red, green and blue of each pixel, row by row, from 0 to 255 · scale: [rows, 3072], or [rows, 32, 32, 3]. */
  readonly x: Tensor;
  /** The classes, from 0 to 9: [rows]. */
  readonly labels: Tensor;
}

const PIXELS = 32 * 32;
const COLORS = 3;
/** Numbers of a picture. */
export const CIFAR_VALUES = PIXELS * COLORS;
/** Bytes of a label and a picture. */
const RECORD = 1 + CIFAR_VALUES;
const CLASSES = 10;

/**
 * Pictures and labels in the bytes of a file of CIFAR-10 (binary version), such as `data_batch_1.bin`.
 *
 * The three colours of a pixel come one after another, as Keras, TensorFlow.js and pictures on a page have them.
 *
 * Shapes: x [rows, 3072], or [rows, 32, 32, 3] without `flatten`; labels [rows]
 * @param bytes records of 3073 bytes
 * @param options `scale` (default 1), `flatten` (default true), `dtype` (default 'float32'), `name` for messages
 * @throws DataError if a record is cut off, or a label is above 9, naming the record
 * Peers: Keras's `cifar10.load_data` gives [rows, 32, 32, 3] and labels [rows, 1]; torchvision [3, 32, 32] each.
 * @see A. Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images
 * @example
 * const record = Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 6 : i < 1025 ? 255 : 51));
 * const { x, labels } = parseCifar10(record, { scale: 1 / 255, dtype: 'float64' });
 * labels.toArray(); // [6]
 * x.shape; // [1, 3072]
 * [...x.data.subarray(0, 4)]; // [1, 0.2, 0.2, 1]
 */
export function parseCifar10(bytes: Uint8Array | ArrayBuffer, options: Cifar10Options = {}): Cifar10 {
  return read('parseCifar10', readBytesArgument('parseCifar10', bytes), 'the CIFAR-10 bytes', options);
}

/**
 * Pictures and labels in a file of CIFAR-10 (binary version), such as `data_batch_1.bin`.
 *
 * Shapes: x [rows, 3072], or [rows, 32, 32, 3] without `flatten`; labels [rows]
 * @param path a path, or a `file:` URL
 * @param options as for `parseCifar10`
 * @throws what `parseCifar10` does; DataError if there is no such file; StateError where there is no file system
 */
export function readCifar10(path: string | FileUrl, options: Cifar10Options = {}): Cifar10 {
  const who = 'readCifar10';
  const bytes = readBytes(who, path, 'parseCifar10(bytes) takes the bytes of the file.');
  return read(who, bytes, nameOf(who, path), options);
}

function read(who: string, given: Uint8Array, name: string, options: Cifar10Options): Cifar10 {
  const defaults: Required<Cifar10Options> = { scale: 1, flatten: true, dtype: 'float32', name };
  const settings = readOptions(who, defaults, options);
  const scale = number(who, 'scale', settings.scale, { above: 0 });
  flag(who, 'flatten', settings.flatten);
  oneOf(who, 'dtype', settings.dtype, ['float32', 'float64']);
  const bytes = unpacked(who, settings.name, given);
  return cifarTensors(who, [{ name: settings.name, bytes }], {
    scale,
    flatten: settings.flatten,
    dtype: settings.dtype,
  });
}

/** The records of several files, one after another, as two tensors. */
export function cifarTensors(
  who: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  { scale, flatten, dtype }: { readonly scale: number; readonly flatten: boolean; readonly dtype: DType },
): Cifar10 {
  const rows = files.reduce((sum, { name, bytes }) => sum + recordsOf(who, name, bytes), 0);
  const x = storage(dtype, rows * CIFAR_VALUES);
  const labels = storage(dtype, rows);
  let row = 0;
  for (const { name, bytes } of files) {
    for (let at = 0; at < bytes.length; at += RECORD) {
      labels[row] = labelAt(who, name, bytes, at);
      copyPicture(bytes, at + 1, x, row * CIFAR_VALUES, scale);
      row++;
    }
  }
  return {
    x: new Tensor(x, flatten ? [rows, CIFAR_VALUES] : [rows, 32, 32, COLORS]),
    labels: new Tensor(labels, [rows]),
  };
}

/** From plane after plane to pixel after pixel. */
function copyPicture(bytes: Uint8Array, from: number, x: Floats, to: number, scale: number): void {
  for (let color = 0; color < COLORS; color++) {
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      x[to + pixel * COLORS + color] = bytes[from + color * PIXELS + pixel] * scale;
    }
  }
}

function recordsOf(who: string, name: string, { length }: Uint8Array): number {
  if (length > 0 && length % RECORD === 0) return length / RECORD;
  const whole = Math.floor(length / RECORD);
  throw new DataError(
    complain({
      who,
      problem: `${name}, record ${whole}: it ends in the middle of a record`,
      expected: `a multiple of ${RECORD} bytes`,
      received: `${length}, which is ${whole} · ${RECORD} + ${length % RECORD}`,
      help: 'It was cut off on its way, or is not of the binary version of CIFAR-10.',
    }),
  );
}

function labelAt(who: string, name: string, bytes: Uint8Array, at: number): number {
  if (bytes[at] < CLASSES) return bytes[at];
  throw new DataError(
    complain({
      who,
      problem: `${name}, record ${at / RECORD}, byte ${at}: there is no such label`,
      expected: 'one from 0 to 9',
      received: `${bytes[at]}`,
      help: 'It is damaged, or not of the binary version of CIFAR-10: CIFAR-100 has two labels in a record.',
    }),
  );
}
