/**
 * The matrix product and its two transposed forms, in plain loops.
 *
 * All three add to y. Each element of y is one sum, kept in a double and stored once. Four columns are worked out
 * side by side: the four sums do not wait for each other, which doubles the speed of one sum at a time.
 */
import type { View } from '../tensor.ts';

/** y += a b. Shapes: a [rows, inner], b [inner, columns], y [rows, columns]; a and y may have more leading axes. */
export function matmul(a: View, b: View, y: View): void {
  const inner = b.shape[0];
  const columns = b.shape[1];
  const A = a.data;
  const B = b.data;
  const Y = y.data;
  const rows = (Y.length / columns) | 0;
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let place = j;
      for (let k = i * inner; k < (i + 1) * inner; k++) {
        const x = A[k];
        s0 += x * B[place];
        s1 += x * B[place + 1];
        s2 += x * B[place + 2];
        s3 += x * B[place + 3];
        place += columns;
      }
      const at = i * columns + j;
      Y[at] += s0;
      Y[at + 1] += s1;
      Y[at + 2] += s2;
      Y[at + 3] += s3;
    }
    for (; j < columns; j++) {
      let s = 0;
      for (let k = 0; k < inner; k++) s += A[i * inner + k] * B[k * columns + j];
      Y[i * columns + j] += s;
    }
  }
}

/** y += aᵀ b. Shapes: a [rows, inner], b [rows, columns], y [inner, columns]: the gradient of a kernel. */
export function matmulTransposedA(a: View, b: View, y: View): void {
  const inner = y.shape[0];
  const columns = y.shape[1];
  const A = a.data;
  const B = b.data;
  const Y = y.data;
  const length = B.length;
  for (let i = 0; i < inner; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let k = i;
      for (let place = j; place < length; place += columns) {
        const x = A[k];
        s0 += x * B[place];
        s1 += x * B[place + 1];
        s2 += x * B[place + 2];
        s3 += x * B[place + 3];
        k += inner;
      }
      const at = i * columns + j;
      Y[at] += s0;
      Y[at + 1] += s1;
      Y[at + 2] += s2;
      Y[at + 3] += s3;
    }
    for (; j < columns; j++) {
      let s = 0;
      let k = i;
      for (let place = j; place < length; place += columns) {
        s += A[k] * B[place];
        k += inner;
      }
      Y[i * columns + j] += s;
    }
  }
}

/** y += a bᵀ. Shapes: a [rows, inner], b [columns, inner], y [rows, columns]: the gradient of a layer's input. */
export function matmulTransposedB(a: View, b: View, y: View): void {
  const columns = b.shape[0];
  const inner = b.shape[1];
  const A = a.data;
  const B = b.data;
  const Y = y.data;
  const rows = (Y.length / columns) | 0;
  for (let i = 0; i < rows; i++) {
    const start = i * inner;
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let place = j * inner;
      for (let k = start; k < start + inner; k++) {
        const x = A[k];
        s0 += x * B[place];
        s1 += x * B[place + inner];
        s2 += x * B[place + 2 * inner];
        s3 += x * B[place + 3 * inner];
        place++;
      }
      const at = i * columns + j;
      Y[at] += s0;
      Y[at + 1] += s1;
      Y[at + 2] += s2;
      Y[at + 3] += s3;
    }
    for (; j < columns; j++) {
      let s = 0;
      for (let k = 0; k < inner; k++) s += A[start + k] * B[j * inner + k];
      Y[i * columns + j] += s;
    }
  }
}
