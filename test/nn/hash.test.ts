/**
 * `model.hash()`: all weights in short.
 */
import { createHash } from 'node:crypto';
import { assert } from 'chai';
import { currentExecutor, type Executor, reference, useExecutors } from '../../src/autograd/index.ts';
import {
  defineLayer,
  Dense,
  Dropout,
  Input,
  type Model,
  type ModelOptions,
  Sequential,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import { someClasses, someRows } from './shared/training.ts';

const x = someRows(6, 4);
const t = someClasses(6, 3);

function net(options: ModelOptions = {}): Model {
  const model = Sequential(
    [Input({ shape: [4] }), Dense(5, { activation: 'tanh' }), Dropout(0.1), Dense(3, { name: 'salida' })],
    options,
  );
  model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
  return model;
}

/** The same, by another way: through memory that Node writes. */
function expected(model: Model): string {
  const hash = createHash('sha256');
  for (const { data } of model.getWeights()) {
    for (const value of data) {
      const bytes = Buffer.alloc(data.BYTES_PER_ELEMENT);
      if (model.dtype === 'float32') bytes.writeFloatLE(value);
      else bytes.writeDoubleLE(value);
      hash.update(bytes);
    }
  }
  return hash.digest('hex');
}

describe('hash', () => {
  let inUse: Executor;
  beforeEach(() => {
    inUse = currentExecutor();
    useExecutors(reference);
  });
  afterEach(() => useExecutors(...new Set([inUse, reference])));

  it('is the name of the executor and the SHA-256 of all weights', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const model = net({ dtype, seed: 5 });
      assert.match(model.hash(), /^reference:[0-9a-f]{64}$/);
      assert.equal(model.hash(), `reference:${expected(model)}`);
      model.fit(x, t);
      assert.equal(model.hash(), `reference:${expected(model)}`, 'after a training');
    }
  });

  it('stays as it is: for a known net, known digits', () => {
    const model = Sequential([Input({ shape: [2] }), Dense(1)]);
    model.setWeights([[[0.5], [-2]], [1]]);
    // 0000003f 000000c0 0000803f
    const bytes = Buffer.from('0000003f000000c00000803f', 'hex');
    assert.equal(model.hash(), `reference:${createHash('sha256').update(bytes).digest('hex')}`);
  });

  it('is the same for one seed, and another for another seed', () => {
    assert.equal(net({ seed: 3 }).hash(), net({ seed: 3 }).hash());
    assert.notEqual(net({ seed: 3 }).hash(), net({ seed: 4 }).hash());
    const [one, other] = [net({ seed: 3 }), net({ seed: 3 })];
    for (const model of [one, other]) model.fit(x, t, { epochs: 2, batchSize: 4 });
    assert.equal(one.hash(), other.hash());
  });

  it('changes with every step, and with the last bit of any weight', () => {
    const model = net();
    const seen = new Set([model.hash()]);
    for (let epoch = 0; epoch < 3; epoch++) {
      model.fit(x, t);
      seen.add(model.hash());
    }
    assert.equal(seen.size, 4);
    model.evaluate(x, t);
    model.predict(x);
    assert.isTrue(seen.has(model.hash()), 'evaluation changes nothing');
    const weights = model.getWeights();
    for (const [i, { data }] of weights.entries()) {
      const bits = new Uint32Array(data.buffer);
      bits[bits.length - 1] ^= 1;
      model.setWeights(weights);
      seen.add(model.hash());
      assert.equal(seen.size, 5 + i);
    }
  });

  it('takes what a layer keeps without training it, too', () => {
    const Counting = defineLayer({
      name: 'Counting',
      options: {},
      build: () => ({}),
      state: () => ({ seen: { shape: [2], initializer: 'zeros' } }),
      outputShape: ([shape]) => shape,
      call: ([x]) => x,
      examples: [],
    });
    const model = Sequential([Input({ shape: [4] }), Counting(), Dense(2)]);
    assert.equal(model.getWeights().length, 3);
    const start = model.hash();
    assert.equal(start, `reference:${expected(model)}`);
    model.setWeights(model.getWeights().with(0, model.getWeights()[2]));
    assert.equal(model.hash(), start, 'zeros are zeros');
    const changed = model.getWeights();
    changed[0].data[1] = 3;
    model.setWeights(changed);
    assert.notEqual(model.hash(), start);
  });

  it('names the executor that runs the model, and for float64 always the reference', () => {
    const other: Executor = { ...reference, name: 'other' };
    const [old, fresh, double] = [net(), net(), net({ dtype: 'float64' })];
    old.fit(x, t);
    useExecutors(other, reference);
    const nameOf = (model: Model) => model.hash().split(':')[0];
    assert.deepEqual([old, fresh, double].map(nameOf), ['reference', 'other', 'reference']);
    for (const model of [old, fresh, double]) model.fit(x, t);
    assert.deepEqual([old, fresh, double].map(nameOf), ['other', 'other', 'reference']);
  });

  it('is refused before the model is built, as getWeights is', () => {
    const model = Sequential([Dense(2)]);
    assertRefused(
      () => model.hash(),
      'StateError',
      'hash: sequential is not built. Give it Input({ shape }) and',
    );
  });

  it('is refused for weights that are not finite, by their name', () => {
    for (const [place, name, value] of [
      [0, 'dense/kernel', Number.NaN],
      [3, 'salida/bias', Number.POSITIVE_INFINITY],
    ] as const) {
      const model = net();
      model.parameters[place].value.data[1] = value;
      assertRefused(
        () => model.hash(),
        'StateError',
        `hash: weight ${name} is not finite; expected finite numbers, received ${value}. ` +
          "Train with a smaller learning rate (and without onNonFinite: 'ignore'), or set other weights with setWeights.",
      );
    }
  });
});
