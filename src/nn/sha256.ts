/**
 * SHA-256: 32 bytes that stand for any number of bytes. Whoever changes one bit changes half of them.
 *
 * It is written out here because browsers offer it as a promise only, and Node in a module of its own. Names and
 * numbered parts are those of the standard.
 *
 * @see FIPS 180-4, "Secure Hash Standard", sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and 6.2
 */

/** The first primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fractional part of a root: of its 53 bits at most 3 stand before the point. */
const fraction = (root: number) => Math.floor((root % 1) * 2 ** 32) | 0;

/** Section 4.2.2: from the cube roots of the first 64 primes. */
const K = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

/** Section 5.3.3, the hash of nothing yet: from the square roots of the first 8 primes. */
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/** Bytes in a block. */
const BLOCK = 64;

/** x, turned to the right by n bits. */
const rotr = (x: number, n: number) => (x >>> n) | (x << (32 - n));

// Section 4.1.2. Σ is S, and σ is s.
const Ch = (x: number, y: number, z: number) => (x & y) ^ (~x & z);
const Maj = (x: number, y: number, z: number) => (x & y) ^ (x & z) ^ (y & z);
const S0 = (x: number) => rotr(x, 2) ^ rotr(x, 13) ^ rotr(x, 22);
const S1 = (x: number) => rotr(x, 6) ^ rotr(x, 11) ^ rotr(x, 25);
const s0 = (x: number) => rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3);
const s1 = (x: number) => rotr(x, 17) ^ rotr(x, 19) ^ (x >>> 10);

/**
 * The SHA-256 of these bytes, as 64 hexadecimal digits.
 *
 * @example
 * sha256(new TextEncoder().encode('abc')); // begins with ba7816bf
 */
export function sha256(bytes: Uint8Array): string {
  const message = padded(bytes);
  const H = START.slice();
  const W = new Int32Array(64);
  for (let at = 0; at < message.byteLength; at += BLOCK) {
    // Section 6.2.2, step 1: the message schedule
    for (let t = 0; t < 16; t++) W[t] = message.getInt32(at + 4 * t);
    for (let t = 16; t < 64; t++) W[t] = s1(W[t - 2]) + W[t - 7] + s0(W[t - 15]) + W[t - 16];

    // Steps 2 and 3: 64 rounds, from the hash so far; `| 0` adds modulo 2³²
    let [a, b, c, d, e, f, g, h] = H;
    for (let t = 0; t < 64; t++) {
      const T1 = (h + S1(e) + Ch(e, f, g) + K[t] + W[t]) | 0;
      const T2 = (S0(a) + Maj(a, b, c)) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + T1) | 0;
      d = c;
      c = b;
      b = a;
      a = (T1 + T2) | 0;
    }

    // Step 4: what the rounds gave is added to the hash so far
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) H[i] += word;
  }
  return Array.from(H, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Section 5.1.1: the bytes, a bit 1, bits 0 up to 8 bytes before the end of a block, and the number of bits. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 1 + 8) / BLOCK);
  const message = new Uint8Array(blocks * BLOCK);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(message.length - 8, 8n * BigInt(bytes.length));
  return view;
}
