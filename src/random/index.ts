/**
 * Randomness, always seeded.
 *
 * One seed gives every random number of a model. Start weights, shuffling and splitting draw from streams that
 * remember where they are; dropout and noise ask a counter hash, which remembers nothing.
 */
export {
  counterHash,
  dropThreshold,
  elementBits,
  firstKey,
  keeps,
  lowbias32,
  secondKey,
} from './counter-hash.ts';
export { cos, exp, log, power, realPower } from './elementary.ts';
export { fillNormal, normalFromBits } from './normal.ts';
export { normalQuantile, sampleQuantile } from './quantiles.ts';
export { drawSeed, type RandomStream, randomStream, type StreamPurpose, type StreamState } from './stream.ts';
export { RandomState, readRandomState } from './random-state.ts';
