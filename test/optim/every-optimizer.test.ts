/**
 * Every optimizer through every check, and every check against a fault planted for it.
 */
import { assert } from 'chai';
import type { AnyOptimizerDefinition } from '../../src/optim/index.ts';
import * as room from '../../src/optim/index.ts';
import type { View } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { checks } from './optimizer-checks.ts';

const makers = Object.entries(room).flatMap(([name, value]) =>
  'definition' in value && 'update' in value.definition ? [[name, value.definition] as const] : [],
);

describe('every optimizer', () => {
  it('is found in the room', () =>
    assert.includeMembers(
      makers.map(([name]) => name),
      ['SGD', 'RMSprop', 'Adam', 'AdamW', 'Adagrad', 'Adadelta', 'Adamax', 'Nadam', 'Lion'],
    ));
  it('is found by its name in small letters, and by nothing else', () => {
    const found = Object.entries(room.optimizers).map(([name, { definition }]) => [name, definition]);
    assert.sameDeepMembers(
      found,
      makers.map(([name, definition]) => [name.toLowerCase(), definition]),
    );
  });
  for (const [name, definition] of makers) {
    describe(name, () => {
      it('is exported under its own name', () => assert.equal(definition.name, name));
      for (const { name: promise, check } of checks) it(promise, () => check(definition));
    });
  }
});

