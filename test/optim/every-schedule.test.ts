/**
 * Every schedule through every check, and every check against a fault planted for it; and optimizers that follow one.
 */
import { assert } from 'chai';
import * as room from '../../src/optim/index.ts';
import type { AnyScheduleDefinition } from '../../src/optim/index.ts';
import { full, parameter, run } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { assertRefused } from '../shared/values.ts';
import { checks } from './schedule-checks.ts';

const makers = Object.entries(room).flatMap(([name, value]) =>
  'definition' in value && 'at' in value.definition ? [[name, value.definition] as const] : [],
);

describe('every schedule', () => {
  it('is found in the room, and by its name', () => {
    assert.equal(makers.length, 6);
    const found = Object.entries(room.schedules).map(([name, { definition }]) => [name, definition]);
    assert.sameDeepMembers(found, makers as unknown as typeof found);
  });
  for (const [name, definition] of makers) {
    describe(name, () => {
      it('is exported under its own name', () => assert.equal(definition.name, name));
      for (const { name: promise, check } of checks) it(promise, () => check(definition));
    });
  }
});

describe('the checks of every schedule catch a fault planted for each', () => {
  const exponential = room.ExponentialDecay.definition;
  const cosine = room.CosineDecay.definition;
  const piecewise = room.PiecewiseConstantDecay.definition;
  type At = AnyScheduleDefinition['at'];
  const changed = (good: AnyScheduleDefinition, at: (at: At) => At): AnyScheduleDefinition => ({
    ...good,
    at: at(good.at),
  });
  const faults: readonly Fault<AnyScheduleDefinition>[] = [
    {
      check: 'the worked examples',
      fault: 'a factor too few',
      definition: changed(exponential, (at) => (step, options) => at(step + 1, options)),
    },
    { check: 'the worked examples', fault: 'no example', definition: { ...cosine, examples: [] } },
    {
      check: 'the rates are those that Keras gives',
      fault: 'a boundary that has the next rate already',
      definition: {
        ...changed(piecewise, (at) => (step, options) => at(step + 1, options)),
        examples: [],
      },
    },
    {
      check: 'the rates are those that Keras gives',
      fault: 'a cosine of 32 bits',
      definition: changed(cosine, (at) => (step, options) => Math.fround(at(step, options))),
    },
    {
      check: 'the rates are those that Keras gives',
      fault: 'a schedule that Keras has not',
      definition: { ...cosine, name: 'SineDecay' },
    },
    {
      check: 'a rate follows from its step alone',
      fault: 'a count of its own',
      definition: (() => {
        const counts = new WeakMap<object, number>();
        return changed(exponential, (at) => (_step, options) => {
          counts.set(options, (counts.get(options) ?? 0) + 1);
          return at(counts.get(options)!, options);
        });
      })(),
    },
    {
      check: 'it keeps its name',
      fault: 'an option that it changes',
      definition: {
        ...exponential,
        check(_who, options) {
          (options as { decaySteps: number }).decaySteps *= 2;
        },
      },
    },
    {
      check: 'impossible options',
      fault: 'an option that nobody checks',
      definition: {
        ...exponential,
        check: (who, options) => exponential.check?.(who, { ...options, decayRate: 0.5 }),
      },
    },
    {
      check: 'an optimizer takes its rate',
      fault: 'a rate that differs when it is asked again',
      definition: (() => {
        let asked = 0;
        return changed(exponential, (at) => (step, options) => at(step, options) + asked++ * 1e-6);
      })(),
    },
  ];
  itCatches(checks, faults);
});

