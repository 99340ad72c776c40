/**
 * Files of small made-up pictures, in the formats of the large sets.
 */
import { generic } from '../../shared/values.ts';

/** Records of CIFAR-10 with these labels. */
export function records(labels: readonly number[], seed = 1): Uint8Array {
  return Uint8Array.from(
    labels.flatMap((label, i) => [label, ...generic(3072, [0, 255], { whole: true, seed: seed * 100 + i })]),
  );
}

/** An IDX file of bytes. */
export function idxOfBytes(shape: readonly number[], bytes: ArrayLike<number>): Uint8Array {
  const lengths = shape.flatMap((length) => [24, 16, 8, 0].map((bits) => (length >>> bits) & 255));
  return Uint8Array.from([0, 0, 8, shape.length, ...lengths, ...Array.from(bytes)]);
}

/** A tar archive of files; null makes a folder. */
export function tar(files: Readonly<Record<string, Uint8Array | null>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${(bytes?.length ?? 0).toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(bytes === null ? '5' : '0', 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil((bytes?.length ?? 0) / 512) * 512);
    if (bytes !== null) body.set(bytes);
    return [header, body];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
