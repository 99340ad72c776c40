/**
 * Registers: numbers with names that lie in a tensor.
 */
import { assert } from 'chai';
import { registers, registersOf, Tensor } from '../../src/tensor/index.ts';

describe('registers', () => {
  it('are read and written by name, and lie in a Float64 tensor in the order of their names', () => {
    const counts = registers({ right: 3, total: 7.25, b: -1 });
    const store = registersOf(counts)!;
    assert.instanceOf(store, Tensor);
    assert.deepEqual([store.shape, store.dtype], [[3], 'float64']);
    assert.deepEqual(store.toArray(), [3, 7.25, -1]);
    counts.total += 0.1;
    counts.right++;
    assert.deepEqual([counts.right, counts.total, counts.b], [4, 7.25 + 0.1, -1]);
    assert.deepEqual(store.toArray(), [4, 7.25 + 0.1, -1]);
    store.data[2] = 5;
    assert.equal(counts.b, 5);
  });

  it('hold every double as it is', () => {
    const box = registers({ value: 0 });
    for (const value of [2 ** 53 - 1, 1 / 3, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324]) {
      box.value = value;
      assert.isTrue(Object.is(box.value, value), `${value}`);
    }
  });

  it('are found in other memory once the data of the store is replaced', () => {
    const counts = registers({ right: 3, total: 7 });
    const store = registersOf(counts)!;
    const [old, memory] = [store.data, new Float64Array(8)];
    store.data = memory.subarray(4, 6);
    memory.set([11, 13], 4);
    assert.deepEqual({ ...counts }, { right: 11, total: 13 });
    counts.total = 17;
    assert.deepEqual(Array.from(memory), [0, 0, 0, 0, 11, 17, 0, 0]);
    assert.deepEqual(Array.from(old), [3, 7]);
  });

  it('look like fields: to keys, entries, spreading and Object.assign, and their store is out of sight', () => {
    const start = { right: 3, total: 7 };
    const counts = registers(start);
    assert.deepEqual(Object.keys(counts), ['right', 'total']);
    assert.deepEqual(Object.entries(counts), [
      ['right', 3],
      ['total', 7],
    ]);
    counts.right = 9;
    assert.deepEqual({ ...counts }, { right: 9, total: 7 });
    assert.deepEqual(start, { right: 3, total: 7 }, 'what they were made of');
    Object.assign(counts, start);
    assert.deepEqual(registersOf(counts)?.toArray(), [3, 7]);
    assert.equal(JSON.stringify(counts), '{"right":3,"total":7}');
  });

  it('of two objects with the same names are apart', () => {
    const [one, other] = [registers({ value: 1 }), registers({ value: 2 })];
    one.value = 5;
    assert.deepEqual([one.value, other.value], [5, 2]);
    assert.notStrictEqual(registersOf(one), registersOf(other));
  });

  it('may stand beside plain fields that are added to the object', () => {
    const live = Object.assign(registers({ rate: 0.1 }), { convention: 'keras', nesterov: false });
    assert.deepEqual({ ...live }, { rate: 0.1, convention: 'keras', nesterov: false });
    live.convention = 'course';
    live.rate = 0.3;
    assert.deepEqual({ ...live }, { rate: 0.3, convention: 'course', nesterov: false });
    assert.deepEqual(registersOf(live)?.toArray(), [0.3]);
  });

  it('may be none', () => {
    assert.deepEqual(registersOf(registers({}))?.toArray(), []);
  });

  it('are not in any other object', () => {
    for (const other of [
      {},
      { value: 3 },
      [],
      new Tensor(new Float64Array(1), [1]),
      { ...registers({ a: 1 }) },
    ]) {
      assert.isNull(registersOf(other));
    }
  });
});
