/**
 * Seeded streams: the same draws from the same seed, the distributions that they claim, and states that resume.
 */
import { assert } from 'chai';
import {
  drawSeed,
  type StreamPurpose,
  type RandomStream,
  randomStream,
  type StreamState,
} from '../../src/random/index.ts';
import { assertRefused } from '../shared/values.ts';
import { assertMean, chiSquare } from './statistics.ts';

const purposes: readonly StreamPurpose[] = ['init', 'shuffle', 'split'];
const draws = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.uniform());

const N = 100_000;
const sample = (draw: () => number) => Float64Array.from({ length: N }, draw);

describe('a random stream', () => {
  it('gives the same numbers for the same seed and purpose', () => {
    for (const purpose of purposes) {
      for (const seed of [0, 42, 2 ** 32 + 7, 2 ** 53 - 1]) {
        assert.deepEqual(draws(randomStream(seed, purpose), 50), draws(randomStream(seed, purpose), 50));
      }
    }
  });

  it('gives other numbers for every other seed and purpose', () => {
    const seen = new Set<string>();
    const seeds = [...Array(200).keys(), 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 2, 2 ** 53 - 1];
    for (const seed of seeds)
      for (const purpose of purposes) seen.add(draws(randomStream(seed, purpose), 2).join());
    assert.equal(seen.size, seeds.length * purposes.length);
  });

  it('is refused for a purpose that is none', () => {
    const draw = randomStream as unknown as (...args: unknown[]) => unknown;
    const names = "'init', 'shuffle', 'split'";
    const words = `randomStream: unknown purpose; expected one of ${names}, received`;
    assertRefused(() => draw(42, 'dropout'), 'ArgumentError', `${words} 'dropout'.`);
    assertRefused(() => draw(42), 'ArgumentError', `${words} undefined.`);
  });

  it('two streams of one seed do not disturb each other', () => {
    const alone = draws(randomStream(7, 'init'), 20);
    const a = randomStream(7, 'init');
    const b = randomStream(7, 'init');
    const mixed: number[] = [];
    for (let i = 0; i < 20; i++) {
      mixed.push(a.uniform());
      b.normal();
    }
    assert.deepEqual(mixed, alone);
  });

  it('has always given these numbers', () => {
    // So that nobody changes the results of all seeds unawares.
    for (const purpose of purposes) {
      for (const seed of [0, 42, 2 ** 53 - 1]) {
        assert.deepEqual(draws(randomStream(seed, purpose), 20), alea(`${seed}:${purpose}`, 20));
      }
    }
  });

  it('refuses seeds that are no whole numbers from 0 on', () => {
    for (const seed of [-1, 0.3, Number.NaN, Infinity, 2 ** 53, '42', null, undefined]) {
      assertRefused(
        () => randomStream(seed as number, 'init'),
        'ArgumentError',
        'randomStream: seed is not usable; expected a whole number >= 0, received ',
      );
    }
  });
});

/**
 * Johannes Baagøe's Alea in exact integers: the state is three fractions of 2³² and a carry.
 */
function alea(seed: string, count: number): number[] {
  const TWO_32 = 2n ** 32n;
  let n = 0xefc8249d;
  const mash = (text: string): bigint => {
    for (const character of text) {
      n += character.charCodeAt(0);
      let h = 0.02519603282416938 * n;
      n = h >>> 0;
      h -= n;
      h *= n;
      n = h >>> 0;
      h -= n;
      n += h * 0x100000000;
    }
    return BigInt(n >>> 0);
  };
  const start = [mash(' '), mash(' '), mash(' ')];
  const state = start.map((s) => (s - mash(seed) + TWO_32) % TWO_32);
  let carry = 1n;
  return Array.from({ length: count }, () => {
    const t = 2091639n * state[0] + carry;
    carry = t / TWO_32;
    state.push(t % TWO_32);
    state.shift();
    return Number(state[2]) / 2 ** 32;
  });
}

