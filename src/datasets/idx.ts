/**
 * IDX: one array of numbers in a file, as MNIST and its successors come.
 *
 * Four bytes begin it: 0, 0, the type of the numbers, and how many axes there are. Then comes the length of each axis
 * in four bytes, and then the numbers, row by row; all of it with the highest byte first.
 *
 * @see Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, "File formats"
 */
import { complain, DataError } from '../errors.ts';
import { type FileUrl, nameOf, readBytes } from '../files.ts';
import { number, oneOf, readOptions } from '../options.ts';
import { type DType, formatShape, size, storage, Tensor } from '../tensor/index.ts';
import { hexadecimal, isGzip, readBytesArgument, unpacked } from './shared/gzip.ts';

/** What is to be made of the numbers of an IDX file. */
export interface IdxOptions {
  /** Every number is multiplied by this; greater than 0, default 1. 1 / 255 brings bytes into [0, 1]. */
  readonly scale?: number;
  /** Default 'float32', which holds whole numbers up to 2²⁴ exactly; 'float64' holds every number of the format. */
  readonly dtype?: DType;
  /** What messages call the bytes; `readIdx` calls them by their path. */
  readonly name?: string;
}

/** The types of numbers by their code: bytes of one, and how it is read. */
const TYPES: Readonly<Record<number, { width: number; read(view: DataView, at: number): number }>> = {
  8: { width: 1, read: (view, at) => view.getUint8(at) },
  9: { width: 1, read: (view, at) => view.getInt8(at) },
  11: { width: 2, read: (view, at) => view.getInt16(at) },
  12: { width: 4, read: (view, at) => view.getInt32(at) },
  13: { width: 4, read: (view, at) => view.getFloat32(at) },
  14: { width: 8, read: (view, at) => view.getFloat64(at) },
};
const UNSIGNED_BYTE = 8;
/** The longest axis of a tensor. */
const LONGEST = 2 ** 31 - 1;
const TYPE_NAMES =
  '0x08 (unsigned bytes), 0x09 (signed bytes), 0x0b (16 bits), 0x0c (32 bits), 0x0d (float32) or 0x0e (float64)';

/**
 * The tensor in the bytes of an IDX file, packed with gzip or not.
 *
 * Shapes: as the file says; images [count, rows, columns], labels [count]
 * @param bytes what the file holds: unsigned or signed bytes, whole numbers of 16 or 32 bits, or floats of 32 or 64
 * @param options `scale` (default 1), `dtype` (default 'float32'), `name` for messages
 * @throws DataError naming the byte at which it is not IDX, cut off, or longer than its header says; StateError for
 * gzip in a browser: unpack it with `await gunzip(bytes)`
 * Peers: Keras and torchvision have readers for MNIST alone.
 * @see Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits
 * @example
 * const header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3]; // unsigned bytes, two axes: [2, 3]
 * const x = parseIdx(Uint8Array.from([...header, 0, 51, 255, 102, 0, 153]), { scale: 1 / 255, dtype: 'float64' });
 * x.toArray(); // [[0, 0.2, 1], [0.4, 0, 0.6]]
 */
export function parseIdx(bytes: Uint8Array | ArrayBuffer, options: IdxOptions = {}): Tensor {
  return read('parseIdx', readBytesArgument('parseIdx', bytes), 'the IDX bytes', options);
}

/**
 * The tensor in an IDX file, packed with gzip or not.
 *
 * Shapes: as the file says; images [count, rows, columns], labels [count]
 * @param path a path, or a `file:` URL
 * @param options as for `parseIdx`
 * @throws what `parseIdx` does; DataError if there is no such file; StateError where there is no file system
 */
export function readIdx(path: string | FileUrl, options: IdxOptions = {}): Tensor {
  const who = 'readIdx';
  const bytes = readBytes(who, path, 'parseIdx(bytes) takes the bytes of the file.');
  return read(who, bytes, nameOf(who, path), options);
}

function read(who: string, given: Uint8Array, name: string, options: IdxOptions): Tensor {
  const defaults: Required<IdxOptions> = { scale: 1, dtype: 'float32', name };
  const settings = readOptions(who, defaults, options);
  const scale = number(who, 'scale', settings.scale, { above: 0 });
  oneOf(who, 'dtype', settings.dtype, ['float32', 'float64']);
  const bytes = unpacked(who, settings.name, given);
  return decode(
    who,
    isGzip(given) ? `${settings.name}, unpacked` : settings.name,
    bytes,
    scale,
    settings.dtype,
  );
}

/**
 * The tensor in unpacked bytes.
 *
 * @param name what to call them in messages
 */
export function decode(who: string, name: string, bytes: Uint8Array, scale: number, dtype: DType): Tensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { type, shape, start } = readHeader(who, name, bytes, view);
  const end = start + size(shape) * TYPES[type].width;
  const say = (problem: string, help: string) => {
    const expected = `${end} bytes: a header of ${start}, and the numbers of ${formatShape(shape)}`;
    const received = `${bytes.length}`;
    return new DataError(complain({ who, problem: `${name}, ${problem}`, expected, received, help }));
  };
  if (bytes.length < end) {
    const help = 'It was cut off on its way, or its header is not true: load it again from where it came.';
    throw say(`byte ${bytes.length}: it ends too early`, help);
  }
  if (bytes.length > end) {
    const help = 'Its header is not true, or something was added to it: load it again from where it came.';
    throw say(`byte ${end}: it goes on after its last number`, help);
  }
  const data = storage(dtype, size(shape));
  if (type === UNSIGNED_BYTE) {
    for (let i = 0; i < data.length; i++) data[i] = bytes[start + i] * scale;
  } else {
    const { width, read } = TYPES[type];
    for (let i = 0; i < data.length; i++) data[i] = read(view, start + i * width) * scale;
  }
  return new Tensor(data, shape);
}

function readHeader(
  who: string,
  name: string,
  bytes: Uint8Array,
  view: DataView,
): { readonly type: number; readonly shape: number[]; readonly start: number } {
  const refuse = (place: number, problem: string, expected: string, received: string, help = '') => {
    throw new DataError(
      complain({ who, problem: `${name}, byte ${place}: ${problem}`, expected, received, help }),
    );
  };
  const cut = 'It was cut off on its way: load it again from where it came.';
  if (bytes.length < 4)
    refuse(bytes.length, 'it ends in its header', '4 bytes that say what it is', `${bytes.length}`, cut);
  const magic = hexadecimal(bytes.subarray(0, 4));
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    const help = 'Is it another format, or a page that a server sent in its place?';
    refuse(
      0,
      'this is not IDX',
      'two bytes 0, then type and number of axes, such as 0x00000803',
      magic,
      help,
    );
  }
  const [, , type, axes] = bytes;
  if (TYPES[type] === undefined) refuse(2, 'there is no such type of numbers', TYPE_NAMES, magic);
  if (axes === 0) refuse(3, 'it has no axes', 'at least 1', magic);
  const start = 4 + 4 * axes;
  if (bytes.length < start) {
    refuse(bytes.length, 'it ends in its header', `${start} bytes for ${axes} axes`, `${bytes.length}`, cut);
  }
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (shape.includes(0) && size(shape.map((length) => length || 1)) > LONGEST) {
    const expected = `axes of ${LONGEST} numbers at most`; // without numbers, the count of bytes does not tell
    refuse(
      4,
      'it has no numbers, and axes too long',
      expected,
      formatShape(shape),
      'Its header is not true.',
    );
  }
  return { type, shape, start };
}