describe('an optimizer with a schedule', () => {
  const wide = { dtype: 'float64' } as const;
  const Linear = room.defineSchedule({
    name: 'Linear',
    options: { slope: 0.01 },
    at: (step, { slope }) => 0.3 - slope * step,
    examples: [],
  });

  it('takes one of the user', () => {
    const sgd = room.SGD({ learningRate: Linear({ slope: 0.02 }) });
    assert.equal(sgd.learningRate, 0.3);
    sgd.iterations = 7;
    assert.closeTo(sgd.learningRate, 0.16, 1e-15);
    assert.strictEqual((sgd.options.learningRate as room.Schedule).name, 'Linear');
  });

  it('counts on from `iterations`, and follows in steps that are replayed', () => {
    for (const make of [room.SGD, room.Adam, room.Nadam]) {
      const options = { learningRate: Linear(), weightDecay: 0.1 };
      const [byHand, replayed] = [parameter([0.7], wide), parameter([0.7], wide)];
      const [first, second] = [make(options), make(options)];
      for (let step = 0; step < 9; step++) {
        byHand.gradient = full([1], 0.3 - 0.1 * step, wide);
        first.apply([byHand]);
      }
      const gradient = full([1], 0, wide);
      let optimizer = second;
      let steps = optimizer.steps([[replayed, gradient]]);
      for (let step = 0; step < 9; step++) {
        if (step === 4) {
          optimizer = make(options);
          optimizer.iterations = second.iterations;
          for (const [i, slot] of optimizer.slots(replayed).entries())
            slot.data.set(second.slots(replayed)[i].data);
          steps = optimizer.steps([[replayed, gradient]]);
        }
        gradient.data[0] = 0.3 - 0.1 * step;
        optimizer.advance();
        steps.forEach(run);
      }
      assert.equal(replayed.value.data[0], byHand.value.data[0], first.name);
    }
  });

  it('refuses another learning rate, and says what to do', () => {
    const adam = room.Adam({ learningRate: Linear() });
    assertRefused(
      () => {
        adam.learningRate = 0.1;
      },
      'StateError',
      'Adam: learningRate follows Linear and cannot be set. Make the optimizer with a number, Adam({ learningRate: 0.3 }), to set it yourself.',
    );
    assert.equal(adam.learningRate, 0.3);
  });

  it('refuses a rate that is none, naming the step', () => {
    const sgd = room.SGD({ learningRate: Linear() });
    sgd.iterations = 40;
    const message =
      'Linear: the rate at step 40 is not usable; expected a number >= 0, received -0.10000000000000003.';
    assertRefused(() => sgd.advance(), 'ArgumentError', message);
    assertRefused(() => sgd.learningRate, 'ArgumentError', message);
    const Lost = room.defineSchedule({ name: 'Lost', options: {}, at: () => Number.NaN, examples: [] });
    assertRefused(() => room.SGD({ learningRate: Lost() }), 'ArgumentError', 'Lost: the rate at step 0');
  });

  it('refuses what looks like a schedule and is none', () => {
    for (const bad of [{ kind: 'optimizer' }, { name: 'Linear', options: {} }, Linear, () => 0.1]) {
      assertRefused(
        () => room.SGD({ learningRate: bad as never }),
        'ArgumentError',
        'SGD: learningRate is not usable; expected a number >= 0, received ',
      );
    }
  });
});

describe('a definition of a schedule', () => {
  it('is checked', () => {
    const good = { name: 'Mine', options: {}, at: () => 0.1 };
    const refused = (wrong: object, message: string) =>
      assertRefused(() => room.defineSchedule(wrong as never), 'ArgumentError', message);
    assert.equal(
      room
        .defineSchedule(good as never)()
        .at(3),
      0.1,
    );
    refused({ ...good, at: undefined }, 'defineSchedule Mine: at is missing; expected a function.');
    refused({ ...good, options: 3 }, 'defineSchedule Mine: options is not usable; expected an object');
    refused(
      { ...good, rates: [] },
      "defineSchedule Mine: unknown key; expected one of 'name', 'options', 'at', 'required', 'check', 'examples', received 'rates'.",
    );
  });
});

describe('schedules refuse what does not fit together', () => {
  const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);
  const { PiecewiseConstantDecay, CosineDecay, CosineDecayRestarts } = room;

  it('boundaries and values', () => {
    refused(
      () => PiecewiseConstantDecay({ boundaries: [3, 7], values: [0.1, 0.2] }),
      'PiecewiseConstantDecay: the number of values does not fit 2 boundaries; expected 3, received 2.',
    );
    refused(
      () => PiecewiseConstantDecay({ boundaries: [3, 9, 7], values: [0.1, 0.2, 0.3, 0.4] }),
      'PiecewiseConstantDecay: boundaries[2] does not come after the one before it; expected a number > 9, received 7.',
    );
    refused(
      () => PiecewiseConstantDecay({ boundaries: [3, 9], values: [0.1, -0.2, 0.3] }),
      'PiecewiseConstantDecay: values[1] is not usable; expected a number >= 0, received -0.2.',
    );
    refused(
      () => PiecewiseConstantDecay({ boundaries: '3', values: [0.1] } as never),
      "PiecewiseConstantDecay: boundaries is not usable; expected a list of numbers, received '3'.",
    );
  });

  it('a warm-up without a target, and periods that shrink', () => {
    refused(
      () => CosineDecay({ initialLearningRate: 0.1, decaySteps: 7, warmupSteps: 3 }),
      'CosineDecay: warmupSteps has no warmupTarget. Give warmupTarget, the learning rate at the end of the warm-up.',
    );
    refused(
      () => CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 7, tMul: 0.9 }),
      'CosineDecayRestarts: tMul is not usable; expected a number >= 1, received 0.9.',
    );
  });
});
