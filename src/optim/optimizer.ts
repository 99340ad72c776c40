/**
 * What an optimizer is: one object that holds its options, what it remembers of each parameter, and its update rule.
 *
 * `defineOptimizer` adds what all share: walking the parameters, counting the steps, keeping the remembered arrays
 * ("slots"), checking options. An update rule is a plain loop in which the names are those of the equations.
 */
import { ArgumentError, complain, show, StateError } from '../errors.ts';
import { flag, number, oneOf, type Range, readDefinition, readOptions } from '../options.ts';
import {
  fill,
  Parameter,
  registers,
  run,
  type Step,
  step,
  Tensor,
  type View,
  zerosLike,
} from '../tensor/index.ts';

/** Options of an optimizer: numbers, switches, and names of conventions. */
export type OptimizerOptions = Readonly<Record<string, number | boolean | string>> & {
  readonly learningRate: number;
};

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
  /** Arrays remembered for each parameter; they start at zero. */
  readonly slots?: readonly S[];
  /** Arrays that are there only if the options ask for them, null otherwise. */
  readonly slotsWhen?: { readonly [K in W]: (options: Readonly<O>) => boolean };
  /** Names of the numbers that are worked out once a step, in double precision. */
  readonly scalars?: readonly C[];
  /** Writes the scalars, from the options and the number of the step, which counts from 1. */
  advance?(given: Readonly<O> & { [K in C]: number }, step: number): void;
  /** One update of one parameter: w and what is remembered change, g does not. */
  update(
    w: View,
    g: View,
    slots: { readonly [K in S]: View } & { readonly [K in W]: View | null },
    given: Live<O, C>,
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
  readonly options: Readonly<Record<string, number | boolean | string>>;
  /** Size of a step; may be set at any time and counts from the next update on. */
  learningRate: number;
  /** How many updates it has made. */
  iterations: number;
  /** One step further: counts it, and works out what the update rule needs once a step. */
  advance(): void;
  /** Whether nothing needs to be worked out once a step: then steps may follow one another and be counted later. */
  readonly steady: boolean;
  /** The update of each parameter as a step: what a Program appends. */
  steps(gradients: Iterable<readonly [Parameter, Tensor]>): Step[];
  /** What is remembered of a parameter; made at first sight, all zeros. */
  slots(parameter: Parameter): readonly Tensor[];
  /**
   * One update by hand: moves each parameter along its gradient and sets the gradient to zero.
   *
   * @throws ArgumentError for what is no list of parameters, StateError for one without gradient; nothing has changed
   */
  apply(parameters: Iterable<Parameter>): void;
}

/** Makes an optimizer with these options. */
export interface OptimizerMaker<O> {
  (options?: Partial<O>): Optimizer;
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
  const make = (options?: Partial<O>) => create(erased, options);
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
    scalars: 'list',
    advance: 'function',
    examples: 'list',
  },
} as const;

function checkDefinition(definition: AnyOptimizerDefinition): void {
  const who = readDefinition('defineOptimizer', definition, PARTS);
  number(who, 'options.learningRate', definition.options.learningRate);
}

function create(definition: AnyOptimizerDefinition, given: object | undefined): Optimizer {
  const { name } = definition;
  const options: Record<string, number | boolean | string> = readOptions(name, definition.options, given);
  for (const key of Object.keys(options)) checkOption(definition, key, options[key]);
  const live = liveObject(definition, options);
  const wanted = Object.entries(definition.slotsWhen ?? {}).map(
    ([slot, when]) => [slot, (when as (options: object) => boolean)(options)] as const,
  );
  const remembered = new WeakMap<Parameter, Readonly<Record<string, Tensor | null>>>();

  function slotsOf(parameter: Parameter): Readonly<Record<string, Tensor | null>> {
    let slots = remembered.get(parameter);
    if (slots === undefined) {
      const { value } = parameter;
      const make = () => zerosLike(value);
      slots = Object.fromEntries([
        ...(definition.slots ?? []).map((slot: string) => [slot, make()]),
        ...wanted.map(([slot, is]) => [slot, is ? make() : null]),
      ]);
      remembered.set(parameter, slots as Readonly<Record<string, Tensor | null>>);
    }
    return slots as Readonly<Record<string, Tensor | null>>;
  }

  const optimizer: Optimizer = {
    kind: 'optimizer',
    name,
    options,
    get learningRate() {
      return live.learningRate as number;
    },
    set learningRate(value: number) {
      checkOption(definition, 'learningRate', value);
      live.learningRate = value;
    },
    iterations: 0,
    steady: definition.advance === undefined,
    advance() {
      optimizer.iterations++;
      definition.advance?.(live as never, optimizer.iterations);
    },
    steps(gradients) {
      return Array.from(gradients, ([parameter, gradient]) =>
        step(definition.update, parameter.value, gradient, slotsOf(parameter) as never, live as never),
      );
    },
    slots: (parameter) => Object.values(slotsOf(parameter)).filter((slot) => slot !== null),
    apply(parameters) {
      const list = readParameters(`${name}.apply`, parameters);
      const pairs = list.map((parameter) => [parameter, gradientOf(name, parameter)] as const);
      optimizer.advance();
      optimizer.steps(pairs).forEach(run);
      for (const [, gradient] of pairs) fill(gradient, 0);
    },
  };
  return optimizer;
}

/** The parameters of a list. @throws ArgumentError for what is no list, or holds anything else */
function readParameters(who: string, parameters: unknown): readonly Parameter[] {
  const walked = (parameters as Iterable<unknown> | null | undefined)?.[Symbol.iterator];
  if (typeof walked !== 'function') {
    const expected = '[W, b] or model.parameters';
    const received = describe(parameters);
    throw new ArgumentError(complain({ who, problem: 'parameters are not a list', expected, received }));
  }
  const list = [...(parameters as Iterable<unknown>)];
  const odd = list.findIndex((parameter) => !(parameter instanceof Parameter));
  if (odd < 0) return list as Parameter[];
  const problem = `parameters[${odd}] is no Parameter`;
  const received = describe(list[odd]);
  throw new ArgumentError(complain({ who, problem, expected: 'what parameter(values) gave', received }));
}

function describe(value: unknown): string {
  return value instanceof Parameter ? 'a Parameter' : value instanceof Tensor ? 'a Tensor' : show(value);
}

function gradientOf(name: string, parameter: Parameter): Tensor {
  if (parameter.gradient) return parameter.gradient;
  throw new StateError(
    complain({
      who: `${name}.apply`,
      problem: `${parameter.name} has no gradient`,
      expected: 'parameters that the loss depends on',
      help: 'Call backward(loss) first.',
    }),
  );
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

/** Options and scalars side by side: numbers in registers, where any executor can read them; then the names and switches. */
function liveObject(
  { scalars = [] }: AnyOptimizerDefinition,
  options: Readonly<Record<string, number | boolean | string>>,
): Record<string, number | boolean | string> {
  const entries = Object.entries(options);
  const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const others = entries.filter(([, value]) => typeof value !== 'number');
  const unset = scalars.map((name: string): [string, number] => [name, Number.NaN]);
  const live = registers(Object.fromEntries([...numbers, ...unset]));
  return Object.assign(live, Object.fromEntries(others));
}
