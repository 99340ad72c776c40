/**
 * Which kernels have no twin: a list that can only become shorter or longer on purpose; and that a Program without such
 * kernels is compiled as a whole.
 */
import { assert } from 'chai';
import type { Program } from '../../src/autograd/index.ts';
import * as ops from '../../src/autograd/ops/index.ts';
import { metrics } from '../../src/metrics/index.ts';
import { BatchNormalization, Dense, Dropout, Input, Sequential } from '../../src/nn/index.ts';
import { Adam, CosineDecay, optimizers } from '../../src/optim/index.ts';
import { emitProgram } from '../../src/simd/compile.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { layLasting } from '../../src/simd/layout.ts';
import type { Kernel } from '../../src/tensor/index.ts';
import { someClasses, someLabels, someRows } from '../nn/shared/training.ts';
import { nameOf, TWINLESS } from './shared/twinless.ts';
import { compareTrainings, epochsFor, INPUTS, ROWS } from './shared/whole-trainings.ts';

/** Those that have a twin for some forms, and none for others. */
const PARTLY: readonly string[] = ['accuracy update'];
/** Those that are made anew for each use, so that no twin can be found by them. */
const MADE: readonly string[] = ['apply'];

const CLASSES = 3;

/** A training of a net that holds much, and what was compiled for it. */
function trained({
  constrained = false,
  labels = false,
}: {
  readonly constrained?: boolean;
  readonly labels?: boolean;
}): readonly Program[] {
  const { programs } = compareTrainings({
    make() {
      const layers = [
        Dense(7, { activation: 'gelu', kernelConstraint: constrained ? 'max_norm' : null }),
        BatchNormalization({ momentum: 0.8, epsilon: 0.1 }),
        Dropout(0.1),
        Dense(CLASSES, { activation: 'softmax', kernelRegularizer: 'l2' }),
      ];
      const model = Sequential([Input([INPUTS]), ...layers], { seed: 4 });
      const learningRate = CosineDecay({ initialLearningRate: 0.002, decaySteps: 90 });
      const optimizer = Adam({ learningRate, amsgrad: true, globalClipnorm: 0.3, weightDecay: 0.01 });
      const loss = labels ? 'sparse_categorical_crossentropy' : 'categorical_crossentropy';
      model.compile({ optimizer, loss, metrics: ['accuracy'] });
      return model;
    },
    fit(model) {
      const t = labels ? someLabels(ROWS, CLASSES, 5) : someClasses(ROWS, CLASSES, 5);
      const options = { batchSize: 9, epochs: epochsFor(9), verbose: 0 } as const;
      return model.fit(someRows(ROWS, INPUTS, 3), t, options);
    },
    predict: (model) => model.predict(someRows(ROWS, INPUTS, 4)),
  });
  return [...programs];
}

/** How a Program is compiled: into how many pieces, and whether its steps can be repeated without leaving the module. */
function piecesOf(program: Program) {
  const mode = { fma: false, wide: false, ordered: false };
  const { run, feed, repeat } = emitProgram(program, byKernel, layLasting([program]), mode);
  return { run: run.length, feed: feed.length, repeats: repeat !== null };
}

describe('kernels without a twin', () => {
  it('are those that are listed', () => {
    const hooks = Object.values(ops).flatMap(({ definition }) => {
      const { inputs, constant = [], forward, backward } = definition;
      const learns = inputs === 'many' || inputs.length > constant.length;
      return learns ? [forward, backward] : [forward];
    });
    const updates = [...Object.values(optimizers), ...Object.values(metrics)].map(
      ({ definition }) => definition.update,
    );
    assert.isAbove(hooks.length, 100);
    const without = [...hooks, ...updates].filter((kernel) => !byKernel.has(kernel as unknown as Kernel));
    assert.sameMembers([...new Set(without.map(nameOf)), ...PARTLY, ...MADE], [...TWINLESS]);
  });

  it('are all named differently, so that none is mistaken for another', () => {
    assert.equal(new Set(TWINLESS).size, TWINLESS.length);
    const names = [...byKernel.keys()].map(nameOf);
    assert.equal(new Set(names).size, names.length);
  });
});

describe('the Programs of a training', () => {
  const isTraining = ({ parameters }: Program) => parameters.size > 0;

  it('are whole where each step has a twin: one piece, which repeats itself', () => {
    const programs = trained({});
    assert.lengthOf(programs.filter(isTraining), 2, 'of full batches, and of the last');
    for (const program of programs.filter(isTraining))
      assert.deepEqual(piecesOf(program), { run: 1, feed: 1, repeats: true });
    for (const program of programs.filter((one) => !isTraining(one)))
      assert.deepEqual(piecesOf(program), { run: 1, feed: 0, repeats: false });
  });

  it('are in pieces where a weight is constrained', () => {
    for (const program of trained({ constrained: true }).filter(isTraining)) {
      const { run, repeats } = piecesOf(program);
      assert.equal(run, 3, 'what comes before, the constraint, and what comes after');
      assert.isFalse(repeats);
    }
  });

  it('are in pieces where accuracy is that of class numbers', () => {
    for (const program of trained({ labels: true }).filter(isTraining)) {
      const { run, repeats } = piecesOf(program);
      assert.equal(run, 2, 'all else, and accuracy at the end');
      assert.isFalse(repeats);
    }
  });
});
