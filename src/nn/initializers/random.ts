/**
 * Start values drawn from a distribution that does not look at the layer.
 */
import { number } from '../../options.ts';
import { size } from '../../tensor/index.ts';
import { defineInitializer, TRUNCATED_SPREAD } from './initializer.ts';

const square = (x: number): number => x * x;

/**
 * Uniform draws between two numbers. @param options `minval`, default −0.05; `maxval` > minval, default 0.05; `seed`
 * Peers: Keras (RandomUniform).
 */
export const RandomUniform = defineInitializer({
  name: 'random_uniform',
  options: { minval: -0.05, maxval: 0.05 },
  check(who, { minval, maxval }) {
    number(who, 'minval', minval);
    number(who, 'maxval', maxval, { above: minval });
  },
  values: (shape, { minval, maxval }, random) =>
    Array.from({ length: size(shape) }, () => minval + (maxval - minval) * random.uniform()),
  claims: (_shape, { minval, maxval }) => ({
    mean: (minval + maxval) / 2,
    variance: square(maxval - minval) / 12,
  }),
});

const normalOptions = { mean: 0, stddev: 0.05 };

function checkNormal(who: string, { mean, stddev }: typeof normalOptions): void {
  number(who, 'mean', mean);
  number(who, 'stddev', stddev, { min: 0 });
}

/** Normal draws. @param options `mean`, default 0; `stddev` >= 0, default 0.05; `seed`. Peers: Keras (RandomNormal). */
export const RandomNormal = defineInitializer({
  name: 'random_normal',
  options: normalOptions,
  check: checkNormal,
  values: (shape, { mean, stddev }, random) =>
    Array.from({ length: size(shape) }, () => mean + stddev * random.normal()),
  claims: (_shape, { mean, stddev }) => ({ mean, variance: square(stddev) }),
});

/**
 * Normal draws, drawn again beyond two standard deviations. @param options as RandomNormal
 * Peers: Keras (TruncatedNormal); `stddev` is that of the normal before it is cut.
 */
export const TruncatedNormal = defineInitializer({
  name: 'truncated_normal',
  options: normalOptions,
  check: checkNormal,
  values: (shape, { mean, stddev }, random) =>
    Array.from({ length: size(shape) }, () => mean + stddev * random.truncatedNormal()),
  claims: (_shape, { mean, stddev }) => ({ mean, variance: square(stddev * TRUNCATED_SPREAD) }),
});
