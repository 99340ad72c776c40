/**
 * The Program: a training step, frozen.
 *
 * Training repeats one step with equal shapes. `freeze` takes the graph of that step once and writes down, in order,
 * all work that it takes; replaying the list builds no graph and allocates nothing. A Program is plain data: an
 * executor reads it and decides how to run it.
 */
import { ArgumentError, complain } from '../errors.ts';
import {
  type Cell,
  copy,
  fill,
  type Parameter,
  requireShape,
  type Step,
  step,
  type Supply,
  type Tensor,
  zerosLike,
} from '../tensor/index.ts';
import { differentiate, history } from './backward.ts';

/** A state and the tensor whose value it takes. */
export type Update = readonly [state: Tensor, value: Tensor];

/** A step of training or inference, as data. */
export interface Program {
  /** Written before a run, all of them, by `feed` or by the caller: x, t, weights. They stay as long as the outputs. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Valid until another Program of the same model runs: loss, predictions. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Each with a gradient of this Program's own; `parameter.gradient` is never touched. */
  readonly parameters: ReadonlyMap<Parameter, Tensor>;
  /** What layers keep between steps without training it. */
  readonly state: readonly Tensor[];
  /** Other leaves of the graph: nobody writes them again. */
  readonly constants: readonly Tensor[];
  /** Inputs, results, saved values and gradients: may lie where another Program of the model keeps its own. */
  readonly temporaries: readonly Tensor[];
  /** Numbers that are read anew in every run. */
  readonly cells: readonly Cell[];
  /** Forward, zeroing, backward, state updates, and whatever is appended, such as an optimizer's updates. */
  readonly steps: readonly Step[];
  /** Fills the inputs from the data; apart from `steps`, since not every run needs it. */
  readonly feed: readonly Step[];
  /** What `feed` reads from. */
  readonly supplies: readonly Supply[];
  /** What goes up after each run where one follows another: the first row of the batch, the number of the step. */
  readonly counters: readonly Counter[];
}

/** A cell, and by how much it goes up. */
export type Counter = readonly [cell: Cell, by: number];

/** What a Program is made from. */
export interface Graph {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** What is differentiated; null or absent for inference. */
  readonly loss?: Tensor | null;
  readonly updates?: readonly Update[];
  /** State beside that which the updates name: what the graph only reads. */
  readonly state?: readonly Tensor[];
}

/**
 * Writes the graph down as a Program. The graph is best made under `trace`, from inputs of zeros.
 *
 * @throws ArgumentError if a state is updated twice, or an input is the result of an op
 */
export function freeze({ inputs, outputs, loss = null, updates = [], state = [] }: Graph): Program {
  checkUpdates(updates);
  for (const [name, input] of Object.entries(inputs)) {
    if (input.source !== null || input.owner !== null) {
      const problem = `input '${name}' is a parameter or the result of an op`;
      throw new ArgumentError(
        complain({ who: 'freeze', problem, expected: 'a tensor made by tensor() or zeros()' }),
      );
    }
  }
  const roots = [
    ...Object.values(outputs),
    ...(loss === null ? [] : [loss]),
    ...updates.map(([, value]) => value),
  ];
  const order = history(roots);
  const made = order.filter((tensor) => tensor.source !== null);
  const leaves = order.filter((tensor) => tensor.source === null);

  const back =
    loss === null
      ? { gradients: [], parameters: new Map<Parameter, Tensor>(), steps: [] }
      : differentiate(loss, ({ value }) => zerosLike(value));
  const gradients = [...back.gradients, ...back.parameters.values()];

  const states = [...new Set([...state, ...updates.map(([to]) => to)])];
  const given = new Set([...Object.values(inputs), ...states]);
  return {
    inputs,
    outputs,
    parameters: back.parameters,
    state: states,
    constants: leaves.filter((leaf) => leaf.owner === null && !given.has(leaf)),
    temporaries: [
      ...Object.values(inputs),
      ...made,
      ...made.flatMap(({ source }) => source!.saved),
      ...gradients,
    ],
    cells: [...new Set(made.flatMap(({ source }) => source!.cells))],
    steps: [
      ...made.map(({ source }) => source!.forward()),
      ...gradients.map((gradient) => step(fill, gradient, 0)),
      ...back.steps,
      ...updates.map(([to, value]) => step(copy, value, to)),
    ],
    feed: [],
    counters: [],
    supplies: [],
  };
}

/** The same Program with further steps at its end: how a model joins its graph and its optimizer. */
export function append(program: Program, steps: readonly Step[]): Program {
  return { ...program, steps: [...program.steps, ...steps] };
}

/** How a Program is fed, batch after batch. */
export type Feeding = Partial<Pick<Program, 'feed' | 'supplies' | 'counters'>>;

/** The same Program with steps that fill its inputs, the supplies that they read, and what counts the batches. */
export function feedFrom(program: Program, { feed = [], supplies = [], counters = [] }: Feeding): Program {
  return {
    ...program,
    feed: [...program.feed, ...feed],
    supplies: [...program.supplies, ...supplies],
    counters: [...program.counters, ...counters],
  };
}

/**
 * State ← new value, by hand: what a Program does at its end.
 *
 * @param updates pairs [state, value] of equal shapes, as `model.call` gives them
 * @throws ShapeError if shapes differ; ArgumentError if a state occurs twice
 */
export function assign(updates: readonly Update[]): void {
  checkUpdates(updates);
  for (const [state, value] of updates) copy(value, state);
}

function checkUpdates(updates: readonly Update[]): void {
  const seen = new Set<Tensor>();
  for (const [state, value] of updates) {
    requireShape('assign', 'the new value of a state', state.shape, value.shape);
    if (seen.has(state)) {
      throw new ArgumentError(
        complain({
          who: 'assign',
          problem: 'a state is updated twice in one step',
          help: 'A layer with state can be used once in a model.',
        }),
      );
    }
    seen.add(state);
  }
}
