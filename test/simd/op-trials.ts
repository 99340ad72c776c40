/**
 * Examples of twins of ops: forward, and backward in each of the ways in which a gradient can be given.
 */
import type { AnyOpDefinition } from '../../src/autograd/index.ts';
import {
  fill,
  registers,
  type Shape,
  type Step,
  size,
  step,
  Tensor,
  type View,
} from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import type { Bound, Example } from './trial.ts';

/** An op on certain shapes and values. */
export interface OpTrial {
  readonly op: { readonly definition: AnyOpDefinition };
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly options?: Readonly<Record<string, number | string>>;
  /** Registers, each with the one number `value`. */
  readonly cells?: Readonly<Record<string, number>>;
  /** Ranges of the values by the name of the input, default [-2, 2]. */
  readonly between?: Readonly<Record<string, readonly [number, number]>>;
  /** Numbers in place of generic ones; as many as fit are taken, from the first place on. */
  readonly planted?: Readonly<Record<string, readonly number[]>>;
  readonly what?: string;
  /** Of the output and what is saved; null where forward is not tried. */
  readonly forward: Bound | null;
  /** Of all gradients, or of each by the name of its input. */
  readonly backward: Bound | Readonly<Record<string, Bound>>;
}

type Tensors = Record<string, Tensor>;

function filled(shape: Shape, values: ArrayLike<number>): Tensor {
  return new Tensor(Float32Array.from(values), shape);
}

const numbers = (shape: Shape, seed: number, between?: readonly [number, number]) =>
  filled(shape, generic(size(shape), between, { seed }));

const empty = (shape: Shape) => filled(shape, new Array<number>(size(shape)).fill(Number.NaN));

class Setup {
  readonly tensors: Tensors = {};
  readonly inputs: Tensors = {};
  readonly saved: Tensors = {};
  readonly output: Tensor;
  readonly given: Record<string, unknown>;
  readonly trial: OpTrial;

  constructor(trial: OpTrial) {
    this.trial = trial;
    const { op, shapes, options = {}, cells = {}, between = {}, planted = {} } = trial;
    const { definition } = op;
    for (const [i, name] of (definition.inputs as readonly string[]).entries()) {
      const tensor = numbers(shapes[name], i + 1, between[name]);
      (planted[name] ?? []).slice(0, tensor.size).forEach((value, place) => {
        tensor.data[place] = value;
      });
      this.inputs[name] = tensor;
    }
    const boxes = Object.entries(cells).map(([name, value]) => [name, registers({ value })]);
    this.given = { ...definition.options, ...options, ...Object.fromEntries(boxes) };
    this.output = empty(definition.outputShape(shapes, this.given));
    for (const [name, rule] of Object.entries(definition.saves ?? {})) {
      this.saved[name] = empty((rule as (shapes: unknown, given: unknown) => Shape)(shapes, this.given));
    }
    Object.assign(this.tensors, this.inputs, this.saved, { output: this.output });
  }

  forward(): Step {
    const { forward } = this.trial.op.definition;
    return step(forward as never, this.inputs, this.output, this.saved, this.given) as Step;
  }

  backward(dy: View, gradients: Readonly<Record<string, View | null>>): Step {
    const { backward, reads } = this.trial.op.definition;
    const kept = Object.fromEntries((reads as readonly string[]).map((name) => [name, this.tensors[name]]));
    return step(backward as never, dy, gradients, kept, this.given) as Step;
  }
}

/** In which ways a gradient is given: where there is something already, where there is nothing, and twice. */
const WAYS = ['adds', 'stores', 'stores and adds'] as const;

/** The examples of one trial. */
export function examplesOf(trial: OpTrial): Example[] {
  const { op, shapes, forward, backward, what } = trial;
  const { definition } = op;
  const text = [
    Object.values(shapes)
      .map((shape) => `[${shape}]`)
      .join(' '),
    what,
  ]
    .filter(Boolean)
    .join(', ');
  const examples: Example[] = [];
  if (forward !== null) {
    const saved = Object.keys(definition.saves ?? {}).map((name) => [name, forward]);
    examples.push({
      what: text,
      kernel: definition.forward,
      make() {
        const setup = new Setup(trial);
        return { tensors: setup.tensors, steps: [setup.forward()] };
      },
      bounds: { ...Object.fromEntries(saved), output: forward },
    });
  }
  const names = (definition.inputs as readonly string[]).filter(
    (name) => !definition.constant?.includes(name),
  );
  const subsets = names.length < 2 ? [names] : [names, ...names.map((name) => [name])];
  for (const wanted of subsets.filter((list) => list.length > 0)) {
    for (const way of wanted === names ? WAYS : WAYS.slice(0, 1)) {
      const bounds = wanted.map((name) => [
        `d${name}`,
        typeof backward === 'function' ? backward : backward[name],
      ]);
      examples.push({
        what: `${text}: ${way} the gradient of ${wanted.join(' and ')}`,
        kernel: definition.backward,
        make() {
          const setup = new Setup(trial);
          const { kernel, args } = setup.forward();
          (kernel as (...args: unknown[]) => void)(...args);
          const dy = numbers(setup.output.shape, 99, [0.3, 1.7]);
          const gradients = wanted.map((name, i): [string, Tensor] => [
            name,
            way === 'adds' ? numbers(shapes[name], 50 + i) : empty(shapes[name]),
          ]);
          const each = Object.fromEntries(
            names.map((name) => [name, gradients.find(([one]) => one === name)?.[1] ?? null]),
          );
          const work = setup.backward(dy, each);
          const zeros = way === 'adds' ? [] : gradients.map(([, gradient]) => step(fill, gradient, 0));
          const d = Object.fromEntries(gradients.map(([name, gradient]) => [`d${name}`, gradient]));
          return {
            tensors: { ...setup.tensors, ...d, dy },
            steps: [...zeros, work, ...(way === 'stores and adds' ? [work] : [])],
          };
        },
        bounds: Object.fromEntries(bounds),
      });
    }
  }
  return examples;
}
