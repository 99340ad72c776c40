/**
 * The three regimes of gradient descent: how many samples stand behind one update.
 */

/** One way of cutting the data into batches, with what suits it. */
export interface Regime {
  readonly name: RegimeName;
  /** Samples in an update; Infinity is all of them. */
  readonly batchSize: number;
  /** For plain SGD on inputs from 0 to 1. */
  readonly learningRate: number;
  /** Training ends here if it has not reached the target before. */
  readonly epochs: number;
  /** The same under `--quick`. */
  readonly quickEpochs: number;
}

export const regimeNames = ['full-batch', 'mini-batch', 'one-by-one'] as const;
export type RegimeName = (typeof regimeNames)[number];

/** The course's figure for training accuracy (S36): training ends when it is reached. */
export const TARGET = 0.982;

export const regimes: readonly Regime[] = [
  { name: 'full-batch', batchSize: Number.POSITIVE_INFINITY, learningRate: 1, epochs: 400, quickEpochs: 40 },
  { name: 'mini-batch', batchSize: 150, learningRate: 0.5, epochs: 40, quickEpochs: 40 },
  { name: 'one-by-one', batchSize: 1, learningRate: 0.02, epochs: 12, quickEpochs: 12 },
];

/** What the course's slide measured (S39): the same data, a batch at a time and one sample at a time. */
export const course = [
  {
    regime: 'mini-batch',
    samples: 3823,
    batchSize: 150,
    batches: 25,
    epochs: 32,
    updates: 800,
    seconds: 0.1465712,
  },
  {
    regime: 'one-by-one',
    samples: 3823,
    batchSize: 1,
    batches: 3823,
    epochs: 21,
    updates: 80283,
    seconds: 3.2125061,
  },
] as const;
