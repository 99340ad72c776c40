/**
 * Layers against Keras's and PyTorch's: outputs, gradients and penalties in training and inference, and moving averages
 * after three batches.
 */
import { assert } from 'chai';
import { add, assign, backward, multiply, sum, type Update } from '../../src/autograd/index.ts';
import { Input, type Layer, type LayerMaker, Sequential } from '../../src/nn/index.ts';
import * as room from '../../src/nn/layers/index.ts';
import { parameter, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, peer } from '../shared/values.ts';

interface Array {
  readonly shape: number[];
  readonly values: number[];
}

interface Result {
  readonly output: Array;
  readonly dx: number[];
  readonly gradients: number[][];
  readonly penalty: number;
}

interface Case {
  readonly layer: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly frozen: boolean;
  /** Whether Keras works with an option that is rounded to 32 bits. */
  readonly rounded: boolean;
  readonly weights: readonly Array[];
  readonly x: Array;
  readonly dy: Array;
  readonly training: Result;
  readonly inference: Result;
  readonly batches?: readonly Array[];
  readonly after?: readonly Array[];
}

const cases = ['layers.json', 'pytorch-layers.json'].flatMap((file) => peer<{ cases: Case[] }>(file).cases);
const read = ({ shape, values }: Array): Tensor =>
  tensor({ data: Float64Array.from(values), shape }, { dtype: 'float64' });

/** The layer of a case in a model of its own, with the weights of the case. */
function built({ layer: name, options, frozen, weights, x }: Case): Layer {
  const make = (room as unknown as Record<string, LayerMaker<object, never>>)[name];
  const layer = make({ ...options, trainable: !frozen });
  Sequential([Input(x.shape.slice(1)), layer], { dtype: 'float64' });
  layer.setWeights(weights.map(read));
  return layer;
}

interface Pass {
  readonly output: Tensor;
  readonly penalty: Tensor | null;
  readonly updates: readonly Update[];
}

function pass(layer: Layer, x: Tensor, training: boolean): Pass {
  const { options, trainable } = layer;
  const context = {
    options,
    trainable,
    ...layer.weights!,
    training,
    step: { value: 0 },
    seed: 1,
    position: 0,
  };
  const result = layer.definition.call([x], context as never);
  if ('data' in result) return { output: result, penalty: null, updates: [] };
  return { output: result.output, penalty: result.penalty ?? null, updates: result.updates ?? [] };
}

describe("layers against Keras's and PyTorch's", () => {
  for (const [number, one] of cases.entries()) {
    const what = `${one.layer}(${JSON.stringify(one.options)})${one.frozen ? ', frozen' : ''}`;
    const bound = one.rounded ? 1e-7 : 1e-12;
    describe(`${number}: ${what}, rows of [${one.x.shape.slice(1).join(', ')}]`, () => {
      for (const mode of ['training', 'inference'] as const) {
        it(mode, () => {
          const layer = built(one);
          const x = parameter(read(one.x));
          const { output, penalty } = pass(layer, x.value, mode === 'training');
          const expected = one[mode];
          assert.deepEqual([...output.shape], expected.output.shape);
          assertClose(output.data, expected.output.values, bound, 'output');
          assert.equal(penalty !== null, expected.penalty !== 0);
          assertClose([penalty?.item() ?? 0], [expected.penalty], bound, 'penalty');

          const total = sum(multiply(read(one.dy), output));
          backward(penalty === null ? total : add(total, penalty));
          assertClose(x.gradient!.data, expected.dx, bound, 'dx');
          const parameters = Object.values(layer.weights!.parameters);
          const wanted = one.frozen ? [] : parameters;
          assert.lengthOf(expected.gradients, wanted.length);
          for (const [i, { name, gradient }] of wanted.entries())
            assertClose(gradient!.data, expected.gradients[i], bound, name);
        });
      }

      if (one.batches === undefined) return;
      it('moving averages', () => {
        const layer = built(one);
        for (const batch of one.batches!) assign(pass(layer, read(batch), true).updates);
        for (const [i, { data, shape }] of layer.getWeights().entries()) {
          assert.deepEqual([...shape], one.after![i].shape);
          assertClose(data, one.after![i].values, bound, `weight ${i}`);
        }
        const moved = layer
          .getWeights()
          .some(({ data }, i) => data.some((x, j) => x !== one.weights[i].values[j]));
        assert.equal(moved, !one.frozen);
      });
    });
  }
});
