/**
 * Every op's own examples, forward and backward, compiled: the numbers of the reference within 1e-5.
 */
import { assert } from 'chai';
import * as ops from '../../src/autograd/ops/index.ts';
import { append, backward, freeze, type Op, sum, trace } from '../../src/autograd/index.ts';
import { simd } from '../../src/simd/index.ts';
import {
  copy,
  Parameter,
  registers,
  type Shape,
  size,
  step,
  type Tensor,
  zerosLike,
} from '../../src/tensor/index.ts';
import { randomStream } from '../../src/random/index.ts';

type AnyOp = Op<'many', Record<string, unknown>, string>;

/** Numbers that suit an example: within its range, clear of its kink, whole where it says so. */
function numbersFor(
  {
    between = [-2, 2],
    awayFrom,
    whole,
  }: { between?: readonly [number, number]; awayFrom?: number; whole?: boolean },
  length: number,
  draw: () => number,
): Float32Array {
  return Float32Array.from({ length }, () => {
    const value = between[0] + (between[1] - between[0]) * draw();
    if (whole) return Math.round(value);
    return awayFrom !== undefined && Math.abs(value - awayFrom) < 0.01 ? awayFrom + 0.017 : value;
  });
}

function assertNear(received: Tensor, expected: Tensor, what: string): void {
  for (const [i, value] of expected.data.entries()) {
    const off = Math.abs(received.data[i] - value);
    if (!(off <= 1e-5 * Math.max(1, Math.abs(value))))
      assert.fail(`${what}[${i}]: expected ${value}, received ${received.data[i]}`);
  }
}

describe("every op's examples, compiled", () => {
  for (const [name, op] of Object.entries(ops) as unknown as [string, AnyOp][]) {
    it(name, () => {
      for (const example of op.definition.examples) {
        const stream = randomStream(17, 'init');
        const draw = () => stream.uniform();
        const many = op.definition.inputs === 'many';
        const shapes = (
          many
            ? example.shapes
            : op.definition.inputs.map((input: string) => (example.shapes as Record<string, Shape>)[input])
        ) as Shape[];
        const inputs = shapes.map(
          (shape, i) => new Parameter(numbersFor(example, size(shape), draw), shape, `input ${i}`),
        );
        const cells = Object.fromEntries(
          Object.entries((example.cells ?? {}) as Record<string, number>).map(([cell, value]) => [
            cell,
            registers({ value }),
          ]),
        );
        const given = { ...example.options, ...cells };
        const hasGiven = Object.keys(given).length > 0;
        const call = () => {
          const args = [...(many ? [inputs] : inputs), ...(hasGiven ? [given] : [])];
          const y = (op as unknown as (...all: unknown[]) => Tensor)(...args);
          return { y, loss: y.shape.length === 0 ? y : sum(y) };
        };

        const expected = call();
        const differentiable = expected.loss.source!.wants.includes(true);
        if (differentiable) backward(expected.loss);

        const made = trace(call);
        const program = freeze({
          inputs: {},
          outputs: { y: made.y },
          loss: differentiable ? made.loss : null,
        });
        const kept = [...program.parameters].map(([parameter, gradient]) => ({
          parameter,
          gradient,
          copied: zerosLike(gradient),
        }));
        const outputs = {
          ...program.outputs,
          ...Object.fromEntries(kept.map(({ copied }, i) => [`d${i}`, copied])),
        };
        const copies = kept.map(({ gradient, copied }) => step(copy, gradient, copied));
        simd.compile([{ ...append(program, copies), outputs }])[0].run();
        assertNear(made.y, expected.y, 'y');
        for (const { parameter, copied } of kept) {
          assertNear(copied, parameter.gradient!, `gradient of ${parameter.name}`);
        }
      }
    });
  }

  it('a number that is off is found', () => {
    const one = new Parameter(Float32Array.of(1), [1], 'one').value;
    const other = new Parameter(Float32Array.of(1.00002), [1], 'other').value;
    assert.throws(() => assertNear(other, one, 'y'), 'y[0]: expected 1, received 1.0000');
  });
});
