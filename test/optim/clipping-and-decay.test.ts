/**
 * Clipping of gradients and decay of weights: what every optimizer takes beside its own options.
 */
import { assert } from 'chai';
import {
  Adam,
  AdamW,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  type Convention,
  type Optimizer,
  RMSprop,
  SGD,
} from '../../src/optim/index.ts';
import { type Parameter, parameter, run, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';

const wide = { dtype: 'float64' } as const;

/** A kernel and a bias, with gradients of the lengths 1.3 and 2.1. */
function pair(): [kernel: Parameter, bias: Parameter] {
  const kernel = parameter([[0.7, -1.1]], { ...wide, name: 'dense/kernel' });
  const bias = parameter([0.4, 0.9, -0.2], { ...wide, name: 'dense/bias' });
  kernel.gradient = tensor([[0.5, -1.2]], wide);
  bias.gradient = tensor([1.4, -0.7, 1.4], wide);
  return [kernel, bias];
}

const numbers = (parameters: readonly Parameter[]) => parameters.flatMap(({ value }) => [...value.data]);

/** The weights after one update of plain descent. */
function updated(options: Parameters<typeof SGD>[0]): number[] {
  const parameters = pair();
  SGD({ learningRate: 0.1, ...options }).apply(parameters);
  return numbers(parameters);
}

/** The weights after w ← w − 0.1 g, for these gradients. */
function descended(...gradients: number[]): number[] {
  return numbers(pair()).map((w, i) => w - 0.1 * gradients[i]);
}

describe('clipping', () => {
  it('by norm shortens the gradient of each parameter that is too long, by itself', () => {
    const short = 1.7 / Math.hypot(1.4, 0.7, 1.4);
    assertClose(
      updated({ clipnorm: 1.7 }),
      descended(0.5, -1.2, 1.4 * short, -0.7 * short, 1.4 * short),
      1e-15,
    );
  });

  it('by global norm shortens all gradients alike', () => {
    const length = Math.hypot(1.3, 2.1);
    const short = 1.7 / length;
    const all = [0.5, -1.2, 1.4, -0.7, 1.4];
    assertClose(updated({ globalClipnorm: 1.7 }), descended(...all.map((g) => g * short)), 1e-15);
    assert.deepEqual(updated({ globalClipnorm: 2.5 }), updated({}));
  });

  it('by value cuts each number off', () => {
    assertClose(updated({ clipvalue: 0.9 }), descended(0.5, -0.9, 0.9, -0.7, 0.9), 1e-15);
  });

  it('leaves gradients that are short enough as they are, to the bit', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const g = tensor([0.1, -0.7, 1 / 3], { dtype });
      const before = [...g.data];
      clipByNorm(g, { clipnorm: 0.9 });
      clipByGlobalNorm([g, g], { globalClipnorm: 1.7 });
      clipByValue(g, { clipvalue: 0.71 });
      assert.deepEqual([...g.data], before);
    }
  });

  it('takes a gradient of zeros, and no gradient at all', () => {
    const g = tensor([0, 0, 0]);
    clipByNorm(g, { clipnorm: 0.3 });
    clipByGlobalNorm([g], { globalClipnorm: 0.3 });
    assert.deepEqual([...g.data], [0, 0, 0]);
    SGD({ globalClipnorm: 0.3 }).apply([]);
  });

  it('leaves NaN where it was, and makes NaN of an infinite length', () => {
    const clipped = (clip: (g: Tensor) => void, values: number[]) => {
      const g = tensor(values);
      clip(g);
      return [...g.data];
    };
    const byValue = (g: Tensor) => clipByValue(g, { clipvalue: 0.5 });
    const byNorm = (g: Tensor) => clipByNorm(g, { clipnorm: 0.5 });
    assert.deepEqual(clipped(byValue, [Number.NaN, 3, -Infinity]), [Number.NaN, 0.5, -0.5]);
    assert.deepEqual(clipped(byNorm, [3, Number.NaN]), [Number.NaN, Number.NaN]);
    assert.deepEqual(clipped(byNorm, [3, Infinity]), [0, Number.NaN]);
  });

  it('comes before weight decay and the update, in steps as in apply', () => {
    const make = () => RMSprop({ learningRate: 0.1, globalClipnorm: 1.7, weightDecay: 0.3 });
    const [byHand, replayed] = [pair(), pair()];
    make().apply(byHand);
    const optimizer = make();
    const gradients = replayed.map(({ gradient, shape }) => new Tensor(gradient!.data.slice(), shape));
    const steps = optimizer.steps(replayed.map((parameter, i) => [parameter, gradients[i]] as const));
    assert.deepEqual(
      steps.map(({ kernel }) => kernel.name),
      ['clipByGlobalNorm', 'decoupledDecay', 'decoupledDecay', 'update', 'update'],
    );
    optimizer.advance();
    steps.forEach(run);
    assert.deepEqual(numbers(replayed), numbers(byHand));
    assert.closeTo(Math.hypot(...gradients.flatMap(({ data }) => [...data])), 1.7, 1e-15);
  });
});

