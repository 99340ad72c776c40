/**
 * A counter hash: random bits as a pure function of whole numbers, without any state.
 *
 * Dropout asks it "is element i kept in step s?", noise asks it for the number itself, and each gets the same answer in
 * the forward pass, in the backward pass, in a resumed run and in every executor, because the answer depends on nothing
 * but the question.
 * All arithmetic is exact in 32-bit integers, so it is the same on every engine.
 */

/** 2³² / φ, the increment of Weyl sequences (Knuth, TAOCP vol. 2, section 3.2.1). */
const GOLDEN = 0x9e3779b9;

/** The rounds of lowbias32: how far down the upper bits are mixed in, and what is multiplied by thereafter. */
const SHIFT_1 = 16;
const FACTOR_1 = 0x7feb352d;
const SHIFT_2 = 15;
const FACTOR_2 = 0x846ca68b;
const SHIFT_3 = 16;

/** The start values of the two keys: any two different numbers do. */
const START_1 = 0x9e3779b9;
const START_2 = 0x85ebca6b;

const TWO_32 = 2 ** 32;

/**
 * A bijective hash of 32 bits with low bias.
 *
 * @param x any number; its value modulo 2³² counts
 * @returns 32 bits as a signed integer (`>>> 0` makes them unsigned)
 * @see Chris Wellons, "Prospecting for Hash Functions" (2018): the function lowbias32
 */
export function lowbias32(x: number): number {
  let h = x | 0;
  h ^= h >>> SHIFT_1;
  h = Math.imul(h, FACTOR_1);
  h ^= h >>> SHIFT_2;
  h = Math.imul(h, FACTOR_2);
  h ^= h >>> SHIFT_3;
  return h;
}

/** One more 32-bit word hashed into h. */
function absorb(h: number, word: number): number {
  return lowbias32(((h ^ word) + GOLDEN) | 0);
}

/** A key before the step is absorbed: what stays the same in all steps. */
function keyOf(start: number, seed: number, position: number): number {
  let h = start;
  h = absorb(h, seed % TWO_32);
  h = absorb(h, Math.floor(seed / TWO_32));
  return absorb(h, position);
}

function key(start: number, seed: number, position: number, step: number): number {
  let h = keyOf(start, seed, position);
  h = absorb(h, step % TWO_32);
  h = absorb(h, Math.floor(step / TWO_32));
  return h;
}

/** First key of a mask. @param seed, step whole, 0 .. 2⁵³; @param position the layer's number in the model */
export function firstKey(seed: number, position: number, step: number): number {
  return key(START_1, seed, position, step);
}

/** Second key of a mask, unrelated to the first. */
export function secondKey(seed: number, position: number, step: number): number {
  return key(START_2, seed, position, step);
}

/** The hash below which an element is dropped: ⌊rate · 2³²⌋. @param rate share dropped, 0 .. 1 */
export function dropThreshold(rate: number): number {
  return Math.floor(rate * TWO_32);
}

/**
 * 32 random bits for element i: lowbias32(lowbias32(i ⊕ k₁) + k₂).
 *
 * One hash alone would only reorder the same values from key to key; the sum between two hashes does not.
 *
 * @param i the element's number, row · units + unit
 * @returns 32 bits as a signed integer
 */
export function elementBits(i: number, k1: number, k2: number): number {
  return lowbias32((lowbias32(i ^ k1) + k2) | 0);
}

/** Whether element i is kept: its bits ≥ threshold, unsigned. */
export function keeps(i: number, k1: number, k2: number, threshold: number): boolean {
  return elementBits(i, k1, k2) >>> 0 >= threshold;
}

/** The numbers of the hash, for those who emit code that computes it: every executor must draw the same masks. */
export const counterHash = {
  golden: GOLDEN,
  shifts: [SHIFT_1, SHIFT_2, SHIFT_3],
  factors: [FACTOR_1, FACTOR_2],
  /** Both keys of a mask as they are before the low and the high half of the step are absorbed, in this order. */
  keysBeforeStep: (seed: number, position: number): readonly [first: number, second: number] => [
    keyOf(START_1, seed, position),
    keyOf(START_2, seed, position),
  ],
} as const;
