/**
 * Learning from all rows at once: L-BFGS on the loss and its gradient, which one Program gives.
 */
import { currentExecutor, freeze, trace } from '../../autograd/index.ts';
import { complain, NonFiniteError } from '../../errors.ts';
import { print } from '../../nn/platform.ts';
import { ones } from '../../tensor/index.ts';
import { type Evaluation, minimize } from './lbfgs.ts';
import type { Settings } from './options.ts';
import type { Perceptron } from './perceptron.ts';
import { inverseSum, type Rows } from './programs.ts';
import type { Learning } from './training.ts';

/** The loss of all rows at some weights. */
interface LossThere extends Evaluation {
  /** What is told of it: see `Perceptron.loss`. */
  readonly reported: number;
}

/**
 * Finds the weights with the least loss of all rows.
 *
 * @throws NonFiniteError if the loss is not finite where it begins; the weights stay
 */
export function learnAtOnce(learning: Learning, who: string, settings: Settings, rows: Rows): void {
  const { perceptron } = learning;
  const evaluate = lossOf(perceptron, rows, settings.alpha);
  const start = packed(perceptron, ({ value }) => value.data);
  if (!Number.isFinite(evaluate(start).value)) {
    const problem = 'the loss is not finite at the start weights';
    const help = 'Scale x, as StandardScaler does.';
    const place = { epoch: 0, batch: 0, layer: null, history: { loss: learning.lossCurve } };
    throw new NonFiniteError(complain({ who, problem, help }), place);
  }
  const { maxIter, maxFun, tol, verbose } = settings;
  const limits = { maxIterations: maxIter, maxEvaluations: maxFun, tolerance: tol };
  const curve: number[] = [];
  const found = minimize(evaluate, start, limits, ({ reported }) => {
    curve.push(reported);
    if (verbose) print(`Iteration ${curve.length}, loss = ${reported.toFixed(8)}`);
  });
  unpack(perceptron, found.point);
  learning.loss = found.evaluation.reported;
  learning.lossCurve = [...learning.lossCurve, ...curve];
  learning.bestLoss = Math.min(learning.bestLoss ?? Number.POSITIVE_INFINITY, learning.loss);
  learning.nIter = found.iterations;
  learning.converged = found.converged;
}

/** The loss of all rows as a function of the weights in one row. */
function lossOf(perceptron: Perceptron, rows: Rows, alpha: number): (weights: Float64Array) => LossThere {
  const { x, t, weights } = rows;
  const { dtype } = perceptron;
  const share = weights === null ? null : ones([], { dtype });
  if (weights !== null && share !== null) inverseSum(weights, share);
  const { program, reported, loss } = trace(() => {
    const each = weights ?? ones([x.shape[0]], { dtype });
    const { reported, differentiated } = perceptron.loss(x, t, each, share, alpha);
    const outputs = { loss: differentiated, reported };
    return { program: freeze({ inputs: {}, outputs, loss: differentiated }), reported, loss: differentiated };
  });
  const [compiled] = currentExecutor().compile([program]);
  return (point) => {
    unpack(perceptron, point);
    compiled.run();
    const gradient = packed(perceptron, (parameter) => program.parameters.get(parameter)!.data);
    return { value: loss.data[0], gradient, reported: reported.data[0] };
  };
}

/** Something of all parameters, one after another. */
function packed(
  { parameters }: Perceptron,
  dataOf: (parameter: Perceptron['parameters'][number]) => ArrayLike<number>,
): Float64Array {
  const row = new Float64Array(parameters.reduce((sum, { value }) => sum + value.size, 0));
  let place = 0;
  for (const parameter of parameters) {
    row.set(dataOf(parameter), place);
    place += parameter.value.size;
  }
  return row;
}

/** The weights out of such a row. */
function unpack({ parameters }: Perceptron, row: Float64Array): void {
  let place = 0;
  for (const { value } of parameters) {
    value.data.set(row.subarray(place, place + value.size));
    place += value.size;
  }
}
