/**
 * The twins of the optimizers' updates, over weights that stand side by side as one long row.
 *
 * Method: four weights in a vector; products and sums are rounded one by one, so that all modes give the same bits.
 * Numbers that follow from the options, such as 1 − β₁, are worked out in 64 bits and rounded once.
 * What lies in the padding behind a tensor is updated as well, and read by nobody.
 *
 * Bound: the reference rounds to 32 bits where it stores, the twin after each operation: what is remembered and the
 * step are within 4 units in the last place of the largest term in their formulas, the weight within one more.
 * Centered, s and ḡ are the reference's to the last bit, since their difference s − ḡ² shows every digit.
 * Beyond the numbers of 32 bits they differ: a gradient above 1.8e19 has an infinite square here.
 *
 * What is remembered of a weight without gradient decays to numbers so small that processors are slow with them; they
 * become 0 here, below 1e-30, or 1e-34 for mean squares. A weight moves 1e-30 · α / ε less than it would.
 * NaN and infinities pass as in the reference.
 */
import { Adam, RMSprop, SGD } from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32, f32x4, f64, f64x2, type Local, shuffle, v128, type V128 } from '../assembler/index.ts';
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

/** 1 − a number of the options, in all lanes: rounded once. */
function complement(k: Kernel, given: object, name: string): Local<'v128'> {
  const { f } = k;
  return f.local('v128', f32x4.splat(f32.demote_f64(f64.sub(f.f64(1), k.register(given, name)))));
}

/** What goes with a factor that was rounded, so that the two add up to 1: else a mean would be off for good. */
function shareBeside(k: Kernel, factor: Local<'v128'>): Local<'v128'> {
  return k.f.local('v128', f32x4.sub(k.constant(1).get(), factor.get()));
}

/** x, or 0 where |x| is no more than `trace`; NaN stays. */
function withoutTraces(k: Kernel, trace = TRACE): VectorFunction {
  const least = k.constant(trace);
  return (x) => v128.andnot(x.get(), f32x4.le(f32x4.abs(x.get()), least.get()));
}

/** a ← factor · a + b. */
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
        const [alpha, beta] = [rate(k), k.splatRegister(given, 'momentum')];
        const share = shareBeside(k, beta);
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

/** The two halves of a vector, as 64-bit floats. */
function halves(k: Kernel, x: Local<'v128'>): readonly [low: Local<'v128'>, high: Local<'v128'>] {
  const low = k.f.local('v128', f64x2.promote_low_f32x4(x.get()));
  return [low, k.f.local('v128', f64x2.promote_low_f32x4(k.shuffled(x, [2, 3, 0, 1])))];
}

/** Both halves rounded to 32 bits. */
function joined(low: V128Maker, high: V128Maker): V128 {
  return shuffle(f32x4.demote_f64x2_zero(low()), f32x4.demote_f64x2_zero(high()), [0, 1, 4, 5]);
}

/**
 * Takes g into s and ḡ, and gives s − ḡ², in 64 bits as the reference: the two may be all but equal, and what the
 * rounding of one step leaves of their difference would decide where training goes.
 */
function centering(k: Kernel, given: object) {
  const { f } = k;
  const rho = f.local('v128', f64x2.splat(k.register(given, 'rho')));
  const share = f.local('v128', f64x2.splat(f64.sub(f.f64(1), k.register(given, 'rho'))));
  const zero = k.constant(0);
  const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
  return (g: Local<'v128'>, s: Local<'v128'>, mean: Local<'v128'>): Local<'v128'> => {
    const [gradients, squares, means] = [halves(k, g), halves(k, s), halves(k, mean)];
    for (const i of [0, 1]) {
      const part = f.local('v128', f64x2.mul(share.get(), gradients[i].get()));
      const square = f64x2.mul(rho.get(), squares[i].get());
      squares[i].set(f64x2.add(square, f64x2.mul(part.get(), gradients[i].get())));
      means[i].set(f64x2.add(f64x2.mul(rho.get(), means[i].get()), part.get()));
    }
    s.set(joined(squares[0].get, squares[1].get));
    s.set(cleanSquare(s));
    mean.set(joined(means[0].get, means[1].get));
    mean.set(clean(mean));
    const [rounded, center] = [halves(k, s), halves(k, mean)];
    const difference = (i: number) => () =>
      f64x2.sub(rounded[i].get(), f64x2.mul(center[i].get(), center[i].get()));
    const spread = f.local('v128', joined(difference(0), difference(1)));
    spread.set(f32x4.pmax(spread.get(), zero.get())); // in this order NaN stays
    return spread;
  };
}

const rmsprop = defineTwin(RMSprop.definition.update, (w: View, g: View, slots: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  const { meanSquare, meanGradient, velocity } = slots;
  const present = [meanSquare, meanGradient, velocity].filter((slot) => slot !== null);
  return [
    updatePart({ name: 'RMSprop', w, g, slots: present, given }, (k) => {
      const { f } = k;
      const alpha = k.splatRegister(given, 'learningRate');
      const epsilon = k.splatRegister(given, 'epsilon');
      const mu = velocity === null ? null : k.splatRegister(given, 'momentum');
      const center = meanGradient === null ? null : centering(k, given);
      const rho = k.splatRegister(given, 'rho');
      const share = shareBeside(k, rho);
      const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
      const square = (gradient: Local<'v128'>, s: Local<'v128'>) => {
        decay(s, rho, () => f32x4.mul(f32x4.mul(share.get(), gradient.get()), gradient.get()));
        s.set(cleanSquare(s));
        return s;
      };
      return (weight, gradient, s, ...others) => {
        const spread = center === null ? square(gradient, s) : center(gradient, s, others[0]);
        const root = f.local('v128', f32x4.sqrt(f32x4.add(spread.get(), epsilon.get())));
        gradient.set(f32x4.div(f32x4.mul(alpha.get(), gradient.get()), root.get()));
        const m = others.at(-1)!;
        if (mu !== null) {
          decay(m, mu, () => gradient.get());
          m.set(clean(m));
        }
        weight.set(f32x4.sub(weight.get(), mu === null ? gradient.get() : m.get()));
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
