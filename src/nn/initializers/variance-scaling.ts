/**
 * Start values whose spread follows the size of the layer, so that signals keep their size from layer to layer.
 */
import { number, oneOf } from '../../options.ts';
import type { RandomStream } from '../../random/index.ts';
import { type Shape, size } from '../../tensor/index.ts';
import { defineInitializer, fans, TRUNCATED_SPREAD } from './initializer.ts';

/** Which size of the layer counts. */
export type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';
/** How the values are drawn. */
export type Distribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';

/** How far from zero, and how. */
interface Rule {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: Distribution;
}

function variance(who: string, shape: Shape, { scale, mode }: Rule): number {
  const { fanIn, fanOut } = fans(who, shape);
  const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
  return scale / Math.max(1, fan);
}

function draws(who: string, shape: Shape, rule: Rule, random: RandomStream): number[] {
  const spread = Math.sqrt(variance(who, shape, rule));
  const draw = {
    uniform: () => (2 * random.uniform() - 1) * Math.sqrt(3) * spread,
    untruncated_normal: () => random.normal() * spread,
    truncated_normal: () => (random.truncatedNormal() * spread) / TRUNCATED_SPREAD,
  }[rule.distribution];
  return Array.from({ length: size(shape) }, draw);
}

/**
 * Random values of mean 0 and variance scale / fan.
 *
 * Uniform: U(±√(3 scale / fan)). Truncated normal: a normal draw of standard deviation √(scale / fan) / 0.8796…, cut
 * off at two standard deviations, which leaves the variance scale / fan. Untruncated: a plain normal draw.
 *
 * @param options `scale` > 0, default 1; `mode` 'fan_in' (default), 'fan_out' or 'fan_avg': inputs, units or their
 * mean; `distribution` 'truncated_normal' (default), 'untruncated_normal' or 'uniform'; `seed`
 * Peers: Keras (VarianceScaling).
 * @see Glorot and Bengio (2010); He et al. (2015); LeCun et al. (1998), "Efficient BackProp"
 */
export const VarianceScaling = defineInitializer({
  name: 'variance_scaling',
  options: { scale: 1, mode: 'fan_in' as FanMode, distribution: 'truncated_normal' as Distribution },
  check(who, { scale, mode, distribution }) {
    number(who, 'scale', scale, { above: 0 });
    oneOf(who, 'mode', mode, ['fan_in', 'fan_out', 'fan_avg']);
    oneOf(who, 'distribution', distribution, ['truncated_normal', 'untruncated_normal', 'uniform']);
  },
  values: (shape, rule, random) => draws('variance_scaling', shape, rule, random),
  claims: (shape, rule) => ({ mean: 0, variance: variance('variance_scaling', shape, rule) }),
});

/** One rule under a name of its own, without options but the seed. */
function named(name: string, scale: number, mode: FanMode, distribution: Distribution) {
  const rule = { scale, mode, distribution };
  return defineInitializer({
    name,
    options: {},
    values: (shape, _options, random) => draws(name, shape, rule, random),
    claims: (shape) => ({ mean: 0, variance: variance(name, shape, rule) }),
  });
}

/** Glorot's uniform draw, U(±√(6 / (inputs + units))): Keras's default for kernels. Option: `seed`. */
export const GlorotUniform = named('glorot_uniform', 1, 'fan_avg', 'uniform');
/** Glorot's normal draw, variance 2 / (inputs + units), truncated. Option: `seed`. */
export const GlorotNormal = named('glorot_normal', 1, 'fan_avg', 'truncated_normal');
/** He's uniform draw, U(±√(6 / inputs)), for relu. Option: `seed`. */
export const HeUniform = named('he_uniform', 2, 'fan_in', 'uniform');
/** He's normal draw, variance 2 / inputs, truncated, for relu. Option: `seed`. */
export const HeNormal = named('he_normal', 2, 'fan_in', 'truncated_normal');
/** LeCun's uniform draw, U(±√(3 / inputs)). Option: `seed`. */
export const LecunUniform = named('lecun_uniform', 1, 'fan_in', 'uniform');
/** LeCun's normal draw, variance 1 / inputs, truncated. Option: `seed`. */
export const LecunNormal = named('lecun_normal', 1, 'fan_in', 'truncated_normal');
