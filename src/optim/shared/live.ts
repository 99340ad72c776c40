/**
 * The live object of an optimizer: options and scalars side by side, as update rules read them.
 */
import { registers } from '../../tensor/index.ts';

/** Numbers in registers, where any executor can read and write them; then names and switches as plain fields. */
export function liveObject(
  options: Readonly<Record<string, unknown>>,
  scalars: readonly string[],
): Record<string, unknown> {
  const entries = Object.entries(options);
  const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const others = entries.filter(([, value]) => typeof value !== 'number');
  const unset = scalars.map((name): [string, number] => [name, Number.NaN]);
  const live = registers(Object.fromEntries([...numbers, ...unset]));
  return Object.assign(live, Object.fromEntries(others));
}
