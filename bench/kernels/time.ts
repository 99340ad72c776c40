/**
 * How long a short piece of work takes.
 */

/** Nanoseconds of one call: the best of `rounds`, each long enough for the clock, after a warm-up. */
export function nanoseconds(work: () => void, rounds = 15): number {
  let calls = 1;
  for (;;) {
    const begun = performance.now();
    for (let i = 0; i < calls; i++) work();
    if (performance.now() - begun > 10) break;
    calls *= 2;
  }
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    for (let i = 0; i < calls; i++) work();
    best = Math.min(best, (performance.now() - begun) / calls);
  }
  return best * 1e6;
}
