/**
 * Bytes of a WebAssembly module, written one after another into one growing array.
 *
 * Whole numbers are written as LEB128: seven bits a byte, the lowest first, the top bit saying that more follow.
 * @see WebAssembly Core Specification, section 5.2, "Values"
 */

/** A growing array of bytes. */
export class Bytes {
  #data = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What has been written so far: a view, valid until more is written. */
  view(): Uint8Array {
    return this.#data.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#data.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#data.length, this.#length + count));
    larger.set(this.view());
    this.#data = larger;
  }

  /** One byte, 0 to 255. */
  byte(value: number): this {
    this.#reserve(1);
    this.#data[this.#length++] = value;
    return this;
  }

  /** Bytes as they are. */
  append(bytes: Uint8Array | readonly number[]): this {
    this.#reserve(bytes.length);
    this.#data.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A whole number from 0 to 2³² − 1. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** A whole number of 32 bits with its sign: as `unsigned`, but the last byte's bit 6 is the sign. */
  signed(value: number): this {
    let rest = value | 0;
    for (;;) {
      const bits = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (bits & 0x40) === 0) || (rest === -1 && (bits & 0x40) !== 0)) return this.byte(bits);
      this.byte(bits | 0x80);
    }
  }

  /** A 32-bit float, little-endian. */
  float32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.append(bytes);
  }

  /** A 64-bit float, little-endian. */
  float64(value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.append(bytes);
  }

  /** A name: its length, and ASCII letters. */
  name(text: string): this {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i) & 0x7f);
    return this;
  }

  /** Bytes with their number before them: how sections and function bodies stand in a module. */
  sized(bytes: Bytes): this {
    return this.unsigned(bytes.length).append(bytes.view());
  }
}