describe('weight decay', () => {
  const decayed = (make: (options: object) => Optimizer, options: object) => {
    const parameters = pair();
    make(options).apply(parameters);
    return numbers(parameters);
  };

  it('takes α λ w off the weights themselves', () => {
    const start = numbers(pair());
    assertClose(
      updated({ weightDecay: 0.3 }),
      descended(0.5, -1.2, 1.4, -0.7, 1.4).map((w, i) => w - 0.1 * 0.3 * start[i]),
      1e-15,
    );
  });

  it("takes λ w off in the course's convention (D7), whatever the learning rate", () => {
    const start = numbers(pair());
    const convention: Convention = 'course';
    assertClose(
      updated({ weightDecay: 0.03, convention }),
      descended(0.5, -1.2, 1.4, -0.7, 1.4).map((w, i) => w - 0.03 * start[i]),
      1e-15,
    );
  });

  it("adds λ w to the gradient in PyTorch's convention, which the rule then divides", () => {
    const start = numbers(pair());
    const convention: Convention = 'pytorch';
    const gradients = [0.5, -1.2, 1.4, -0.7, 1.4].map((g, i) => g + 0.3 * start[i]);
    assertClose(updated({ weightDecay: 0.3, convention }), descended(...gradients), 1e-15);
    // Adam's first step is α g / |g|, penalty or not; decoupled, it is what it would be without, and the decay.
    const own = { learningRate: 0.01, convention };
    const without = decayed(Adam, own);
    assertClose(decayed(Adam, { ...own, weightDecay: 0.3 }), without, 1e-7);
    const decoupled = without.map((w, i) => w - 0.01 * 0.3 * start[i]);
    assertClose(decayed(AdamW, { ...own, weightDecay: 0.3 }), decoupled, 1e-15);
  });

  it('follows the learning rate as it is now', () => {
    const parameters = pair();
    for (const { gradient } of parameters) gradient!.data.fill(0);
    const start = numbers(parameters);
    const sgd = SGD({ learningRate: 0.1, weightDecay: 0.3 });
    sgd.learningRate = 0.7;
    sgd.apply(parameters);
    assertClose(
      numbers(parameters),
      start.map((w) => w - 0.7 * 0.3 * w),
      1e-15,
    );
  });

  it('leaves out parameters whose name holds one of the words', () => {
    const [kernel, bias] = [updated({ weightDecay: 0.3 }).slice(0, 2), updated({}).slice(2)];
    const excluded = (...excludeFromWeightDecay: string[]) =>
      updated({ weightDecay: 0.3, excludeFromWeightDecay });
    assert.deepEqual(excluded('bias'), [...kernel, ...bias]);
    assert.deepEqual(excluded('gamma', 'nse/b'), [...kernel, ...bias]);
    assert.deepEqual(excluded('kernel', 'bias'), updated({}));
    assert.deepEqual(excluded('dense'), updated({}));
    assert.deepEqual(excluded('Dense'), updated({ weightDecay: 0.3 }));
  });
});

describe('clipping and decay refuse', () => {
  const refused = (options: object, message: string) =>
    assertRefused(() => Adam(options), 'ArgumentError', `Adam: ${message}`);

  it('two ways of clipping', () => {
    const only = 'expected at most one of clipnorm, clipvalue, globalClipnorm. Leave the others out.';
    refused({ clipnorm: 1, clipvalue: 0.3 }, `clipnorm and clipvalue are both set; ${only}`);
    refused({ clipvalue: 1, globalClipnorm: 0.3 }, `clipvalue and globalClipnorm are both set; ${only}`);
  });

  it('values out of range', () => {
    for (const name of ['clipnorm', 'clipvalue', 'globalClipnorm']) {
      for (const bad of [0, -1.3, Number.NaN, '1']) {
        refused({ [name]: bad }, `${name} is not usable; expected a number > 0, received `);
      }
    }
    for (const bad of [-0.1, Number.NaN, null, '0.1']) {
      refused({ weightDecay: bad }, 'weightDecay is not usable; expected a number >= 0, received ');
    }
    for (const bad of ['bias', [''], [3], null]) {
      const expected = "expected a list of words, such as ['bias']";
      refused({ excludeFromWeightDecay: bad }, `excludeFromWeightDecay is not usable; ${expected}, received`);
    }
  });
});
