/**
 * The safetensors format: named tensors in one file, which Python and many other languages read.
 *
 *     8 bytes      n, the length of the header; all numbers of a file are little-endian
 *     n bytes      the header: JSON, with blanks at its end
 *     the rest     the numbers of all tensors, one tensor after the other, without holes
 *
 * The header says of each tensor what its numbers are, its shape, and where it lies in the rest:
 * `{ "__metadata__": { "a": "text" }, "kernel": { "dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24] } }`.
 *
 * @see https://github.com/huggingface/safetensors, README, "Format"
 */
import { ArgumentError, complain, DataError, show } from '../errors.ts';
import { formatShape, type Shape, size, storage, Tensor, type View } from '../tensor/index.ts';
import { type ElementType, elementTypes } from './element-types.ts';
import { recognize } from './recognize.ts';

/** A tensor as a file names it. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: View;
}

/** What a file holds. */
export interface SafetensorsContent {
  /** In the order in which they lie in the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A tensor as the header describes it. */
interface Entry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** First byte, and the byte after the last, counted from the end of the header. */
  readonly start: number;
  readonly end: number;
}

/** The key of the header that is no tensor. */
const METADATA = '__metadata__';

/** Bytes of n. */
const PREFIX = 8;

/** The longest header that readers of the format accept. */
const LONGEST_HEADER = 100_000_000;

