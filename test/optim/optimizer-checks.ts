/**
 * The checks that every optimizer must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import { type AnyOptimizerDefinition, defineOptimizer, type Optimizer } from '../../src/optim/index.ts';
import { type Parameter, parameter, run, Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic } from '../shared/values.ts';
import { paths, walk } from './peer-paths.ts';
import { casesOf, trainByHand } from './peer-training.ts';

type Options = Readonly<Record<string, number | boolean | string>>;

const ROWS = 2;
const COLUMNS = 3;
const SIZE = ROWS * COLUMNS;

/** Generic start values, or these. */
function weights(dtype: 'float32' | 'float64', values = generic(SIZE, [-1.5, 1.5], { seed: 3 })): Parameter {
  return parameter({ data: values, shape: [ROWS, COLUMNS] }, { dtype });
}

/** Generic gradients, other ones in every step. */
const gradients = (step: number): number[] => generic(SIZE, [-1.2, 1.7], { seed: 50 + step });

function setGradient(w: Parameter, values: ArrayLike<number>): void {
  w.gradient ??= new Tensor(w.value.data.slice(), w.shape);
  w.gradient.data.set(values);
}

/** Updates by hand, the gradient of each step written anew. */
function update(optimizer: Optimizer, w: Parameter, from: number, to: number): void {
  for (let step = from; step < to; step++) {
    setGradient(w, gradients(step));
    optimizer.apply([w]);
  }
}

const numbers = (w: Parameter): number[] => Array.from(w.value.data);
const slotsOf = (optimizer: Optimizer, w: Parameter): number[][] =>
  optimizer.slots(w).map(({ data }) => Array.from(data));

/** The defaults, and the options of each example: between them every form of the rule. */
function* forms(definition: AnyOptimizerDefinition): Generator<(options?: Options) => Optimizer> {
  assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
  const make = defineOptimizer(definition);
  for (const options of [{}, ...definition.examples.map((example) => example.options)]) {
    yield (more = {}) => make({ ...options, ...more } as never);
  }
}

