/**
 * Learning batch by batch: epochs, batches, and when to stop.
 */
import { ArgumentError, complain, NonFiniteError } from '../../errors.ts';
import { print } from '../../nn/platform.ts';
import type { RandomState } from '../../random/index.ts';
import { firstNonFinite, type Floats, type Tensor } from '../../tensor/index.ts';
import type { Settings } from './options.ts';
import type { Perceptron } from './perceptron.ts';
import { Programs, type Rows, type TrainingStep } from './programs.ts';
import { Solver } from './solver.ts';

/** What training has come to, kept from call to call. */
export class Learning {
  readonly perceptron: Perceptron;
  readonly programs: Programs;
  /** Null before the first batch, and with 'lbfgs'. */
  solver: Solver | null = null;
  loss = Number.NaN;
  bestLoss: number | null = Number.POSITIVE_INFINITY;
  lossCurve: number[] = [];
  validationScores: number[] | null = null;
  bestValidationScore: number | null = null;
  bestWeights: readonly Floats[] | null = null;
  /** Epochs of the last call. */
  nIter = 0;
  /** Rows learned from, in all calls. */
  t = 0;
  /** Epochs without improvement. */
  idle = 0;
  /** Whether the last call has stopped by itself. */
  converged = false;

  constructor(perceptron: Perceptron, earlyStopping: boolean) {
    this.perceptron = perceptron;
    this.programs = new Programs(perceptron);
    if (!earlyStopping) return;
    this.bestLoss = null;
    this.validationScores = [];
    this.bestValidationScore = Number.NEGATIVE_INFINITY;
    this.bestWeights = this.weights();
  }

  /** Copies of all weights. */
  weights(): Floats[] {
    return this.perceptron.parameters.map(({ value }) => value.data.slice());
  }

  /** Puts weights back. */
  restore(weights: readonly Floats[]): void {
    this.perceptron.parameters.forEach(({ value }, i) => {
      value.data.set(weights[i]);
    });
  }
}

/** A training: what to learn from, and how long. */
export interface Training {
  readonly who: string;
  readonly settings: Settings;
  readonly random: RandomState;
  readonly rows: Rows;
  /** Gives the score of the rows that were set aside; null where none were. */
  readonly validate: (() => number) | null;
  /** Whether this is one epoch of `partialFit`. */
  readonly single: boolean;
}

/**
 * Trains until the loss, or the score of the rows set aside, has not improved by `tol` in more than `nIterNoChange` epochs.
 *
 * @throws NonFiniteError when the loss or a weight is not finite; the weights are then those from before the call
 */
export function train(learning: Learning, training: Training): void {
  const { settings, rows, random, single, validate } = training;
  const { programs } = learning;
  const start = learning.weights();
  if (!single || learning.solver === null) learning.solver = new Solver(settings);
  const { solver } = learning;
  programs.lend(rows);
  const epoch = new Epoch(learning, training, solver);
  learning.nIter = 0;
  learning.converged = false;
  const say = (line: string) => {
    if (settings.verbose) print(line);
  };

  for (let i = 0; i < (single ? 1 : settings.maxIter); i++) {
    if (settings.shuffle) reorder(programs.order.data, random);
    const stopped = epoch.run();
    if (stopped !== null) throw notFinite(learning, training, start, stopped, epoch.share);
    learning.nIter++;
    learning.t += rows.x.shape[0];
    learning.loss = programs.sums.data[0] / rows.x.shape[0];
    learning.lossCurve.push(learning.loss);
    say(`Iteration ${learning.nIter}, loss = ${learning.loss.toFixed(8)}`);
    judge(learning, settings.tol, validate);
    if (validate !== null) say(`Validation score: ${learning.validationScores!.at(-1)!.toFixed(6)}`);
    solver.endEpoch(learning.t);
    if (learning.idle <= settings.nIterNoChange) continue;
    const { stop, words } = solver.standstill();
    const what = validate === null ? 'Training loss' : 'Validation score';
    say(
      `${what} did not improve more than tol=${settings.tol.toFixed(6)} for ${settings.nIterNoChange} consecutive epochs. ${words}`,
    );
    learning.converged = stop;
    if (stop) break;
    learning.idle = 0;
  }
  if (learning.perceptron.parameters.some(({ value }) => firstNonFinite(value) !== null))
    throw notFinite(learning, training, start, epoch.batches - 1, null);
  if (validate !== null) learning.restore(learning.bestWeights!);
}

