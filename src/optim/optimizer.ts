/**
 * What an optimizer is: one object that holds its options, what it remembers of each parameter, and its update rule.
 *
 * `defineOptimizer` adds what all share: walking the parameters, counting the steps, keeping the remembered arrays
 * ("slots"), checking options, following a schedule, clipping gradients and shrinking weights. An update rule is a plain
 * loop in which the names are those of the equations.
 */
import { ArgumentError, complain, show, StateError } from '../errors.ts';
import { flag, number, oneOf, type Range, readDefinition, readOptions } from '../options.ts';
import { fill, type Parameter, run, type Step, step, type Tensor, type View } from '../tensor/index.ts';
import type { Schedule } from './schedules/index.ts';
import { clippingAndDecay, type Decay, numbersInForce } from './shared/clipping-and-decay.ts';
import { checkCommonOptions, COMMON_OPTIONS, type CommonOptions } from './shared/common-options.ts';
import { liveObject } from './shared/live.ts';
import { Memory } from './shared/slots.ts';
import { withGradients } from './shared/parameters.ts';

/** Options of an optimizer: numbers, switches, and names of conventions. */
export type OptimizerOptions = Readonly<Record<string, number | boolean | string>> & {
  readonly learningRate: number;
};

/** Whose formula, where several are in use: Keras's, that of the course's slides, or PyTorch's. */
export type Convention = 'keras' | 'course' | 'pytorch';

/** What an optimizer is made with: its own options, those that all have, and a number or a schedule as learning rate. */
export type OptimizerGiven<O> = Partial<Omit<O, 'learningRate'>> &
  Partial<CommonOptions> & { readonly learningRate?: number | Schedule };

/** Options and scalars in one live object: what is written into it counts from the next step on. */
export type Live<O, C extends string> = Readonly<O> & { readonly [K in C]: number };

/** A worked example: what a few updates make of one weight, in Float64. */
export interface OptimizerExample<O> {
  readonly options: Partial<O>;
  readonly weight: number;
  /** The gradient in each update. */
  readonly gradients: readonly number[];
  /** The weight after each update. */
  readonly after: readonly number[];
}

/** Everything there is to know about an optimizer. */
export interface OptimizerDefinition<
  O extends OptimizerOptions,
  S extends string,
  W extends string,
  C extends string,
> {
  readonly name: string;
  /** Defaults; all numbers are live. */
  readonly options: O;
  /** Ranges of the numbers among the options; without one, any finite number will do. */
  readonly ranges?: { readonly [K in keyof O]?: Range };
  /** The names a string option may have. */
  readonly choices?: { readonly [K in keyof O]?: readonly string[] };
  /** Arrays remembered for each parameter; they start at zero, unless `starts` says otherwise. */
  readonly slots?: readonly S[];
  /** Arrays that are there only if the options ask for them, null otherwise. */
  readonly slotsWhen?: { readonly [K in W]: (options: Readonly<NoInfer<O>>) => boolean };
  /** The number that an array is full of at first, where that is not zero. */
  readonly starts?: { readonly [K in S]?: (options: Readonly<NoInfer<O>>) => number };
  /** Set where `weightDecay` shrinks the weights themselves in every convention, as in AdamW. */
  readonly decay?: 'decoupled';
  /** Names of the numbers that are worked out once a step, in double precision. */
  readonly scalars?: readonly C[];
  /** Writes the scalars, from the options and the number of the step, which counts from 1. */
  advance?(given: Readonly<NoInfer<O>> & { [K in NoInfer<C>]: number }, step: number): void;
  /** One update of one parameter: w and what is remembered change, g does not. */
  update(
    w: View,
    g: View,
    slots: { readonly [K in NoInfer<S>]: View } & { readonly [K in NoInfer<W>]: View | null },
    given: Live<NoInfer<O>, NoInfer<C>>,
  ): void;
  readonly examples: readonly OptimizerExample<O>[];
}

