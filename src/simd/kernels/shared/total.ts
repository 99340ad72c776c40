/**
 * A sum of many 32-bit numbers, kept in 64-bit floats as the reference keeps it.
 */
import { f32, f64, f64x2, type F64, type Local, shuffle, type V128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';

/** A sum under way: two 64-bit sums side by side. */
export class Total {
  readonly #k: Kernel;
  readonly #sum: Local<'v128'>;

  constructor(k: Kernel) {
    this.#k = k;
    this.#sum = k.f.local('v128', k.f.zero());
  }

  /** Adds four numbers. */
  add(value: V128): void {
    const { f } = this.#k;
    const x = f.local('v128', value);
    const pairs = f64x2.add(
      f64x2.promote_low_f32x4(x.get()),
      f64x2.promote_low_f32x4(shuffle(x.get(), x.get(), [2, 3, 0, 1])),
    );
    const both = f.local('v128', pairs);
    this.#sum.set(f64x2.add(this.#sum.get(), both.get()));
  }

  /** The sum. */
  value(): F64 {
    return f64.add(f64x2.extract_lane(this.#sum.get(), 0), f64x2.extract_lane(this.#sum.get(), 1));
  }

  /** Writes the sum, divided by a number, to an address, rounded to 32 bits. */
  store(address: number, divisor = 1): void {
    const { f } = this.#k;
    const quotient = divisor === 1 ? this.value() : f64.div(this.value(), f.f64(divisor));
    const result = f.local('f32', f32.demote_f64(quotient));
    f32.store(f.i32(0), result.get(), address);
  }
}