describe('uniform', () => {
  const stream = randomStream(3, 'init');
  const x = sample(() => stream.uniform());

  it('lies in [0, 1), in steps of 2⁻³²', () => {
    for (const u of x) {
      if (!(u >= 0 && u < 1 && Number.isInteger(u * 2 ** 32))) assert.fail(String(u));
    }
  });

  it('has the moments 1/(k + 1)', () => {
    // E u^k = 1/(k + 1), so u^k has variance 1/(2k + 1) − 1/(k + 1)²; bound: five standard errors.
    for (const k of [1, 2, 3, 4]) {
      const mean = 1 / (k + 1);
      assertMean(
        x.map((u) => u ** k),
        { mean, variance: 1 / (2 * k + 1) - mean * mean },
        `u^${k}`,
      );
    }
  });

  it('falls into 1000 bins alike', () => {
    const counts = new Array<number>(1000).fill(0);
    for (const u of x) counts[Math.floor(u * 1000)]++;
    assert.isBelow(Math.abs(chiSquare(counts, N / 1000)), 5);
  });

  it('successive draws are not correlated', () => {
    // The product of two independent (u − ½) has mean 0 and variance 1/144.
    for (const lag of [1, 2, 3, 5, 17]) {
      const products = Float64Array.from({ length: N - lag }, (_, i) => (x[i] - 0.5) * (x[i + lag] - 0.5));
      assertMean(products, { mean: 0, variance: 1 / 144 }, `lag ${lag}`);
    }
  });

  it('first draws of neighbouring seeds and of other purposes are not correlated', () => {
    const first = purposes.map((purpose) =>
      Float64Array.from({ length: 5000 }, (_, seed) => randomStream(seed, purpose).uniform()),
    );
    for (const u of first) {
      assertMean(u, { mean: 1 / 2, variance: 1 / 12 }, 'first draws');
      for (const lag of [1, 2, 10, 100]) {
        const products = u.slice(lag).map((later, i) => (later - 0.5) * (u[i] - 0.5));
        assertMean(products, { mean: 0, variance: 1 / 144 }, `seeds ${lag} apart`);
      }
    }
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const products = first[a].map((u, i) => (u - 0.5) * (first[b][i] - 0.5));
      assertMean(products, { mean: 0, variance: 1 / 144 }, `${purposes[a]} and ${purposes[b]}`);
    }
  });
});

describe('normal', () => {
  const stream = randomStream(5, 'init');
  const x = sample(() => stream.normal());

  it('has the moments 0, 1, 0, 3, 0, 15', () => {
    // E z^2k = (2k − 1)!! = 1, 3, 15, 105, 945, 10395; z^k has variance E z^2k − (E z^k)²; five standard errors.
    const moment = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (const k of [1, 2, 3, 4, 5, 6]) {
      const variance = moment[2 * k] - moment[k] * moment[k];
      assertMean(
        x.map((z) => z ** k),
        { mean: moment[k], variance },
        `z^${k}`,
      );
    }
  });

  it('is made of pairs of uniform draws by the polar method', () => {
    const [normal, uniform] = [randomStream(18, 'init'), randomStream(18, 'init')];
    for (let i = 0; i < 500; i++) {
      let [u, s] = [0, 0];
      do {
        u = 2 * uniform.uniform() - 1;
        s = u * u + (2 * uniform.uniform() - 1) ** 2;
      } while (s === 0 || s >= 1);
      assert.closeTo(normal.normal(), u * Math.sqrt((-2 * Math.log(s)) / s), 1e-13);
    }
  });

  it('lies within one, two and three standard deviations as often as it should', () => {
    for (const [within, share] of [
      [1, 0.6826894921],
      [2, 0.9544997361],
      [3, 0.9973002039],
    ]) {
      const inside = x.map((z) => (Math.abs(z) < within ? 1 : 0));
      assertMean(inside, { mean: share, variance: share * (1 - share) }, `within ${within}`);
    }
  });

  it('successive draws are not correlated', () => {
    for (const lag of [1, 2, 3]) {
      assertMean(
        x.slice(lag).map((later, i) => later * x[i]),
        { mean: 0, variance: 1 },
        `lag ${lag}`,
      );
    }
  });
});

