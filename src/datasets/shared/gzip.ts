/**
 * Gzip, the packing of `.gz` files. The platform unpacks it: Node at once, browsers as a promise only.
 *
 * @see RFC 1952, GZIP file format specification version 4.3, section 2.3
 */
import { ArgumentError, complain, DataError, StateError, show } from '../../errors.ts';
import { builtin } from '../../files.ts';

/** What browsers have for it. */
interface Platform {
  readonly DecompressionStream: new (form: 'gzip') => unknown;
  readonly Blob: new (parts: readonly Uint8Array[]) => { stream(): { pipeThrough(by: unknown): unknown } };
  readonly Response: new (body: unknown) => { arrayBuffer(): Promise<ArrayBuffer> };
}

interface Unpacker {
  gunzipSync?(bytes: Uint8Array): Uint8Array;
}

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The bytes of an argument. @throws ArgumentError for what is neither a Uint8Array nor an ArrayBuffer */
export function readBytesArgument(who: string, bytes: unknown): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  throw new ArgumentError(
    complain({
      who,
      problem: 'bytes is not usable',
      expected: 'a Uint8Array or an ArrayBuffer',
      received: show(bytes),
    }),
  );
}

/**
 * The bytes themselves, or what they are packed from if they are gzip.
 *
 * @param name what to call them in messages
 * @throws DataError if they are damaged; StateError where unpacking takes a promise
 */
export function unpacked(who: string, name: string, bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  const zlib = builtin<Unpacker>('node:zlib');
  if (zlib?.gunzipSync === undefined) {
    const problem = `${name} is packed with gzip, which cannot be unpacked at once here`;
    throw new StateError(complain({ who, problem, help: 'Hand over `await gunzip(bytes)` instead.' }));
  }
  try {
    return zlib.gunzipSync(bytes);
  } catch (error) {
    throw damaged(who, name, bytes, error as Error);
  }
}

/**
 * What bytes in gzip are packed from, in Node and in browsers alike.
 *
 * @param bytes what a `.gz` file holds
 * @throws DataError if they are not gzip, cut off or damaged
 * @see RFC 1952
 * @example
 * const response = await fetch('https://example.org/train-labels-idx1-ubyte.gz');
 * const labels = parseIdx(await gunzip(await response.arrayBuffer()));
 */
export async function gunzip(bytes: Uint8Array | ArrayBuffer): Promise<Uint8Array> {
  const who = 'gunzip';
  const packed = readBytesArgument(who, bytes);
  if (!isGzip(packed)) {
    const received = packed.length === 0 ? 'no bytes' : hexadecimal(packed.subarray(0, 2));
    const problem = 'byte 0: this is not gzip';
    const help = 'Is it unpacked already? Servers and browsers often do that on the way.';
    throw new DataError(complain({ who, problem, expected: '0x1f8b', received, help }));
  }
  if (builtin<Unpacker>('node:zlib')?.gunzipSync) return unpacked(who, 'bytes', packed);
  const { Blob, Response, DecompressionStream } = globalThis as unknown as Platform;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw damaged(who, 'bytes', packed, error as Error);
  }
}

/** Bytes as hexadecimal digits, as messages show them. */
export function hexadecimal(bytes: Uint8Array): string {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function damaged(who: string, name: string, { length }: Uint8Array, { message }: Error): DataError {
  return new DataError(
    complain({
      who,
      problem: `${name} is damaged or cut off: its ${length} bytes cannot be unpacked (${message})`,
      help: 'Load it again from where it came.',
    }),
  );
}
