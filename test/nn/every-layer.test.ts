/**
 * Every layer through every check, and every check against a fault planted for it.
 */
import { assert } from 'chai';
import {
  add,
  addBias,
  dropout,
  matmul,
  mean,
  scale,
  square,
  sum,
  sumSquares,
  tanh,
} from '../../src/autograd/index.ts';
import { Add, Dense, defineLayer, Dropout } from '../../src/nn/index.ts';
import * as room from '../../src/nn/layers/index.ts';
import { full, type Tensor, tensor } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { checks } from './layer-checks.ts';
import type { AnyLayerDefinition } from './layer-trial.ts';

const makers = Object.entries(room).flatMap(([name, value]) =>
  'definition' in value ? [[name, value.definition] as const] : [],
);

describe('every layer', () => {
  it('is found in the room', () =>
    assert.includeMembers(
      makers.map(([name]) => name),
      ['Dense', 'Activation', 'Dropout', 'Lambda', 'Concatenate', 'Dot'],
    ));
  for (const [name, definition] of makers) {
    describe(name, () => {
      it('is exported under its own name', () => assert.equal(definition.name, name));
      for (const { name: promise, check } of checks) it(promise, () => check(definition));
    });
  }
});

describe('the checks of every layer catch a fault planted for each', () => {
  const dense: AnyLayerDefinition = { ...Dense.definition, examples: Dense.definition.examples.slice(0, 2) };
  const drop: AnyLayerDefinition = Dropout.definition;
  type Call = (inputs: readonly Tensor[], context: Record<string, never>) => Tensor;
  const calling = (good: AnyLayerDefinition, make: (call: Call) => Call): AnyLayerDefinition => ({
    ...good,
    call: make(good.call as unknown as Call) as never,
  });
  const like = (x: Tensor, value: number) => full(x.shape, value, { dtype: x.dtype });
  /** A layer that counts its training steps: x plus how many there were. */
  interface Counting {
    readonly seen: Tensor;
    readonly count: Tensor;
    readonly next: Tensor;
    readonly training: boolean;
    readonly trainable: boolean;
  }
  const counted = ({ seen, count, next, training, trainable }: Counting) => ({
    output: seen,
    updates: training && trainable ? [[count, next]] : [],
  });
  const counting = (result: (given: Counting) => object): AnyLayerDefinition =>
    defineLayer({
      name: 'Counting',
      options: {},
      state: ([[units]]) => ({ count: { shape: [units], initializer: 'zeros' } }),
      outputShape: ([shape]) => shape,
      call([x], { state: { count }, training, trainable }) {
        const next = add(count, like(count, 1));
        return result({ seen: addBias(x, count), count, next, training, trainable }) as never;
      },
      examples: [{ options: {}, input: [3], output: [3], parameters: 0 }],
    }).definition;
  let drawn = 0;
  const random = () => ++drawn / 7;

  const faults: readonly Fault<AnyLayerDefinition>[] = [
    {
      check: 'the output has the shape',
      fault: 'a promise of one unit too many',
      definition: {
        ...dense,
        outputShape: (_s: unknown, { units }: { units: number }) => [units + 1],
      } as never,
    },
    {
      check: 'the output has the shape',
      fault: 'an output of another shape than the example says',
      definition: {
        ...dense,
        examples: dense.examples.map((example) => ({ ...example, output: [...example.output, 1] })),
      },
    },
    {
      check: 'parameters have names',
      fault: 'a bias that the options do without',
      definition: {
        ...dense,
        build: (shapes: never, options: object) =>
          dense.build!(shapes, { ...options, useBias: true } as never),
      } as never,
    },
    {
      check: 'parameters have names',
      fault: 'an example that miscounts',
      definition: { ...dense, examples: [{ ...dense.examples[0], parameters: 43 }] },
    },
    {
      check: 'gradients of all inputs',
      fault: 'a value that escapes from the graph',
      definition: calling(dense, (call) => ([x], context) => {
        const y = call([x], context);
        return scale(y, { factor: 1 + 0.001 * y.data[0] });
      }),
    },
    {
      check: 'every parameter',
      fault: 'a bias that is forgotten',
      definition: calling(
        dense,
        () =>
          ([x], { parameters }) =>
            matmul(x, (parameters as { kernel: never }).kernel),
      ),
    },
    {
      check: 'the same seed',
      fault: 'an initializer that knows no seed',
      definition: {
        ...dense,
        build: (shapes: never, options: never) => {
          const { kernel } = dense.build!(shapes, options);
          const values = (shape: number[]) => Array.from({ length: shape[0] * shape[1] }, random);
          return { kernel: { ...kernel, initializer: { ...kernel.initializer, values } } };
        },
      } as never,
    },
    {
      check: 'the same seed',
      fault: 'an initializer with a seed of its own',
      definition: {
        ...dense,
        build: (shapes: never, options: object) =>
          dense.build!(shapes, { ...options, kernelInitializer: 'identity' } as never),
      } as never,
    },
    {
      check: 'inference depends',
      fault: 'dropout in inference',
      definition: calling(
        drop,
        (call) => (inputs, context) => call(inputs, { ...context, training: true as never }),
      ),
    },
    {
      check: 'inference depends',
      fault: 'a mean of all rows',
      definition: calling(dense, (call) => (inputs, context) => {
        const y = call(inputs, context);
        return scale(y, { factor: mean(y).item() });
      }),
    },
    {
      check: 'training gives the same',
      fault: 'a mask from a count of calls',
      definition: (() => {
        const step = { value: 0 };
        return calling(drop, () => ([x], { training }) => {
          step.value++;
          return training ? dropout(x, { rate: 0.4, step }) : x;
        });
      })(),
    },
    {
      check: 'training gives the same',
      fault: 'an input that is worked in',
      definition: calling(dense, (call) => ([x], context) => {
        const y = call([x], context);
        x.data[0] = 0;
        return y;
      }),
    },
    {
      check: 'a Program that replays',
      fault: 'a step that is baked in',
      definition: calling(drop, (call) => (inputs, context) => {
        const { value } = context.step as { value: number };
        return call(inputs, { ...context, step: { value } as never });
      }),
    },
    {
      check: 'a Program that replays',
      fault: 'a graph that branches on values',
      definition: calling(dense, (call) => ([x], context) => {
        const y = call([x], context);
        return sum(x).item() === 0 ? y : add(y, like(y, 0.1));
      }),
    },
    {
      check: 'weights are taken',
      fault: 'a number outside the weights',
      definition: (() => {
        const kept = new WeakMap<object, number>();
        let made = 0;
        return calling(dense, (call) => ([x], context) => {
          const { parameters } = context as unknown as { parameters: { kernel: object } };
          if (!kept.has(parameters.kernel)) kept.set(parameters.kernel, ++made);
          const y = call([x], context);
          return add(y, like(y, kept.get(parameters.kernel)!));
        });
      })(),
    },
    {
      check: 'the option by place',
      fault: 'an option that is lost as JSON',
      definition: {
        ...dense,
        options: { ...dense.options, extra: null },
        examples: [{ ...dense.examples[0], options: { units: 7, extra: Symbol('lost') } }],
      } as never,
    },
    {
      check: 'the option by place',
      fault: 'an option that JSON makes another of',
      definition: {
        ...calling(drop, (call) => (inputs, context) => {
          const { bounds } = context.options as { bounds: object };
          return bounds instanceof Float64Array ? scale(inputs[0], { factor: 2 }) : call(inputs, context);
        }),
        options: { ...drop.options, bounds: null },
        examples: [{ ...drop.examples[0], options: { rate: 0.3, bounds: Float64Array.of(2) } }],
      } as never,
    },
    {
      check: 'a penalty is one number',
      fault: 'a penalty that grows with the batch',
      definition: calling(
        dense,
        (call) => (inputs, context) =>
          ({ output: call(inputs, context), penalty: sumSquares(inputs[0]) }) as never,
      ),
    },
    {
      check: 'a penalty is one number',
      fault: 'a penalty for each row',
      definition: calling(
        dense,
        (call) => (inputs, context) =>
          ({ output: call(inputs, context), penalty: square(inputs[0]) }) as never,
      ),
    },
    {
      check: 'gradients of all inputs',
      fault: 'a penalty that escapes from the graph',
      definition: calling(dense, (call) => (inputs, context) => {
        const penalty = mean(square(inputs[0]));
        return {
          output: call(inputs, context),
          penalty: scale(penalty, { factor: inputs[0].data[0] }),
        } as never;
      }),
    },
    {
      check: 'gradients of all inputs',
      fault: 'a second input that escapes from the graph',
      definition: calling(
        Add.definition,
        () =>
          ([a, b]) =>
            add(a, tensor(b)),
      ),
    },
    {
      check: 'training changes each state',
      fault: 'a state that is forgotten',
      definition: counting(({ seen }) => ({ output: seen, updates: [] })),
    },
    {
      check: 'training changes each state',
      fault: 'a state that changes in inference',
      definition: counting((given) => ({ ...counted(given), updates: [[given.count, given.next]] })),
    },
    {
      check: 'training changes each state',
      fault: 'a state that changes in a frozen layer',
      definition: counting((given) => counted({ ...given, trainable: true })),
    },
    {
      check: 'training changes each state',
      fault: 'a new value of another shape',
      definition: counting((given) => counted({ ...given, next: sum(given.next) })),
    },
    {
      check: 'Float32 agrees',
      fault: 'a formula that cancels digits in Float32',
      definition: calling(dense, (call) => (inputs, context) => {
        const y = call(inputs, context);
        return add(add(y, like(y, 1e4)), like(y, -1e4));
      }),
    },
    {
      check: 'an option that does not exist',
      fault: 'no check of the options',
      definition: (({ check: _check, ...rest }) => rest)(dense) as never,
    },
  ];
  itCatches(checks, faults);

  it('the planted layers are sound but for their faults', () => {
    const sound = calling(dense, () => ([x], { parameters, options }) => {
      const { kernel, bias } = parameters as { kernel: never; bias?: never };
      const { activation } = options as { activation: 'tanh' | 'softmax' };
      const y = bias === undefined ? matmul(x, kernel) : addBias(matmul(x, kernel), bias);
      return activation === 'tanh'
        ? tanh(y)
        : (room.Activation.definition.call([y], { options } as never) as Tensor);
    });
    for (const { check } of checks) {
      check(sound);
      check(counting(counted));
    }
  });
});
