/**
 * The kernels that take rows out of the data and add up what a batch gave.
 */
import { assert } from 'chai';
import { type DType, gatherRows, registers, tally, Tensor, zeros } from '../../src/tensor/index.ts';
import { generic, genericTensor } from '../shared/values.ts';

describe('gatherRows', () => {
  const SAMPLES = 9;
  const order = { data: Int32Array.of(4, 8, 0, 3, 7, 1, 6, 2, 5) };

  for (const dtype of ['float32', 'float64'] as const satisfies readonly DType[]) {
    it(`takes the rows that the order names, from its place on, in ${dtype}`, () => {
      for (let columns = 1; columns <= 5; columns++) {
        const from = genericTensor([SAMPLES, columns], { dtype, seed: columns });
        const before = Array.from(from.data);
        for (let rows = 1; rows <= SAMPLES; rows++) {
          for (let place = 0; place + rows <= SAMPLES; place++) {
            const into = new Tensor(from.data.slice(0, rows * columns).fill(Number.NaN), [rows, columns]);
            gatherRows(from, order, { value: place }, into);
            const expected = Array.from(order.data.subarray(place, place + rows)).flatMap((row) =>
              before.slice(row * columns, (row + 1) * columns),
            );
            assert.deepEqual(Array.from(into.data), expected, `${rows} rows of ${columns} from ${place}`);
          }
        }
        assert.deepEqual(Array.from(from.data), before);
      }
    });
  }

  it('takes rows of several axes, and of none: [rows] of class numbers', () => {
    const into = zeros([2, 2, 3]);
    const from = { data: Float32Array.from(generic(SAMPLES * 6)) };
    gatherRows(from, order, { value: 3 }, into);
    assert.deepEqual(Array.from(into.data), [...from.data.slice(18, 24), ...from.data.slice(42, 48)]);
    const labels = zeros([4]);
    gatherRows({ data: Float32Array.of(0, 10, 20, 30, 40, 50, 60, 70, 80) }, order, { value: 1 }, labels);
    assert.deepEqual(labels.toArray(), [80, 0, 30, 70]);
  });

  it('reads data, order and place anew each time, from registers too', () => {
    const [from, places] = [{ data: Float32Array.of(1, 2, 3) }, { data: Int32Array.of(0, 1, 2) }];
    const start = registers({ value: 2 });
    const into = zeros([1]);
    const read = () => {
      gatherRows(from, places, start, into);
      return into.data[0];
    };
    assert.equal(read(), 3);
    start.value = 1;
    assert.equal(read(), 2);
    places.data = Int32Array.of(2, 0, 1);
    assert.equal(read(), 1);
    from.data = Float32Array.of(7, 8, 9);
    assert.equal(read(), 7);
  });
});

describe('tally', () => {
  const one = (value: number) => new Tensor(Float32Array.of(value), []);

  it('adds data loss · rows, penalty · rows and rows, in double precision', () => {
    const sums = new Tensor(new Float64Array(3), [3]);
    tally(one(0.1), one(0.7), 150, sums);
    const [loss, penalty] = [Math.fround(0.1), Math.fround(0.7)];
    assert.deepEqual(sums.toArray(), [loss * 150, penalty * 150, 150]);
    tally(one(0.3), one(0.2), 73, sums);
    assert.deepEqual(sums.toArray(), [
      loss * 150 + Math.fround(0.3) * 73,
      penalty * 150 + Math.fround(0.2) * 73,
      223,
    ]);
  });

  it('leaves the sum of penalties alone where there is none', () => {
    const sums = new Tensor(Float64Array.of(1, 5, 2), [3]);
    tally(one(2), null, 3, sums);
    assert.deepEqual(sums.toArray(), [7, 5, 5]);
  });
});
