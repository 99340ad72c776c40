/**
 * One training of the bench: epoch by epoch, timed, until the target is reached.
 *
 * The clock runs during an epoch only. Between epochs it stands: training accuracy is measured with fixed weights, and
 * everything else that waits, such as Ctrl-C, has its turn.
 */
import {
  type ConfusionMatrix,
  confusionMatrix,
  Dense,
  Input,
  type SequentialModel,
  Sequential,
} from '../src/index.ts';
import { Adam, RMSprop, SGD } from '../src/index.ts';
import { optdigits } from '../src/data.ts';
import type { BenchOptions } from './options.ts';
import { type Regime, TARGET } from './regimes.ts';

/** The digits, inputs from 0 to 1, targets one-hot. */
export type Digits = ReturnType<typeof optdigits>;

/** What one training gave. */
export interface RunResult {
  readonly regime: Regime['name'];
  readonly seed: number;
  readonly learningRate: number;
  readonly samples: number;
  readonly batchSize: number;
  readonly batches: number;
  readonly epochs: number;
  readonly updates: number;
  /** Seconds of training, accuracy checks apart. */
  readonly seconds: number;
  /** Whether training accuracy reached the target, after which training ended. */
  readonly reached: boolean;
  /** Mean loss on the training digits at the end, with fixed weights. */
  readonly loss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Of the test digits. */
  readonly confusion: ConfusionMatrix;
}

/** Called after each epoch with the training accuracy; says whether to stop. */
export type Watch = (epoch: number, epochs: number, accuracy: number) => boolean;

/** How many rows a forward pass takes when accuracy is measured. */
const ROWS = 512;

/** The digits as the bench trains on them. */
export function loadDigits({ dtype }: BenchOptions): Digits {
  return optdigits({ scale: 1 / 16, oneHot: true, dtype });
}

/** The settings of a regime under these options. */
export function settings(regime: Regime, options: BenchOptions, samples: number) {
  const plain = options.optimizer === 'sgd' ? regime.learningRate : 0.001;
  const batchSize = regime.name === 'mini-batch' ? (options.batchSize ?? regime.batchSize) : regime.batchSize;
  return {
    learningRate: options.learningRate ?? plain,
    batchSize: Math.min(batchSize, samples),
    epochs: options.epochs ?? (options.quick ? regime.quickEpochs : regime.epochs),
  };
}

function makeModel(
  { hidden, activation, optimizer, dtype }: BenchOptions,
  learningRate: number,
  seed: number,
): SequentialModel {
  const layers = hidden.map((units) => Dense(units, { activation }));
  const model = Sequential([Input({ shape: [64] }), ...layers, Dense(10, { activation: 'softmax' })], {
    seed,
    dtype,
  });
  const maker = { sgd: SGD, rmsprop: RMSprop, adam: Adam }[optimizer];
  model.compile({
    optimizer: maker({ learningRate }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** An untimed epoch or two on a model that is thrown away, so that the engine has compiled the loops. */
export function warmUp(regime: Regime, options: BenchOptions, digits: Digits): void {
  const { learningRate, batchSize } = settings(regime, options, digits.xTrain.shape[0]);
  const model = makeModel(options, learningRate, 0);
  model.fit(digits.xTrain, digits.tTrain, { epochs: batchSize === 1 ? 1 : 4, batchSize, verbose: 0 });
  model.evaluate(digits.xTrain, digits.tTrain, { batchSize: ROWS });
}

/** Trains once. @returns what it gave, or what is known if `watch` stopped it */
export async function trainOnce(
  regime: Regime,
  options: BenchOptions,
  digits: Digits,
  seed: number,
  watch: Watch,
): Promise<RunResult> {
  const { xTrain, tTrain, xTest, tTest } = digits;
  const samples = xTrain.shape[0];
  const { learningRate, batchSize, epochs } = settings(regime, options, samples);
  const model = makeModel(options, learningRate, seed);
  const training = model.train(xTrain, tTrain, { epochs, batchSize, verbose: 0 });

  let seconds = 0;
  let done = 0;
  let loss = Number.NaN;
  let trainAccuracy = 0;
  for (;;) {
    const begun = performance.now();
    const { done: ended } = training.next();
    seconds += (performance.now() - begun) / 1000;
    if (ended) break;
    done++;
    [loss, trainAccuracy] = model.evaluate(xTrain, tTrain, { batchSize: ROWS });
    await new Promise((resolve) => setImmediate(resolve));
    if (watch(done, epochs, trainAccuracy) || trainAccuracy >= TARGET) break;
  }

  const predictions = model.predict(xTest, { batchSize: ROWS });
  const [, testAccuracy] = model.evaluate(xTest, tTest, { batchSize: ROWS });
  return {
    regime: regime.name,
    seed,
    learningRate,
    samples,
    batchSize,
    batches: Math.ceil(samples / batchSize),
    epochs: done,
    updates: model.step.value,
    seconds,
    reached: trainAccuracy >= TARGET,
    loss,
    trainAccuracy,
    testAccuracy,
    confusion: confusionMatrix(tTest, predictions),
  };
}
