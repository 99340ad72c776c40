/**
 * The twins of the optimizers' updates, over weights that stand side by side as one long row.
 *
 * Method: four weights in a vector; products and sums are rounded one by one, so that all modes give the same bits.
 * Numbers that follow from the options, such as 1 − β₁, are worked out in 64 bits and rounded once.
 * What lies in the padding behind a tensor is updated as well, and read by nobody.
 *
 * Bound: the reference rounds to 32 bits where it stores, the twin after each operation: what is remembered and the
 * step are within 4 units in the last place of the largest term in their formulas, the weight within one more.
 * Centered, s − ḡ² loses the digits that cancel: its error is 4 units in the last place of s.
 * Beyond the numbers of 32 bits they differ: a gradient above 1.8e19 has an infinite square here.
 *
 * What is remembered of a weight without gradient decays to numbers so small that processors are slow with them; they
 * become 0 here, below 1e-30, or 1e-34 for mean squares. A weight moves 1e-30 · α / ε less than it would.
 * NaN and infinities pass as in the reference.
 */
import { Adam, RMSprop, SGD } from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32, f32x4, f64, type Local, v128, type V128 } from '../assembler/index.ts';
import type { Formula, Kernel, MapOptions } from '../kernel.ts';
import { defineTwin, type Given, type Part } from '../twin.ts';
import type { VectorFunction } from './shared/functions.ts';

type Slots = Readonly<Record<string, View | null>>;

/** Means and velocities this small are 0. */
const TRACE = 1e-30;
/** Mean squares this small are 0: their roots, 1e-17, are nothing beside ε. */
const SQUARE_TRACE = 1e-34;

/** What an update works on. Weights and slots are read and written, the gradient is read. */
interface Update {
  readonly name: string;
  readonly w: View;
  readonly g: View;
  readonly slots?: readonly View[];
  readonly given: object;
  readonly unroll?: MapOptions['unroll'];
}

/**
 * An update as a loop over arrays of one length, which goes on over neighbours that are updated alike.
 *
 * @param prepare loads the numbers, and gives the formula: from w, g and the slots to w and the slots
 */
function updatePart(
  { name, w, g, slots = [], given, unroll = 2 }: Update,
  prepare: (k: Kernel) => Formula,
): Part {
  const inputs = [w, g, ...slots];
  const outputs = [w, ...slots];
  const emit = (k: Kernel, length: number) => k.map({ length, inputs, outputs, unroll }, prepare(k));
  return {
    name,
    reads: [...inputs, registersOf(given)!],
    writes: outputs,
    row: { arrays: inputs, same: given, emit },
    emit: (k) => emit(k, w.data.length),
  };
}

/** 1 − a number of the options, in all lanes. */
function complement(k: Kernel, given: object, name: string): Local<'v128'> {
  const { f } = k;
  return f.local('v128', f32x4.splat(f32.demote_f64(f64.sub(f.f64(1), k.register(given, name)))));
}

/** x, or 0 where |x| is no more than `trace`; NaN stays. */
function withoutTraces(k: Kernel, trace = TRACE): VectorFunction {
  const least = k.constant(trace);
  return (x) => v128.andnot(x.get(), f32x4.le(f32x4.abs(x.get()), least.get()));
}

/** a ← a · factor + b · share. */
function decay(a: Local<'v128'>, factor: Local<'v128'>, b: V128Maker): void {
  a.set(f32x4.add(f32x4.mul(factor.get(), a.get()), b()));
}

type V128Maker = () => V128;

