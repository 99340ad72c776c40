/**
 * What schedules have in common that fall with the time, all the while or in steps.
 */
import { flag, number } from '../../../options.ts';

/** Their options; all but `staircase` must be given. */
export const decayOptions = {
  initialLearningRate: 0.1,
  decaySteps: 1,
  decayRate: 1,
  staircase: false as boolean,
};

/** The options that must be given. */
export const requiredOfDecay = ['initialLearningRate', 'decaySteps', 'decayRate'] as const;

type Decay = Readonly<typeof decayOptions>;

/** Refuses impossible options, but for `decayRate`, whose range each has for itself. @throws ArgumentError */
export function checkDecay(who: string, { initialLearningRate, decaySteps, staircase }: Decay): void {
  number(who, 'initialLearningRate', initialLearningRate, { min: 0 });
  number(who, 'decaySteps', decaySteps, { above: 0 });
  flag(who, 'staircase', staircase);
}

/** The time t / d, under `staircase` in whole numbers. */
export function timeAt(step: number, { decaySteps, staircase }: Decay): number {
  const time = step / decaySteps;
  return staircase ? Math.floor(time) : time;
}
