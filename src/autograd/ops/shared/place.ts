/**
 * The options that say where a random draw belongs: the seed, and the layer's place in its model.
 */
import { wholeNumber } from '../../../options.ts';

/** Refuses a seed or a position that is no whole number from 0 on. @throws ArgumentError */
export function checkPlace(
  who: string,
  { seed, position }: { readonly seed: number; readonly position: number },
): void {
  wholeNumber(who, 'seed', seed, { min: 0 });
  wholeNumber(who, 'position', position, { min: 0 });
}
