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

/** Counts batches: after each, `isDue` tells whether as many as that have been trained since it last was. */
export function batchCounter(saveFreq: SaveFreq): { restart(): void; isDue(): boolean } {
  let batches = 0;
  return {
    restart() {
      batches = 0;
    },
    isDue() {
      batches++;
      if (saveFreq === 'epoch' || batches < saveFreq) return false;
      batches = 0;
      return true;
    },
  };
}
