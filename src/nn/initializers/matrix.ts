/**
 * Start values that make a matrix of a certain kind: orthogonal, or the identity.
 */
import { complain, ShapeError } from '../../errors.ts';
import { number } from '../../options.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import { defineInitializer } from './initializer.ts';

function checkMatrix(who: string, shape: Shape): void {
  if (shape.length === 2) return;
  const expected = 'a shape [rows, columns]';
  throw new ShapeError(
    complain({ who, problem: 'this is no matrix', expected, received: formatShape(shape) }),
  );
}

/**
 * A random orthogonal matrix: its shorter side's vectors are perpendicular and of length `gain`.
 *
 * Normal draws, made orthogonal one vector after another (modified Gram–Schmidt, twice for accuracy).
 *
 * @param options `gain`, default 1; `seed`
 * @throws ShapeError unless the parameter is a matrix
 * Peers: Keras (Orthogonal). @see Saxe et al. (2013), "Exact solutions to the nonlinear dynamics of learning"
 */
export const Orthogonal = defineInitializer({
  name: 'orthogonal',
  options: { gain: 1 },
  check: (who, { gain }) => void number(who, 'gain', gain),
  values(shape, { gain }, random) {
    checkMatrix('orthogonal', shape);
    const [rows, columns] = shape;
    const count = Math.min(rows, columns);
    const length = Math.max(rows, columns);
    const vectors: number[][] = [];
    while (vectors.length < count) {
      const vector = Array.from({ length }, () => random.normal());
      for (const other of [...vectors, ...vectors]) {
        const overlap = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] -= overlap * other[i];
      }
      const norm = Math.sqrt(dot(vector, vector));
      vectors.push(vector.map((x) => x / norm));
    }
    const at = (i: number, j: number) => (rows <= columns ? vectors[i][j] : vectors[j][i]);
    return Array.from({ length: rows * columns }, (_, k) => gain * at(Math.floor(k / columns), k % columns));
  },
  claims: () => null,
});

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * `gain` on the diagonal and zeros elsewhere. @param options `gain`, default 1
 * @throws ShapeError unless the parameter is a matrix. Peers: Keras (Identity).
 */
export const Identity = defineInitializer({
  name: 'identity',
  options: { gain: 1 },
  check: (who, { gain }) => void number(who, 'gain', gain),
  values(shape, { gain }) {
    checkMatrix('identity', shape);
    const [rows, columns] = shape;
    return Array.from({ length: rows * columns }, (_, k) =>
      Math.floor(k / columns) === k % columns ? gain : 0,
    );
  },
  claims: () => null,
});
