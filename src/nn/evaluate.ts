/**
 * Evaluation and prediction: forward passes over all rows, batch by batch.
 */
import { readOptions, wholeNumber } from '../options.ts';
import { copyRows } from './rows.ts';
import type { Logs } from './history.ts';
import type { Network } from './network.ts';
import { programsFor } from './replay.ts';
import { size, storage, Tensor } from '../tensor/index.ts';

/** How to evaluate or predict. */
export interface PredictOptions {
  /** Rows in a forward pass, default 32; changes the speed only. */
  readonly batchSize?: number;
}

/** The rows in a forward pass, at most all of them. */
export function readBatchSize(who: string, options: PredictOptions, rows: number): number {
  const { batchSize } = readOptions(who, { batchSize: 32 }, options);
  return Math.min(wholeNumber(who, 'batchSize', batchSize), rows);
}

/**
 * Loss and metrics of checked data with the weights as they are, keyed as History keys them, in alphabetical order.
 *
 * Shapes: x [rows, ...input], t as the loss takes it
 */
export function evaluateRows(network: Network, x: Tensor, t: Tensor, batchSize: number): Logs {
  const { metrics } = network.requireCompiled('evaluate');
  const rows = x.shape[0];
  // a last batch that is not full has a Program of its own: losses and metrics of users may ignore row weights
  const [full, last = full] = network.replays(programsFor('evaluate', rows, batchSize));
  const sums = network.evaluationSums;
  sums.data.fill(0);
  for (const { evaluation } of metrics) evaluation.reset();
  for (let start = 0; start < rows; start += batchSize) {
    const replay = start + batchSize <= rows ? full : last;
    copyRows(x, start, replay.parts.x);
    copyRows(t, start, replay.parts.t);
    replay.parts.weights.data.fill(1);
    replay.run();
  }
  const { penalty } = last.parts;
  return sortedLogs(
    sums.data[0] / rows,
    penalty === null ? null : penalty.data[0],
    metrics.map(({ key, evaluation }) => [key, evaluation.result()]),
  );
}

/**
 * Logs with their keys in alphabetical order, as Keras has them. With a penalty, `loss` includes it, and `data_loss`
 * and `penalty` tell the two apart.
 */
export function sortedLogs(
  dataLoss: number,
  penalty: number | null,
  metrics: readonly (readonly [string, number])[],
): Logs {
  const parts = penalty === null ? [] : [['data_loss', dataLoss] as const, ['penalty', penalty] as const];
  const all = [['loss', dataLoss + (penalty ?? 0)] as const, ...parts, ...metrics];
  return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Predictions for checked data, in memory of their own. The last batch is filled up with rows of zeros, which are
 * dropped again.
 *
 * Shapes: x [rows, ...input] -> [rows, ...output]
 */
export function predictRows(network: Network, x: Tensor, batchSize: number): Tensor {
  const { output } = network.requireGraph('predict');
  const [replay] = network.replays([['predict', batchSize]]);
  const rows = x.shape[0];
  const columns = size(output.shape);
  const predictions = storage(network.dtype, rows * columns);
  for (let start = 0; start < rows; start += batchSize) {
    copyRows(x, start, replay.parts.x);
    replay.run();
    const count = Math.min(batchSize, rows - start) * columns;
    predictions.set(replay.parts.predictions.data.subarray(0, count), start * columns);
  }
  return new Tensor(predictions, [rows, ...output.shape]);
}
