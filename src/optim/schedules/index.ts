/**
 * Schedules: learning rates that change as training goes on. Each is one file with its formula.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { CosineDecay } from './cosine-decay.ts';
import { CosineDecayRestarts } from './cosine-decay-restarts.ts';
import { ExponentialDecay } from './exponential-decay.ts';
import { InverseTimeDecay } from './inverse-time-decay.ts';
import { PiecewiseConstantDecay } from './piecewise-constant-decay.ts';
import { PolynomialDecay } from './polynomial-decay.ts';
import type { Schedule } from './schedule.ts';

/** Every schedule by its name. */
export const schedules = {
  PiecewiseConstantDecay,
  ExponentialDecay,
  InverseTimeDecay,
  PolynomialDecay,
  CosineDecay,
  CosineDecayRestarts,
} as const;

/** The name of a schedule. */
export type ScheduleName = keyof typeof schedules;

/**
 * A schedule as it is, or from what JSON keeps of it: `{ name, options }`.
 *
 * @throws ArgumentError for what is neither, and for a name that is not in `schedules`
 */
export function readSchedule(who: string, value: unknown): Schedule {
  const { kind, name, options } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === 'schedule') return value as Schedule;
  if (typeof name === 'string' && typeof value === 'object') {
    const make = schedules[oneOf(who, 'schedule', name, Object.keys(schedules) as ScheduleName[])];
    return make(options as never);
  }
  const expected = 'a schedule such as ExponentialDecay({ … }), or { name, options }';
  throw new ArgumentError(
    complain({ who, problem: 'the schedule is not usable', expected, received: show(value) }),
  );
}

export { PiecewiseConstantDecay } from './piecewise-constant-decay.ts';
export { ExponentialDecay } from './exponential-decay.ts';
export { InverseTimeDecay } from './inverse-time-decay.ts';
export { PolynomialDecay } from './polynomial-decay.ts';
export { CosineDecay } from './cosine-decay.ts';
export { CosineDecayRestarts } from './cosine-decay-restarts.ts';
export {
  type AnyScheduleDefinition,
  defineSchedule,
  type Schedule,
  type ScheduleDefinition,
  type ScheduleExample,
  type ScheduleMaker,
} from './schedule.ts';
