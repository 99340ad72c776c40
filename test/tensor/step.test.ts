/**
 * Steps: a kernel with its arguments, run as if it were called.
 */
import { assert } from 'chai';
import { type Cell, fill, run, step, zeros } from '../../src/tensor/index.ts';

describe('step', () => {
  it('keeps the kernel itself and its arguments, and does not run', () => {
    const y = zeros([3]);
    const work = step(fill, y, 2.5);
    assert.strictEqual(work.kernel, fill as unknown);
    assert.strictEqual(work.args[0], y);
    assert.equal(work.args[1], 2.5);
    assert.deepEqual(Array.from(y.data), [0, 0, 0]);
  });

  it('runs with one to four arguments in their order', () => {
    const seen: unknown[][] = [];
    run(step((a: number) => void seen.push([a]), 1));
    run(step((a: number, b: string) => void seen.push([a, b]), 1, 'b'));
    run(step((a: number, b: string, c: null) => void seen.push([a, b, c]), 1, 'b', null));
    run(
      step((a: number, b: string, c: null, d: number[]) => void seen.push([a, b, c, d]), 1, 'b', null, [4]),
    );
    assert.deepEqual(seen, [[1], [1, 'b'], [1, 'b', null], [1, 'b', null, [4]]]);
  });

  it('may be run again, and reads a cell anew each time', () => {
    const y = zeros([2]);
    const cell: Cell = { value: 3 };
    const addCell = step(
      (view: typeof y, { value }: Cell) => {
        for (let i = 0; i < view.data.length; i++) view.data[i] += value;
      },
      y,
      cell,
    );
    run(addCell);
    cell.value = 0.25;
    run(addCell);
    run(addCell);
    assert.deepEqual(Array.from(y.data), [3.5, 3.5]);
  });
});