const sgd = defineTwin(SGD.definition.update, (w: View, g: View, { velocity }: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  const rate = (k: Kernel) => k.splatRegister(given, 'learningRate');
  if (velocity === null) {
    const part = updatePart({ name: 'SGD', w, g, given, unroll: 4 }, (k) => {
      const alpha = rate(k);
      return (weight, gradient) => f32x4.sub(weight.get(), f32x4.mul(alpha.get(), gradient.get()));
    });
    return [{ ...part, descent: { w, g, rate: given } }];
  }
  const momentum = { name: 'SGD with momentum', w, g, slots: [velocity], given };
  if (given.convention === 'course') {
    return [
      updatePart(momentum, (k) => {
        const [alpha, beta, share] = [
          rate(k),
          k.splatRegister(given, 'momentum'),
          complement(k, given, 'momentum'),
        ];
        const clean = withoutTraces(k);
        return (weight, gradient, v) => {
          decay(v, beta, () => f32x4.mul(share.get(), gradient.get()));
          v.set(clean(v));
          weight.set(f32x4.sub(weight.get(), f32x4.mul(alpha.get(), v.get())));
          return [weight.get(), v.get()];
        };
      }),
    ];
  }
  return [
    updatePart(momentum, (k) => {
      const [alpha, mu] = [rate(k), k.splatRegister(given, 'momentum')];
      const clean = withoutTraces(k);
      return (weight, gradient, v) => {
        gradient.set(f32x4.mul(alpha.get(), gradient.get()));
        v.set(f32x4.sub(f32x4.mul(mu.get(), v.get()), gradient.get()));
        v.set(clean(v));
        const ahead = () => f32x4.sub(f32x4.mul(mu.get(), v.get()), gradient.get());
        weight.set(f32x4.add(weight.get(), given.nesterov ? ahead() : v.get()));
        return [weight.get(), v.get()];
      };
    }),
  ];
});

const rmsprop = defineTwin(RMSprop.definition.update, (w: View, g: View, slots: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  const { meanSquare, meanGradient, velocity } = slots;
  const present = [meanSquare, meanGradient, velocity].filter((slot) => slot !== null);
  return [
    updatePart({ name: 'RMSprop', w, g, slots: present, given }, (k) => {
      const alpha = k.splatRegister(given, 'learningRate');
      const [rho, share] = [k.splatRegister(given, 'rho'), complement(k, given, 'rho')];
      const epsilon = k.splatRegister(given, 'epsilon');
      const mu = velocity === null ? null : k.splatRegister(given, 'momentum');
      const zero = k.constant(0);
      const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
      return (weight, gradient, s, ...others) => {
        decay(s, rho, () => f32x4.mul(f32x4.mul(share.get(), gradient.get()), gradient.get()));
        s.set(cleanSquare(s));
        const spread = k.f.local('v128', s.get());
        if (meanGradient !== null) {
          const mean = others[0];
          decay(mean, rho, () => f32x4.mul(share.get(), gradient.get()));
          mean.set(clean(mean));
          // pmax with the difference first: NaN stays
          spread.set(f32x4.pmax(f32x4.sub(s.get(), f32x4.mul(mean.get(), mean.get())), zero.get()));
        }
        spread.set(f32x4.sqrt(f32x4.add(spread.get(), epsilon.get())));
        gradient.set(f32x4.div(f32x4.mul(alpha.get(), gradient.get()), spread.get()));
        if (mu === null) {
          weight.set(f32x4.sub(weight.get(), gradient.get()));
        } else {
          const m = others.at(-1)!;
          decay(m, mu, () => gradient.get());
          m.set(clean(m));
          weight.set(f32x4.sub(weight.get(), m.get()));
        }
        return [weight.get(), s.get(), ...others.map((slot) => slot.get())];
      };
    }),
  ];
});

const adam = defineTwin(Adam.definition.update, (w: View, g: View, slots: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  return [
    updatePart({ name: 'Adam', w, g, slots: [slots.m!, slots.v!], given }, (k) => {
      const alpha = k.splatRegister(given, 'alpha');
      const epsilon = k.splatRegister(given, 'epsilon');
      const [share1, share2] = [complement(k, given, 'beta1'), complement(k, given, 'beta2')];
      const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
      const inside = given.convention === 'course';
      return (weight, gradient, m, v) => {
        m.set(f32x4.add(m.get(), f32x4.mul(f32x4.sub(gradient.get(), m.get()), share1.get())));
        m.set(clean(m));
        gradient.set(f32x4.sub(f32x4.mul(gradient.get(), gradient.get()), v.get()));
        v.set(f32x4.add(v.get(), f32x4.mul(gradient.get(), share2.get())));
        v.set(cleanSquare(v));
        const root = () =>
          inside
            ? f32x4.sqrt(f32x4.add(v.get(), epsilon.get()))
            : f32x4.add(f32x4.sqrt(v.get()), epsilon.get());
        weight.set(f32x4.sub(weight.get(), f32x4.div(f32x4.mul(alpha.get(), m.get()), root())));
        return [weight.get(), m.get(), v.get()];
      };
    }),
  ];
});

export const optimizerTwins = [sgd, rmsprop, adam];
