/**
 * Whole trainings by the SIMD executor and by the reference, compared.
 */
import { assert } from 'chai';
import type { Executor, Program } from '../../../src/autograd/index.ts';
import type { History, Model } from '../../../src/nn/index.ts';
import { simd } from '../../../src/simd/index.ts';
import type { Tensor } from '../../../src/tensor/index.ts';
import { assertOtherBits, assertSameBits, stateOf } from '../../nn/shared/training.ts';
import {
  assertHistoryNear,
  assertStateNear,
  assertTensorsNear,
  assertTrainedBy,
  underBoth,
} from './executors.ts';
import { kernelsWithoutTwin, TWINLESS } from './twinless.ts';

/** Rows of training and of validation, and columns of each input. */
export const [ROWS, SEEN, INPUTS] = [23, 9, 5];

/** Rows in a batch: one; a last batch of five behind two of nine; all. */
export const BATCHES = [1, 9, ROWS] as const;

/** Steps of a training, at least. */
const STEPS = 100;

/** How many epochs have that many steps. */
export const epochsFor = (batchSize: number): number => Math.ceil(STEPS / Math.ceil(ROWS / batchSize));

/** Of a tensor's largest entry; and of a number in History. */
const [WEIGHTS, HISTORY] = [1e-4, 1e-5];

/** A training. */
export interface Training<M> {
  /** The model, compiled. */
  make(): M;
  /** Trains it for at least a hundred steps. */
  fit(model: M): Pick<History, 'history'>;
  /** What it then predicts for rows that it has not seen. */
  predict(model: M): Tensor | readonly Tensor[];
}

/** What came of both. */
export interface Compared<M> {
  /** The model that the SIMD executor has trained, its weights before that, and all Programs it was given. */
  readonly model: M;
  readonly start: readonly Tensor[];
  readonly programs: ReadonlySet<Program>;
  /** The kernels of its steps that have no twin. */
  readonly twinless: readonly string[];
}

/** An executor that writes down what it is given to compile. */
function recordingExecutor({ compile, ...rest }: Executor): {
  readonly executor: Executor;
  readonly programs: Set<Program>;
} {
  const programs = new Set<Program>();
  const executor: Executor = {
    ...rest,
    compile(all) {
      for (const program of all) programs.add(program);
      return compile(all);
    },
  };
  return { executor, programs };
}

/**
 * Trains with both, and compares weights, slots, History and predictions.
 *
 * @throws AssertionError where they are not near each other, where training changed nothing, and where a kernel has no
 * twin that is not listed
 */
export function compareTrainings<M>({ make, fit, predict }: Training<M>, fast = simd): Compared<M> {
  const { executor, programs } = recordingExecutor(fast);
  const [own, plain] = underBoth(() => {
    const made = make();
    const model = made as unknown as Model;
    const start = model.getWeights();
    const { history } = fit(made);
    const predictions = [predict(made)].flat();
    return { made, model, start, history, predictions, state: stateOf(model) };
  }, executor);
  assertTrainedBy(fast.name, own.model);
  assertTrainedBy('reference', plain.model);
  assertSameBits(own.start, plain.start, 'start');
  assertOtherBits(plain.model.getWeights(), plain.start, 'weights after training');
  assert.isAtLeast(own.model.step.value, STEPS, 'steps');
  const ties = assertHistoryNear(own.history, plain.history, HISTORY, [ROWS, SEEN]);
  assert.isAtMost(ties, 1, 'epochs in which an accuracy is off by one row');
  assertStateNear(own.state, plain.state, WEIGHTS);
  assertTensorsNear(own.predictions, plain.predictions, WEIGHTS, 'predictions');
  assert.isNotEmpty([...programs], 'Programs');
  const twinless = kernelsWithoutTwin(programs);
  assert.includeMembers([...TWINLESS], twinless, 'kernels without a twin');
  return { model: own.made, start: own.start, programs, twinless };
}