/** A definition whose names the compiler has forgotten: what walks over all optimizers. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyOptimizerDefinition = OptimizerDefinition<any, any, any, any>;

/** Changes parameters so that the loss falls. */
export interface Optimizer {
  readonly kind: 'optimizer';
  readonly name: string;
  /** The options it was made with, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly definition: AnyOptimizerDefinition;
  /**
   * Size of the next step; may be set at any time and counts from the next update on.
   *
   * @throws StateError where it is set while a schedule gives it
   */
  learningRate: number;
  /** How many updates it has made. */
  iterations: number;
  /** One step further: counts it, and works out what the update rule needs once a step. */
  advance(): void;
  /** Whether nothing needs to be worked out once a step: then steps may follow one another and be counted later. */
  readonly steady: boolean;
  /**
   * One update as steps, which a Program appends: clipping and decay where they are asked for, the updates, constraints.
   * Clipping and coupled decay change the gradients in place.
   */
  steps(gradients: Iterable<readonly [Parameter, Tensor]>): Step[];
  /** What is remembered of a parameter; made at first sight. */
  slots(parameter: Parameter): readonly Tensor[];
  /** What these are called, in the same order. */
  slotNames(parameter: Parameter): string[];
  /**
   * One update by hand: moves each parameter along its gradient and sets the gradient to zero; leaves out those that are
   * frozen.
   *
   * @throws ArgumentError for what is no list of parameters, StateError for one without gradient; nothing has changed
   */
  apply(parameters: Iterable<Parameter>): void;
  /** What JSON keeps: `compile` and `readOptimizer` make the optimizer again. The learning rate is the one in force. */
  toJSON(): { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
}

/** Makes an optimizer with these options. */
export interface OptimizerMaker<O> {
  (options?: OptimizerGiven<O>): Optimizer;
  readonly definition: AnyOptimizerDefinition;
}

/**
 * Makes an optimizer from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const SignDescent = defineOptimizer({
 *   name: 'SignDescent',
 *   options: { learningRate: 0.01 },
 *   ranges: { learningRate: { min: 0 } },
 *   update(w, g, _slots, { learningRate }) {
 *     for (let i = 0; i < w.data.length; i++) w.data[i] -= learningRate * Math.sign(g.data[i]);
 *   },
 *   examples: [{ options: {}, weight: 1, gradients: [0.3, -0.7], after: [0.99, 1] }],
 * });
 */
export function defineOptimizer<
  O extends OptimizerOptions,
  const S extends string = never,
  W extends string = never,
  const C extends string = never,
>(definition: OptimizerDefinition<O, S, W, C>): OptimizerMaker<O> {
  const erased = definition as unknown as AnyOptimizerDefinition;
  checkDefinition(erased);
  const make = (options?: OptimizerGiven<O>) => create(erased, options);
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, { definition: erased });
}

const PARTS = {
  required: { name: 'string', options: 'object', update: 'function' },
  optional: {
    ranges: 'object',
    choices: 'object',
    slots: 'list',
    slotsWhen: 'object',
    starts: 'object',
    decay: ['decoupled'],
    scalars: 'list',
    advance: 'function',
    examples: 'list',
  },
} as const;

function checkDefinition(definition: AnyOptimizerDefinition): void {
  const who = readDefinition('defineOptimizer', definition, PARTS);
  number(who, 'options.learningRate', definition.options.learningRate);
}

/** How the weights decay in each convention. */
const DECAY: Readonly<Record<string, Decay>> = { course: 'unscaled', pytorch: 'coupled' };

