/**
 * From where to where an axis goes, and points that no line reaches.
 */

/**
 * The least and the greatest finite number, with some room above and below; never an empty range.
 */
export function extent(lists: readonly (readonly number[])[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return [0, 1];
  const room = high > low ? 0.04 * (high - low) : low === 0 ? 0.5 : 0.1 * Math.abs(low);
  return [low - room, high + room];
}

/** The places of finite numbers whose neighbors are not: alone they are no line. */
export function lonely(values: readonly number[]): number[] {
  const drawn = (i: number) => Number.isFinite(values[i]);
  return Array.from(values.keys()).filter((i) => drawn(i) && !drawn(i - 1) && !drawn(i + 1));
}
