/**
 * Sums along the two axes of a matrix, in plain loops. Both add to y; each sum is kept in a double and stored once.
 */
import type { View } from '../tensor.ts';

/** y_i += Σ_j x_ij. Shapes: x [rows, columns], y [rows]. */
export function rowSum(x: View, y: View): void {
  const columns = (x.data.length / y.data.length) | 0;
  for (let i = 0; i < y.data.length; i++) {
    let s = 0;
    for (let place = i * columns; place < (i + 1) * columns; place++) s += x.data[place];
    y.data[i] += s;
  }
}

/** y_j += Σ_i x_ij. Shapes: x [rows, columns], y [columns]: the gradient of a bias. */
export function columnSum(x: View, y: View): void {
  const X = x.data;
  const Y = y.data;
  const columns = Y.length;
  const length = X.length;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let place = j; place < length; place += columns) {
      s0 += X[place];
      s1 += X[place + 1];
      s2 += X[place + 2];
      s3 += X[place + 3];
    }
    Y[j] += s0;
    Y[j + 1] += s1;
    Y[j + 2] += s2;
    Y[j + 3] += s3;
  }
  for (; j < columns; j++) {
    let s = 0;
    for (let place = j; place < length; place += columns) s += X[place];
    Y[j] += s;
  }
}
