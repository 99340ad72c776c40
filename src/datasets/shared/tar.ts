/**
 * Tar, as far as data sets are packed with it: files one after another, each behind a header of 512 bytes and filled up
 * with zeros to a multiple of 512. A header of zeros ends it.
 *
 * @see POSIX.1-2017, pax, "ustar Interchange Format"
 */
import { complain, DataError } from '../../errors.ts';

const BLOCK = 512;

/** Where a header has what: first byte and length. */
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const KIND = 156;
const PREFIX = [345, 155] as const;

/** The kinds that are files: '0', and 0 as it was before POSIX. */
const FILE_KINDS = [0x30, 0];

/**
 * The files in a tar archive, by name. Folders, links and other kinds are left out.
 *
 * @param archive what messages call the bytes
 * @throws DataError naming the byte at which it is not tar, damaged or cut off
 */
export function untar(who: string, archive: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; ; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw cut(who, archive, bytes, at + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    checkHeader(who, archive, header, at);
    const start = at + BLOCK;
    const size = octal(header, SIZE);
    if (bytes.length < start + size) throw cut(who, archive, bytes, start + size);
    const prefix = text(header, PREFIX);
    const name = `${prefix === '' ? '' : `${prefix}/`}${text(header, NAME)}`;
    if (FILE_KINDS.includes(header[KIND])) files.set(name, bytes.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** The sum of a header's bytes must be what it says, with its own place read as 8 spaces. */
function checkHeader(who: string, archive: string, header: Uint8Array, at: number): void {
  const [from, length] = CHECKSUM;
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < from || i >= from + length) sum += header[i];
  const told = octal(header, CHECKSUM);
  const place = `${archive}, byte ${at} of what is packed in it`;
  const help = 'It is damaged, or no tar archive: load it again from where it came.';
  if (told !== sum) {
    const problem = `${place}: this is not the header of a file in tar`;
    throw new DataError(complain({ who, problem, expected: `the sum ${told}`, received: `${sum}`, help }));
  }
  if (Number.isNaN(octal(header, SIZE))) {
    throw new DataError(
      complain({ who, problem: `${place}: the size of a file is not in octal digits`, help }),
    );
  }
}

function cut(who: string, archive: string, { length }: Uint8Array, expected: number): DataError {
  return new DataError(
    complain({
      who,
      problem: `${archive}, byte ${length} of what is packed in it: it ends too early`,
      expected: `at least ${expected} bytes`,
      received: `${length}`,
      help: 'It was cut off on its way: load it again from where it came.',
    }),
  );
}

/** Letters up to a zero. */
function text(header: Uint8Array, [from, length]: readonly [number, number]): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...field.subarray(0, end < 0 ? length : end));
}

/** A number in octal digits, with spaces or zeros around it; NaN if it is none. */
function octal(header: Uint8Array, place: readonly [number, number]): number {
  const digits = text(header, place).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}
