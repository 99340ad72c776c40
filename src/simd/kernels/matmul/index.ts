/**
 * The twins of the matrix product: y = a b and its two gradients.
 *
 * Bound: each sum runs over ascending k in 32 bits, so its error is at most `inner` roundings, relative to Σ |a b|.
 * NaN and infinities pass as in any sum.
 */
import { matmul } from '../../../autograd/index.ts';
import { registersOf, size, type View } from '../../../tensor/index.ts';
import { f32x4, type Local } from '../../assembler/index.ts';
import { FLOAT, type Kernel } from '../../kernel.ts';
import { type Dense, type Part, twinsOf } from '../../twin.ts';
import { packPanels, packTransposed, panelBytes } from './panels.ts';
import { emitProduct, type Product } from './product.ts';
import { emitOuter, emitRowDots, emitRowProduct } from './single-row.ts';
import { tileRows } from './tiles.ts';

/** Matrices of b above this many bytes are copied into panels, if there are at least `PACK_ROWS` rows to profit. */
const PACK_BYTES = 128 * 1024;
const PACK_ROWS = 64;
/** How many k go into one block of panels. */
const PANEL_INNER = 128;
/** The gradient of a kernel sums over the rows of a batch: so many at a time, or the batch is read once per tile. */
const BATCH_BLOCK = 256;
/** From so many numbers in a row of a on, its slivers are copied together. */
const SLIVER_STRIDE = 1024;

/** y = a b, with bias and relu where they have joined it. */
export function densePart(dense: Dense): Part {
  const { a, b, y, bias, relu = false } = dense;
  return {
    name: `matmul${bias === undefined ? '' : '+bias'}${relu ? '+relu' : ''}`,
    reads: bias === undefined ? [a, b] : [a, b, bias],
    writes: [y],
    dense,
    emit(k) {
      const [inner, columns] = b.shape;
      const rows = size(y.shape) / columns;
      const start = bias === undefined ? 'zero' : { bias: k.address(bias) };
      const product = { rows, inner, columns, y: k.address(y), start, relu } as const;
      if (rows === 1) emitRowProduct(k, product, k.address(a), k.address(b));
      else emitForward(k, product, k.address(a), k.address(b));
    },
  };
}

type Shape = Pick<Product, 'rows' | 'inner' | 'columns' | 'y' | 'start' | 'relu'>;

function emitForward(k: Kernel, shape: Shape, a: number, b: number): void {
  const { rows, inner, columns } = shape;
  const layout = { aRow: inner * FLOAT, aInner: FLOAT, sliver: null };
  const row = columns * FLOAT;
  if (inner * row <= PACK_BYTES || rows < PACK_ROWS) {
    emitProduct(k, { ...shape, ...layout, bInner: row }, k.pointer(a), k.pointer(b));
    return;
  }
  emitBlocks(k, { ...shape, ...layout, bInner: 'panels' }, PANEL_INNER, a, (block, size) => ({
    at: b + block * row,
    bytes: size * row,
    pack: (kernel, from, panels) => packPanels(kernel, { inner: size, columns, row }, from, panels),
  }));
}

/** dx += dy wᵀ, by way of wᵀ in panels. Shapes: dy [rows, inner], w [columns, inner], dx [rows, columns] */
function inputGradient(dy: View, w: View, dx: View): Part {
  return {
    name: 'matmul gradient of a',
    reads: [dy, w],
    adds: [dx],
    emit(k) {
      const [columns, inner] = w.shape;
      const rows = size(dx.shape) / columns;
      const adds = k.places.adds(dx);
      const y = k.address(dx);
      const [a, b] = [k.address(dy), k.address(w)];
      if (rows === 1) {
        emitRowDots(k, { inner, columns, y, adds }, a, b);
        return;
      }
      const row = inner * FLOAT;
      const product: Product = {
        rows,
        inner,
        columns,
        aRow: row,
        aInner: FLOAT,
        bInner: 'panels',
        y,
        start: adds ? 'y' : 'zero',
        relu: false,
        sliver: null,
      };
      const large = inner * columns * FLOAT > PACK_BYTES && rows >= PACK_ROWS;
      emitBlocks(k, product, large ? PANEL_INNER : inner, a, (block, size) => ({
        at: b + block * FLOAT,
        bytes: size * FLOAT,
        pack: (kernel, from, panels) => packTransposed(kernel, { inner: size, columns, row }, from, panels),
      }));
    },
  };
}