/** One epoch after another: the batches. */
class Epoch {
  readonly batches: number;
  readonly #learning: Learning;
  readonly #solver: Solver;
  readonly #full: TrainingStep;
  readonly #last: TrainingStep;
  /** 1 / Σ weights of the batch that was made last; null without weights. */
  share: Tensor | null = null;

  constructor(learning: Learning, { settings, rows }: Training, solver: Solver) {
    const all = rows.x.shape[0];
    const size = Math.min(settings.batchSize === 'auto' ? 200 : settings.batchSize, all);
    const rest = all % size;
    this.batches = Math.ceil(all / size);
    this.#learning = learning;
    this.#solver = solver;
    const sizes = rest === 0 ? [size] : [size, rest];
    const weighted = rows.weights !== null;
    const [full, last = full] = learning.programs.steps(sizes, weighted, settings.alpha, solver.optimizer);
    this.#full = full;
    this.#last = last;
  }

  /** @returns the batch whose loss was not finite, or null */
  run(): number | null {
    const { programs } = this.#learning;
    const { optimizer } = this.#solver;
    programs.sums.data.fill(0);
    programs.start.value = 0;
    let batch = 0;
    if (optimizer.steady) {
      const whole = this.#full === this.#last ? this.batches : this.batches - 1;
      this.#full.repeat(whole);
      this.share = this.#full.share;
      batch = programs.start.value / this.#full.rows;
      optimizer.iterations += batch;
      if (!Number.isFinite(this.#full.loss.data[0])) return batch - 1;
    }
    for (; batch < this.batches; batch++) {
      const step = batch === this.batches - 1 ? this.#last : this.#full;
      programs.start.value = batch * this.#full.rows;
      optimizer.advance();
      step.run();
      this.share = step.share;
      if (!Number.isFinite(step.loss.data[0])) return batch;
    }
    return null;
  }
}

/** order ← order[permutation]: each epoch shuffles the order of the one before. */
function reorder(order: Int32Array, random: RandomState): void {
  const before = order.slice();
  const permutation = Int32Array.from(before, (_, i) => i);
  random.shuffle(permutation);
  for (let i = 0; i < order.length; i++) order[i] = before[permutation[i]];
}

/** Counts the epochs without improvement, by the loss or by the score of the rows that were set aside. */
function judge(learning: Learning, tol: number, validate: (() => number) | null): void {
  if (validate === null) {
    const best = learning.bestLoss ?? Number.POSITIVE_INFINITY;
    learning.idle = learning.loss > best - tol ? learning.idle + 1 : 0;
    learning.bestLoss = Math.min(learning.loss, best);
    return;
  }
  const score = validate();
  const best = learning.bestValidationScore as number;
  learning.validationScores!.push(score);
  learning.idle = score < best + tol ? learning.idle + 1 : 0;
  if (score > best) {
    learning.bestValidationScore = score;
    learning.bestWeights = learning.weights();
  }
}

/** Puts back the weights from before, and says what has happened. */
function notFinite(
  learning: Learning,
  { who, settings }: Training,
  start: readonly Floats[],
  batch: number,
  share: Tensor | null,
): Error {
  learning.restore(start);
  learning.solver = null; // what it remembers is not finite either
  if (share !== null && !Number.isFinite(share.data[0])) {
    const help = 'Take away rows that weigh nothing, or set a larger batchSize.';
    return new ArgumentError(complain({ who, problem: `the weights of batch ${batch + 1} sum to 0`, help }));
  }
  const epoch = learning.nIter;
  const message = complain({
    who,
    problem: `training is not finite in epoch ${epoch + 1}, batch ${batch + 1}`,
    expected: 'finite numbers',
    received: 'NaN or Infinity',
    help: `Scale x, as StandardScaler does, or take a learningRateInit below ${settings.learningRateInit}.`,
  });
  return new NonFiniteError(message, { epoch, batch, layer: null, history: { loss: learning.lossCurve } });
}
