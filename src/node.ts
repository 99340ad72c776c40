/**
 * What only Node can do: the switch for V8's wide vectors.
 *
 * @example
 * import { enableWideVectors } from 'multiperceptron/node';
 *
 * enableWideVectors(); // before the first model is trained
 */
export { enableWideVectors } from './simd/wide.ts';
