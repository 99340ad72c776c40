/**
 * What a schedule is: the learning rate as a function of how many updates have been made.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { number, readDefinition, readOptions } from '../../options.ts';

/** Options of a schedule: the defaults of all but the required ones. */
type Given<O, R extends keyof O> = Partial<O> & Pick<O, R>;

/** Rates that a schedule must give. */
export interface ScheduleExample<O, R extends keyof O = never> {
  readonly options: Given<O, R>;
  readonly rates: readonly (readonly [step: number, rate: number])[];
}

/** Everything there is to know about a schedule. */
export interface ScheduleDefinition<O extends object, R extends keyof O & string = never> {
  /** Keras's name of it, to the letter. */
  readonly name: string;
  /** Defaults; what stands here for a required option is never used. */
  readonly options: O;
  /** Options that have no default. */
  readonly required?: readonly R[];
  /** Refuses impossible options. */
  check?(who: string, options: Readonly<O>): void;
  /** The learning rate of an update. @param step how many updates were made before it, 0 at first */
  at(step: number, options: Readonly<O>): number;
  readonly examples: readonly ScheduleExample<O, R>[];
}

/** A definition whose names the compiler has forgotten: what walks over all schedules. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyScheduleDefinition = ScheduleDefinition<any, any>;

/** A learning rate that changes as training goes on: an optimizer takes it as its `learningRate`. */
export interface Schedule {
  readonly kind: 'schedule';
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly definition: AnyScheduleDefinition;
  /**
   * The learning rate of an update.
   *
   * @param step how many updates were made before it, 0 at first
   * @throws ArgumentError where the rate would be no number from 0 on
   */
  at(step: number): number;
  toString(): string;
  toJSON(): { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
}

/** Makes a schedule with these options. */
export interface ScheduleMaker<O, R extends keyof O = never> {
  (...options: [R] extends [never] ? [options?: Partial<O>] : [options: Given<O, R>]): Schedule;
  readonly definition: AnyScheduleDefinition;
}

/**
 * Makes a schedule from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const HalvedEvery = defineSchedule({
 *   name: 'HalvedEvery',
 *   options: { initialLearningRate: 0.01, steps: 1000 },
 *   required: ['steps'],
 *   at: (step, { initialLearningRate, steps }) => initialLearningRate / 2 ** Math.floor(step / steps),
 *   examples: [{ options: { steps: 10 }, rates: [[0, 0.01], [25, 0.0025]] }],
 * });
 * HalvedEvery({ steps: 10 }).at(25); // 0.0025
 */
export function defineSchedule<O extends object, const R extends keyof O & string = never>(
  definition: ScheduleDefinition<O, R>,
): ScheduleMaker<O, R> {
  readDefinition('defineSchedule', definition, PARTS);
  const make = (given?: Partial<O>) =>
    create(definition as unknown as AnyScheduleDefinition, given as Options | undefined);
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, { definition: definition as unknown as AnyScheduleDefinition });
}

const PARTS = {
  required: { name: 'string', options: 'object', at: 'function' },
  optional: { required: 'list', check: 'function', examples: 'list' },
} as const;

type Options = Readonly<Record<string, unknown>>;

function create(definition: AnyScheduleDefinition, given: Options | undefined): Schedule {
  const { name, required = [] } = definition;
  const options = readOptions<Options>(name, definition.options, given);
  for (const key of required) requireOption(name, key, given);
  definition.check?.(name, options);
  return {
    kind: 'schedule',
    name,
    options,
    definition,
    at(step) {
      const rate = definition.at(step, options);
      return rate >= 0 && rate < Infinity ? rate : number(name, `the rate at step ${step}`, rate, { min: 0 });
    },
    toString: () => `${name}(${JSON.stringify(options)})`,
    toJSON: () => ({ name, options }),
  };
}

function requireOption(who: string, key: string, given: Options | undefined): void {
  if (given?.[key] !== undefined) return;
  throw new ArgumentError(
    complain({ who, problem: `${key} is missing`, help: `Give it in the options: ${who}({ ${key}: … }).` }),
  );
}

/** Refuses what is no list of numbers in a range. @throws ArgumentError naming the first that is not */
export function numbers(
  who: string,
  name: string,
  list: unknown,
  range: Parameters<typeof number>[3] = {},
): void {
  if (!Array.isArray(list)) {
    const received = show(list);
    throw new ArgumentError(
      complain({ who, problem: `${name} is not usable`, expected: 'a list of numbers', received }),
    );
  }
  for (const [i, value] of list.entries()) number(who, `${name}[${i}]`, value, range);
}
