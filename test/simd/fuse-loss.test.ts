/**
 * The rule that makes a cross-entropy's gradient in the loss's own pass, and updates that become one loop: when they may
 * and when they must not.
 */
import { assert } from 'chai';
import {
  addBias,
  append,
  freeze,
  matmul,
  type Program,
  scale,
  softmaxCrossEntropy,
  trace,
} from '../../src/autograd/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { fuse } from '../../src/simd/fuse.ts';
import { simd } from '../../src/simd/index.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { crossEntropyPart } from '../../src/simd/kernels/softmax-cross-entropy.ts';
import { type Task, taskOf } from '../../src/simd/tasks.ts';
import type { Part } from '../../src/simd/twin.ts';
import { tasksOf } from '../../src/simd/tasks.ts';
import { fill, Parameter, run, step, Tensor, type View, zeros } from '../../src/tensor/index.ts';

const [targets, logits, weights, loss, probabilities] = [[3, 5], [3, 5], [3], [], [3, 5]].map((shape) =>
  zeros(shape),
);
const [dy, dz] = [zeros([]), zeros([3, 5])];
const some = step(fill, zeros([1]), 0.3);
const part = (name: string, what: Partial<Part>): Task =>
  taskOf({ name, reads: [], emit() {}, ...what }, some);

const forward = taskOf(crossEntropyPart({ targets, logits, weights, loss, probabilities }), some);
const seed = part('seed', { writes: [dy], seed: dy });
const zero = part('zero', { writes: [dz], zero: dz });
const back = part('gradient', {
  reads: [dy, targets, weights, probabilities],
  adds: [dz],
  crossEntropyGradient: { dy, dz, probabilities },
});
const writes = (view: View) => part('writes', { writes: [view] });

/** What is left of the tasks, by name. */
const left = (...tasks: readonly Task[]) => fuse(tasks, new Set([loss])).tasks.map((task) => task.part?.name);

describe('the gradient of a cross-entropy', () => {
  it('is made with the loss where the gradient of the loss is 1', () => {
    assert.deepEqual(left(forward, zero, seed, back), ['softmax cross-entropy with its gradient']);
  });

  const apart: Readonly<Record<string, readonly Task[]>> = {
    'the gradient of the loss is made by something else': [forward, zero, writes(dy), back],
    'the gradient of the loss is 1 and something more': [forward, zero, seed, writes(dy), back],
    'it is added to another share': [forward, zero, seed, part('share', { adds: [dz] }), back],
    'the targets are written between': [forward, writes(targets), zero, seed, back],
    'the probabilities are written between': [forward, zero, seed, writes(probabilities), back],
    'its place is used between': [forward, part('reads', { reads: [dz] }), zero, seed, back],
  };
  for (const [why, tasks] of Object.entries(apart)) {
    it(`is made apart where ${why}`, () => {
      assert.includeMembers(left(...tasks), ['softmax cross-entropy', 'gradient']);
    });
  }
});

const numbers = (count: number, factor: number) =>
  Float32Array.from({ length: count }, (_, i) => (((i * 37) % 101) - 47) * factor);

/** Two weights trained on a scaled loss, the first by one optimizer and the second by another. */
function training(rates: readonly [number, number]): { program: Program; tensors: readonly Tensor[] } {
  const x = new Tensor(numbers(7 * 6, 0.03), [7, 6]);
  const t = new Tensor(
    Float32Array.from({ length: 7 * 5 }, (_, i) => (i % 5 === (i * 3) % 4 ? 1 : 0)),
    [7, 5],
  );
  const w = new Parameter(numbers(6 * 5, 0.011), [6, 5], 'w');
  const b = new Parameter(numbers(5, 0.007), [5], 'b');
  const row = new Tensor(Float32Array.of(1, 2, 0.7, 1, 1, 0.4, 1), [7]);
  const made = trace(() => scale(softmaxCrossEntropy(t, addBias(matmul(x, w), b), row), { factor: 0.3 }));
  const program = freeze({ inputs: {}, outputs: { loss: made }, loss: made });
  const gradients = [...program.parameters];
  const steps = rates.flatMap((learningRate, i) => SGD({ learningRate }).steps([gradients[i]]));
  return { program: append(program, steps), tensors: [made, w.value, b.value] };
}

describe('a loss that is scaled, and two optimizers in one Program', () => {
  it('give what the loops give', () => {
    const [own, plain] = [training([0.9, 0.02]), training([0.9, 0.02])];
    for (const one of plain.program.steps) run(one);
    simd.compile([own.program])[0].run();
    for (const [i, { data }] of own.tensors.entries())
      for (const [j, value] of data.entries()) assert.closeTo(value, plain.tensors[i].data[j], 1e-6);
  });

  it('are told apart: one rate for both gives something else', () => {
    const [own, other] = [training([0.9, 0.02]), training([0.9, 0.9])];
    for (const { program } of [own, other]) simd.compile([program])[0].run();
    const [bias, same] = [own.tensors[2].data, other.tensors[2].data];
    assert.isAbove(Math.max(...bias.map((value, i) => Math.abs(value - same[i]))), 1e-3);
  });

  it('are updates that lie side by side, so that they would be one loop under one optimizer', () => {
    const { program } = training([0.9, 0.02]);
    const rows = tasksOf(program.steps, byKernel).flatMap((task) => task.part?.row ?? []);
    assert.lengthOf(rows, 2);
    assert.notStrictEqual(rows[0].same, rows[1].same);
  });
});
