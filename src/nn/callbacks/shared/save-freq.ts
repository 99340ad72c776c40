/**
 * How often something is saved.
 */
import { ArgumentError, complain, show } from '../../../errors.ts';
import { wholeNumber } from '../../../options.ts';

/** After each 'epoch', or each time that so many batches have been trained. */
export type SaveFreq = 'epoch' | number;

/** @throws ArgumentError */
export function checkSaveFreq(who: string, saveFreq: unknown): void {
  if (saveFreq === 'epoch') return;
  if (typeof saveFreq === 'number') wholeNumber(who, 'saveFreq', saveFreq);
  else {
    const expected = "'epoch' or a whole number of batches >= 1";
    throw new ArgumentError(
      complain({ who, problem: 'saveFreq is not usable', expected, received: show(saveFreq) }),
    );
  }
}
