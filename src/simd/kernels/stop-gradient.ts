/**
 * The twin of stopGradient: a copy, to the last bit. Where nothing changes either tensor, fusion lets both be one.
 */
import { stopGradient } from '../../autograd/index.ts';
import { twinsOf } from '../twin.ts';
import { mapPart } from './shared/maps.ts';

/** The twin of `stopGradient`. */
export const stopGradientTwins = twinsOf(stopGradient, {
  forward: ({ x }, y) => [
    { ...mapPart('stop gradient', [x], y, () => (value) => value.get()), copy: { from: x, to: y } },
  ],
});
