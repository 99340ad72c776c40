/**
 * The checks that every layer must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import {
  backward,
  checkGradients,
  freeze,
  multiply,
  reference,
  sum,
  trace,
} from '../../src/autograd/index.ts';
import { defineLayer, Input, type Layer, type LayerDefinition, Sequential } from '../../src/nn/index.ts';
import { readInitializer } from '../../src/nn/initializers/index.ts';
import { type Parameter, type Tensor, tensor, zeros } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { assertSameBits } from './shared/training.ts';

// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyLayerDefinition = LayerDefinition<any, any, any, any>;

/** Makes a layer from whatever a user may write. */
const maker = (definition: AnyLayerDefinition) =>
  defineLayer(definition) as unknown as (...args: unknown[]) => Layer;

type DType = 'float32' | 'float64';

const ROWS = 4;

interface Setting {
  readonly training?: boolean;
  readonly step?: { value: number };
  readonly seed?: number;
  readonly position?: number;
}

/** A layer of an example, built in a model of its own. */
class Trial {
  readonly definition: AnyLayerDefinition;
  readonly example: AnyLayerDefinition['examples'][number];
  readonly layer: Layer;
  readonly model: ReturnType<typeof Sequential>;
  readonly x: Tensor;

  constructor(definition: AnyLayerDefinition, example: Trial['example'], seed = 5, dtype: DType = 'float64') {
    this.definition = definition;
    this.example = example;
    this.layer = maker(definition)(example.options);
    this.model = Sequential([Input(example.input), this.layer], { seed, dtype });
    this.x = tensor(genericTensor([ROWS, ...example.input], { seed: 7 }), { dtype });
  }

  get parameters(): Readonly<Record<string, Parameter>> {
    return this.layer.weights!.parameters;
  }

  /** The layer's own call, outside of any model. */
  call(x = this.x, setting: Setting = {}, parameters: object = this.parameters): Tensor {
    const { state } = this.layer.weights!;
    const context = { training: false, step: { value: 3 }, seed: 11, position: 2, ...setting };
    const options = this.layer.options;
    const result = this.definition.call([x], { options, parameters, state, ...context } as never);
    return 'output' in result ? result.output : result;
  }
}

function trials(definition: AnyLayerDefinition, seed?: number, dtype?: DType): Trial[] {
  assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
  return definition.examples.map((example) => new Trial(definition, example, seed, dtype));
}

