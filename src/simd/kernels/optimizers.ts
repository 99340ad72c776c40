/**
 * The twins of descent and RMSprop, over weights that stand side by side as one long row.
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
import { RMSprop, SGD } from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32x4, f64, f64x2, type Local } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { defineTwin, type Given } from '../twin.ts';
import {
  decay,
  halves,
  joined,
  rootBeside,
  shareBeside,
  type Slots,
  SQUARE_TRACE,
  updatePart,
  withoutTraces,
} from './shared/updates.ts';

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
  if (given.convention === 'pytorch') {
    return [
      updatePart(momentum, (k) => {
        const [alpha, mu] = [rate(k), k.splatRegister(given, 'momentum')];
        const clean = withoutTraces(k);
        return (weight, gradient, v) => {
          decay(v, mu, () => gradient.get());
          v.set(clean(v));
          const ahead = () => f32x4.add(gradient.get(), f32x4.mul(mu.get(), v.get()));
          const step = () => (given.nesterov ? ahead() : v.get());
          weight.set(f32x4.sub(weight.get(), f32x4.mul(alpha.get(), step())));
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
      const pytorch = given.convention === 'pytorch';
      const scaled = (x: Local<'v128'>) => f32x4.mul(alpha.get(), x.get());
      return (weight, gradient, s, ...others) => {
        const spread = center === null ? square(gradient, s) : center(gradient, s, others[0]);
        const root = f.local('v128', rootBeside(spread, epsilon, !pytorch));
        gradient.set(f32x4.div(pytorch ? gradient.get() : scaled(gradient), root.get()));
        const m = others.at(-1)!;
        if (mu !== null) {
          decay(m, mu, () => gradient.get());
          m.set(clean(m));
        }
        const step = mu === null ? gradient : m;
        weight.set(f32x4.sub(weight.get(), pytorch ? scaled(step) : step.get()));
        return [weight.get(), s.get(), ...others.map((slot) => slot.get())];
      };
    }),
  ];
});

export const optimizerTwins = [sgd, rmsprop];