describe('truncatedNormal', () => {
  const stream = randomStream(6, 'init');
  const x = sample(() => stream.truncatedNormal());
  // For z within ±2: E z^k = (k − 1) E z^(k − 2) − 2^(k − 1) · c for even k, with c = 2 φ(2) / (Φ(2) − Φ(−2)).
  const c = (2 * Math.exp(-2)) / Math.sqrt(2 * Math.PI) / 0.9544997361036416;
  const moment = [1, 0];
  for (let k = 2; k <= 8; k++) moment[k] = k % 2 === 1 ? 0 : (k - 1) * moment[k - 2] - 2 ** (k - 1) * c;

  it('lies within ±2 and comes near both ends', () => {
    for (const z of x) if (!(z >= -2 && z <= 2)) assert.fail(String(z));
    assert.isAbove(x.filter((z) => z > 1.99).length, 0);
    assert.isAbove(x.filter((z) => z < -1.99).length, 0);
  });

  it('has the variance 0.774 that Keras divides by', () => {
    // TruncatedNormal of Keras scales by 0.87962566103423978, the standard deviation of this distribution.
    assert.closeTo(Math.sqrt(moment[2]), 0.87962566103423978, 1e-12);
  });

  it('has the moments of theory', () => {
    for (const k of [1, 2, 3, 4]) {
      const variance = moment[2 * k] - moment[k] * moment[k];
      assertMean(
        x.map((z) => z ** k),
        { mean: moment[k], variance },
        `z^${k}`,
      );
    }
  });
});

describe('shuffle', () => {
  it('gives a permutation, in place, for every length', () => {
    const stream = randomStream(8, 'shuffle');
    for (let length = 0; length <= 40; length++) {
      const values = Array.from({ length }, (_, i) => 3 * i + 1);
      const shuffled = [...values];
      stream.shuffle(shuffled);
      assert.deepEqual(
        shuffled.toSorted((a, b) => a - b),
        values,
      );
    }
    const typed = Int32Array.from({ length: 100 }, (_, i) => i);
    stream.shuffle(typed);
    assert.notDeepEqual(
      Array.from(typed),
      Array.from(typed, (_, i) => i),
    );
    assert.deepEqual(
      Array.from(typed.toSorted()),
      Array.from(typed, (_, i) => i),
    );
  });

  /** How often each of the 24 orders of four comes out in 48,000 shuffles. */
  function orders(shuffle: (values: number[]) => void): number[] {
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const values = [0, 1, 2, 3];
      shuffle(values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    const list = [...counts.values()];
    return [...list, ...new Array<number>(24 - list.length).fill(0)];
  }

  it('gives every order of four equally often', () => {
    const stream = randomStream(9, 'shuffle');
    const counts = orders((values) => stream.shuffle(values));
    assert.equal(counts.length, 24);
    assert.isBelow(Math.abs(chiSquare(counts, 2000)), 5);
  });

  it('the test of orders catches a shuffle that swaps each place with any other', () => {
    const stream = randomStream(9, 'shuffle');
    const counts = orders((values) => {
      for (let i = 0; i < values.length; i++) {
        const j = Math.floor(stream.uniform() * values.length);
        [values[i], values[j]] = [values[j], values[i]];
      }
    });
    assert.isAbove(chiSquare(counts, 2000), 50);
  });

  it('brings every element to every place equally often', () => {
    const stream = randomStream(10, 'shuffle');
    const length = 11;
    const rounds = 22_000;
    const counts = new Array<number>(length * length).fill(0);
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length }, (_, i) => i);
      stream.shuffle(values);
      for (let place = 0; place < length; place++) counts[place * length + values[place]]++;
    }
    // Rows and columns of the table all add up to `rounds`, so (length − 1) / length · χ² has (length − 1)² degrees
    // of freedom: χ² itself has mean length (length − 1).
    const z = chiSquare(counts, rounds / length, length * (length - 1));
    assert.isBelow(Math.abs(z), 6);
  });
});

