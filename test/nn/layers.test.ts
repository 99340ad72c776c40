/**
 * Layers as users meet them: options, names, printing, weights, and what is refused.
 */
import { assert } from 'chai';
import { inspect } from 'node:util';
import {
  Activation,
  Dense,
  Dropout,
  HeNormal,
  Input,
  type Layer,
  l2,
  Sequential,
} from '../../src/nn/index.ts';
import { multiply, scale, sigmoid, tanh } from '../../src/autograd/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const built = (layer: Layer, inputs = 3) => Sequential([Input([inputs]), layer], { dtype: 'float64' });
const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);

describe('Activation and Dropout', () => {
  it('take the option by place and by name, and a function of ops', () => {
    const x = genericTensor([2, 3]);
    assertClose(built(Activation('tanh')).predict(x).data, x.data.map(Math.tanh), 1e-15);
    assertClose(built(Activation({ activation: tanh })).predict(x).data, x.data.map(Math.tanh), 1e-15);
    assertClose(
      built(Activation((y) => scale(y, { factor: 2 }))).predict(x).data,
      x.data.map((y) => 2 * y),
      1e-15,
    );
    assert.deepEqual(Dropout({ rate: 0.2 }).options, Dropout(0.2).options);
  });

  it('refuse what is not usable', () => {
    const range = (value: string) =>
      `Dropout: rate is not usable; expected a number >= 0 and <= 1, received ${value}.`;
    refused(() => Dropout(1.2), range('1.2'));
    refused(() => Dropout(-0.1), range('-0.1'));
    refused(() => Dropout(Number.NaN), range('NaN'));
    refused(
      () => Dropout({} as never),
      'Dropout: rate is missing; expected Dropout(0.3) or Dropout({ rate: 0.3 }).',
    );
    refused(
      () => Activation('tahn' as never),
      "Activation: unknown activation; expected one of 'linear', 'relu'",
    );
    refused(() => Activation({} as never), "Activation: activation is missing; expected Activation('tanh')");
    refused(
      () => Sequential([Input([3]), Activation(() => 5 as never)]).predict([[1, 2, 3]]),
      'Activation: the result of the activation is not a tensor;',
    );
    const [a, b] = [Input([3]), Input([3])];
    for (const layer of [Dropout(0.2), Activation('relu')]) {
      const message = `${layer.type}: one input is needed; expected one node, received [3] and [3].`;
      refused(() => layer(a, b), message, 'ShapeError');
    }
  });
});

describe('Input', () => {
  it('is a node of its shape, by place and by name', () => {
    for (const node of [Input([4, 2], { name: 'Entrada' }), Input({ shape: [4, 2], name: 'Entrada' })]) {
      assert.deepEqual([node.kind, [...node.shape], node.inputs.length], ['node', [4, 2], 0]);
      assert.deepEqual([node.layer.type, node.layer.name], ['InputLayer', 'Entrada']);
    }
  });

  it('refuses what is no shape of a row', () => {
    const shape = (value: string) =>
      `Input: shape is not usable; expected the lengths of one row, such as [64], received ${value}.`;
    refused(() => Input(64 as never), shape('64'));
    refused(() => Input([]), shape('[]'));
    refused(() => Input({ shape: '64' as never }), shape("'64'"));
    refused(
      () => Input([3, 0]),
      'Input: each length of shape is not usable; expected a whole number >= 1, received 0.',
    );
    refused(() => Input([null] as never), 'Input: each length of shape is not usable;');
  });
});

describe('a layer', () => {
  it('prints its kind, the options that differ from the defaults, and its name', () => {
    const layer = Dense(20, { activation: 'tanh', name: 'Oculto' });
    assert.equal(String(layer), 'Dense(20, tanh) "Oculto"');
    assert.equal(inspect(layer), 'Dense(20, tanh) "Oculto"');
    assert.equal(String(Dense(3)), 'Dense(3)');
    assert.equal(
      String(Dense(3, { kernelRegularizer: l2(0.02), kernelInitializer: HeNormal() })),
      'Dense(3, he_normal, l2(0.02))',
    );
    assert.equal(String(Dropout({ rate: 0.1 })), 'Dropout(0.1)');
    assert.equal(String(Dropout(0)), 'Dropout(0)');
    assert.equal(String(Dense(3, { useBias: false })), 'Dense(3, useBias: false)');
    const swish = (x: Tensor) => multiply(x, sigmoid(x));
    assert.equal(String(Dense(3, { activation: swish })), 'Dense(3, swish)');
    assert.equal(String(Activation('softmax')), 'Activation(softmax)');
  });

  it('has the name that it was given, or one of its model', () => {
    const [named, nameless] = [Dense(2, { name: 'salida' }), Dense(2)];
    assert.deepEqual([named.name, nameless.name, named.kind, named.type], ['salida', '', 'layer', 'Dense']);
    Sequential([Input([3]), nameless, named]);
    assert.deepEqual([named.name, nameless.name], ['salida', 'dense']);
    assert.equal(String(nameless), 'Dense(2) "dense"');
  });

  it('is plain data as JSON', () => {
    const layer = Dense(2, {
      name: 'a',
      kernelRegularizer: l2(0.02),
      kernelInitializer: HeNormal({ seed: 3 }),
    });
    assert.deepEqual(JSON.parse(JSON.stringify(layer)), {
      type: 'Dense',
      name: 'a',
      options: {
        units: 2,
        activation: 'linear',
        useBias: true,
        kernelInitializer: { name: 'he_normal', options: { seed: 3 } },
        biasInitializer: 'zeros',
        kernelRegularizer: { name: 'l2', options: { l2: 0.02, convention: 'keras' } },
        biasRegularizer: null,
        activityRegularizer: null,
        kernelConstraint: null,
        biasConstraint: null,
      },
    });
  });

  it('gives and takes its weights as copies: kernel, bias', () => {
    const layer = Dense(2);
    built(layer);
    const kernel = [
      [0.1, 0.2],
      [0.3, 0.4],
      [0.5, 0.6],
    ];
    layer.setWeights([kernel, Float64Array.of(7, 8)]);
    assert.deepEqual(
      layer.getWeights().map((weights) => weights.toArray()),
      [kernel, [7, 8]],
    );
    layer.getWeights()[0].data.fill(0);
    assert.deepEqual(layer.getWeights()[0].toArray(), kernel);
  });

  it('refuses weights that do not fit, and keeps those it has', () => {
    const layer = Dense(2);
    built(layer);
    const before = layer.getWeights();
    const set = (weights: unknown) => () => layer.setWeights(weights as never);
    const kernel = new Array(3).fill([1, 2]);
    refused(
      set([kernel]),
      'Dense.setWeights: weights do not match; expected a list of 2 arrays, received 1.',
    );
    refused(
      set(undefined),
      'Dense.setWeights: weights do not match; expected a list of 2 arrays, received undefined.',
    );
    refused(
      set([kernel, [1, 2, 3]]),
      'Dense.setWeights: shapes differ; expected weights[1] [2], received [3].',
      'ShapeError',
    );
    refused(
      set([kernel, ['a', 'b']]),
      "Dense.setWeights: weights[1][0] is no number; expected a number, received 'a'.",
    );
    assert.deepEqual(layer.getWeights(), before);
  });

  it('has no weights before a model is built with it', () => {
    const layer = Dense(2, { name: 'salida' });
    const message = 'Dense(2) "salida": this layer has no weights yet. They are made when a model';
    refused(() => layer.getWeights(), message, 'StateError');
    refused(() => layer.setWeights([]), message, 'StateError');
  });
});
