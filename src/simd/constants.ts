/**
 * The constants of all kernels, in one table at the start of every arena.
 *
 * V8 builds a `v128.const` inside a loop anew at each use, which makes `exp` three times slower; a constant that was
 * loaded from memory into a local before the loop stays in its register.
 */

/** Where the table stands in memory, in bytes; below 64 lies nothing, so that address 0 can mean "nowhere". */
const START = 128;
/** Where the masks stand: three vectors that are all ones in their first one, two or three lanes. */
const MASKS = 64;
/** Where the table ends, and what comes after begins. */
export const TABLE_END = 8192;

const bits = new DataView(new ArrayBuffer(4));
const addresses = new Map<number, number>();

/** The address of 32 bits that never change; null where the table is full. */
export function addressOfBits(word: number): number | null {
  const known = addresses.get(word >>> 0);
  if (known !== undefined) return known;
  const address = START + 4 * addresses.size;
  if (address >= TABLE_END) return null;
  addresses.set(word >>> 0, address);
  return address;
}

/** The bits of a 32-bit float. */
export function bitsOf(value: number): number {
  bits.setFloat32(0, value);
  return bits.getUint32(0);
}

/** The address of a vector with ones in all bits of its first lanes. @param count lanes, 1 to 3 */
export function addressOfMask(count: number): number {
  return MASKS + 16 * (count - 1);
}

/** Writes the table into a memory. */
export function writeConstants(memory: ArrayBuffer): void {
  const words = new Uint32Array(memory, 0, TABLE_END / 4);
  for (let count = 1; count <= 3; count++)
    words.fill(0xffffffff, addressOfMask(count) / 4, addressOfMask(count) / 4 + count);
  for (const [word, address] of addresses) words[address / 4] = word;
}