const modes = [{ training: false }, { training: true }];
const numbers = (x: Tensor): number[] => Array.from(x.data);

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyLayerDefinition): void }[] = [
  {
    name: 'the output has the shape that is promised',
    check(definition) {
      for (const { example, layer, model, x } of trials(definition)) {
        const output = [...example.output];
        assert.deepEqual([...layer(Input(example.input)).shape], output, 'of the node');
        for (const { training } of modes) {
          const { predictions } = model.call(x, training);
          assert.deepEqual([...predictions.shape], [ROWS, ...output], `training ${training}`);
        }
      }
    },
  },
  {
    name: 'parameters have names, shapes, and as many numbers as the example says',
    check(definition) {
      for (const { example, layer, model, parameters } of trials(definition)) {
        const specs = Object.entries(definition.build?.([example.input], layer.options) ?? {});
        const present = specs.filter(([, spec]) => spec !== undefined);
        assert.deepEqual(
          present.map(([key, spec]) => [key, `${layer.name}/${key}`, ...(spec as { shape: number[] }).shape]),
          Object.entries(parameters).map(([key, { name, shape }]) => [key, name, ...shape]),
        );
        const total = Object.values(parameters).reduce((count, { value }) => count + value.size, 0);
        assert.equal(total, example.parameters);
        assert.deepEqual(model.parameters, Object.values(parameters));
        const state = Object.values(layer.weights!.state);
        assertSameBits(layer.getWeights(), [
          ...Object.values(parameters).map(({ value }) => value),
          ...state,
        ]);
      }
    },
  },
  {
    name: 'gradients of the input and of every parameter agree with differences',
    check(definition) {
      for (const trial of trials(definition)) {
        const keys = Object.keys(trial.parameters);
        const values = keys.map((key, i) => genericTensor(trial.parameters[key].shape, { seed: 20 + i }));
        for (const setting of modes) {
          const report = checkGradients(
            (x, ...given) =>
              trial.call(x, setting, Object.fromEntries(keys.map((key, i) => [key, given[i]]))),
            [trial.x, ...values],
          );
          assert.isTrue(report.passed, String(report));
        }
      }
    },
  },
  {
    name: 'every parameter takes part',
    check(definition) {
      for (const { model, x } of trials(definition)) {
        const { predictions } = model.call(x, true);
        const parameters = model.parameters;
        if (parameters.length === 0) continue;
        backward(sum(multiply(predictions, genericTensor(predictions.shape, { seed: 30 }))));
        for (const { name, gradient } of parameters) {
          assert.isTrue(gradient?.data.some((value) => value !== 0) ?? false, `${name} has no gradient`);
        }
      }
    },
  },
  {
    name: 'the same seed gives the same weights, another seed other ones',
    check(definition) {
      const [first, again, other] = [5, 5, 6].map((seed) => trials(definition, seed));
      first.forEach((trial, i) => {
        assertSameBits(again[i].layer.getWeights(), trial.layer.getWeights());
        const specs = definition.build?.([trial.example.input], trial.layer.options) ?? {};
        for (const [key, { value }] of Object.entries(trial.parameters)) {
          const { initializer, shape } = specs[key]!;
          const drawn = readInitializer(key, 'initializer', initializer).claims(shape)?.variance !== 0;
          const same = numbers(value).every((x, j) => x === other[i].parameters[key].value.data[j]);
          assert.equal(same, !drawn, `${key} under another seed`);
        }
      });
    },
  },
  {
    name: 'inference depends on nothing but the row: not on other rows, the step, the seed or the position',
    check(definition) {
      for (const trial of trials(definition)) {
        const whole = trial.call();
        for (const setting of [{ step: { value: 4 } }, { seed: 12 }, { position: 0 }]) {
          assertSameBits([trial.call(trial.x, setting)], [whole], Object.keys(setting)[0]);
        }
        const columns = whole.size / ROWS;
        const inputs = trial.x.size / ROWS;
        for (let row = 0; row < ROWS; row++) {
          const data = trial.x.data.slice(row * inputs, (row + 1) * inputs);
          const alone = trial.call(tensor(data, { shape: [1, ...trial.example.input], dtype: 'float64' }));
          assertClose(alone.data, whole.data.slice(row * columns, (row + 1) * columns), 1e-14, `row ${row}`);
        }
      }
    },
  },
  {
    name: 'training gives the same numbers for the same step, seed and position, and leaves what it is given as it was',
    check(definition) {
      for (const trial of trials(definition)) {
        for (const setting of modes) {
          const before = [numbers(trial.x), ...trial.layer.getWeights().map(numbers)];
          assertSameBits([trial.call(trial.x, setting)], [trial.call(trial.x, setting)], 'called twice');
          assert.deepEqual([numbers(trial.x), ...trial.layer.getWeights().map(numbers)], before);
        }
      }
    },
  },
  {
    name: 'a Program that replays the call gives the numbers of the call, step by step',
    check(definition) {
      for (const trial of trials(definition)) {
        for (const mode of modes) {
          const setting = { ...mode, step: { value: 0 } };
          const x = zeros(trial.x.shape, { dtype: 'float64' });
          const y = trace(() => trial.call(x, setting));
          const [{ run }] = reference.compile([freeze({ inputs: { x }, outputs: { y } })]);
          for (const step of [0, 1, 9]) {
            setting.step.value = step;
            x.data.set(trial.x.data);
            run();
            assertSameBits([y], [trial.call(trial.x, setting)], `step ${step}`);
          }
        }
      }
    },
  },
  {
    name: 'weights are taken out as copies, and make another model the same',
    check(definition) {
      const others = trials(definition, 6);
      trials(definition).forEach(({ layer, model, x }, i) => {
        const { predictions } = model.call(x);
        const taken = layer.getWeights();
        for (const { data } of layer.getWeights()) data.fill(Number.NaN);
        assertSameBits([model.call(x).predictions], [predictions], 'after the copies were spoilt');
        others[i].layer.setWeights(taken);
        assertSameBits([others[i].model.call(x).predictions], [predictions], 'in another model');
        for (const { data } of taken) data.fill(Number.NaN);
        assertSameBits([others[i].model.call(x).predictions], [predictions], 'after what was set was spoilt');
      });
    },
  },
  {
    name: 'the option by place is the option by name, and what it is as JSON makes it again',
    check(definition) {
      const make = maker(definition);
      for (const { options } of definition.examples) {
        const { positional } = definition;
        const layer = make({ ...options, name: 'Oculto' });
        const text = JSON.stringify(layer);
        if (positional !== undefined) {
          const { [positional]: first, ...rest } = options as Record<string, unknown>;
          assert.equal(JSON.stringify(make(first, { ...rest, name: 'Oculto' })), text);
          assertRefused(
            () => make(rest),
            'ArgumentError',
            `${definition.name}: ${String(positional)} is missing`,
          );
        }
        const read = JSON.parse(text) as { type: string; name: string; options: object };
        assert.deepInclude(read, { type: definition.name, name: 'Oculto' });
        assert.containsAllKeys(read.options, Object.keys(definition.options));
        assert.equal(JSON.stringify(make({ ...read.options, name: read.name })), text);
      }
    },
  },
  {
    name: 'Float32 agrees with Float64',
    check(definition) {
      const wide = trials(definition);
      trials(definition, 5, 'float32').forEach((narrow, i) => {
        wide[i].layer.setWeights(narrow.layer.getWeights());
        for (const setting of modes) {
          const x = tensor(narrow.x, { dtype: 'float64' });
          assertClose(narrow.call(narrow.x, setting).data, wide[i].call(x, setting).data, 1e-5, 'output');
        }
      });
    },
  },
  {
    name: 'an option that does not exist is refused by name, with a list of those that do',
    check(definition) {
      const make = maker(definition);
      const { options } = definition.examples[0];
      const names = [...Object.keys(definition.options), 'name', 'inputShape'].map((key) => `'${key}'`);
      const message = `${definition.name}: unknown option; expected one of ${names.join(', ')}, received 'nmae'.`;
      assertRefused(() => make({ ...options, nmae: 'x' }), 'ArgumentError', message);
      assert.isDefined(definition.check, 'options are not checked');
    },
  },
];
