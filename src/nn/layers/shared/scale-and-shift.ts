/**
 * What normalization layers have in common: γ and β, by which each unit is scaled and shifted at the end.
 */
import type { Operand } from '../../../autograd/index.ts';
import { flag } from '../../../options.ts';
import { lastAxis, ones, type Parameter, type Tensor, zeros } from '../../../tensor/index.ts';
import { type ConstraintOption, readConstraint } from '../../constraints/index.ts';
import { type InitializerOption, readInitializer } from '../../initializers/index.ts';
import { type RegularizerOption, readRegularizer } from '../../regularizers/index.ts';
import type { Spec } from '../../weights.ts';

/** The options about γ and β, with their defaults. */
export const scaleAndShiftOptions = {
  center: true as boolean,
  scale: true as boolean,
  betaInitializer: 'zeros' as InitializerOption,
  gammaInitializer: 'ones' as InitializerOption,
  betaRegularizer: null as RegularizerOption,
  gammaRegularizer: null as RegularizerOption,
  betaConstraint: null as ConstraintOption,
  gammaConstraint: null as ConstraintOption,
};

type ScaleAndShift = Readonly<typeof scaleAndShiftOptions>;

/** @throws ArgumentError for options that are none */
export function checkScaleAndShift(who: string, options: ScaleAndShift): void {
  flag(who, 'center', options.center);
  flag(who, 'scale', options.scale);
  specOf(who, 'gamma', 1, options);
  specOf(who, 'beta', 1, options);
}

function specOf(who: string, key: 'gamma' | 'beta', units: number, options: ScaleAndShift): Spec {
  return {
    shape: [units],
    initializer: readInitializer(who, `${key}Initializer`, options[`${key}Initializer`]),
    regularizer: readRegularizer(who, `${key}Regularizer`, options[`${key}Regularizer`]),
    constraint: readConstraint(who, `${key}Constraint`, options[`${key}Constraint`]),
  };
}

/** The parameters γ and β of so many units: γ under `scale`, β under `center`. */
export function scaleAndShiftSpecs(
  who: string,
  units: number,
  options: ScaleAndShift,
): { readonly gamma: Spec | undefined; readonly beta: Spec | undefined } {
  return {
    gamma: options.scale ? specOf(who, 'gamma', units, options) : undefined,
    beta: options.center ? specOf(who, 'beta', units, options) : undefined,
  };
}

/** γ and β of a layer that works on x: ones and zeros where it has none. */
export function scaleAndShift(
  { shape, dtype }: Tensor,
  { gamma, beta }: { readonly gamma: Parameter | undefined; readonly beta: Parameter | undefined },
): readonly [gamma: Operand, beta: Operand] {
  const units = [lastAxis(shape)];
  return [gamma ?? ones(units, { dtype }), beta ?? zeros(units, { dtype })];
}