interface Platform {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Platform;

/**
 * The bytes of a file with these tensors: Float32 as F32, Float64 as F64. The same tensors give the same bytes.
 *
 * @param tensors in the order in which they are to lie in the file
 * @param metadata texts that go with them
 * @throws ArgumentError for a name that is used twice or taken by the format, and for metadata that are no texts
 */
export function writeSafetensors(
  tensors: readonly NamedTensor[] | Readonly<Record<string, View>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const list = isList(tensors)
    ? tensors
    : Object.entries(tensors).map(([name, tensor]) => ({ name, tensor }));
  checkWritable(list, metadata);
  const header = Object.keys(metadata).length > 0 ? [pair(METADATA, metadata)] : [];
  let end = 0;
  for (const { name, tensor } of list) {
    const start = end;
    end += tensor.data.byteLength;
    const dtype = tensor.data instanceof Float64Array ? 'F64' : 'F32';
    header.push(pair(name, { dtype, shape: tensor.shape, data_offsets: [start, end] }));
  }
  const json = new TextEncoder().encode(`{${header.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8; // so that the numbers begin at a multiple of 8

  const bytes = new Uint8Array(PREFIX + headerLength + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, PREFIX, PREFIX + headerLength);
  bytes.set(json, PREFIX);
  let at = PREFIX + headerLength;
  for (const { tensor } of list) {
    const { data } = tensor;
    for (let i = 0; i < data.length; i++) {
      if (data instanceof Float64Array) view.setFloat64(at, data[i], true);
      else view.setFloat32(at, data[i], true);
      at += data.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}

/** One line of an object in JSON, which keeps its place whatever its name. */
const pair = (name: string, value: object) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

const isList = (tensors: readonly NamedTensor[] | object): tensors is readonly NamedTensor[] =>
  Array.isArray(tensors);

function checkWritable(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, unknown>>): void {
  const who = 'writeSafetensors';
  const names = new Set<string>();
  for (const { name } of tensors) {
    const problem = names.has(name)
      ? `two tensors are called ${show(name)}`
      : `the name ${show(name)} is taken by the format`;
    if (names.has(name) || name === METADATA) throw new ArgumentError(complain({ who, problem }));
    names.add(name);
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string') continue;
    const help = 'JSON.stringify makes a text of it.';
    throw new ArgumentError(
      complain({
        who,
        problem: `metadata ${key} is no text`,
        expected: 'a string',
        received: show(value),
        help,
      }),
    );
  }
}

/**
 * The tensors of a file.
 *
 * F32 gives Float32, F64 Float64. Other types of numbers become the smaller of the two that holds all of theirs: F16,
 * BF16, BOOL and integers of 8 or 16 bits Float32; integers of 32 or 64 bits Float64, which is exact up to 2⁵³.
 *
 * @param who the speaker of errors
 * @param bytes the whole file
 * @param what the file's name in messages
 * @throws DataError saying what is wrong if this is not a whole, sound file; ArgumentError if these are no bytes
 */
export function readSafetensors(who: string, bytes: Uint8Array, what = 'the file'): SafetensorsContent {
  if (!(bytes instanceof Uint8Array)) {
    const expected = 'the bytes of a file, a Uint8Array';
    throw new ArgumentError(
      complain({ who, problem: `${what} is not usable`, expected, received: show(bytes) }),
    );
  }
  const refuse: Refuse = (problem, about = {}) =>
    new DataError(complain({ who, problem: `${what} ${problem}`, help: AGAIN, ...about }));
  const { header, end } = splitHeader(bytes, refuse);
  const { [METADATA]: metadata = {}, ...described } = parseHeader(header, refuse);
  checkMetadata(metadata, refuse);
  const entries = Object.entries(described).map(([name, value]) => readEntry(name, value, refuse));
  checkNames(header, refuse);
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  checkPlaces(entries, bytes.length - end, refuse);
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, bytes.length - end);
  return { tensors: new Map(entries.map((entry) => [entry.name, readNumbers(entry, view)])), metadata };
}

/** Makes the error of one file. */
type Refuse = (problem: string, about?: { expected?: string; received?: string; help?: string }) => DataError;

/** What helps against a file that was damaged on its way. */
const AGAIN = 'Save or copy it again.';

/** The text of the header, and where it ends. */
function splitHeader(bytes: Uint8Array, refuse: Refuse): { header: string; end: number } {
  if (bytes.length === 0) throw refuse('is empty');
  const { buffer, byteOffset, length } = bytes;
  const stated = length < PREFIX ? 0 : Number(new DataView(buffer, byteOffset).getBigUint64(0, true));
  const end = PREFIX + stated;
  const begins = bytes.length <= PREFIX || bytes[PREFIX] === '{'.charCodeAt(0);
  if (!begins || stated > LONGEST_HEADER) {
    const kind = recognize(bytes);
    throw kind === null
      ? refuse('is no safetensors file', {
          expected: 'the length of a header, and a header in JSON',
          help: 'model.save(path) and model.saveWeights(path) write such files.',
        })
      : refuse(`is no safetensors file but ${kind.name}`, { help: kind.help });
  }
  if (length <= PREFIX || length < end) {
    const expected = `${length < PREFIX ? `more than ${PREFIX}` : `at least ${end}`} bytes`;
    throw refuse('is cut off', { expected, received: `${length}` });
  }
  try {
    const header = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(PREFIX, end));
    return { header, end };
  } catch {
    throw refuse('has a header that is not text in UTF-8');
  }
}

/** The object that the header is. */
function parseHeader(header: string, refuse: Refuse): Record<string, unknown> {
  try {
    return JSON.parse(header); // begins with {: if it is JSON, it is an object
  } catch (error) {
    throw refuse(`has a header that is not JSON: ${(error as Error).message}`);
  }
}

/**
 * That no name is there twice: of two, `JSON.parse` keeps the last in silence. The entries being sound, all texts that
 * stand inside one brace only are names.
 */
function checkNames(header: string, refuse: Refuse): void {
  const names = new Set<string>();
  let depth = 0;
  for (let i = 0; i < header.length; i++) {
    if (header[i] === '{') depth++;
    if (header[i] === '}') depth--;
    if (header[i] !== '"') continue;
    const start = i;
    for (i++; header[i] !== '"'; i++) if (header[i] === '\\') i++;
    if (depth !== 1) continue;
    const name = JSON.parse(header.slice(start, i + 1));
    if (names.has(name)) throw refuse(`describes ${show(name)} twice`);
    names.add(name);
  }
}

function checkMetadata(metadata: unknown, refuse: Refuse): asserts metadata is Record<string, string> {
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  if (isObject && Object.values(metadata).every((value) => typeof value === 'string')) return;
  throw refuse(`has ${METADATA} that are not texts by name`);
}

/** What the header says of one tensor. */
function readEntry(name: string, value: unknown, refuse: Refuse): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const wrong = (what: string, expected: string, received: unknown, help = AGAIN) =>
    refuse(`gives tensor ${show(name)} ${what}`, { expected, received: show(received), help });
  if (typeof dtype !== 'string' || !Object.hasOwn(elementTypes, dtype)) {
    const help = 'Write it again as F32.';
    throw wrong('an unknown dtype', `one of ${Object.keys(elementTypes).join(', ')}`, dtype, help);
  }
  const type = elementTypes[dtype];
  if (!isListOfLengths(shape) || shape.some((length) => length >= 2 ** 31)) {
    throw wrong('an unusable shape', 'a list of whole numbers from 0 on', shape);
  }
  if (!isListOfLengths(offsets) || offsets.length !== 2) {
    throw wrong('unusable data_offsets', '[start, end]', offsets);
  }
  const [start, end] = offsets;
  if (end - start !== size(shape) * type.bytes) {
    const expected = `${size(shape) * type.bytes} bytes for ${dtype} ${formatShape(shape)}`;
    throw refuse(`gives tensor ${show(name)} another size`, { expected, received: `${end - start}` });
  }
  return { name, type, shape, start, end };
}

function isListOfLengths(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/** That the tensors, in the order of their places, fill all bytes after the header, each after the one before. */
function checkPlaces(entries: readonly Entry[], length: number, refuse: Refuse): void {
  let filled = 0;
  for (const { name, start, end } of entries) {
    if (start < filled) throw refuse(`gives tensor ${show(name)} bytes of another tensor`);
    if (start > filled) throw refuse(`has a hole before tensor ${show(name)}`);
    filled = end;
  }
  if (filled === length) return;
  const problem = filled > length ? 'is cut off' : 'goes on after its last tensor';
  throw refuse(problem, { expected: `${filled} bytes after the header`, received: `${length}` });
}

/** The numbers of one tensor. `view` begins where the header ends. */
function readNumbers({ type, shape, start }: Entry, view: DataView): Tensor {
  const data = storage(type.dtype, size(shape));
  for (let i = 0; i < data.length; i++) data[i] = type.read(view, start + i * type.bytes);
  return new Tensor(data, shape);
}
