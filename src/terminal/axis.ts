/**
 * Axes: from values to places, and the round numbers that stand beside them.
 */

/** A value with the words that stand beside it. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** An axis: its ticks, and where between its ends a value lies, from 0 to 1. */
export interface Axis {
  readonly ticks: readonly Tick[];
  place(value: number): number;
}

/** Values that differ by less than this part of themselves are one value. */
const SAME = 1e-9;

/** Parts of a step at which an axis may begin and end. */
const PARTS = 10;

/** Whether an axis can hold a value: beyond 1e300, sums and differences leave the numbers. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/**
 * An axis on which equal steps are equally long. Its ticks, two at least, are multiples of 1, 2 or 5 times a power of
 * ten; it begins and ends at tenths of their distance.
 *
 * @param values drawable numbers, at least one
 * @param intervals how many steps it may have, if two ticks are to be had so
 */
export function linearAxis(values: readonly number[], intervals: number): Axis {
  const { low: least, high: most } = rangeOf(values);
  const range = most - least;
  if (range <= SAME * Math.max(Math.abs(least), Math.abs(most)) || range < 1e-300) return axisOfOne(least);
  let step = roundStep(range / intervals);
  while (ticksWithin(step).length < 2) step = roundStep(step / 2.5);
  const { low, high } = endsFor(step);
  const numbers = ticksWithin(step).map((i) => i * step);
  const labels = labelsOf(numbers, step);
  return {
    ticks: numbers.map((value, i) => ({ value, label: labels[i] })),
    place: (value) => Math.max(0, Math.min(1, (value - low) / (high - low))),
  };

  function endsFor(step: number) {
    const part = step / PARTS;
    return { low: Math.floor(least / part + SAME) * part, high: Math.ceil(most / part - SAME) * part };
  }

  /** Which multiples of a step the axis would hold. */
  function ticksWithin(step: number): number[] {
    const { low, high } = endsFor(step);
    const first = Math.ceil(low / step - SAME);
    const last = Math.floor(high / step + SAME);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
}

/**
 * An axis on which equal factors are equally long: it begins and ends at 1, 2 or 5 times a power of ten.
 *
 * @param values drawable numbers above 0, at least one
 * @param intervals how many ticks it may have, less one
 */
export function logAxis(values: readonly number[], intervals: number): Axis {
  const { low: least, high: most } = rangeOf(values);
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.floor(Math.log10(most)) + 1; power++)
    for (const digit of [1, 2, 5]) all.push(Number(`${digit}e${power}`));
  const first = Math.max(
    0,
    all.findLastIndex((value) => value <= least),
  );
  const last = Math.max(
    first + 1,
    all.findIndex((value) => value >= most),
  );
  const numbers = all.slice(first, last + 1).filter((value) => value > 0 && Number.isFinite(value));
  const powers = numbers.filter((value) => value.toExponential().startsWith('1e'));
  const every = Math.ceil(powers.length / (intervals + 1));
  const shown = numbers.length <= intervals + 1 ? numbers : powers.filter((_, i) => i % every === 0);
  const [low, high] = [Math.log10(numbers[0]), Math.log10(numbers[numbers.length - 1])];
  return {
    ticks: shown.map((value) => ({ value, label: labelOf(value) })),
    place: (value) => (Math.log10(value) - low) / (high - low),
  };
}

/** An axis that knows nothing, for values none of which can be drawn. */
export const emptyAxis: Axis = { ticks: [], place: () => 0 };

/** An axis with one value, in the middle. */
function axisOfOne(only: number): Axis {
  return { ticks: [{ value: only, label: labelOf(only) }], place: () => 0.5 };
}

/** Whole numbers to stand along an axis from one number to another, both of which belong to them. */
export function wholeTicks(from: number, to: number, intervals: number): number[] {
  if (to <= from) return [from];
  const step = Math.max(1, roundStep((to - from) / Math.max(1, intervals)));
  const between: number[] = [];
  for (let value = step * (Math.floor(from / step) + 1); value < to; value += step) between.push(value);
  return [from, ...between, to];
}

/** A number in few letters: 4 digits that count. */
export function labelOf(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const short = Number(value.toPrecision(4));
  const isPlain = short === 0 || (Math.abs(short) >= 1e-4 && Math.abs(short) < 1e6);
  return isPlain ? String(short) : short.toExponential();
}

/** Multiples of a step, all with as many digits as the step wants; as decimals or powers, whichever is shorter. */
function labelsOf(values: readonly number[], step: number): string[] {
  const power = Math.floor(Math.log10(step) + SAME);
  const largest = Math.max(...values.map(Math.abs));
  const digits = Math.max(0, Math.floor(Math.log10(largest) + SAME) - power);
  const decimals = values.map((value) => value.toFixed(Math.min(100, Math.max(0, -power))));
  const powers = values.map((value) => (value === 0 ? '0' : value.toExponential(Math.min(100, digits))));
  const longest = (labels: readonly string[]) => Math.max(...labels.map((label) => label.length));
  return longest(decimals) <= Math.max(7, longest(powers)) ? decimals : powers;
}

/** The smallest of 1, 2 and 5 times a power of ten that is not less. */
function roundStep(least: number): number {
  const power = Math.floor(Math.log10(least));
  for (const digit of [1, 2, 5]) {
    const step = Number(`${digit}e${power}`);
    if (step >= least * (1 - SAME)) return step;
  }
  return Number(`1e${power + 1}`);
}

/** The least and the largest of some numbers. */
export function rangeOf(values: readonly number[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