/** Learning rates for rules whose steps shrink as they go, or begin with next to nothing. */
const BOLD: Readonly<Record<string, number>> = { Adagrad: 0.3, Adadelta: 2 };

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyOptimizerDefinition): void }[] = [
  {
    name: 'the worked examples come out to the last digit, in every element',
    check(definition) {
      assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
      for (const example of definition.examples) {
        const { weight, gradients, after } = example;
        assert.isAtLeast(after.length, 3, 'an example of fewer than three updates');
        assert.equal(after.length, gradients.length, 'as many gradients as results');
        const optimizer = defineOptimizer(definition)(example.options as never);
        const w = weights('float64', new Array(SIZE).fill(weight));
        gradients.forEach((gradient, step) => {
          setGradient(w, new Array(SIZE).fill(gradient));
          optimizer.apply([w]);
          for (const value of w.value.data) {
            const off = Math.abs(value - after[step]) / Math.abs(after[step]);
            assert.isAtMost(off, 1e-15, `update ${step + 1}: ${value} in place of ${after[step]}`);
          }
        });
      }
    },
  },
  {
    name: 'a gradient of zero moves nothing at a fresh state, nor does a learning rate of zero',
    check(definition) {
      for (const make of forms(definition)) {
        const w = weights('float64');
        const before = numbers(w);
        const optimizer = make({ weightDecay: 0 });
        for (let step = 0; step < 3; step++) {
          setGradient(w, new Array(SIZE).fill(0));
          optimizer.apply([w]);
        }
        assert.deepEqual(numbers(w), before, 'a gradient of zero');
        update(make({ learningRate: 0 }), w, 0, 3);
        assert.deepEqual(numbers(w), before, 'a learning rate of zero');
      }
    },
  },
  {
    name: 'a bowl is descended',
    check(definition) {
      const curvature = generic(SIZE, [0.4, 3.1], { seed: 8 });
      const bottom = generic(SIZE, [-0.9, 0.8], { seed: 9 });
      for (const make of forms(definition)) {
        const w = weights('float64');
        const slope = () => numbers(w).map((x, i) => curvature[i] * (x - bottom[i]));
        const height = () => numbers(w).reduce((s, x, i) => s + (curvature[i] / 2) * (x - bottom[i]) ** 2, 0);
        const start = height();
        const optimizer = make({ learningRate: BOLD[definition.name] ?? 0.01 });
        for (let step = 0; step < 1000; step++) {
          setGradient(w, slope());
          optimizer.apply([w]);
        }
        assert.isBelow(height(), 1e-3 * start, 'height after 1000 steps');
      }
    },
  },
  {
    name: 'a run continued from saved iterations and slots has the bits of one that never stopped',
    check(definition) {
      for (const make of forms(definition)) {
        const [through, stopped] = [weights('float32'), weights('float32')];
        const [whole, first, second] = [make(), make(), make()];
        update(whole, through, 0, 9);
        update(first, stopped, 0, 4);
        const resumed = weights('float32', numbers(stopped));
        second.iterations = first.iterations;
        second.slots(resumed).forEach(({ data }, i) => {
          data.set(first.slots(stopped)[i].data);
        });
        update(second, resumed, 4, 9);
        assert.equal(second.iterations, 9);
        assert.deepEqual(numbers(resumed), numbers(through));
        assert.deepEqual(slotsOf(second, resumed), slotsOf(whole, through));
      }
    },
  },
  {
    name: 'steps that are replayed, as a Program does, have the bits of `apply`',
    check(definition) {
      for (const make of forms(definition)) {
        const [byHand, replayed] = [weights('float32'), weights('float32')];
        const [applied, optimizer] = [make(), make()];
        update(applied, byHand, 0, 7);
        const gradient = new Tensor(new Float32Array(SIZE), replayed.shape);
        const steps = optimizer.steps(new Map([[replayed, gradient]]));
        for (let step = 0; step < 7; step++) {
          gradient.data.set(gradients(step));
          optimizer.advance();
          steps.forEach(run);
          const kept = Array.from(Float32Array.from(gradients(step)));
          assert.deepEqual(Array.from(gradient.data), kept, 'an update changed the gradient');
        }
        assert.isNull(replayed.gradient, 'steps look at the gradient they were given only');
        assert.deepEqual(numbers(replayed), numbers(byHand));
        assert.deepEqual(slotsOf(optimizer, replayed), slotsOf(applied, byHand));
      }
    },
  },
  {
    name: 'a learning rate set later counts in steps that exist already',
    check(definition) {
      for (const make of forms(definition)) {
        const [w, expected] = [weights('float32'), weights('float32')];
        const optimizer = make({ learningRate: 0.3 });
        const gradient = new Tensor(Float32Array.from(gradients(0)), w.shape);
        const steps = optimizer.steps([[w, gradient]]);
        optimizer.learningRate = 0.07;
        optimizer.advance();
        steps.forEach(run);
        update(make({ learningRate: 0.07 }), expected, 0, 1);
        assert.deepEqual(numbers(w), numbers(expected));
        assert.equal(optimizer.learningRate, 0.07);
      }
    },
  },
  {
    name: 'what is remembered of one parameter or by one optimizer is not seen by another',
    check(definition) {
      for (const make of forms(definition)) {
        const [a, b] = [weights('float32'), weights('float32', generic(SIZE, [-2, 2], { seed: 4 }))];
        const [alone, other] = [weights('float32'), weights('float32', numbers(b))];
        const [optimizer, mine, another] = [make(), make(), make()];
        for (let step = 0; step < 4; step++) {
          setGradient(a, gradients(step));
          setGradient(b, gradients(step + 20));
          optimizer.apply([a, b]);
        }
        for (let step = 0; step < 4; step++) {
          update(mine, alone, step, step + 1);
          update(another, other, step + 20, step + 21);
        }
        assert.deepEqual([numbers(a), numbers(b)], [numbers(alone), numbers(other)]);
      }
    },
  },
  {
    name: 'slots start as promised, one array of the shape of the parameter each, and are always the same',
    check(definition) {
      for (const make of forms(definition)) {
        const optimizer = make();
        const w = weights('float32');
        const slots = optimizer.slots(w);
        const names = optimizer.slotNames(w);
        const starts = names.map((name) => Math.fround(definition.starts?.[name]?.(optimizer.options) ?? 0));
        assert.includeMembers(names, [...(definition.slots ?? [])]);
        assert.equal(slots.length, names.length, 'as many names as slots');
        for (const [i, slot] of slots.entries()) {
          assert.deepEqual([...slot.shape], [ROWS, COLUMNS]);
          assert.equal(slot.dtype, 'float32');
          assert.deepEqual(Array.from(slot.data), new Array(SIZE).fill(starts[i]));
        }
        update(optimizer, w, 0, 2);
        assert.isTrue(optimizer.slots(w).every((slot, i) => slot === slots[i]));
        for (const [i, { data }] of slots.entries())
          assert.isTrue(
            data.some((value) => value !== starts[i]),
            'a slot without use',
          );
      }
    },
  },
  {
    name: 'Float32 agrees with Float64',
    check(definition) {
      for (const make of forms(definition)) {
        const [narrow, wide] = [weights('float32'), weights('float64')];
        update(make(), narrow, 0, 6);
        update(make(), wide, 0, 6);
        assertClose(narrow.value.data, wide.value.data, 2e-6, 'weights');
      }
    },
  },
  {
    name: 'impossible options are refused by name, and options that do not exist with a list of those that do',
    check(definition) {
      const { name, options, ranges } = definition;
      const make = defineOptimizer(definition) as (options: object) => Optimizer;
      for (const [key, value] of Object.entries(options as Options)) {
        const wrong = { number: [Number.NaN, '0.1', -1e9, null], boolean: [1, 'yes'], string: ['kears', 3] };
        for (const bad of wrong[typeof value as keyof typeof wrong]) {
          assertRefused(() => make({ [key]: bad }), 'ArgumentError', `${name}: `, key);
        }
        if (typeof value === 'number') assert.isDefined(ranges?.[key], `${key} has no range`);
      }
      const names = Object.keys(make({}).options).map((key) => `'${key}'`);
      assert.includeMembers(
        names,
        Object.keys(options).map((key) => `'${key}'`),
      );
      const message = `${name}: unknown option; expected one of ${names.join(', ')}, received 'learningrate'. Did you mean 'learningRate'?`;
      assertRefused(() => make({ learningrate: 0.1 }), 'ArgumentError', message);
    },
  },
  {
    name: 'ten steps agree with those that Keras and PyTorch made',
    check(definition) {
      const make = defineOptimizer(definition);
      const own = paths.filter(({ optimizer }) => optimizer === definition.name);
      assert.isAbove(own.length, 0, `test/peers/optimizers.json has no path by ${definition.name}`);
      for (const { options, dtype, path } of own) {
        // Keras rounds 0.96 to Float32 in Nadam, whatever the type of the weights.
        const wide = definition.name === 'Nadam' && !('convention' in options) ? 2e-8 : 1e-14;
        const bound = dtype === 'float64' ? wide : 5e-7;
        for (const [step, weights] of walk(make(options as never), dtype).entries())
          assertClose(weights, path[step], bound, `${JSON.stringify(options)}, ${dtype}, update ${step + 1}`);
      }
      for (const stored of casesOf(definition.name)) {
        const { losses, weights } = trainByHand(stored, make(stored.optimizer.options as never));
        assertClose(losses, stored.stepLosses, 1e-5, `${stored.name}: losses`);
        weights.forEach(({ data }, i) => {
          assertClose(data, stored.finalWeights[i].values, 1e-5, `${stored.name}: weights ${i}`);
        });
      }
    },
  },
];
