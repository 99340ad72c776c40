/**
 * L-BFGS: a quasi-Newton method that remembers a few steps, with a line search for the strong Wolfe conditions.
 *
 * @see J. Nocedal, S. J. Wright (2006), Numerical Optimization, 2nd edition: algorithms 7.4 and 7.5 (the method),
 * 3.5 and 3.6 (the line search)
 */

/** A function at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When to stop. */
export interface MinimizeOptions {
  readonly maxIterations: number;
  readonly maxEvaluations: number;
  /** The largest |∂f/∂xᵢ| that counts as 0. */
  readonly tolerance: number;
}

/** Where the function is least, as far as it was found. */
export interface Minimum<E extends Evaluation> {
  readonly point: Float64Array;
  readonly evaluation: E;
  readonly iterations: number;
  readonly evaluations: number;
  /** Whether the gradient, or what an iteration gains, has become too small to go on. */
  readonly converged: boolean;
}

/** How many steps are remembered: SciPy's default. */
const MEMORY = 10;
/** An iteration that gains less than this share of max(|f|, 1) is the last: SciPy's `ftol`. */
const LEAST_GAIN = 2.220446049250313e-9;
/** c₁ and c₂ of the Wolfe conditions, as (3.6) and (3.7) suggest for quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
/** How often a line search looks before it takes the best it has found. */
const LOOKS = 40;

/** A point on the line of a search. */
interface Trial<E> {
  readonly step: number;
  readonly point: Float64Array;
  readonly evaluation: E;
  /** The function, ∞ where it is no number, and its derivative along the line. */
  readonly value: number;
  readonly slope: number;
}

/** A step that is remembered: s the step, y the change of the gradient, ρ = 1 / sᵀy. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * Minimizes a function from its gradient.
 *
 * @param evaluate gives value and gradient at a point; the arrays must be its own each time
 * @param each is told of every iteration
 * @returns the best point that was found
 */
export function minimize<E extends Evaluation>(
  evaluate: (point: Float64Array) => E,
  start: Float64Array,
  { maxIterations, maxEvaluations, tolerance }: MinimizeOptions,
  each: (evaluation: E) => void = () => {},
): Minimum<E> {
  let point = start;
  let evaluation = evaluate(start);
  let evaluations = 1;
  let iterations = 0;
  let converged = largest(evaluation.gradient) <= tolerance;
  let pairs: Pair[] = [];

  while (!converged && iterations < maxIterations && evaluations < maxEvaluations) {
    const before = evaluation;
    const direction = directionOf(before.gradient, pairs);
    const at = (step: number): Trial<E> => {
      const there = point.map((x, i) => x + step * direction[i]);
      const found = evaluate(there);
      evaluations++;
      const value = Number.isFinite(found.value) ? found.value : Number.POSITIVE_INFINITY;
      return { step, point: there, evaluation: found, value, slope: dot(found.gradient, direction) };
    };
    const here = { step: 0, point, evaluation, value: before.value, slope: dot(before.gradient, direction) };
    // The first direction has the length of the gradient, which says nothing about the distance.
    const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
    const found = search(at, here, first, () => evaluations < maxEvaluations);
    if (found === null) {
      if (pairs.length === 0) break;
      pairs = []; // what is remembered misleads: straight down once more
      continue;
    }
    const s = found.point.map((x, i) => x - point[i]);
    const y = found.evaluation.gradient.map((g, i) => g - before.gradient[i]);
    const curvature = dot(s, y);
    if (curvature > Number.EPSILON * dot(y, y))
      pairs = [...pairs.slice(1 - MEMORY), { s, y, rho: 1 / curvature }];
    ({ point, evaluation } = found);
    iterations++;
    each(evaluation);
    const gain = before.value - evaluation.value;
    const scale = Math.max(Math.abs(before.value), Math.abs(evaluation.value), 1);
    converged = largest(evaluation.gradient) <= tolerance || gain <= LEAST_GAIN * scale;
  }
  return { point, evaluation, iterations, evaluations, converged };
}

/** −H g, with the inverse Hessian H that the pairs tell of (algorithm 7.4). */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k];
    alphas[k] = rho * dot(s, q);
    addTo(q, -alphas[k], y);
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  pairs.forEach(({ s, y, rho }, k) => {
    addTo(q, alphas[k] - rho * dot(y, q), s);
  });
  for (let i = 0; i < q.length; i++) q[i] = -q[i];
  return q;
}

/**
 * A step that satisfies the strong Wolfe conditions (algorithm 3.5), or one that at least descends.
 *
 * @param more whether the function may be asked again
 * @returns null where no step descends
 */
function search<E>(
  at: (step: number) => Trial<E>,
  start: Trial<E>,
  first: number,
  more: () => boolean,
): Trial<E> | null {
  if (!(start.slope < 0)) return null;
  let before = start;
  let step = first;
  for (let look = 0; look < LOOKS && more(); look++) {
    const trial = at(step);
    if (tooHigh(trial, start) || (look > 0 && trial.value >= before.value))
      return zoom(at, start, before, trial, more);
    if (flatEnough(trial, start)) return trial;
    if (trial.slope >= 0) return zoom(at, start, trial, before, more);
    before = trial;
    step *= 2;
  }
  return before.step > 0 ? before : null;
}

/** Closes in on such a step between `low`, the lowest point so far, and `high` (algorithm 3.6). */
function zoom<E>(
  at: (step: number) => Trial<E>,
  start: Trial<E>,
  low: Trial<E>,
  high: Trial<E>,
  more: () => boolean,
): Trial<E> | null {
  let [a, b] = [low, high];
  for (let look = 0; look < LOOKS && more(); look++) {
    const trial = at(between(a, b));
    if (tooHigh(trial, start) || trial.value >= a.value) b = trial;
    else {
      if (flatEnough(trial, start)) return trial;
      if (trial.slope * (b.step - a.step) >= 0) b = a;
      a = trial;
    }
    if (Math.abs(b.step - a.step) <= Number.EPSILON * Math.max(a.step, b.step)) break;
  }
  return a.step > 0 ? a : null;
}

const tooHigh = (trial: Trial<unknown>, { value, slope }: Trial<unknown>) =>
  trial.value > value + DECREASE * trial.step * slope;

const flatEnough = (trial: Trial<unknown>, { slope }: Trial<unknown>) =>
  Math.abs(trial.slope) <= -CURVATURE * slope;

/** Where a cubic through both points is least (3.59), or the middle where that is near an end, or no number. */
function between(a: Trial<unknown>, b: Trial<unknown>): number {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const step = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const share = (step - a.step) / (b.step - a.step);
  return share > 0.1 && share < 0.9 ? step : (a.step + b.step) / 2;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addTo(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

function largest(a: Float64Array): number {
  return a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
