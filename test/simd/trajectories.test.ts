/**
 * The stored trainings of Keras under the SIMD executor, within the bounds of the reference.
 */
import { simd } from '../../src/simd/index.ts';
import { assertTrainsAlike, comparedTrainings } from '../nn/shared/as-keras.ts';
import { under } from './shared/executors.ts';

describe('training as Keras does, under simd', () => {
  for (const c of comparedTrainings()) {
    it(c.name, () => under(simd, () => assertTrainsAlike(c, 'float32')));
  }
});
