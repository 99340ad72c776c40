/**
 * The twins of Adam and its kin: AdamW, Adamax, Nadam, Lion.
 *
 * Method and bound: those of descent and RMSprop (`optimizers.ts`). Lion's mean is the reference's to the last bit, and
 * so are its signs: both are worked out in 64 bits, and nothing of the mean becomes 0 before its time, since a sign is
 * the same however small the number.
 */
import { Adam, Adamax, AdamW, Lion, Nadam } from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32x4, f64, f64x2, type Local } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { defineTwin, type Given } from '../twin.ts';
import { signum, type VectorFunction } from './shared/functions.ts';
import {
  complement,
  halves,
  joined,
  raise,
  rootBeside,
  type Slots,
  SQUARE_TRACE,
  updatePart,
  withoutTraces,
} from './shared/updates.ts';

/** m ← m + (x − m)(1 − β), traces left out. */
function drift(m: Local<'v128'>, x: Local<'v128'>, share: Local<'v128'>, clean: VectorFunction): void {
  m.set(f32x4.add(m.get(), f32x4.mul(f32x4.sub(x.get(), m.get()), share.get())));
  m.set(clean(m));
}

const adamKernels = [...new Set([Adam.definition.update, AdamW.definition.update])];

const adam = adamKernels.map((kernel) =>
  defineTwin(kernel, (w: View, g: View, slots: Slots, given: Given) => {
    if (registersOf(given) === null) return null;
    const present = [slots.m, slots.v, slots.vHat].filter((slot) => slot !== null) as View[];
    return [
      updatePart({ name: 'Adam', w, g, slots: present, given }, (k) => {
        const alpha = k.splatRegister(given, 'alpha');
        const offset = k.splatRegister(given, 'offset');
        const [share1, share2] = [complement(k, given, 'beta1'), complement(k, given, 'beta2')];
        const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
        const inside = given.convention === 'course';
        return (weight, gradient, m, v, ...others) => {
          drift(m, gradient, share1, clean);
          gradient.set(f32x4.mul(gradient.get(), gradient.get()));
          drift(v, gradient, share2, cleanSquare);
          for (const vHat of others) raise(vHat, v);
          const root = () => rootBeside(others[0] ?? v, offset, inside);
          weight.set(f32x4.sub(weight.get(), f32x4.div(f32x4.mul(alpha.get(), m.get()), root())));
          return [weight.get(), m.get(), v.get(), ...others.map((vHat) => vHat.get())];
        };
      }),
    ];
  }),
);

const adamax = defineTwin(Adamax.definition.update, (w: View, g: View, { m, u }: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  return [
    updatePart({ name: 'Adamax', w, g, slots: [m!, u!], given }, (k) => {
      const alpha = k.splatRegister(given, 'alpha');
      const epsilon = k.splatRegister(given, 'epsilon');
      const share1 = complement(k, given, 'beta1');
      const beta2 = k.splatRegister(given, 'beta2');
      const clean = withoutTraces(k);
      const pytorch = given.convention === 'pytorch';
      return (weight, gradient, mean, largest) => {
        drift(mean, gradient, share1, clean);
        const size = () => f32x4.abs(gradient.get());
        gradient.set(pytorch ? f32x4.add(size(), epsilon.get()) : size());
        largest.set(f32x4.mul(beta2.get(), largest.get()));
        raise(largest, gradient);
        largest.set(clean(largest));
        const divisor = () => (pytorch ? largest.get() : f32x4.add(largest.get(), epsilon.get()));
        weight.set(f32x4.sub(weight.get(), f32x4.div(f32x4.mul(alpha.get(), mean.get()), divisor())));
        return [weight.get(), mean.get(), largest.get()];
      };
    }),
  ];
});

const nadam = defineTwin(Nadam.definition.update, (w: View, g: View, { m, v }: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  return [
    updatePart({ name: 'Nadam', w, g, slots: [m!, v!], given }, (k) => {
      const { f } = k;
      const [alpha, epsilon] = [k.splatRegister(given, 'learningRate'), k.splatRegister(given, 'epsilon')];
      const [ahead, now] = [k.splatRegister(given, 'ahead'), k.splatRegister(given, 'now')];
      const correction = k.splatRegister(given, 'correction');
      const [share1, share2] = [complement(k, given, 'beta1'), complement(k, given, 'beta2')];
      const [clean, cleanSquare] = [withoutTraces(k), withoutTraces(k, SQUARE_TRACE)];
      return (weight, gradient, mean, square) => {
        drift(mean, gradient, share1, clean);
        const present = f32x4.mul(now.get(), gradient.get());
        const both = f.local('v128', f32x4.add(present, f32x4.mul(ahead.get(), mean.get())));
        gradient.set(f32x4.mul(gradient.get(), gradient.get()));
        drift(square, gradient, share2, cleanSquare);
        gradient.set(f32x4.mul(correction.get(), square.get()));
        const root = () => rootBeside(gradient, epsilon, false);
        weight.set(f32x4.sub(weight.get(), f32x4.div(f32x4.mul(alpha.get(), both.get()), root())));
        return [weight.get(), mean.get(), square.get()];
      };
    }),
  ];
});

/** So large that no mean of 32-bit floats is lost below the smallest of them when it is multiplied by this. */
const FAR = 2 ** 200;

/** A number of the options, and what goes with it to make 1, in both lanes of 64 bits. */
function shares(k: Kernel, given: object, name: string): readonly [Local<'v128'>, Local<'v128'>] {
  const { f } = k;
  const beta = f.local('v128', f64x2.splat(k.register(given, name)));
  return [beta, f.local('v128', f64x2.splat(f64.sub(f.f64(1), k.register(given, name))))];
}

const lion = defineTwin(Lion.definition.update, (w: View, g: View, { m }: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  return [
    updatePart({ name: 'Lion', w, g, slots: [m!], given }, (k) => {
      const { f } = k;
      const alpha = k.splatRegister(given, 'learningRate');
      const [first, second] = [shares(k, given, 'beta1'), shares(k, given, 'beta2')];
      const far = f.local('v128', f64x2.splat(f.f64(FAR)));
      const sign = signum(k);
      return (weight, gradient, mean) => {
        const [gradients, means] = [halves(k, gradient), halves(k, mean)];
        const mix = ([beta, share]: typeof first, i: number) =>
          f64x2.add(f64x2.mul(beta.get(), means[i].get()), f64x2.mul(share.get(), gradients[i].get()));
        const direction = (i: number) => () => f64x2.mul(mix(first, i), far.get());
        gradient.set(joined(direction(0), direction(1)));
        mean.set(
          joined(
            () => mix(second, 0),
            () => mix(second, 1),
          ),
        );
        weight.set(f32x4.sub(weight.get(), f32x4.mul(alpha.get(), sign(gradient))));
        return [weight.get(), mean.get()];
      };
    }),
  ];
});

export const momentTwins = [...adam, adamax, nadam, lion];
