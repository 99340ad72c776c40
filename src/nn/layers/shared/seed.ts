/**
 * The option `seed` of layers that draw random numbers.
 */
import { wholeNumber } from '../../../options.ts';

/** Refuses what is neither null, which stands for the model's seed, nor a whole number from 0 on. @throws ArgumentError */
export function checkSeed(who: string, seed: number | null): void {
  if (seed !== null) wholeNumber(who, 'seed', seed, { min: 0 });
}
