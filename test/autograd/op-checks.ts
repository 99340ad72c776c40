/**
 * The checks that every op must pass. Each takes a definition and throws if it finds a fault.
 */
import { readdirSync } from 'node:fs';
import { assert } from 'chai';
import type { AnyOpDefinition } from '../../src/autograd/index.ts';
import { type Cell, type Floats, type Shape, size, Tensor } from '../../src/tensor/index.ts';
import { assertClose, generic, peer } from '../shared/values.ts';

interface PeerCase {
  readonly op: string;
  readonly options: Record<string, number | string>;
  readonly cells: Record<string, number>;
  readonly inputs: readonly { name: string; shape: number[]; values: number[] }[];
  readonly output: { shape: number[]; values: number[] };
  readonly dy: readonly number[];
  readonly gradients: Record<string, number[]>;
}

/** The cases of all files test/peers/ops*.json together. */
const peerCases = readdirSync(new URL('../../../test/peers', import.meta.url))
  .filter((name) => /^ops.*\.json$/.test(name))
  .toSorted()
  .flatMap((name) => peer<{ cases: PeerCase[] }>(name).cases);

type Example = AnyOpDefinition['examples'][number];

/** One op on one set of shapes, with everything that its hooks are given. */
class Trial {
  readonly definition: AnyOpDefinition;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly saved: Record<string, Tensor> = {};
  readonly given: Record<string, unknown>;
  readonly names: readonly string[];

  constructor(
    definition: AnyOpDefinition,
    example: Example,
    values: (i: number, shape: Shape) => ArrayLike<number>,
    make = Float64Array as new (
      values: ArrayLike<number>,
    ) => Floats,
  ) {
    this.definition = definition;
    const shapes: readonly Shape[] = this.list(example.shapes);
    this.names = definition.inputs === 'many' ? shapes.map((_, i) => String(i)) : definition.inputs;
    this.inputs = shapes.map((shape, i) => new Tensor(new make(values(i, shape)), shape));
    const cells = Object.entries(example.cells ?? {}).map(([name, value]): [string, Cell] => [
      name,
      { value: value as number },
    ]);
    this.given = { ...definition.options, ...example.options, ...Object.fromEntries(cells) };
    const empty = (shape: Shape) => new Tensor(new make(new Array(size(shape)).fill(Number.NaN)), shape);
    this.output = empty(definition.outputShape(example.shapes, this.given));
    for (const [name, rule] of Object.entries(definition.saves ?? {})) {
      this.saved[name] = empty(
        (rule as (shapes: unknown, given: unknown) => Shape)(example.shapes, this.given),
      );
    }
  }

  list<V>(each: unknown): readonly V[] {
    const { inputs } = this.definition;
    return inputs === 'many'
      ? (each as V[])
      : inputs.map((name: string) => (each as Record<string, V>)[name]);
  }

  each<V>(values: readonly V[]): unknown {
    return this.definition.inputs === 'many'
      ? values
      : Object.fromEntries(this.names.map((name, i) => [name, values[i]]));
  }

  /** Which inputs take a gradient. */
  get free(): readonly boolean[] {
    const { constant = [], inputs } = this.definition;
    return this.names.map((name) => !constant.includes(inputs === 'many' ? 'inputs' : name));
  }

  forward(): Tensor {
    this.definition.forward(
      this.each(this.inputs) as never,
      this.output,
      this.saved as never,
      this.given as never,
    );
    return this.output;
  }

  /** Backward into gradients that hold `start` before; null where not wanted. */
  backward(
    dy: ArrayLike<number>,
    wanted: readonly boolean[] = this.free,
    start = 0,
  ): readonly (Tensor | null)[] {
    const Floats = this.output.data.constructor as new (values: ArrayLike<number>) => Floats;
    const gradients = this.inputs.map(({ shape }, i) =>
      wanted[i] ? new Tensor(new Floats(new Array(size(shape)).fill(start)), shape) : null,
    );
    const all: Record<string, unknown> = {
      ...(this.definition.inputs === 'many' ? { inputs: this.inputs } : (this.each(this.inputs) as object)),
      ...this.saved,
      output: this.output,
    };
    const kept = Object.fromEntries(this.definition.reads.map((name: string) => [name, all[name]]));
    this.definition.backward(
      new Tensor(new Floats(dy), this.output.shape),
      this.each(gradients) as never,
      kept as never,
      this.given as never,
    );
    return gradients;
  }

