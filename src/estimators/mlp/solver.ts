/**
 * The solvers that learn batch by batch: an optimizer, and what becomes of its learning rate.
 */
import { Adam, type Optimizer, SGD } from '../../optim/index.ts';
import { realPower } from '../../random/index.ts';
import type { Settings } from './options.ts';

/** A learning rate that is smaller than this is not divided again. */
const SMALLEST = 1e-6;

/** An optimizer, with the plan for its learning rate. */
export class Solver {
  readonly optimizer: Optimizer;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    const { solver, learningRateInit, momentum, nesterovsMomentum, beta1, beta2, epsilon } = settings;
    this.#settings = settings;
    this.optimizer =
      solver === 'sgd'
        ? SGD({ learningRate: learningRateInit, momentum, nesterov: nesterovsMomentum })
        : Adam({ learningRate: learningRateInit, beta1, beta2, epsilon });
  }

  /** The end of an epoch; `rows`, how many rows it has learned from in all its epochs so far. */
  endEpoch(rows: number): void {
    const { solver, learningRate, learningRateInit, powerT } = this.#settings;
    if (solver !== 'sgd' || learningRate !== 'invscaling') return;
    this.optimizer.learningRate = learningRateInit / realPower(rows + 1, powerT);
  }

  /**
   * There has been no improvement for long: goes on with a fifth of the learning rate if it is to adapt.
   *
   * @returns whether training is to stop, and what is done, in words
   */
  standstill(): { readonly stop: boolean; readonly words: string } {
    const { solver, learningRate } = this.#settings;
    if (solver !== 'sgd' || learningRate !== 'adaptive') return { stop: true, words: 'Stopping.' };
    if (this.optimizer.learningRate <= SMALLEST)
      return { stop: true, words: 'Learning rate too small. Stopping.' };
    this.optimizer.learningRate /= 5;
    return { stop: false, words: `Setting learning rate to ${this.optimizer.learningRate.toFixed(6)}` };
  }
}
