/**
 * RandomState: draw for draw what numpy's gives.
 */
import { assert } from 'chai';
import { RandomState, readRandomState } from '../../src/random/index.ts';
import { assertRefused, peer } from '../shared/values.ts';

interface Case {
  readonly seed: number;
  readonly calls: readonly (readonly [name: string, ...values: number[]])[];
  readonly results: readonly (number | readonly number[])[];
}

interface Far {
  readonly seed: number;
  readonly draws: number;
  readonly below: number;
  readonly total: number;
  readonly next: readonly number[];
}

const { cases, far } = peer<{ cases: Case[]; far: Far[] }>('random-state.json');

function call(state: RandomState, name: string, values: readonly number[]): number | number[] {
  switch (name) {
    case 'random_sample':
      return state.randomSample();
    case 'uniform':
      return state.uniform(values[0], values[1]);
    case 'normal':
      return state.normal();
    case 'randint':
      return state.randint(values[0]);
    case 'permutation':
      return state.permutation(values[0]);
    case 'shuffle': {
      const tens = Array.from({ length: values[0] }, (_, i) => 10 * i);
      state.shuffle(tens);
      return tens;
    }
    default:
      throw new Error(`no such call: ${name}`);
  }
}

describe('RandomState', () => {
  it("gives the numbers that numpy's documentation and scikit-learn's users know", () => {
    const uniform = RandomState(42);
    assert.deepEqual(
      [uniform.randomSample(), uniform.randomSample(), uniform.randomSample()],
      [0.3745401188473625, 0.9507143064099162, 0.7319939418114051],
    );
    assert.deepEqual(RandomState(0).permutation(10), [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
    const normal = RandomState(42);
    for (const expected of [0.4967141530112327, -0.13826430117118466, 0.6476885381006925])
      assert.approximately(normal.normal(), expected, 1e-15);
  });

  it('draws what numpy draws, whatever the order of the calls', () => {
    assert.isAtLeast(cases.length, 60);
    for (const { seed, calls, results } of cases) {
      const state = RandomState(seed);
      calls.forEach(([name, ...values], i) => {
        const what = `seed ${seed}, call ${i}: ${name}(${values})`;
        const drawn = call(state, name, values);
        // numpy takes the logarithm from the platform: the last bit may differ
        if (name === 'normal') assert.approximately(drawn as number, results[i] as number, 2e-15, what);
        else assert.deepEqual(drawn, results[i] as number | number[], what);
      });
    }
  });

  it('goes on beyond the first words of its state', () => {
    for (const { seed, draws, below, total, next } of far) {
      const state = RandomState(seed);
      let sum = 0;
      for (let i = 0; i < draws; i++) sum += state.randint(below);
      assert.equal(sum, total, `seed ${seed}`);
      assert.deepEqual(
        next.map(() => state.randomSample()),
        next,
      );
    }
  });

  it('shuffles whatever has places', () => {
    const order = RandomState(7).permutation(6);
    const words = ['a', 'b', 'c', 'd', 'e', 'f'];
    RandomState(7).shuffle(words);
    assert.deepEqual(
      words,
      order.map((i) => 'abcdef'[i]),
    );
    const bytes = Uint8Array.from([0, 1, 2, 3, 4, 5]);
    RandomState(7).shuffle(bytes);
    assert.deepEqual([...bytes], order);
    assert.deepEqual(RandomState(7).permutation(0), []);
  });

  it('refuses seeds and bounds that numpy does not have', () => {
    for (const seed of [-1, 0.25, 2 ** 32, Number.NaN, '42', null])
      assertRefused(() => RandomState(seed as number), 'ArgumentError', 'RandomState: seed is not usable');
    assertRefused(
      () => RandomState(1).randint(0),
      'ArgumentError',
      'RandomState.randint: high is not usable',
    );
    assertRefused(() => RandomState(1).permutation(-3), 'ArgumentError', 'RandomState.permutation: n');
  });
});

describe('readRandomState', () => {
  it('starts a generator from a seed, and goes on with one that is given', () => {
    assert.deepEqual(readRandomState('f', 'randomState', 3).permutation(9), RandomState(3).permutation(9));
    const state = RandomState(3);
    assert.strictEqual(readRandomState('f', 'randomState', state), state);
  });

  it('refuses all else', () => {
    for (const value of [-1, 1.25, 2 ** 32])
      assertRefused(
        () => readRandomState('f', 'randomState', value),
        'ArgumentError',
        'f: randomState is not usable; expected a whole number >= 0 and <= 4294967295',
      );
    for (const value of ['42', null, undefined, {}, []])
      assertRefused(
        () => readRandomState('f', 'randomState', value as never),
        'ArgumentError',
        'f: randomState is not usable; expected a whole number from 0 to 4294967295, or a RandomState',
      );
  });
});