  dy(): number[] {
    return generic(this.output.size, [0.3, 1.7], { seed: 99 });
  }
}

/** A trial of every example, on the values that the example asks for. */
function trials(definition: AnyOpDefinition, make?: new (values: ArrayLike<number>) => Floats): Trial[] {
  assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
  return definition.examples.map(
    (example) =>
      new Trial(
        definition,
        example,
        (i, shape) =>
          generic(size(shape), example.between, {
            seed: i + 1,
            awayFrom: example.awayFrom,
            whole: example.whole ?? false,
          }),
        make,
      ),
  );
}

const noNaN = (values: ArrayLike<number>, what: string) =>
  assert.isFalse(Array.from(values).some(Number.isNaN), `${what} holds NaN`);

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyOpDefinition): void }[] = [
  {
    name: 'the shape rule gives what the examples say',
    check(definition) {
      const tried = trials(definition);
      definition.examples.forEach((example, i) => {
        assert.deepEqual([...tried[i].output.shape], [...example.output]);
      });
    },
  },
  {
    name: 'forward writes every element of the output and of what is saved',
    check(definition) {
      for (const trial of trials(definition)) {
        noNaN(trial.forward().data, 'output');
        for (const [name, { data }] of Object.entries(trial.saved)) noNaN(data, name);
      }
    },
  },
  {
    name: 'no hook changes an input',
    check(definition) {
      for (const trial of trials(definition)) {
        const before = trial.inputs.map(({ data }) => data.slice());
        trial.forward();
        trial.backward(trial.dy());
        trial.inputs.forEach(({ data }, i) => {
          assert.deepEqual(Array.from(data), Array.from(before[i]), trial.names[i]);
        });
      }
    },
  },
  {
    name: 'backward agrees with central differences in every element of every input',
    check(definition) {
      for (const trial of trials(definition)) {
        const dy = trial.dy();
        const weighted = () => {
          const { data } = trial.forward();
          return dy.reduce((total, d, i) => total + d * data[i], 0);
        };
        weighted();
        const gradients = trial.backward(dy);
        gradients.forEach((gradient, input) => {
          if (gradient === null) return;
          const { data } = trial.inputs[input];
          for (let i = 0; i < data.length; i++) {
            const kept = data[i];
            data[i] = kept + 1e-6;
            const up = weighted();
            data[i] = kept - 1e-6;
            const down = weighted();
            data[i] = kept;
            const numeric = (up - down) / 2e-6;
            const bound = 1e-7 * Math.max(1, Math.abs(numeric), Math.abs(gradient.data[i]));
            const place = `${trial.names[input]}[${i}]`;
            if (!(Math.abs(gradient.data[i] - numeric) <= bound)) {
              assert.fail(`${place}: backward ${gradient.data[i]}, difference ${numeric}`);
            }
          }
        });
      }
    },
  },
  {
    name: 'backward adds to what the gradients hold',
    check(definition) {
      for (const trial of trials(definition)) {
        trial.forward();
        const fromZero = trial.backward(trial.dy());
        const fromOne = trial.backward(trial.dy(), trial.free, 1);
        fromZero.forEach((gradient, i) => {
          if (gradient !== null)
            assertClose(
              fromOne[i]!.data,
              gradient.data.map((g) => g + 1),
              1e-12,
              trial.names[i],
            );
        });
      }
    },
  },
  {
    name: 'backward looks at nothing outside `reads`',
    check(definition) {
      for (const trial of trials(definition)) {
        trial.forward();
        const named: Record<string, Tensor | readonly Tensor[]> = { ...trial.saved, output: trial.output };
        if (definition.inputs === 'many') named.inputs = trial.inputs;
        else
          trial.names.forEach((name, i) => {
            named[name] = trial.inputs[i];
          });
        for (const [name, tensors] of Object.entries(named)) {
          if (definition.reads.includes(name)) continue;
          for (const { data } of [tensors].flat() as Tensor[]) data.fill(Number.NaN);
        }
        trial.backward(trial.dy()).forEach((gradient, i) => {
          if (gradient !== null) noNaN(gradient.data, `gradient of ${trial.names[i]}`);
        });
      }
    },
  },
  {
    name: 'every subset of wanted gradients gives the same numbers',
    check(definition) {
      for (const trial of trials(definition)) {
        trial.forward();
        const all = trial.backward(trial.dy());
        for (let subset = 0; subset < 2 ** trial.names.length; subset++) {
          const wanted = trial.free.map((free, i) => free && (subset >> i) % 2 === 1);
          trial.backward(trial.dy(), wanted).forEach((gradient, i) => {
            if (wanted[i])
              assert.deepEqual(Array.from(gradient!.data), Array.from(all[i]!.data), trial.names[i]);
          });
        }
      }
    },
  },
  {
    name: 'Float32 agrees with Float64',
    check(definition) {
      const bound = definition.float32Bound ?? 1e-5;
      const wide = trials(definition);
      trials(definition, Float32Array).forEach((narrow, k) => {
        const rounded = wide[k]; // the same inputs, rounded to Float32 first
        rounded.inputs.forEach(({ data }, i) => {
          data.set(narrow.inputs[i].data);
        });
        const what = (name: string) => `${name} in Float32`;
        assertElements(narrow.forward().data, rounded.forward().data, bound, what('output'));
        const gradients = rounded.backward(narrow.dy());
        narrow.backward(narrow.dy()).forEach((gradient, i) => {
          if (gradient !== null)
            assertElements(gradient.data, gradients[i]!.data, bound, what(narrow.names[i]));
        });
      });
    },
  },
  {
    name: 'each rejected shape is refused by name',
    check(definition) {
      for (const { shapes, message } of definition.rejects ?? []) {
        let text = '';
        try {
          definition.outputShape(shapes, { ...definition.options });
        } catch (error) {
          assert.equal((error as Error).name, 'ShapeError');
          text = (error as Error).message;
        }
        assert.include(text, message);
        assert.isTrue(
          text.startsWith(`${definition.name}: `),
          `the message does not open with the name: ${text}`,
        );
      }
      const two = definition.inputs !== 'many' && definition.inputs.length > 1;
      assert.isTrue(
        !two || (definition.rejects ?? []).length > 0,
        'an op of several inputs refuses no shapes',
      );
    },
  },
  {
    name: 'values and gradients agree with a stored result of Keras and TensorFlow',
    check(definition) {
      const cases = peerCases.filter(({ op }) => op === definition.name);
      assert.isAbove(cases.length, 0, `no file test/peers/ops*.json has a case of ${definition.name}`);
      for (const stored of cases) {
        const { options, cells, inputs, output, dy, gradients } = stored;
        const list = inputs.map(({ shape }) => shape);
        const shapes =
          definition.inputs === 'many'
            ? list
            : Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]));
        const trial = new Trial(
          definition,
          { shapes, output: output.shape, options, cells } as Example,
          (i) => inputs[i].values,
        );
        assert.deepEqual([...trial.output.shape], output.shape);
        assertElements(trial.forward().data, output.values, 1e-10, 'output');
        trial.backward(dy).forEach((gradient, i) => {
          if (gradient !== null)
            assertElements(gradient.data, gradients[trial.names[i]], 1e-10, trial.names[i]);
        });
      }
    },
  },
];

/** |a − b| ≤ bound · max(1, |b|), element by element. */
function assertElements(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) assertClose([actual[i]], [expected[i]], bound, `${what}[${i}]`);
}
