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
import { Input, type Spec } from '../../src/nn/index.ts';
import { readInitializer } from '../../src/nn/initializers/index.ts';
import { Tensor, tensor, zeros } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import {
  type AnyLayerDefinition,
  maker,
  type Result,
  ROWS,
  type Setting,
  Trial,
  trials,
} from './layer-trial.ts';
import { assertSameBits } from './shared/training.ts';

const modes = [{ training: false }, { training: true }];
const numbers = (x: Tensor): number[] => Array.from(x.data);

/** Whether an initializer draws its values anew under each seed of a model. */
function isDrawn(spec: Spec, key: string): boolean {
  const initializer = readInitializer(key, 'initializer', spec.initializer);
  return initializer.claims(spec.shape)?.variance !== 0 && !('seed' in initializer.options);
}

/** The functions among options: JSON keeps their names only. */
function functionsIn(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value === 'function'));
}

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyLayerDefinition): void }[] = [
  {
    name: 'the output has the shape that is promised',
    check(definition) {
      for (const trial of trials(definition)) {
        const output = [...trial.example.output];
        const nodes = trial.shapes.map((shape) => Input({ shape }));
        assert.deepEqual([...trial.layer(...nodes).shape], output, 'of the node');
        assert.deepEqual([...trial.layer(nodes).shape], output, 'of the node, called with a list');
        for (const { training } of modes)
          assert.deepEqual([...trial.run(training).shape], [ROWS, ...output], `training ${training}`);
      }
    },
  },
  {
    name: 'parameters have names, shapes, and as many numbers as the example says',
    check(definition) {
      for (const { example, shapes, layer, model, parameters, state } of trials(definition)) {
        const specs = Object.entries(definition.build?.(shapes, layer.options) ?? {});
        const present = specs.filter(([, spec]) => spec !== undefined);
        assert.deepEqual(
          present.map(([key, spec]) => [key, `${layer.name}/${key}`, ...(spec as Spec).shape]),
          Object.entries(parameters).map(([key, { name, shape }]) => [key, name, ...shape]),
        );
        const total = Object.values(parameters).reduce((count, { value }) => count + value.size, 0);
        assert.equal(total, example.parameters);
        assert.deepEqual(model.parameters, Object.values(parameters));
        assertSameBits(layer.getWeights(), [
          ...Object.values(parameters).map(({ value }) => value),
          ...state,
        ]);
      }
    },
  },
  {
    name: 'gradients of all inputs and of every parameter agree with differences',
    check(definition) {
      for (const trial of trials(definition)) {
        const keys = Object.keys(trial.parameters);
        const values = keys.map((key, i) => genericTensor(trial.parameters[key].shape, { seed: 20 + i }));
        const { length } = trial.inputs;
        const agree = (setting: Setting, of: (result: Result) => Tensor) => {
          const report = checkGradients(
            (...given) => {
              const parameters = Object.fromEntries(keys.map((key, i) => [key, given[length + i]]));
              return of(trial.result(setting, given.slice(0, length), parameters));
            },
            [...trial.inputs, ...values],
          );
          assert.isTrue(report.passed, String(report));
        };
        for (const setting of modes) {
          agree(setting, ({ output }) => output);
          if (trial.result(setting).penalty !== null) agree(setting, ({ penalty }) => penalty!);
        }
      }
    },
  },
  {
    name: 'every parameter takes part',
    check(definition) {
      for (const trial of trials(definition)) {
        const predictions = trial.run(true);
        const { parameters } = trial.model;
        if (parameters.length === 0) continue;
        backward(sum(multiply(predictions, genericTensor(predictions.shape, { seed: 30 }))));
        for (const { name, gradient } of parameters) {
          assert.isTrue(gradient?.data.some((value) => value !== 0) ?? false, `${name} has no gradient`);
        }
      }
    },
  },
  {
    name: 'a penalty is one number, in inference too, and does not depend on how often the rows stand in the batch',
    check(definition) {
      for (const trial of trials(definition)) {
        const { penalty } = trial.result();
        if (penalty === null) continue;
        assert.deepEqual([...penalty.shape], []);
        const twice = trial.inputs.map(({ data, shape: [rows, ...row] }) =>
          tensor([...data, ...data], { shape: [2 * rows, ...row], dtype: 'float64' }),
        );
        assertClose([trial.result({}, twice).penalty!.item()], [penalty.item()], 1e-14, 'of all rows twice');
      }
    },
  },
  {
    name: 'the same seed gives the same weights, another seed other ones',
    check(definition) {
      const [first, again, other] = [5, 5, 6].map((seed) => trials(definition, seed));
      first.forEach((trial, i) => {
        assertSameBits(again[i].layer.getWeights(), trial.layer.getWeights());
        const specs = definition.build?.(trial.shapes, trial.layer.options) ?? {};
        for (const [key, { value }] of Object.entries(trial.parameters)) {
          const same = numbers(value).every((x, j) => x === other[i].parameters[key].value.data[j]);
          assert.equal(same, !isDrawn(specs[key]!, key), `${key} under another seed`);
        }
      });
    },
  },
  {
    name: 'inference depends on nothing but the row: not on other rows, the step, the seed or the position',
    check(definition) {
      for (const trial of trials(definition)) {
        const whole = trial.call();
        for (const setting of [{ step: { value: 4 } }, { seed: 12 }, { position: 0 }, { trainable: false }]) {
          assertSameBits([trial.call(setting)], [whole], Object.keys(setting)[0]);
        }
        const columns = whole.size / ROWS;
        for (let row = 0; row < ROWS; row++) {
          const own = trial.inputs.map(({ data, size }, i) => {
            const part = data.slice((row * size) / ROWS, ((row + 1) * size) / ROWS);
            return tensor(part, { shape: [1, ...trial.shapes[i]], dtype: 'float64' });
          });
          const alone = trial.call({}, own);
          assertClose(alone.data, whole.data.slice(row * columns, (row + 1) * columns), 1e-14, `row ${row}`);
        }
      }
    },
  },
  {
    name: 'training gives the same numbers for the same step, seed and position, and leaves what it is given as it was',
    check(definition) {
      for (const trial of trials(definition)) {
        const given = () => [...trial.inputs, ...trial.layer.getWeights()].map(numbers);
        for (const setting of modes) {
          const before = given();
          assertSameBits(trial.values(setting), trial.values(setting), 'called twice');
          assert.deepEqual(given(), before);
        }
      }
    },
  },
  {
    name: 'training changes each state once, to finite numbers of its shape; inference and a frozen layer change none',
    check(definition) {
      for (const trial of trials(definition)) {
        const { updates } = trial.result({ training: true });
        assert.sameMembers(
          updates.map(([state]) => state),
          [...trial.state],
        );
        for (const [{ shape }, value] of updates) {
          assert.deepEqual([...value.shape], [...shape]);
          assert.isTrue(value.data.every(Number.isFinite), 'a new value is finite');
        }
        assert.isEmpty(trial.result().updates, 'in inference');
        assert.isEmpty(trial.result({ training: true, trainable: false }).updates, 'of a frozen layer');
      }
    },
  },
  {
    name: 'a Program that replays the call gives the numbers of the call, step by step',
    check(definition) {
      for (const trial of trials(definition)) {
        for (const mode of modes) {
          const setting = { ...mode, step: { value: 0 } };
          const inputs = trial.inputs.map(({ shape }) => zeros(shape, { dtype: 'float64' }));
          const { output, penalty, updates } = trace(() => trial.result(setting, inputs));
          const [{ run }] = reference.compile([
            freeze({
              inputs: Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])),
              outputs: { output, ...(penalty === null ? {} : { penalty }) },
              updates,
            }),
          ]);
          for (const step of [0, 1, 9]) {
            setting.step.value = step;
            const expected = trial.values(setting).map(({ data, shape }) => new Tensor(data.slice(), shape));
            for (const [i, { data }] of inputs.entries()) data.set(trial.inputs[i].data);
            run();
            const changed = updates.map(([state]) => state);
            const received = [output, ...changed, ...(penalty === null ? [] : [penalty])];
            assertSameBits(received, expected, `step ${step}`);
          }
        }
      }
    },
  },
  {
    name: 'weights are taken out as copies, and make another model the same',
    check(definition) {
      const others = trials(definition, 6);
      trials(definition).forEach((trial, i) => {
        const { layer } = trial;
        const predictions = trial.run();
        const taken = layer.getWeights();
        for (const { data } of layer.getWeights()) data.fill(Number.NaN);
        assertSameBits([trial.run()], [predictions], 'after the copies were spoilt');
        others[i].layer.setWeights(taken);
        assertSameBits([others[i].run()], [predictions], 'in another model');
        for (const { data } of taken) data.fill(Number.NaN);
        assertSameBits([others[i].run()], [predictions], 'after what was set was spoilt');
      });
    },
  },
  {
    name: 'the option by place is the option by name, and what it is as JSON makes it again',
    check(definition) {
      const make = maker(definition);
      for (const example of definition.examples) {
        const { options } = example;
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
        assert.sameMembers(Object.keys(read.options), Object.keys(definition.options));
        const all = { ...read.options, ...functionsIn(layer.options) };
        assert.equal(JSON.stringify(make({ ...all, name: read.name })), text);
        const [first, again] = [options, all].map(
          (given) => new Trial(definition, { ...example, options: given }),
        );
        assertSameBits(again.layer.getWeights(), first.layer.getWeights(), 'weights, made again');
        assertSameBits([...again.values()], [...first.values()], 'results, made again');
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
          const expected = wide[i].call(setting, narrow.inputsAs('float64'));
          assertClose(narrow.call(setting).data, expected.data, 1e-5, 'output');
        }
      });
    },
  },
  {
    name: 'an option that does not exist is refused by name, with a list of those that do',
    check(definition) {
      const make = maker(definition);
      const { options } = definition.examples[0];
      const own = Object.keys(definition.options);
      const names = [...own, 'name', 'inputShape', 'trainable'].map((key) => `'${key}'`);
      const message = `${definition.name}: unknown option; expected one of ${names.join(', ')}, received 'nmae'.`;
      assertRefused(() => make({ ...options, nmae: 'x' }), 'ArgumentError', message);
      if (own.length > 0) assert.isDefined(definition.check, 'options are not checked');
    },
  },
];
