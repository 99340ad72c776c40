/**
 * The vector functions and updates that are timed, per element.
 */
import {
  Adam,
  dropout,
  exp,
  log,
  type Program,
  relu,
  RMSprop,
  SGD,
  sigmoid,
  softmaxCrossEntropy,
  tanh,
} from '../../src/index.ts';
import { registers, type Step, step, type Tensor, tensor } from '../../src/tensor/index.ts';

/** Elements of each array: they stay in the first cache. */
const LENGTH = 2000;
/** Classes of a row, for what works row by row. */
const CLASSES = 10;

/** A function with the elements that one run works on. */
export interface TimedFunction {
  readonly name: string;
  readonly elements: number;
  readonly program: Program;
}

function row(of: (i: number) => number, shape: readonly number[] = [LENGTH]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return tensor({ data: Float32Array.from({ length }, (_, i) => of(i)), shape });
}

function programOf(work: Step, result: Tensor): Program {
  return {
    inputs: {},
    outputs: { result },
    parameters: new Map(),
    state: [],
    constants: [],
    temporaries: [],
    cells: [],
    steps: [work],
    feed: [],
    supplies: [],
    counters: [],
  };
}

/** All of them, on numbers where each does its usual work. */
export function timedFunctions(): readonly TimedFunction[] {
  const list: TimedFunction[] = [];
  const add = (name: string, work: Step, result: Tensor) =>
    list.push({ name, elements: LENGTH, program: programOf(work, result) });
  for (const [op, from, to] of [
    [exp, -5, 5],
    [log, 0.1, 9],
    [tanh, -3, 3],
    [sigmoid, -5, 5],
    [relu, -1, 1],
  ] as const) {
    const x = row((i) => from + ((to - from) * i) / LENGTH);
    const y = row(() => 0);
    add(op.definition.name, step(op.definition.forward, { x }, y, {}, {}), y);
  }
  const dropped = row(() => 0);
  const given = { rate: 0.2, seed: 7, position: 1, step: registers({ value: 3 }) };
  add(
    'dropout',
    step(dropout.definition.forward, { x: row((i) => i) }, dropped, {}, given as never),
    dropped,
  );

  const rows = LENGTH / CLASSES;
  const logits = row((i) => (i % 7) - 3, [rows, CLASSES]);
  const targets = row((i) => (i % CLASSES === 3 ? 1 : 0), [rows, CLASSES]);
  const loss = row(() => 0, []);
  const saved = { probabilities: row(() => 0, [rows, CLASSES]) };
  const inputs = { targets, logits, weights: row(() => 1, [rows]) };
  add(
    'softmax and cross-entropy',
    step(softmaxCrossEntropy.definition.forward, inputs, loss, saved, {}),
    loss,
  );

  for (const maker of [SGD, RMSprop, Adam]) {
    const { name, options, slots = [], scalars = [], update } = maker.definition;
    const w = row((i) => Math.sin(i));
    const g = row((i) => 0.01 * Math.cos(i));
    const numbers = Object.entries(options).filter(([, value]) => typeof value === 'number');
    const values = Object.fromEntries([...numbers, ...scalars.map((scalar: string) => [scalar, 1e-3])]);
    const live = Object.assign(registers(values), { nesterov: false, centered: false, convention: 'keras' });
    const kept = slots.map((slot: string) => [slot, row(() => 0.01)]);
    const remembered = { velocity: null, meanGradient: null, ...Object.fromEntries(kept) };
    add(name, step(update, w, g, remembered, live), w);
  }
  return list;
}
