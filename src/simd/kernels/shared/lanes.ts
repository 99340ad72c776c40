/**
 * Lanes put in other places: four vectors transposed, the lanes of one added up.
 */
import { f32x4, type Local, shuffle } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';

/** A vector of four numbers, made of vectors that hold each of them in all lanes. */
export function lanesOf(k: Kernel, [a, b, c, d]: readonly Local<'v128'>[]): Local<'v128'> {
  const low = k.f.local('v128', shuffle(a.get(), b.get(), [0, 4, 0, 4]));
  const high = k.f.local('v128', shuffle(c.get(), d.get(), [0, 4, 0, 4]));
  return k.f.local('v128', shuffle(low.get(), high.get(), [0, 1, 4, 5]));
}

/** The columns of four rows of four. */
export function transpose(k: Kernel, rows: readonly Local<'v128'>[]): Local<'v128'>[] {
  const { f } = k;
  const [a, b, c, d] = rows;
  const low = (x: Local<'v128'>, y: Local<'v128'>) =>
    f.local('v128', shuffle(x.get(), y.get(), [0, 4, 1, 5]));
  const high = (x: Local<'v128'>, y: Local<'v128'>) =>
    f.local('v128', shuffle(x.get(), y.get(), [2, 6, 3, 7]));
  const [ab, AB, cd, CD] = [low(a, b), high(a, b), low(c, d), high(c, d)];
  return [
    f.local('v128', shuffle(ab.get(), cd.get(), [0, 1, 4, 5])),
    f.local('v128', shuffle(ab.get(), cd.get(), [2, 3, 6, 7])),
    f.local('v128', shuffle(AB.get(), CD.get(), [0, 1, 4, 5])),
    f.local('v128', shuffle(AB.get(), CD.get(), [2, 3, 6, 7])),
  ];
}

/** The sums of the lanes of four vectors, as one vector: ((0 + 2) + (1 + 3)) in each. */
export function addLanes(k: Kernel, vectors: readonly Local<'v128'>[]): Local<'v128'> {
  const { f } = k;
  const halves = (x: Local<'v128'>, y: Local<'v128'>) =>
    f.local(
      'v128',
      f32x4.add(shuffle(x.get(), y.get(), [0, 4, 1, 5]), shuffle(x.get(), y.get(), [2, 6, 3, 7])),
    );
  const [p, q] = [halves(vectors[0], vectors[1]), halves(vectors[2], vectors[3])];
  return f.local(
    'v128',
    f32x4.add(shuffle(p.get(), q.get(), [0, 1, 4, 5]), shuffle(p.get(), q.get(), [2, 3, 6, 7])),
  );
}
