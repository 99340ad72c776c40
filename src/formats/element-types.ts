/**
 * The types of numbers that a tensor file may hold, and how each is read.
 */
import type { DType } from '../tensor/index.ts';

/** A type of numbers. */
export interface ElementType {
  /** Bytes of a number. */
  readonly bytes: number;
  /** What it becomes here: the smaller float type that holds all numbers of this type, or comes nearest to it. */
  readonly dtype: DType;
  read(view: DataView, at: number): number;
}

const float32 = 'float32';
const float64 = 'float64';

/** By the names of the safetensors format. */
export const elementTypes: Readonly<Record<string, ElementType>> = {
  F64: { bytes: 8, dtype: float64, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, dtype: float32, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, dtype: float32, read: (view, at) => smallFloat(view.getUint16(at, true), 5, 10) },
  BF16: { bytes: 2, dtype: float32, read: (view, at) => smallFloat(view.getUint16(at, true), 8, 7) },
  I64: { bytes: 8, dtype: float64, read: (view, at) => Number(view.getBigInt64(at, true)) },
  U64: { bytes: 8, dtype: float64, read: (view, at) => Number(view.getBigUint64(at, true)) },
  I32: { bytes: 4, dtype: float64, read: (view, at) => view.getInt32(at, true) },
  U32: { bytes: 4, dtype: float64, read: (view, at) => view.getUint32(at, true) },
  I16: { bytes: 2, dtype: float32, read: (view, at) => view.getInt16(at, true) },
  U16: { bytes: 2, dtype: float32, read: (view, at) => view.getUint16(at, true) },
  I8: { bytes: 1, dtype: float32, read: (view, at) => view.getInt8(at) },
  U8: { bytes: 1, dtype: float32, read: (view, at) => view.getUint8(at) },
  BOOL: { bytes: 1, dtype: float32, read: (view, at) => view.getUint8(at) },
};

/**
 * The number of 16 bits: a sign s, an exponent e and a fraction f, as IEEE 754 puts them.
 *
 * ±(1 + f / 2ᶠ) · 2^(e − bias); for e = 0, ±(f / 2ᶠ) · 2^(1 − bias); for the largest e, infinity or NaN.
 *
 * @param exponentBits 5 for a half float, 8 for a "brain float"
 * @param fractionBits what is left beside the sign: 10, 7
 */
function smallFloat(bits: number, exponentBits: number, fractionBits: number): number {
  const largest = 2 ** exponentBits - 1;
  const bias = (largest - 1) / 2;
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> fractionBits) & largest;
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  if (exponent === largest) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias);
  return sign * (1 + fraction) * 2 ** (exponent - bias);
}
