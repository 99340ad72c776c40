/**
 * What the twins that belong to no op are tried on: optimizers, metrics, filling, copying, gathering.
 */
import { accuracy } from '../../src/metrics/index.ts';
import {
  copy,
  fill,
  gatherRows,
  type Kernel,
  registers,
  registersOf,
  step,
  tally,
  Tensor,
} from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { optimizerExamples } from './optimizer-twins.ts';
import type { Example } from './trial.ts';

const LENGTHS = [...Array.from({ length: 18 }, (_, n) => n), 1003];

function numbers(length: number, seed: number, between?: readonly [number, number]): Tensor {
  return new Tensor(Float32Array.from(generic(length, between, { seed })), [length]);
}

const fillExamples = LENGTHS.flatMap((length) =>
  [0, 1, -2.5].map(
    (value): Example => ({
      what: `${length} times ${value}`,
      kernel: fill as Kernel,
      make() {
        const y = numbers(length, 1);
        return { tensors: { y, behind: numbers(5, 2) }, steps: [step(fill, y, value)] };
      },
      bounds: {},
    }),
  ),
);

const copyExamples = LENGTHS.map(
  (length): Example => ({
    what: String(length),
    kernel: copy as Kernel,
    make() {
      const [x, y] = [numbers(length, 1), numbers(length, 2)];
      x.data.set([Number.NaN, -0, 1e-45].slice(0, length));
      return { tensors: { x, y, behind: numbers(5, 2) }, steps: [step(copy, x, y)] };
    },
    bounds: {},
  }),
);

const gatherExamples = [1, 2, 3, 5, 16].flatMap((rows) =>
  [...Array.from({ length: 18 }, (_, n) => n + 1), 33, 40].map(
    (columns): Example => ({
      what: `${rows} rows of ${columns}`,
      kernel: gatherRows as Kernel,
      make() {
        const from = { data: Float32Array.from(generic(20 * columns, [0, 1], { seed: 3 })) };
        const order = { data: Int32Array.from({ length: 20 }, (_, i) => (i * 7) % 20) };
        const into = new Tensor(new Float32Array(rows * columns), [rows, columns]);
        const start = registers({ value: 3 });
        const steps = [step(gatherRows, from, order, start, into)];
        return { tensors: { into, behind: numbers(5, 2) }, steps, supplies: [from, order] };
      },
      bounds: {},
    }),
  ),
);

const tallyExamples = [true, false].map(
  (penalized): Example => ({
    what: penalized ? 'with a penalty' : 'without a penalty',
    kernel: tally as Kernel,
    make() {
      const [loss, penalty] = [numbers(1, 1), numbers(1, 2)];
      const sums = new Tensor(Float64Array.of(1.5, 2.5, 30), [3]);
      return {
        tensors: { loss, penalty, sums },
        steps: [step(tally, loss, penalized ? penalty : null, 13, sums)],
      };
    },
    bounds: {},
  }),
);

/** Rows with ties, with NaN in and behind the first place, and with all values alike. */
const PREDICTIONS = [
  1,
  1,
  0,
  Number.NaN,
  5,
  6,
  3,
  Number.NaN,
  2,
  -0,
  0,
  0,
  7,
  7,
  7,
  Number.NEGATIVE_INFINITY,
  1,
  2,
];

const accuracyExamples = [1, 2, 3, 4, 5, 7, 17, 64].flatMap((rows) =>
  [2, 3, 4, 5, 7, 10, 16, 17, 31, 32].flatMap((units) =>
    [false, true].map(
      (special): Example => ({
        what: `${rows} rows of ${units}${special ? ', special numbers' : ''}`,
        kernel: accuracy.definition.update as Kernel,
        make() {
          const matrix = (seed: number) =>
            new Tensor(numbers(rows * units, seed, [0, 1]).data, [rows, units]);
          const [targets, predictions, weights] = [matrix(1), matrix(2), numbers(rows, 3, [0.5, 2])];
          if (special) predictions.data.set(PREDICTIONS.slice(0, rows * units));
          // half of them right
          for (let i = 0; i < rows; i += 2)
            for (let j = 0; j < units; j++) targets.data[i * units + j] = predictions.data[i * units + j];
          const counts = registers({ right: 3, total: 4 });
          const tensors = { targets, predictions, weights, counts: registersOf(counts)! };
          return {
            tensors,
            steps: [step(accuracy.definition.update as never, counts, targets, predictions, weights)],
          };
        },
        // the order of the sum of the weights
        bounds: { counts: ({ expected }) => 1e-14 * expected },
      }),
    ),
  ),
);

/** All examples of twins that belong to no op. */
export const updateExamples: readonly Example[] = [
  ...optimizerExamples,
  ...fillExamples,
  ...copyExamples,
  ...gatherExamples,
  ...tallyExamples,
  ...accuracyExamples,
];
