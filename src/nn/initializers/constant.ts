/**
 * Start values that are not drawn: one number everywhere.
 */
import { number } from '../../options.ts';
import { size } from '../../tensor/index.ts';
import { defineInitializer } from './initializer.ts';

/** One number everywhere. @param options `value`, default 0. Peers: Keras (Constant). */
export const Constant = defineInitializer({
  name: 'constant',
  options: { value: 0 },
  check: (who, { value }) => void number(who, 'value', value),
  values: (shape, { value }) => new Float64Array(size(shape)).fill(value),
  claims: (_shape, { value }) => ({ mean: value, variance: 0 }),
});

/** Zeros everywhere: Keras's default for biases. */
export const Zeros = defineInitializer({
  name: 'zeros',
  options: {},
  values: (shape) => new Float64Array(size(shape)),
  claims: () => ({ mean: 0, variance: 0 }),
});

/** Ones everywhere. */
export const Ones = defineInitializer({
  name: 'ones',
  options: {},
  values: (shape) => new Float64Array(size(shape)).fill(1),
  claims: () => ({ mean: 1, variance: 0 }),
});
