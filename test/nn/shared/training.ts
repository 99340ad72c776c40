/**
 * What the tests of training share: generic data, and comparing weights bit by bit.
 */
import { assert } from 'chai';
import { defineMetric, type MetricMaker } from '../../../src/metrics/index.ts';
import type { Model } from '../../../src/nn/index.ts';
import { type DType, Tensor } from '../../../src/tensor/index.ts';
import { generic } from '../../shared/values.ts';

// In a terminal training draws a line; here it is silent. What it prints has tests of its own.
if (process.stdout.isTTY) process.stdout.isTTY = false;

/** Generic rows between −1.5 and 1.5. Shapes: [rows, columns] */
export function someRows(rows: number, columns: number, seed = 1, dtype: DType = 'float32'): Tensor {
  const values = generic(rows * columns, [-1.5, 1.5], { seed });
  return new Tensor(dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values), [
    rows,
    columns,
  ]);
}

/** Generic class numbers. Shapes: [rows] */
export function someLabels(rows: number, classes: number, seed = 1): number[] {
  return generic(rows, [0, classes - 1], { seed, whole: true });
}

/** Generic one-hot rows. Shapes: [rows, classes] */
export function someClasses(rows: number, classes: number, seed = 1): Tensor {
  const data = new Float32Array(rows * classes);
  for (const [row, label] of someLabels(rows, classes, seed).entries()) data[row * classes + label] = 1;
  return new Tensor(data, [rows, classes]);
}

/** The bytes of tensors, one after another: equal if and only if the numbers are, bit for bit. */
export function bytesOf(tensors: readonly Tensor[]): Uint8Array {
  return Uint8Array.from(
    tensors.flatMap(({ data }) => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]),
  );
}

/** That tensors have the same shapes and the same numbers, bit for bit. */
export function assertSameBits(
  actual: readonly Tensor[],
  expected: readonly Tensor[],
  what = 'weights',
): void {
  const shapes = (tensors: readonly Tensor[]) => tensors.map(({ shape }) => shape);
  assert.deepEqual(shapes(actual), shapes(expected), `${what}: shapes`);
  const [a, b] = [bytesOf(actual), bytesOf(expected)];
  if (a.every((byte, i) => byte === b[i])) return;
  for (const [i, { data }] of actual.entries()) {
    const place = data.findIndex((value, j) => !Object.is(value, expected[i].data[j]));
    if (place < 0) continue;
    assert.fail(`${what}: [${i}][${place}] is ${data[place]}, not ${expected[i].data[place]}`);
  }
}

/** That tensors differ somewhere: the other half of every check for equal bits. */
export function assertOtherBits(
  actual: readonly Tensor[],
  expected: readonly Tensor[],
  what = 'weights',
): void {
  const [a, b] = [bytesOf(actual), bytesOf(expected)];
  assert.isFalse(
    a.length === b.length && a.every((byte, i) => byte === b[i]),
    `${what}: the same in every bit`,
  );
}

/** All that training changes: weights, what the optimizer remembers and counts, the number of the step. */
export function stateOf(model: Model): {
  readonly tensors: readonly Tensor[];
  readonly iterations: number;
  readonly step: number;
} {
  const { optimizer, parameters } = model;
  const slots = parameters.flatMap((parameter) => optimizer.slots(parameter));
  const copies = slots.map(({ data, shape }) => new Tensor(data.slice(), shape));
  return {
    tensors: [...model.getWeights(), ...copies],
    iterations: optimizer.iterations,
    step: model.step.value,
  };
}

/** That all that training changes is the same, bit for bit. */
export function assertSameState(
  actual: ReturnType<typeof stateOf>,
  expected: ReturnType<typeof stateOf>,
): void {
  assertSameBits(actual.tensors, expected.tensors, 'weights and slots');
  assert.equal(actual.iterations, expected.iterations, 'iterations');
  assert.equal(actual.step, expected.step, 'step');
}

/** A metric that writes down what it is shown: targets and predictions of each batch, in order. */
export function recording(): {
  readonly metric: MetricMaker;
  readonly targets: number[][];
  readonly predictions: number[][];
} {
  const [targets, predictions]: number[][][] = [[], []];
  const metric = defineMetric({
    name: 'recorded',
    direction: 'up',
    best: 0,
    counts: { rows: 0 },
    update(counts, t, p) {
      targets.push(Array.from(t.data));
      predictions.push(Array.from(p.data));
      counts.rows += p.shape[0];
    },
    result: ({ rows }) => rows,
    examples: [],
  });
  return { metric, targets, predictions };
}
