/**
 * The twins of Adagrad and Adadelta.
 *
 * Method and bound: those of descent and RMSprop (`optimizers.ts`).
 */
import { Adadelta, Adagrad } from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32x4, type Local } from '../assembler/index.ts';
import { defineTwin, type Given } from '../twin.ts';
import {
  decay,
  rootBeside,
  shareBeside,
  type Slots,
  SQUARE_TRACE,
  updatePart,
  withoutTraces,
} from './shared/updates.ts';

const adagrad = defineTwin(
  Adagrad.definition.update,
  (w: View, g: View, { accumulator }: Slots, given: Given) => {
    if (registersOf(given) === null) return null;
    return [
      updatePart({ name: 'Adagrad', w, g, slots: [accumulator!], given }, (k) => {
        const alpha = k.splatRegister(given, 'learningRate');
        const epsilon = k.splatRegister(given, 'epsilon');
        const cleanSquare = withoutTraces(k, SQUARE_TRACE);
        return (weight, gradient, a) => {
          a.set(f32x4.add(a.get(), f32x4.mul(gradient.get(), gradient.get())));
          a.set(cleanSquare(a));
          const root = () => rootBeside(a, epsilon, given.convention === 'keras');
          weight.set(f32x4.sub(weight.get(), f32x4.div(f32x4.mul(alpha.get(), gradient.get()), root())));
          return [weight.get(), a.get()];
        };
      }),
    ];
  },
);

const adadelta = defineTwin(Adadelta.definition.update, (w: View, g: View, slots: Slots, given: Given) => {
  if (registersOf(given) === null) return null;
  const { meanSquare, meanSquareMove } = slots;
  return [
    updatePart({ name: 'Adadelta', w, g, slots: [meanSquare!, meanSquareMove!], given }, (k) => {
      const alpha = k.splatRegister(given, 'learningRate');
      const epsilon = k.splatRegister(given, 'epsilon');
      const rho = k.splatRegister(given, 'rho');
      const share = shareBeside(k, rho);
      const cleanSquare = withoutTraces(k, SQUARE_TRACE);
      /** mean ← ρ mean + (1 − ρ) x². */
      const take = (mean: Local<'v128'>, x: Local<'v128'>) => {
        decay(mean, rho, () => f32x4.mul(f32x4.mul(share.get(), x.get()), x.get()));
        mean.set(cleanSquare(mean));
      };
      const root = (x: Local<'v128'>) => rootBeside(x, epsilon, true);
      return (weight, gradient, a, d) => {
        take(a, gradient);
        gradient.set(f32x4.mul(f32x4.div(root(d), root(a)), gradient.get()));
        take(d, gradient);
        weight.set(f32x4.sub(weight.get(), f32x4.mul(alpha.get(), gradient.get())));
        return [weight.get(), a.get(), d.get()];
      };
    }),
  ];
});

export const adaptiveTwins = [adagrad, adadelta];
