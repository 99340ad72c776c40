/**
 * Randomness, always seeded.
 *
 * One seed gives every random number of a model. Start weights, shuffling and splitting draw from streams that
 * remember where they are; dropout asks a counter hash, which remembers nothing.
 */
export { counterHash, dropThreshold, firstKey, keeps, lowbias32, secondKey } from './counter-hash.ts';
export { log, power } from './elementary.ts';
export { drawSeed, type RandomStream, randomStream, type StreamPurpose, type StreamState } from './stream.ts';