/** dw += xᵀ dy. Shapes: x [batch, rows], dy [batch, columns], dw [rows, columns] */
function kernelGradient(x: View, dy: View, dw: View): Part {
  const [rows, columns] = dw.shape;
  const batch = size(dy.shape) / columns;
  return {
    name: 'matmul gradient of b',
    reads: [x, dy],
    adds: [dw],
    ...(batch === 1 ? { outer: { a: x, dy, dw } } : {}),
    emit(k) {
      const adds = k.places.adds(dw);
      const y = k.address(dw);
      const [a, b] = [k.address(x), k.address(dy)];
      if (batch === 1) {
        emitOuter(k, { inner: rows, columns, y, adds, factor: null }, a, b);
        return;
      }
      const size = batch > 2 * BATCH_BLOCK ? BATCH_BLOCK : batch;
      const tile = Math.max(tileRows(k.mode, 1), tileRows(k.mode, 2), tileRows(k.mode, 4));
      const sliver = rows >= SLIVER_STRIDE ? k.places.scratch((tile + 4) * size * FLOAT + 64) : null;
      const product: Product = {
        rows,
        inner: batch,
        columns,
        aRow: FLOAT,
        aInner: rows * FLOAT,
        bInner: columns * FLOAT,
        y,
        start: adds ? 'y' : 'zero',
        relu: false,
        sliver,
      };
      emitBlocks(k, product, size, a, (block, size) => ({
        at: b + block * columns * FLOAT,
        bytes: size * columns * FLOAT,
        pack: null,
      }));
    },
  };
}

/** Gradient descent where the gradient is an outer product of one row: w ← w + aᵀ (−α dy). */
export function outerDescentPart(
  { a, dy }: NonNullable<Part['outer']>,
  { w, rate }: NonNullable<Part['descent']>,
): Part {
  return {
    name: 'outer product and descent',
    reads: [a, dy, w, registersOf(rate)!],
    writes: [w],
    emit(k) {
      const alpha = k.splatRegister(rate, 'learningRate');
      const factor = k.f.local('v128', f32x4.neg(alpha.get()));
      const [inner, columns] = w.shape;
      emitOuter(k, { inner, columns, y: k.address(w), adds: true, factor }, k.address(a), k.address(dy));
    },
  };
}

/** A block of b: where it stands, how far on the next is, and how it is copied into panels, if it is. */
interface Block {
  readonly at: number;
  readonly bytes: number;
  readonly pack: ((kernel: Kernel, from: Local<'i32'>, panels: number) => void) | null;
}

/**
 * A product in blocks of k: the first begins the sums, the others go on with what stands in y.
 *
 * @param most how many k go into one block, where there are so many
 * @param blockOf what belongs to the block that begins at k = `block` and has `size` of them
 */
function emitBlocks(
  k: Kernel,
  product: Product,
  most: number,
  a: number,
  blockOf: (block: number, size: number) => Block,
): void {
  const { inner, columns, relu } = product;
  const size = Math.min(most, inner);
  const panels = product.bInner === 'panels' ? k.places.scratch(panelBytes(k, size, columns)) : 0;
  const run = (kernel: Kernel, at: Product, from: Local<'i32'>, b: Local<'i32'>, { pack }: Block) => {
    pack?.(kernel, b, panels);
    emitProduct(kernel, at, from, pack === null ? b : kernel.pointer(panels));
  };
  const whole = Math.floor(inner / size);
  const rest = inner % size;
  const first = { ...product, inner: size, relu: relu && inner === size };
  const next = { ...first, start: 'y' as const };
  run(k, first, k.pointer(a), k.pointer(blockOf(0, size).at), blockOf(0, size));
  const { f } = k;
  if (whole > 1) {
    const block = blockOf(size, size);
    const middle = k.helper(2, (kernel, [from, b]) => run(kernel, next, from, b, block));
    const from = k.pointer(a + size * product.aInner);
    const b = k.pointer(block.at);
    f.repeat(
      whole - 1,
      [
        [from, size * product.aInner],
        [b, block.bytes],
      ],
      () => f.call(middle, from.get(), b.get()),
    );
  }
  if (rest > 0) {
    const block = blockOf(whole * size, rest);
    run(
      k,
      { ...next, inner: rest },
      k.pointer(a + whole * size * product.aInner),
      k.pointer(block.at),
      block,
    );
  }
  if (relu && inner > size) emitRelu(k, product);
}

/** relu over y, where it could not be taken in the last block. */
function emitRelu(k: Kernel, { rows, columns, y }: Product): void {
  const { f } = k;
  const at = k.pointer(y);
  const zero = f.local('v128', f.zero());
  const vectors = Math.ceil((rows * columns) / 16);
  f.repeat(vectors, [[at, 64]], () => k.inPlace(at, 4, (x) => f32x4.pmax(x.get(), zero.get())));
}

/** The twins of `matmul`. */
export const matmulTwins = twinsOf(matmul, {
  forward: ({ a, b }, y) => [densePart({ a, b, y })],
  backward: (dy, { a: da, b: db }, { a, b }) => [
    ...(da === null ? [] : [inputGradient(dy, b, da)]),
    ...(db === null ? [] : [kernelGradient(a, dy, db)]),
  ],
});