describe('the state of a stream', () => {
  const kinds: readonly ((stream: RandomStream) => unknown)[] = [
    (stream) => stream.uniform(),
    (stream) => stream.normal(),
    (stream) => stream.truncatedNormal(),
    (stream) => {
      const values = [0, 1, 2, 3, 4, 5, 6];
      stream.shuffle(values);
      return values;
    },
  ];
  const mixed = (stream: RandomStream, count: number) =>
    Array.from({ length: count }, (_, i) => kinds[i % kinds.length](stream));

  it('goes through JSON and continues draw for draw, whatever was drawn before', () => {
    for (let before = 0; before <= 13; before++) {
      const stream = randomStream(11, 'init');
      mixed(stream, before);
      const saved = JSON.stringify(stream.state());
      const expected = mixed(stream, 40);
      const fresh = randomStream(12, 'split');
      mixed(fresh, 5);
      fresh.restore(JSON.parse(saved) as StreamState);
      assert.deepEqual(mixed(fresh, 40), expected);
    }
  });

  it('is a copy: later draws do not change it, and it can be restored many times', () => {
    const stream = randomStream(13, 'init');
    stream.normal();
    const saved = stream.state();
    const kept = { ...saved };
    const expected = mixed(stream, 8);
    assert.deepEqual(saved, kept);
    for (let again = 0; again < 3; again++) {
      stream.restore(saved);
      assert.deepEqual(mixed(stream, 8), expected);
    }
    assert.deepEqual(saved, kept);
  });

  it('can be saved again after it was restored', () => {
    const stream = randomStream(14, 'init');
    stream.restore(randomStream(15, 'init').state());
    stream.uniform();
    const saved = stream.state();
    const expected = draws(stream, 5);
    stream.restore(saved);
    assert.deepEqual(draws(stream, 5), expected);
  });

  it('is refused if it is none, and the stream goes on as if nothing had happened', () => {
    const good = randomStream(16, 'init').state();
    const stream = randomStream(17, 'init');
    const expected = draws(randomStream(17, 'init'), 5);
    for (const wrong of [
      null,
      undefined,
      {},
      'state',
      42,
      { ...good, c: undefined },
      { ...good, s0: Number.NaN },
      { ...good, s1: '0.3' },
      { ...good, s2: Infinity },
      { c: good.c, s0: good.s0, s1: good.s1 },
      // Numbers that no stream is ever in, from which draws would lie outside [0, 1):
      { ...good, s0: -0.3 },
      { ...good, s1: 1 },
      { ...good, s2: 7.5 },
      { ...good, c: 0.3 },
      { ...good, c: -1 },
      { ...good, c: 2 ** 31 },
    ]) {
      assertRefused(
        () => stream.restore(wrong as unknown as StreamState),
        'ArgumentError',
        'randomStream.restore: this is not the state of a stream; expected what state() gave: { c, s0, s1, s2 }.',
      );
    }
    assert.deepEqual(draws(stream, 5), expected);
  });
});

describe('drawSeed', () => {
  it('gives another whole number below 2³² each time', () => {
    const seeds = Array.from({ length: 20 }, drawSeed);
    for (const seed of seeds)
      assert.isTrue(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, String(seed));
    assert.isAbove(new Set(seeds).size, 17); // two pairs alike among 20: one chance in 10¹⁵
    for (const seed of seeds) randomStream(seed, 'init');
  });
});
