/**
 * The data of a training as users give them: inputs, targets and weights of the samples, read and checked.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { argmaxRow, Tensor, type TensorLike } from '../tensor/index.ts';
import { type LayerGraph, outputNames } from './graph.ts';
import { readTargets } from './losses/index.ts';
import type { Network } from './network.ts';
import {
  checkRows,
  checkSameRows,
  countRows,
  readData,
  readSeveral,
  type Rows,
  type Several,
} from './rows.ts';

/** Data of one input or output, or of several. */
export type Given = TensorLike | Several;

/** A weight for the samples of each class. */
export type ClassWeight = Readonly<Record<number, number>>;

/** The nodes between which a graph runs. */
export type Ends = Pick<LayerGraph, 'inputs' | 'outputs'>;

/**
 * Inputs as tensors that fit the graph. Shapes: for each input [rows, ...input]
 *
 * @throws ShapeError, ArgumentError
 */
export function readInputs(
  who: string,
  name: string,
  values: Given,
  { inputs: nodes }: Pick<Ends, 'inputs'>,
  dtype: Network['dtype'],
): Tensor[] {
  const names = nodes.map(({ layer }) => layer.name);
  const read = readSeveral<TensorLike>(who, name, values as TensorLike, names).map(([place, value], i) => {
    const tensor = readData(who, place, value, dtype);
    checkRows(who, place, tensor, nodes[i].shape);
    return { place, tensor };
  });
  for (const { place, tensor } of read.slice(1))
    checkSameRows(who, read[0].tensor, tensor, [read[0].place, place]);
  return read.map(({ tensor }) => tensor);
}

/** What a training or an evaluation is given, by the names that messages use. */
export interface GivenRows {
  readonly t: Given;
  readonly sampleWeight?: Given | null;
  readonly classWeight?: ClassWeight | null;
}

/** The names of the parts in messages. */
export interface PartNames {
  readonly x: string;
  readonly t: string;
  readonly weights: string;
}

const NAMES: PartNames = { x: 'x', t: 't', weights: 'sampleWeight' };

/**
 * Targets and weights for inputs that have been read.
 *
 * @throws ShapeError, ArgumentError naming what does not fit, and where
 */
export function readRows(
  who: string,
  network: Network,
  ends: Pick<Ends, 'outputs'>,
  inputs: readonly Tensor[],
  { t, sampleWeight = null, classWeight = null }: GivenRows,
  names = NAMES,
): Rows {
  const { outputs } = network.requireCompiled(who);
  const { dtype } = network;
  const outputKeys = outputNames(ends);
  const x = inputs[0];
  const targets = readSeveral<TensorLike>(who, names.t, t as TensorLike, outputKeys).map(
    ([place, value], i) => {
      const tensor = readData(who, place, value, dtype);
      checkSameRows(who, x, tensor, [names.x, place]);
      return readTargets(who, outputs[i].loss, tensor, ends.outputs[i].shape);
    },
  );
  if (sampleWeight !== null && classWeight !== null) {
    const problem = 'there are both sampleWeight and classWeight';
    const help = 'Give one of them; their products can be given as sampleWeight.';
    throw new ArgumentError(complain({ who, problem, help }));
  }
  if (classWeight !== null) {
    if (targets.length === 1)
      return { inputs, targets, weights: [weightsOfClasses(who, classWeight, targets[0])] };
    const help = 'Give sampleWeight, one list for each output.';
    throw new ArgumentError(complain({ who, problem: 'classWeight goes with one output only', help }));
  }
  if (sampleWeight === null) return { inputs, targets, weights: null };
  const shared = outputKeys.length > 1 && isOneList(sampleWeight);
  const all = shared ? outputKeys.map(() => sampleWeight as TensorLike) : (sampleWeight as TensorLike);
  const weights = readSeveral<TensorLike>(who, names.weights, all, outputKeys).map(([place, value]) =>
    readWeights(who, place, value, countRows({ inputs }), dtype),
  );
  return { inputs, targets, weights };
}

/** Whether weights are one list, which counts for all outputs. */
function isOneList(value: Given): boolean {
  if (Array.isArray(value)) return typeof value[0] === 'number';
  return ArrayBuffer.isView(value) || (typeof value === 'object' && value !== null && 'data' in value);
}

/** Weights of samples. Shapes: [rows] or [rows, 1] -> [rows] */
function readWeights(
  who: string,
  name: string,
  value: TensorLike,
  rows: number,
  dtype: Network['dtype'],
): Tensor {
  const tensor = readData(who, name, value, dtype);
  if (tensor.size !== rows || tensor.shape[0] !== rows) {
    const problem = `${name} is not one number for each row`;
    throw new ShapeError(
      complain({ who, problem, expected: `[${rows}]`, received: `[${tensor.shape.join(', ')}]` }),
    );
  }
  const row = tensor.data.findIndex((weight) => weight < 0);
  if (row < 0) return new Tensor(tensor.data, [rows]);
  const received = String(tensor.data[row]);
  throw new ArgumentError(
    complain({ who, problem: `${name}[${row}] is not usable`, expected: 'a number >= 0', received }),
  );
}

/** The class of each row: the column of the largest target, or the target itself, rounded. */
export function classesOf(targets: Tensor): number[] {
  const rows = targets.shape[0];
  const columns = targets.size / rows;
  return Array.from({ length: rows }, (_, row) =>
    columns > 1 ? argmaxRow(targets, row) : Math.round(targets.data[row]),
  );
}

/** The weight of each row by its class; classes that are not named weigh 1. */
function weightsOfClasses(who: string, classWeight: ClassWeight, targets: Tensor): Tensor {
  const refuse = (problem: string, received: string) => {
    const expected = '{ 0: 1.5, 1: 0.7 }, the number of each class with its weight';
    return new ArgumentError(complain({ who, problem, expected, received }));
  };
  if (typeof classWeight !== 'object' || Array.isArray(classWeight) || classWeight instanceof Map)
    throw refuse('classWeight is not usable', show(classWeight));
  const columns = targets.size / targets.shape[0];
  for (const [key, weight] of Object.entries(classWeight)) {
    const label = Number(key);
    const inRange =
      Number.isInteger(label) && String(label) === key && label >= 0 && (columns === 1 || label < columns);
    if (!inRange) throw refuse('classWeight names no class', show(key));
    if (!(typeof weight === 'number' && Number.isFinite(weight) && weight >= 0))
      throw refuse(`classWeight[${key}] is not usable`, show(weight));
  }
  const data = targets.data.slice(0, targets.shape[0]);
  for (const [row, label] of classesOf(targets).entries()) data[row] = classWeight[label] ?? 1;
  return new Tensor(data, [data.length]);
}
