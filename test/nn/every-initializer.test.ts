/**
 * Every initializer through every check, and every check against a fault planted for it.
 */
import { defineInitializer, type Initializer, initializers } from '../../src/nn/index.ts';
import { number } from '../../src/options.ts';
import { randomStream } from '../../src/random/index.ts';
import { size } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { checks, type Named } from './initializer-checks.ts';

describe('every initializer', () => {
  for (const [name, make] of Object.entries(initializers)) {
    describe(name, () => {
      for (const { name: promise, check } of checks) it(promise, () => check({ name, make }));
    });
  }
});

describe('an initializer with other options', () => {
  const { random_uniform, random_normal, truncated_normal, variance_scaling, constant } = initializers;
  const makers: readonly Named[] = [
    { name: 'random_uniform', make: (seed) => random_uniform({ minval: 2, maxval: 2.7, ...seed }) },
    { name: 'random_normal', make: (seed) => random_normal({ mean: 1.5, stddev: 0.2, ...seed }) },
    { name: 'truncated_normal', make: (seed) => truncated_normal({ mean: -1.5, stddev: 0.7, ...seed }) },
    { name: 'constant', make: (seed) => constant({ value: -2.5, ...seed }) },
    ...(['uniform', 'untruncated_normal', 'truncated_normal'] as const).flatMap((distribution) =>
      (['fan_in', 'fan_out', 'fan_avg'] as const).map((mode) => ({
        name: 'variance_scaling',
        make: (seed?: { readonly seed?: number }) =>
          variance_scaling({ scale: 1.7, mode, distribution, ...seed }),
      })),
    ),
  ];
  for (const named of makers) {
    it(JSON.stringify(named.make()), () => {
      for (const { check } of checks.slice(0, -1)) check(named); // the last is on options, which are spread here
    });
  }
});

describe('an initializer of the user', () => {
  const Waves = defineInitializer({
    name: 'waves',
    options: { height: 0.3 },
    check: (who, { height }) => void number(who, 'height', height),
    values: (shape, { height }, random) =>
      Array.from({ length: size(shape) }, () => (random.uniform() < 0.5 ? height : -height)),
    claims: (_shape, { height }) => ({ mean: 0, variance: height * height }),
  });
  for (const { name, check } of checks) it(name, () => check({ name: 'waves', make: Waves }));
});

describe('the checks of every initializer catch a fault planted for each', () => {
  const { random_normal, glorot_uniform, truncated_normal } = initializers;
  const changed = (
    name: string,
    make: Named['make'],
    change: (sound: Initializer) => Partial<Initializer>,
  ): Named => ({
    name,
    make: (options) => {
      const sound = make(options);
      return { ...sound, ...change(sound) };
    },
  });
  const normal = (change: (sound: Initializer) => Partial<Initializer>) =>
    changed('random_normal', random_normal, change);

  const faults: readonly Fault<Named>[] = [
    {
      check: 'values have the mean',
      fault: 'a mean off by a fiftieth of the spread',
      definition: normal(({ values }) => ({
        values: (shape, random) => Array.from(values(shape, random), (value) => value + 0.001),
      })),
    },
    {
      check: 'values have the mean',
      fault: 'a truncated draw that is not widened again',
      definition: changed('truncated_normal', truncated_normal, () => ({
        claims: () => ({ mean: 0, variance: 0.05 * 0.05 }),
      })),
    },
    {
      check: 'values have the mean',
      fault: 'fans taken the wrong way round',
      definition: changed('glorot_uniform', glorot_uniform, () => ({
        claims: (shape) => ({ mean: 0, variance: 1 / shape[0] }),
      })),
    },
    {
      check: 'values are drawn one by one',
      fault: 'a row that is drawn once and repeated',
      definition: normal(({ values }) => ({
        values: (shape, random) => {
          const pair = values([2], random);
          return Array.from({ length: size(shape) }, (_, i) => pair[(i >> 1) % 2]);
        },
      })),
    },
    {
      check: 'values are drawn one by one',
      fault: 'a first place that is always larger',
      definition: normal(({ values }) => ({
        values: (shape, random) =>
          Array.from(values(shape, random), (value, i) => (i === 0 ? 2 * value : value)),
      })),
    },
    {
      check: 'there is a finite number',
      fault: 'one number too few',
      definition: normal(({ values }) => ({
        values: (shape, random) => Array.from(values(shape, random)).slice(1),
      })),
    },
    {
      check: 'there is a finite number',
      fault: 'a stream that is begun anew in every draw',
      definition: normal(({ values }) => ({
        values: (shape, random) => values(shape, randomStream(Math.floor(random.state().s0 * 1e9), 'init')),
      })),
    },
    {
      check: 'the same seed',
      fault: 'a count of draws that is remembered',
      definition: (() => {
        let draws = 0;
        return normal(({ values }) => ({ values: (shape) => values(shape, randomStream(++draws, 'init')) }));
      })(),
    },
    {
      check: 'a seed of its own',
      fault: 'a seed that is not looked at',
      definition: { name: 'random_normal', make: () => random_normal() },
    },
    {
      check: 'a seed of its own',
      fault: 'a seed that moves the stream of the model',
      definition: normal(({ values, options }) => ({
        values: (shape, random) => {
          if ('seed' in options) random.uniform();
          return values(shape, random);
        },
      })),
    },
    {
      check: 'it has its name',
      fault: 'a seed that is left out of the JSON',
      definition: normal(({ name }) => ({ toJSON: () => ({ name, options: { mean: 0, stddev: 0.05 } }) })),
    },
    {
      check: 'it has its name',
      fault: 'the name of another',
      definition: { name: 'glorot_normal', make: glorot_uniform },
    },
    {
      check: 'options that do not exist',
      fault: 'options that nobody reads',
      definition: {
        name: 'random_normal',
        make: (options = {}) => random_normal({ seed: options.seed ?? 0 }),
      },
    },
  ];
  itCatches(checks, faults);
});
