/**
 * What is done to gradients and weights before the update itself: clipping, then weight decay.
 *
 * Clipping keeps one wild batch from throwing the weights far away; decay keeps weights small that no gradient asks for.
 */
import { type Parameter, type Step, step, type Tensor, type View } from '../../tensor/index.ts';
import { CLIPPING, type CommonOptions } from './common-options.ts';

/** Where weight decay acts: on the weights, times the learning rate; on the weights; on the gradient. */
export type Decay = 'decoupled' | 'unscaled' | 'coupled';

/** Gradients with their parameters. */
export type Pairs = readonly (readonly [parameter: Parameter, gradient: Tensor])[];

/** g ← min(max(g, −c), c). */
export function clipByValue(g: View, { clipvalue }: { readonly clipvalue: number }): void {
  for (let i = 0; i < g.data.length; i++) {
    g.data[i] = Math.min(Math.max(g.data[i], -clipvalue), clipvalue);
  }
}

/** g ← g c / max(‖g‖, c). */
export function clipByNorm(g: View, { clipnorm }: { readonly clipnorm: number }): void {
  const factor = clipnorm / Math.max(Math.sqrt(sumOfSquares(g)), clipnorm);
  for (let i = 0; i < g.data.length; i++) g.data[i] *= factor;
}

/** g ← g c / max(‖all‖, c) for every gradient: the direction of all together stays. */
export function clipByGlobalNorm(
  gradients: readonly View[],
  { globalClipnorm }: { readonly globalClipnorm: number },
): void {
  let squares = 0;
  for (const g of gradients) squares += sumOfSquares(g);
  const factor = globalClipnorm / Math.max(Math.sqrt(squares), globalClipnorm);
  for (const g of gradients) {
    for (let i = 0; i < g.data.length; i++) g.data[i] *= factor;
  }
}

function sumOfSquares({ data }: View): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

/** w ← w − α λ w: decoupled from the gradient, which an adaptive optimizer divides. */
export function decoupledDecay(
  w: View,
  { learningRate, weightDecay }: { readonly learningRate: number; readonly weightDecay: number },
): void {
  const share = learningRate * weightDecay;
  for (let i = 0; i < w.data.length; i++) w.data[i] -= share * w.data[i];
}

/** w ← w − λ w, as on the course's slide (S45). */
export function unscaledDecay(w: View, { weightDecay }: { readonly weightDecay: number }): void {
  for (let i = 0; i < w.data.length; i++) w.data[i] -= weightDecay * w.data[i];
}

/** g ← g + λ w: the gradient of a penalty λ/2 Σw². */
export function coupledDecay(w: View, g: View, { weightDecay }: { readonly weightDecay: number }): void {
  for (let i = 0; i < w.data.length; i++) g.data[i] += weightDecay * w.data[i];
}

/**
 * The steps of clipping and decay, none where the options ask for none.
 *
 * @param live the optimizer's live numbers, with `learningRate` and those of these options that are set
 */
export function clippingAndDecay(
  pairs: Pairs,
  options: CommonOptions,
  decay: Decay,
  live: Readonly<Record<string, unknown>>,
): Step[] {
  const numbers = live as Readonly<
    Record<(typeof CLIPPING)[number] | 'learningRate' | 'weightDecay', number>
  >;
  const clipping = pairs.flatMap(([, g]) => {
    if (options.clipvalue !== null) return [step(clipByValue, g, numbers)];
    return options.clipnorm === null ? [] : [step(clipByNorm, g, numbers)];
  });
  if (options.globalClipnorm !== null && pairs.length > 0) {
    const gradients = pairs.map(([, g]) => g);
    clipping.push(step(clipByGlobalNorm, gradients, numbers));
  }
  if (options.weightDecay === 0) return clipping;
  const excluded = ({ name }: Parameter) =>
    options.excludeFromWeightDecay.some((word) => name.includes(word));
  const decaying = pairs.filter(([parameter]) => !excluded(parameter));
  const decays = decaying.map(([{ value: w }, g]) => {
    if (decay === 'coupled') return step(coupledDecay, w, g, numbers);
    return decay === 'unscaled' ? step(unscaledDecay, w, numbers) : step(decoupledDecay, w, numbers);
  });
  return [...clipping, ...decays];
}

/** The names of those options whose numbers the steps read. */
export function numbersInForce(options: CommonOptions): string[] {
  const clipping = CLIPPING.filter((name) => options[name] !== null);
  return options.weightDecay === 0 ? clipping : [...clipping, 'weightDecay'];
}
