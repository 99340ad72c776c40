/**
 * The twins of reshape: copies, to the last bit. Where nothing but the reshaping changes, fusion lets both tensors be one.
 */
import { reshape } from '../../autograd/index.ts';
import { twinsOf } from '../twin.ts';
import { copyPart, mapPart } from './shared/maps.ts';

/** The twins of `reshape`. */
export const reshapeTwins = twinsOf(reshape, {
  forward: ({ x }, y) => [
    { ...mapPart('reshape', [x], y, () => (value) => value.get()), copy: { from: x, to: y } },
  ],
  backward: (dy, { x: dx }) => (dx === null ? [] : [copyPart('reshape', dy, dx)]),
});
