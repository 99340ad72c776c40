/**
 * NumPy's RandomState, draw for draw: the same seed gives the rows, the order and the start weights that scikit-learn
 * gives, so that a program here and a notebook there show the same digits.
 *
 * The generator is MT19937, the Mersenne Twister, with the ways in which NumPy makes numbers of its 32-bit words.
 * `randomStream` is this library's own source of chance; this one is for results that are to equal Python's.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { wholeNumber } from '../options.ts';
import { log } from './elementary.ts';

/** A generator that gives NumPy's draws. */
export interface RandomState {
  /** A number in [0, 1), in steps of 2⁻⁵³. */
  randomSample(): number;
  /** A number in [low, high): low + (high − low) · randomSample(). */
  uniform(low: number, high: number): number;
  /** A draw from the normal distribution of mean 0 and variance 1. */
  normal(): number;
  /** A whole number in [0, high), each equally likely. */
  randint(high: number): number;
  /** The numbers from 0 to n − 1 in random order. */
  permutation(n: number): number[];
  /** Puts the elements in random order, in place. */
  shuffle(values: { readonly length: number; [index: number]: unknown }): void;
}

/** Words in the state of the generator, and how far ahead of a word stands the one that it is mixed with. */
const WORDS = 624;
const AHEAD = 397;

/**
 * The generator of one seed: `numpy.random.RandomState(seed)`.
 *
 * @param seed a whole number from 0 to 2³² − 1
 * @throws ArgumentError for another seed
 * Peers: NumPy's RandomState; `normal` may differ in the last bit, since NumPy asks the platform for its logarithm.
 * @see M. Matsumoto, T. Nishimura (1998), Mersenne Twister, ACM Transactions on Modeling and Computer Simulation 8(1)
 * @example
 * RandomState(42).randomSample(); // 0.3745401188473625
 * RandomState(0).permutation(10); // [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]
 */
export function RandomState(seed: number): RandomState {
  wholeNumber('RandomState', 'seed', seed, { min: 0, max: 2 ** 32 - 1 });
  const words = start(seed);
  let next = WORDS; // the words are stirred before the first is drawn
  let kept: number | null = null; // the second of two normal numbers

  /** 32 random bits: the next word of the state, tempered. */
  function draw(): number {
    if (next === WORDS) {
      stir(words);
      next = 0;
    }
    let y = words[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A whole number from 0 to `most`: as many bits as `most` has, drawn again while they are too large. */
  function atMost(most: number): number {
    if (most === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(most);
    for (;;) {
      const value = (draw() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** 53 bits of two words. */
  function randomSample(): number {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Marsaglia's polar method: a point in the unit disc, off its centre, stretched; its second number comes first. */
  function normal(): number {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    for (;;) {
      const u = 2 * randomSample() - 1;
      const v = 2 * randomSample() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const stretch = Math.sqrt((-2 * log(s)) / s);
      kept = stretch * u;
      return stretch * v;
    }
  }

  const state: RandomState = {
    randomSample,
    uniform: (low, high) => low + (high - low) * randomSample(),
    normal,
    randint(high) {
      return atMost(wholeNumber('RandomState.randint', 'high', high, { min: 1, max: 2 ** 32 }) - 1);
    },
    permutation(n) {
      wholeNumber('RandomState.permutation', 'n', n, { min: 0 });
      const order = Array.from({ length: n }, (_, i) => i);
      state.shuffle(order);
      return order;
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = atMost(i);
        const value = values[i];
        values[i] = values[j];
        values[j] = value;
      }
    },
  };
  return state;
}

/** The first state of a seed: Knuth's multiplicative generator, as MT19937's `init_genrand` runs it. */
function start(seed: number): Uint32Array {
  const words = new Uint32Array(WORDS);
  words[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const before = words[i - 1];
    words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  return words;
}

/** One round of the recurrence: each word becomes the one AHEAD of it, mixed with its own top bit and the next's rest. */
function stir(words: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const y = (words[i] & 0x80000000) | (words[(i + 1) % WORDS] & 0x7fffffff);
    words[i] = words[(i + AHEAD) % WORDS] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

/**
 * The generator that an option `randomState` names: one that is given goes on where it stands, a seed starts one.
 *
 * @param who the function whose option it is; `name`: the option
 * @throws ArgumentError for anything else
 */
export function readRandomState(who: string, name: string, value: number | RandomState): RandomState {
  if (typeof value === 'number') {
    return RandomState(wholeNumber(who, name, value, { min: 0, max: 2 ** 32 - 1 }));
  }
  if (typeof (value as Partial<RandomState> | null)?.permutation === 'function') return value;
  const expected = 'a whole number from 0 to 4294967295, or a RandomState';
  throw new ArgumentError(
    complain({ who, problem: `${name} is not usable`, expected, received: show(value) }),
  );
}
