/**
 * Seeded streams of random numbers, one for each purpose.
 *
 * Each purpose draws from a stream of its own, so that adding a Dropout layer or a random split never changes
 * the start weights or the order of the samples. Streams are seedrandom's `alea`; their state can be saved.
 */
import alea from 'seedrandom/lib/alea.js';
import { ArgumentError, complain } from '../errors.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { log } from './elementary.ts';

/**
 * What a stream is for: start weights, order of the samples, splitting data. Dropout, the fourth purpose, keeps
 * no stream: its masks come from `counter-hash.ts`.
 */
export type StreamPurpose = 'init' | 'shuffle' | 'split';

/** The saved state of a stream: plain numbers, ready for JSON. */
export type StreamState = Readonly<Record<string, number>>;

/** A seeded stream of random numbers. */
export interface RandomStream {
  /** A number in [0, 1), in steps of 2⁻³². */
  uniform(): number;
  /** A draw from the normal distribution of mean 0 and variance 1. */
  normal(): number;
  /** A normal draw, drawn again until it lies within ±2. */
  truncatedNormal(): number;
  /** Puts the elements in random order, in place: Fisher–Yates, every order equally likely. */
  shuffle(values: { length: number; [index: number]: number }): void;
  /** The state now; `restore` continues from it, draw for draw. */
  state(): StreamState;
  restore(state: StreamState): void;
}

/**
 * The stream of one purpose under one seed.
 *
 * @param seed a whole number from 0 to 2⁵³ − 1
 * @param purpose streams of different purposes are unrelated
 * @throws ArgumentError for another seed or purpose
 * @example
 * randomStream(42, 'shuffle').uniform(); // the same number in every run
 */
export function randomStream(seed: number, purpose: StreamPurpose): RandomStream {
  wholeNumber('randomStream', 'seed', seed, { min: 0 });
  oneOf('randomStream', 'purpose', purpose, ['init', 'shuffle', 'split']);
  let draw = alea(`${seed}:${purpose}`, { state: true });

  /** Marsaglia's polar method: a point in the unit disc, off its centre, stretched. The second number of the pair
   * is not kept, so that the state of the stream is all the state there is. */
  function normal(): number {
    for (;;) {
      const u = 2 * draw() - 1;
      const v = 2 * draw() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
    }
  }

  return {
    uniform: () => draw(),
    normal,
    truncatedNormal() {
      for (;;) {
        const z = normal();
        if (z >= -2 && z <= 2) return z;
      }
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = Math.floor(draw() * (i + 1));
        const kept = values[i];
        values[i] = values[j];
        values[j] = kept;
      }
    },
    state: () => draw.state(),
    restore(state) {
      // Three fractions and a carry, which stays below alea's multiplier: all else would draw outside [0, 1).
      const fractions = ['s0', 's1', 's2'].map((name) => state?.[name]);
      const carry = state?.c;
      if (
        !fractions.every((fraction) => typeof fraction === 'number' && fraction >= 0 && fraction < 1) ||
        !(Number.isInteger(carry) && carry >= 0 && carry <= 2091639)
      ) {
        throw new ArgumentError(
          complain({
            who: 'randomStream.restore',
            problem: 'this is not the state of a stream',
            expected: 'what state() gave: { c, s0, s1, s2 }',
          }),
        );
      }
      draw = alea('', { state });
    },
  };
}

/** A seed that nobody chose, from the platform's own source of randomness: a whole number below 2³². */
export function drawSeed(): number {
  const { crypto } = globalThis as unknown as {
    crypto: { getRandomValues(array: Uint32Array): Uint32Array };
  };
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