function create(definition: AnyOptimizerDefinition, given: object | undefined): Optimizer {
  const { name } = definition;
  const options = readAll(definition, given);
  const schedule = scheduleIn(options.learningRate);
  const first = schedule === null ? options.learningRate : schedule.at(0);
  // What update rules and the steps before them read: the own options, and of the others those that do something.
  const read = [...Object.keys(definition.options), ...numbersInForce(options)];
  const inForce = Object.fromEntries(read.map((key) => [key, key === 'learningRate' ? first : options[key]]));
  const live = liveObject(inForce, definition.scalars ?? []);
  const memory = new Memory(definition as never, inForce);
  const decay = definition.decay ?? DECAY[options.convention as string] ?? 'decoupled';
  const optimizer: Optimizer = {
    kind: 'optimizer',
    name,
    options,
    definition,
    get learningRate() {
      return schedule === null ? (live.learningRate as number) : schedule.at(optimizer.iterations);
    },
    set learningRate(value: number) {
      if (schedule !== null) throw new StateError(scheduledError(name, schedule));
      checkOption(definition, 'learningRate', value);
      live.learningRate = value;
    },
    iterations: 0,
    steady: definition.advance === undefined && schedule === null,
    advance() {
      if (schedule !== null) live.learningRate = schedule.at(optimizer.iterations);
      optimizer.iterations++;
      definition.advance?.(live as never, optimizer.iterations);
    },
    steps(gradients) {
      const pairs = [...gradients];
      return [
        ...clippingAndDecay(pairs, options, decay, live),
        ...pairs.map(([parameter, gradient]) =>
          step(definition.update, parameter.value, gradient, memory.of(parameter) as never, live as never),
        ),
        ...pairs.flatMap(([{ constraint, value }]) => (constraint === null ? [] : [step(constraint, value)])),
      ];
    },
    slots: (parameter) => Object.values(memory.of(parameter)).filter((slot) => slot !== null),
    slotNames: (parameter) =>
      Object.entries(memory.of(parameter)).flatMap(([slot, tensor]) => (tensor === null ? [] : [slot])),
    apply(parameters) {
      const pairs = withGradients(`${name}.apply`, parameters);
      optimizer.advance();
      optimizer.steps(pairs).forEach(run);
      for (const [, gradient] of pairs) fill(gradient, 0);
    },
    toJSON: () => ({ name, options: { ...options, learningRate: schedule?.toJSON() ?? live.learningRate } }),
  };
  return optimizer;
}

/** Options over their defaults, all checked. */
function readAll(definition: AnyOptimizerDefinition, given: object | undefined): AllOptions {
  const { name } = definition;
  // What all have stands behind what is its own, which may have another default.
  const defaults = { ...definition.options, ...COMMON_OPTIONS, ...definition.options };
  if (Array.isArray(given)) {
    const expected = `${name}({ learningRate: ${definition.options.learningRate} })`;
    const help = 'A model gives its parameters to the optimizer of compile; by hand, apply(parameters) does.';
    throw new ArgumentError(
      complain({ who: name, problem: 'a list is no options', expected, received: show(given), help }),
    );
  }
  const options = readOptions<AllOptions>(name, defaults, given as Partial<AllOptions> | undefined);
  for (const key of Object.keys(definition.options)) {
    const scheduled = key === 'learningRate' && scheduleIn(options[key]) !== null;
    if (!scheduled) checkOption(definition, key, options[key]);
  }
  checkCommonOptions(name, options);
  return { ...options, excludeFromWeightDecay: [...options.excludeFromWeightDecay] };
}

type AllOptions = CommonOptions & Readonly<Record<string, unknown>>;

/** The schedule, if the learning rate is one. */
function scheduleIn(learningRate: unknown): Schedule | null {
  const { kind } = (learningRate ?? {}) as { readonly kind?: unknown };
  return kind === 'schedule' ? (learningRate as Schedule) : null;
}

function scheduledError(who: string, schedule: Schedule): string {
  return complain({
    who,
    problem: `learningRate follows ${schedule.name} and cannot be set`,
    help: `Make the optimizer with a number, ${who}({ learningRate: ${schedule.at(0)} }), to set it yourself.`,
  });
}

function checkOption(
  { name, options, ranges, choices }: AnyOptimizerDefinition,
  key: string,
  value: unknown,
): void {
  if (typeof options[key] === 'number') number(name, key, value, ranges?.[key] ?? {});
  else if (typeof options[key] === 'boolean') flag(name, key, value);
  else oneOf(name, key, value, choices?.[key] ?? []);
}
