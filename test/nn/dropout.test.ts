/**
 * Dropout: what is dropped, how much, and when it is dropped anew.
 */
import { assert } from 'chai';
import { sum } from '../../src/autograd/index.ts';
import { Dense, Dropout, Input, type Layer, Sequential } from '../../src/nn/index.ts';
import { full, type Tensor } from '../../src/tensor/index.ts';
import { genericTensor } from '../shared/values.ts';

interface Setting {
  readonly step?: number;
  readonly seed?: number;
  readonly position?: number;
}

/** The layer's call in training. */
function drop(layer: Layer, x: Tensor, { step = 3, seed = 11, position = 2 }: Setting = {}): Tensor {
  const context = { options: layer.options, parameters: {}, state: {}, training: true, seed, position };
  return layer.definition.call([x], { ...context, step: { value: step } } as never) as Tensor;
}

const ROWS = 200;
const UNITS = 150;
const x = full([ROWS, UNITS], 1.7, { dtype: 'float64' });
const mask = (layer: Layer, setting?: Setting): boolean[] =>
  Array.from(drop(layer, x, setting).data, (value) => value !== 0);
const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;

describe('Dropout', () => {
  for (const rate of [0.07, 0.3, 0.85]) {
    it(`drops a share of ${rate} and keeps the mean`, () => {
      const layer = Dropout(rate);
      const { data } = drop(layer, x);
      const deviation = Math.sqrt((rate * (1 - rate)) / data.length);
      assert.isAtMost(Math.abs(share(mask(layer)) - (1 - rate)), 4.5 * deviation);
      for (const value of data) {
        if (value !== 0) assert.closeTo(value, 1.7 / (1 - rate), 1e-12);
      }
      const mean = sum(drop(layer, x)).item() / data.length;
      assert.isAtMost(Math.abs(mean - 1.7), (4.5 * 1.7 * deviation) / (1 - rate));
    });
  }

  it('drops in every row and every column, each in its own way', () => {
    const kept = mask(Dropout(0.3));
    const bound = (count: number) => 6 * Math.sqrt(0.21 / count);
    const rows = Array.from({ length: ROWS }, (_, i) => kept.slice(i * UNITS, (i + 1) * UNITS));
    for (const row of rows) assert.isAtMost(Math.abs(share(row) - 0.7), bound(UNITS));
    for (let j = 0; j < UNITS; j++) {
      assert.isAtMost(Math.abs(share(rows.map((row) => row[j])) - 0.7), bound(ROWS));
    }
    assert.equal(new Set(rows.map(String)).size, ROWS);
  });

  it('draws unrelated masks for another step, seed or place, and the same one for the same', () => {
    const layer = Dropout(0.3);
    const first = mask(layer);
    assert.deepEqual(mask(layer), first);
    assert.deepEqual(mask(Dropout(0.3)), first);
    for (const setting of [{ step: 4 }, { step: 2 }, { seed: 12 }, { position: 0 }, { step: 2 ** 33 + 3 }]) {
      const other = mask(layer, setting);
      // two independent masks agree in a share of 0.7² + 0.3² = 0.58
      const agreeing = share(first.map((kept, i) => kept === other[i]));
      assert.isAtMost(
        Math.abs(agreeing - 0.58),
        4.5 * Math.sqrt((0.58 * 0.42) / first.length),
        JSON.stringify(setting),
      );
    }
  });

  it('leaves its input as it is in inference, and with a rate of 0', () => {
    const layer = Dropout(0.3);
    const model = Sequential([Input([5]), layer]);
    const rows = genericTensor([3, 5], { dtype: 'float32' });
    assert.deepEqual(model.predict(rows).data, rows.data);
    assert.deepEqual(model.call(rows).predictions.data, rows.data);
    assert.notDeepEqual(model.call(rows, true).predictions.data, rows.data);
    assert.strictEqual(drop(Dropout(0), x), x);
  });

  it('gives zeros with a rate of 1', () => {
    assert.isTrue(drop(Dropout(1), x).data.every((value) => value === 0));
  });

  it('in a model, changes with the step and with the place of the layer, and with the seed', () => {
    const rows = full([4, 40], 1);
    const outputs = (seed: number) => {
      const model = Sequential([Input([40]), Dropout(0.3)], { seed });
      return [0, 1, 0].map((step) => {
        model.step.value = step;
        return Array.from(model.call(rows, true).predictions.data);
      });
    };
    const [first, second, again] = outputs(5);
    assert.notDeepEqual(second, first);
    assert.deepEqual(again, first);
    assert.notDeepEqual(outputs(6)[0], first);
    const identity = Dense(40, { kernelInitializer: 'identity' });
    const later = Sequential([Input([40]), identity, Dropout(0.3)], { seed: 5 });
    assert.notDeepEqual(Array.from(later.call(rows, true).predictions.data), first);
  });

  it('used twice in a model, draws two masks', () => {
    const layer = Dropout(0.3);
    const once = Sequential([Input([4000]), Dropout(0.3)]);
    const twice = Sequential([Input([4000]), layer, layer]);
    const count = (model: typeof once) =>
      model.call(full([1, 4000], 1), true).predictions.data.filter((value) => value !== 0).length / 4000;
    assert.closeTo(count(once), 0.7, 0.033);
    assert.closeTo(count(twice), 0.49, 0.036);
  });
});
