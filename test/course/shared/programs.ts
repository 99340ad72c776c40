/**
 * What the programs of the course share: its data, its net of four, two and three neurons, and the way to plain numbers.
 */
import { iris } from '../../../src/data.ts';
import {
  type ActivationName,
  type CompileOptions,
  Dense,
  Input,
  type Model,
  randomStream,
  Sequential,
  type Tensor,
} from '../../../src/index.ts';
import { type Ending, endings, type PlainWeights } from './plain-net.ts';

// In a terminal training draws a line; here it is silent.
if (process.stdout.isTTY) process.stdout.isTTY = false;

/** X and T of Iris in double precision, flowers in a random order: T = binarizer.fit_transform(T). */
export function someIris(): { readonly x: number[][]; readonly t: number[][]; readonly labels: string[] } {
  const { x, t, labels } = iris({ dtype: 'float64' });
  const order = Array.from({ length: 150 }, (_, row) => row);
  randomStream(11, 'split').shuffle(order);
  const [rows, targets] = [x.toArray() as number[][], t.toArray() as number[][]];
  return {
    x: order.map((row) => rows[row]),
    t: order.map((row) => targets[row]),
    labels: order.map((row) => labels[row]),
  };
}

/** A net 4–2–3 in double precision, with the last activation of the ending. */
export function net423(activation: ActivationName, compile: CompileOptions, seed = 1): Model {
  const model = Sequential(
    [Input({ shape: [4] }), Dense(2, { activation: 'tanh' }), Dense(3, { activation })],
    { seed, dtype: 'float64' },
  );
  model.compile(compile);
  return model;
}

/** The weights of a net of two layers as plain numbers. */
export function plainWeights(model: Model): PlainWeights {
  const [W1, b1, W2, b2] = model.getWeights().map((weights) => weights.toArray());
  return { W1, b1, W2, b2 } as PlainWeights;
}

/** All numbers of plain weights, in the order of `getWeights`. */
export function flat({ W1, b1, W2, b2 }: PlainWeights): number[] {
  return [...W1.flat(), ...b1, ...W2.flat(), ...b2];
}

/** All numbers of the weights of a model. */
export function numbersOf(model: Model): number[] {
  return model.getWeights().flatMap(({ data }) => Array.from(data));
}

/** An ending by name, with its activation and its loss. */
export function endingOf(name: keyof typeof endings) {
  const [activation, loss] = name.split(', ') as [ActivationName, 'mse'];
  return { activation, loss, ending: endings[name] as Ending };
}

/** A Tensor of rows as plain numbers. */
export const rowsOf = (tensor: Tensor) => tensor.toArray() as number[][];
