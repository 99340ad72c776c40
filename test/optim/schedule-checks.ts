/**
 * The checks that every schedule must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import { type AnyScheduleDefinition, defineSchedule, type Schedule, SGD } from '../../src/optim/index.ts';
import { full, parameter } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, peer } from '../shared/values.ts';

interface Stored {
  readonly schedule: string;
  readonly options: object;
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

const { cases } = peer<{ cases: Stored[] }>('schedules.json');

const makerOf = (definition: AnyScheduleDefinition) =>
  defineSchedule(definition) as unknown as (options?: object) => Schedule;

/** The schedule of each example. */
function* made(definition: AnyScheduleDefinition): Generator<Schedule> {
  assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
  for (const { options } of definition.examples) yield makerOf(definition)(options);
}

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyScheduleDefinition): void }[] = [
  {
    name: 'the worked examples come out to the last digit',
    check(definition) {
      assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
      for (const { options, rates } of definition.examples) {
        const schedule = makerOf(definition)(options);
        assert.isAbove(rates.length, 0);
        for (const [step, rate] of rates) {
          assert.closeTo(schedule.at(step), rate, 1e-15 * Math.max(1, rate), `step ${step}`);
        }
      }
    },
  },
  {
    name: 'the rates are those that Keras gives, step by step',
    check(definition) {
      const own = cases.filter(({ schedule }) => schedule === definition.name);
      assert.isAbove(own.length, 0, `test/peers/schedules.json has nothing of ${definition.name}`);
      for (const { options, steps, rates } of own) {
        const schedule = makerOf(definition)(options);
        const given = steps.map((step) => schedule.at(step));
        assertClose(given, rates, 1e-14, JSON.stringify(options));
        const largest = Math.max(...rates);
        for (const [i, rate] of given.entries())
          assert.closeTo(rate, rates[i], 1e-13 * largest, `step ${steps[i]}`);
      }
    },
  },
  {
    name: 'a rate follows from its step alone, whatever was asked before',
    check(definition) {
      for (const { options } of definition.examples) {
        const make = () => makerOf(definition)(options);
        const schedule = make();
        const steps = [0, 7, 3, 29, 3, 0, 1000];
        assert.deepEqual(
          steps.map((step) => schedule.at(step)),
          steps.map((step) => make().at(step)),
        );
      }
    },
  },
  {
    name: 'it keeps its name, its kind and its options, which make it again',
    check(definition) {
      const { name, options, examples } = definition;
      for (const [i, schedule] of [...made(definition)].entries()) {
        assert.equal(schedule.kind, 'schedule');
        assert.equal(schedule.name, name);
        assert.deepEqual(schedule.options, { ...options, ...examples[i].options });
        const { name: kept, options: again } = JSON.parse(JSON.stringify(schedule));
        assert.equal(kept, name);
        assert.deepEqual([0, 5, 17].map(makerOf(definition)(again).at), [0, 5, 17].map(schedule.at));
      }
    },
  },
  {
    name: 'impossible options are refused by name, missing ones too, and others with a list of those that exist',
    check(definition) {
      const { name, options, required = [], examples } = definition;
      const make = makerOf(definition);
      const [{ options: good }] = examples;
      for (const [key, value] of Object.entries(options)) {
        const wrong = typeof value === 'boolean' ? [1, 'yes'] : [Number.NaN, '0.1', -1e9, {}];
        for (const bad of wrong)
          assertRefused(() => make({ ...good, [key]: bad }), 'ArgumentError', `${name}: `, key);
      }
      for (const key of required) {
        const { [key]: _, ...rest } = good as Record<string, unknown>;
        const message = `${name}: ${key} is missing. Give it in the options: ${name}({ ${key}: … }).`;
        assertRefused(() => make(rest), 'ArgumentError', message);
        assertRefused(() => make(), 'ArgumentError', `${name}: `, ' is missing.');
      }
      const names = Object.keys(options).map((key) => `'${key}'`);
      const message = `${name}: unknown option; expected one of ${names.join(', ')}, received 'steps'.`;
      assertRefused(() => make({ ...good, steps: 3 }), 'ArgumentError', message);
    },
  },
  {
    name: 'an optimizer takes its rate at the number of updates made before',
    check(definition) {
      for (const schedule of made(definition)) {
        const w = parameter([0], { dtype: 'float64' });
        const sgd = SGD({ learningRate: schedule });
        let expected = 0;
        for (let step = 0; step < 12; step++) {
          assert.equal(sgd.learningRate, schedule.at(step));
          w.gradient = full([1], 0.7, { dtype: 'float64' });
          sgd.apply([w]);
          expected -= schedule.at(step) * 0.7;
          assert.equal(w.value.data[0], expected, `update ${step + 1}`);
        }
      }
    },
  },
];
