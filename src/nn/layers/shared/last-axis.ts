/**
 * The option `axis` of layers that work along the last axis.
 */
import { ArgumentError, complain, show } from '../../../errors.ts';

/** Refuses all but −1. @throws ArgumentError */
export function checkLastAxis(who: string, axis: unknown): void {
  if (axis === -1) return;
  const expected = '-1, the last axis';
  const help = 'Reshape puts other numbers side by side.';
  throw new ArgumentError(
    complain({ who, problem: 'axis is not usable', expected, received: show(axis), help }),
  );
}
