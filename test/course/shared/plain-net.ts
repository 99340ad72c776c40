/**
 * The course's net in plain numbers: one hidden layer of tanh, gradient descent in batches, rows in their order.
 *
 * It is written from the slides' formulas, and from nothing of this library, so that the two can be compared.
 */

/** Weights as `getWeights` gives them: W1, b1, W2, b2; a kernel has a list for each input. */
export interface PlainWeights {
  readonly W1: number[][];
  readonly b1: number[];
  readonly W2: number[][];
  readonly b2: number[];
}

/** What the last layer does, and the cost of one row: y from neta, C(y, d), and ∂C/∂neta. */
export interface Ending {
  output(neta: readonly number[]): number[];
  cost(y: readonly number[], d: readonly number[]): number;
  delta(y: readonly number[], d: readonly number[]): number[];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** y_j = e^neta_j / Σ e^neta_k */
function softmax(neta: readonly number[]): number[] {
  const powers = neta.map(Math.exp);
  return powers.map((power) => power / sum(powers));
}

const squares = (y: readonly number[], d: readonly number[]) =>
  sum(y.map((y, j) => (d[j] - y) ** 2)) / y.length;
const yesOrNo = (y: readonly number[], d: readonly number[]) =>
  -sum(y.map((y, j) => d[j] * Math.log(y) + (1 - d[j]) * Math.log(1 - y))) / y.length;

/** The pairs of activation and cost on the slides; costs are means over the outputs, as in Keras (D9, D10). */
export const endings = {
  'linear, mse': {
    output: (neta) => [...neta],
    cost: squares,
    delta: (y, d) => y.map((y, j) => (2 * (y - d[j])) / d.length),
  },
  'tanh, mse': {
    output: (neta) => neta.map(Math.tanh),
    cost: squares,
    delta: (y, d) => y.map((y, j) => ((2 * (y - d[j])) / d.length) * (1 - y * y)),
  },
  'sigmoid, mse': {
    output: (neta) => neta.map(sigmoid),
    cost: squares,
    delta: (y, d) => y.map((y, j) => ((2 * (y - d[j])) / d.length) * y * (1 - y)),
  },
  'sigmoid, binary_crossentropy': {
    output: (neta) => neta.map(sigmoid),
    cost: yesOrNo,
    delta: (y, d) => y.map((y, j) => (y - d[j]) / d.length),
  },
  'softmax, categorical_crossentropy': {
    output: softmax,
    cost: (y, d) => -sum(y.map((y, j) => d[j] * Math.log(y))),
    delta: (y, d) => y.map((y, j) => y - d[j]),
  },
} satisfies Record<string, Ending>;

/** neta_j = Σ w_ji x_i + b_j */
export function neta(x: readonly number[], W: readonly number[][], b: readonly number[]): number[] {
  return b.map((bias, j) => bias + sum(x.map((value, i) => value * W[i][j])));
}

/** What the net gives for one row. */
export function predict(
  { W1, b1, W2, b2 }: PlainWeights,
  { output }: Ending,
  x: readonly number[],
): number[] {
  return output(neta(neta(x, W1, b1).map(Math.tanh), W2, b2));
}

/** The mean cost of some rows, and its gradient. */
export function gradients(
  { W1, b1, W2, b2 }: PlainWeights,
  { output, cost, delta }: Ending,
  x: readonly number[][],
  t: readonly number[][],
): { readonly cost: number; readonly gradient: PlainWeights } {
  const zeros = (like: readonly number[][]) => like.map((row) => row.map(() => 0));
  const gradient = { W1: zeros(W1), b1: b1.map(() => 0), W2: zeros(W2), b2: b2.map(() => 0) };
  let total = 0;
  for (const [row, input] of x.entries()) {
    const hidden = neta(input, W1, b1).map(Math.tanh);
    const y = output(neta(hidden, W2, b2));
    total += cost(y, t[row]) / x.length;
    const deltas = delta(y, t[row]).map((value) => value / x.length);
    const below = hidden.map((h, j) => sum(deltas.map((value, k) => value * W2[j][k])) * (1 - h * h));
    hidden.forEach((h, j) => {
      deltas.forEach((value, k) => {
        gradient.W2[j][k] += h * value;
      });
    });
    input.forEach((value, i) => {
      below.forEach((error, j) => {
        gradient.W1[i][j] += value * error;
      });
    });
    deltas.forEach((value, k) => {
      gradient.b2[k] += value;
    });
    below.forEach((error, j) => {
      gradient.b1[j] += error;
    });
  }
  return { cost: total, gradient };
}

/** Changes some weights along their gradient; `name` tells one list of weights from another. */
export type PlainUpdate = (w: number[], g: readonly number[], name: string) => void;

/** Updates all weights. */
export function updateAll(weights: PlainWeights, gradient: PlainWeights, update: PlainUpdate): void {
  for (const layer of ['W1', 'W2'] as const)
    weights[layer].forEach((w, i) => {
      update(w, gradient[layer][i], `${layer}[${i}]`);
    });
  for (const layer of ['b1', 'b2'] as const) update(weights[layer], gradient[layer], layer);
}

/**
 * Trains in batches, rows in their order.
 *
 * @returns the mean cost of each epoch, each batch with the weights before its update
 */
export function train(
  weights: PlainWeights,
  ending: Ending,
  x: readonly number[][],
  t: readonly number[][],
  { epochs, batchSize }: { readonly epochs: number; readonly batchSize: number },
  update: PlainUpdate,
): number[] {
  return Array.from({ length: epochs }, () => {
    let total = 0;
    for (let start = 0; start < x.length; start += batchSize) {
      const [rows, targets] = [x.slice(start, start + batchSize), t.slice(start, start + batchSize)];
      const { cost, gradient } = gradients(weights, ending, rows, targets);
      total += cost * rows.length;
      updateAll(weights, gradient, update);
    }
    return total / x.length;
  });
}

/** w = w − α ∂C/∂w */
export function descent(alpha: number): PlainUpdate {
  return (w, g) => {
    for (let i = 0; i < w.length; i++) w[i] -= alpha * g[i];
  };
}