describe('the checks of every optimizer catch a fault planted for each', () => {
  const sgd = room.SGD.definition;
  const rmsprop = room.RMSprop.definition;
  const adam = room.Adam.definition;
  const nadam = room.Nadam.definition;
  type Given = Record<string, number>;
  type Update = (w: View, g: View, slots: Record<string, View>, given: Given) => void;
  /** The definition with another update, which may call the right one. */
  const updating = (
    good: AnyOptimizerDefinition,
    make: (update: Update) => Update,
  ): AnyOptimizerDefinition => ({
    ...good,
    update: make(good.update as unknown as Update) as never,
  });
  const plain = (loop: (w: View, g: View, i: number, given: Given) => void): AnyOptimizerDefinition => ({
    ...sgd,
    options: { learningRate: 0.01 },
    slotsWhen: {},
    choices: {},
    examples: [sgd.examples[0]],
    update: ((w, g, _slots, given) => {
      for (let i = 0; i < w.data.length; i++) loop(w, g, i, given);
    }) as Update as never,
  });

  const faults: readonly Fault<AnyOptimizerDefinition>[] = [
    {
      check: 'the worked examples',
      fault: 'a momentum that looks ahead where it should not',
      definition: updating(
        sgd,
        (update) => (w, g, slots, given) => update(w, g, slots, { ...given, nesterov: 1 }),
      ),
    },
    {
      check: 'the worked examples',
      fault: 'an epsilon in the wrong place',
      definition: updating(
        adam,
        (update) => (w, g, slots, given) => update(w, g, slots, { ...given, offset: given.offset * 1.001 }),
      ),
    },
    {
      check: 'the worked examples',
      fault: 'a loop that stops before the last element',
      definition: plain((w, g, i, { learningRate }) => {
        if (i < w.data.length - 1) w.data[i] -= learningRate * g.data[i];
      }),
    },
    { check: 'the worked examples', fault: 'no example', definition: { ...sgd, examples: [] } },
    {
      check: 'a gradient of zero',
      fault: 'a decay of the weights that nobody asked for',
      definition: plain((w, g, i, { learningRate }) => {
        w.data[i] -= learningRate * (g.data[i] + 1e-9 * w.data[i]);
      }),
    },
    {
      check: 'a gradient of zero',
      fault: 'a step that does not ask for the learning rate',
      definition: plain((w, g, i) => {
        w.data[i] -= 1e-3 * g.data[i];
      }),
    },
    {
      check: 'a bowl',
      fault: 'a step uphill',
      definition: plain((w, g, i, { learningRate }) => {
        w.data[i] += learningRate * g.data[i];
      }),
    },
    {
      check: 'a bowl',
      fault: 'a multiplication where it should divide',
      definition: updating(adam, () => (w, g, { m, v }, { beta1, beta2, alpha }) => {
        for (let i = 0; i < w.data.length; i++) {
          m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
          v.data[i] += (g.data[i] ** 2 - v.data[i]) * (1 - beta2);
          w.data[i] -= alpha * m.data[i] * Math.sqrt(v.data[i]);
        }
      }),
    },
    {
      check: 'a run continued',
      fault: 'a memory outside the slots',
      definition: (() => {
        const kept = new WeakMap<View, number[]>();
        return plain((w, g, i, { learningRate }) => {
          const velocity = kept.get(w) ?? [];
          kept.set(w, velocity);
          velocity[i] = 0.9 * (velocity[i] ?? 0) - learningRate * g.data[i];
          w.data[i] += velocity[i];
        });
      })(),
    },
    {
      check: 'a run continued',
      fault: 'a count of steps that is not `iterations`',
      definition: (() => {
        const counts = new WeakMap<object, number>();
        return {
          ...adam,
          advance: (given: Given) => {
            counts.set(given, (counts.get(given) ?? 0) + 1);
            adam.advance?.(given, counts.get(given)!);
          },
        } as AnyOptimizerDefinition;
      })(),
    },
    {
      check: 'steps that are replayed',
      fault: 'an update that changes the gradient',
      definition: plain((w, g, i, { learningRate }) => {
        g.data[i] *= learningRate;
        w.data[i] -= g.data[i];
      }),
    },
    {
      check: 'a learning rate set later',
      fault: 'a learning rate that is baked in at the first step',
      definition: (() => {
        let first: number | undefined;
        return {
          ...plain(() => {}),
          slotsWhen: {
            none: ({ learningRate }: Given) => {
              first = learningRate;
              return false;
            },
          },
          update: ((w, g) => {
            for (let i = 0; i < w.data.length; i++) w.data[i] -= first! * g.data[i];
          }) as Update as never,
        } as AnyOptimizerDefinition;
      })(),
    },
    {
      check: 'what is remembered of one parameter',
      fault: 'one velocity for all parameters of a length',
      definition: (() => {
        const kept = new Map<object, Float64Array>();
        return plain((w, g, i, given) => {
          const velocity = kept.get(given) ?? new Float64Array(w.data.length);
          kept.set(given, velocity);
          velocity[i] = 0.9 * velocity[i] - given.learningRate * g.data[i];
          w.data[i] += velocity[i];
        });
      })(),
    },
    {
      check: 'slots start as promised',
      fault: 'a slot that nothing is written to',
      definition: { ...sgd, slots: ['idle'] } as AnyOptimizerDefinition,
    },
    {
      check: 'a run continued',
      fault: 'a product that goes on from wherever it was',
      definition: {
        ...nadam,
        advance: ((given: Given, step: number) => {
          given.factors = step - 1;
          given.product ||= 1;
          nadam.advance?.(given, step);
        }) as never,
      },
    },
    {
      check: 'Float32 agrees',
      fault: 'a formula that cancels digits in Float32',
      definition: updating(rmsprop, (update) => (w, g, slots, given) => {
        for (let i = 0; i < w.data.length; i++) w.data[i] += 1000;
        for (let i = 0; i < w.data.length; i++) w.data[i] -= 1000;
        update(w, g, slots, given);
      }),
    },
    {
      check: 'impossible options',
      fault: 'an option without a range',
      definition: { ...adam, ranges: { ...adam.ranges, beta1: {} } },
    },
    {
      check: 'impossible options',
      fault: 'a convention that is not checked',
      definition: { ...sgd, choices: { convention: ['keras', 'course', 'pytorch', 'kears'] } },
    },
    {
      check: 'ten steps',
      fault: 'an optimizer without a stored path',
      definition: { ...sgd, name: 'Slug' },
    },
    {
      check: 'ten steps',
      fault: 'a bias correction that counts from 0',
      definition: {
        ...adam,
        advance: ((given: Given, step: number) => adam.advance?.(given, step + 1)) as never,
      },
    },
    {
      check: 'ten steps',
      fault: "the course's convention as the default",
      definition: { ...adam, options: { ...adam.options, convention: 'course' } },
    },
  ];

  itCatches(checks, faults);
});
