/**
 * Whole trainings: after a hundred steps the SIMD executor has the reference's weights, but for rounding.
 */
import { assert } from 'chai';
import { dropout, type Executor, reference } from '../../src/autograd/index.ts';
import { Dense, Dropout, Input, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { simd, simdExecutor } from '../../src/simd/index.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import type { Twin } from '../../src/simd/twin.ts';
import { copy, gatherRows, type Kernel, tally } from '../../src/tensor/index.ts';
import { assertOtherBits, assertSameBits, recording, someRows, stateOf } from '../nn/shared/training.ts';
import {
  assertHistoryNear,
  assertStateNear,
  assertTrainedBy,
  under,
  underBoth,
  withTwins,
} from './shared/executors.ts';
import { hidden, INPUTS, netOf, optimizers, tasks } from './shared/nets.ts';

const ROWS = 71;
const SEEN = 10; // rows of validation
const STEPS = 100;
const x = someRows(ROWS, INPUTS, 3);
const xSeen = someRows(SEEN, INPUTS, 4);

/** Rows in a batch, the last of them smaller: 71 is 10 · 7 + 1 and 2 · 32 + 7. */
const BATCHES = [1, 7, 32, ROWS];

/** Of a tensor's largest entry; and of a number in History. */
const [WEIGHTS, HISTORY] = [1e-4, 1e-5];

/** One training of at least a hundred steps. */
function train(optimizer: string, layers: string, task: string, batchSize: number) {
  const model = netOf(optimizer, layers, task);
  const epochs = Math.ceil(STEPS / Math.ceil(ROWS / batchSize));
  const { targets } = tasks[task];
  const start = model.getWeights();
  const { history } = model.fit(x, targets(ROWS, 5), {
    batchSize,
    epochs,
    validationData: [xSeen, targets(SEEN, 6)],
    verbose: 0,
  });
  assert.isAtLeast(model.step.value, STEPS);
  return { model, history, start, state: stateOf(model) };
}

/**
 * Trains with both and compares.
 *
 * @returns the model of the faster one, and in how many epochs one row more was right
 * @throws AssertionError where they are not near each other
 */
function compare(
  what: readonly [optimizer: string, layers: string, task: string, batchSize: number],
  fast: Executor = simd,
): { readonly model: Model; readonly ties: number } {
  const [own, plain] = underBoth(() => train(...what), fast);
  assertSameBits(own.start, plain.start, 'start');
  const ties = assertHistoryNear(own.history, plain.history, HISTORY, [ROWS, SEEN]);
  assertStateNear(own.state, plain.state, WEIGHTS);
  return { model: own.model, ties };
}

describe('training under simd', () => {
  for (const optimizer of Object.keys(optimizers)) {
    describe(`${optimizer}: weights, slots and History are those of the reference`, () => {
      for (const layers of Object.keys(hidden)) {
        it(`${layers}, every loss, batches of ${BATCHES.join(', ')}`, () => {
          let inAll = 0;
          for (const task of Object.keys(tasks)) {
            for (const batchSize of BATCHES) {
              try {
                const { model, ties } = compare([optimizer, layers, task, batchSize]);
                assertTrainedBy('simd', model);
                inAll += ties;
              } catch (error) {
                (error as Error).message = `${task}, ${batchSize}: ${(error as Error).message}`;
                throw error;
              }
            }
          }
          assert.isAtMost(inAll, 3, 'epochs in which an accuracy is off by one row');
        });
      }
    });
  }

  describe('the comparison is one: it finds', () => {
    const real = (kernel: unknown) => byKernel.get(kernel as Kernel)!;
    const nothing = (kernel: unknown): Twin => ({ kernel: kernel as Kernel, parts: () => [] });
    const otherSeed: Twin = {
      kernel: dropout.definition.forward as Kernel,
      parts(inputs, output, saved, options) {
        const { seed } = options as { readonly seed: number };
        const other = { ...(options as object), seed: seed + 1 };
        return real(dropout.definition.forward).parts(inputs, output, saved, other);
      },
    };
    const wholeNet = ['SGD', 'a state, dropout and penalties', 'categorical', 7] as const;
    const faults: Readonly<Record<string, readonly [twin: Twin, words: RegExp]>> = {
      'weights that do not move': [nothing(SGD.definition.update), /^History: accuracy\[0\]/],
      'rows of zeros': [nothing(gatherRows), /^History: accuracy\[0\]/],
      'sums that are not added up': [nothing(tally), /^History: data_loss\[0\] is NaN/],
      'a state that stays': [nothing(copy), /^History: /],
      'masks of another seed': [otherSeed, /^History: /],
    };
    for (const [fault, [twin, words]] of Object.entries(faults)) {
      it(fault, () => {
        assert.throws(() => compare(wholeNet, withTwins(twin)), words);
      });
    }

    it('and nothing, where twins are those in use', () => {
      compare(wholeNet, withTwins(real(tally)));
    });
  });

  describe('repeated, gives the same hash', () => {
    for (const optimizer of Object.keys(optimizers)) {
      it(optimizer, () => {
        for (const layers of Object.keys(hidden)) {
          const hash = (seed: number) => {
            const model = netOf(optimizer, layers, 'categorical', seed);
            model.fit(x, tasks.categorical.targets(ROWS, 5), { batchSize: 7, epochs: 3, verbose: 0 });
            return model.hash();
          };
          const [first, again, other] = under(simd, () => [hash(21), hash(21), hash(22)]);
          assert.match(first, /^simd:/);
          assert.equal(again, first);
          assert.notEqual(other, first);
        }
      });
    }
  });

  describe('dropout silences the same units', () => {
    const silenced = (batchSize: number, seed: number) => {
      const { metric, predictions } = recording();
      const model = Sequential([Input({ shape: [INPUTS] }), Dense(13), Dropout(0.4)], { seed });
      model.compile({ optimizer: Adam(), loss: 'mse', metrics: [metric] });
      model.fit(x, someRows(ROWS, 13, 8), { batchSize, epochs: 2, verbose: 0 });
      return predictions.map((batch) => batch.map((value) => (value === 0 ? '0' : '1')).join(''));
    };

    for (const batchSize of BATCHES) {
      it(`in every step, batches of ${batchSize}`, () => {
        const [own, plain] = underBoth(() => silenced(batchSize, 11));
        assert.deepEqual(own, plain);
        const all = own.join('');
        assert.approximately(all.replaceAll('1', '').length / all.length, 0.4, 0.05);
        if (batchSize > 1) assert.equal(new Set(own).size, own.length, 'other ones in each step');
        assert.notDeepEqual(
          own,
          under(simd, () => silenced(batchSize, 12)),
          'other ones for another seed',
        );
      });
    }
  });

  describe('a prediction has the same bits alone and among others', () => {
    /** Small, odd, and large enough that weights are copied into panels. */
    const sizes = { small: [5, 13, 3], odd: [67, 53, 11], large: [230, 211, 10] } as const;
    const activations = ['relu', 'tanh', 'sigmoid'] as const;

    for (const executor of [simd, simdExecutor({ fma: true })]) {
      for (const [name, [inputs, units, classes]] of Object.entries(sizes)) {
        it(`${name}, ${executor === simd ? 'multiplied, then added' : 'fused where the engine can'}`, () => {
          for (const activation of activations) {
            under(executor, () => {
              const make = () =>
                Sequential([
                  Input({ shape: [inputs] }),
                  Dense(units, { activation }),
                  Dense(classes, { activation: 'softmax' }),
                ]);
              const model = make();
              const rows = someRows(131, inputs, 9);
              const expected = model.predict(rows, { batchSize: 1 });
              assertTrainedBy(executor.name, model);
              for (const batchSize of [2, 3, 4, 5, 7, 8, 16, 31, 32, 63, 64, 65, 100, 130, 131]) {
                const found = model.predict(rows, { batchSize });
                assertSameBits([found], [expected], `batches of ${batchSize}`);
              }
              const plain = under(reference, () => make().predict(rows));
              assertOtherBits([plain], [expected], 'the reference rounds otherwise');
            });
          }
        });
      }
    }
  });
});
