/**
 * What users made themselves in files of models: it is written down by name, given again by `custom`, and never taken for
 * something of this library that has the same name.
 */
import { assert } from 'chai';
import { mean, multiply, scale, square, subtract, tanh } from '../../src/autograd/index.ts';
import { defineMetric } from '../../src/metrics/index.ts';
import {
  BackupAndRestore,
  type CompileOptions,
  type Custom,
  defineConstraint,
  defineInitializer,
  defineLayer,
  defineLoss,
  defineRegularizer,
  Dense,
  Huber,
  Input,
  Lambda,
  type Layer,
  losses,
  MeanSquaredError,
  type Model,
  modelFromBytes,
  modelFromConfig,
  Sequential,
} from '../../src/nn/index.ts';
import { defineOptimizer, defineSchedule, ExponentialDecay, SGD } from '../../src/optim/index.ts';
import type { RandomStream } from '../../src/random/index.ts';
import { type Shape, size, type Tensor, type View } from '../../src/tensor/index.ts';
import { useFolder } from './shared/folder.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertSameState, someRows, stateOf } from './shared/training.ts';

const ROWS = 11;
const [x, t] = [someRows(ROWS, 4, 3), someRows(ROWS, 3, 5)];

const halved = (z: Tensor) => scale(tanh(z), { factor: 0.5 });
const squared = (z: Tensor) => multiply(z, z);
const penalty = (w: Tensor) => scale(mean(square(w)), { factor: 0.07 });
const thirds = (shape: Shape, random: RandomStream) =>
  Float64Array.from({ length: size(shape) }, () => random.uniform() / 3);
const floor = (w: View) => {
  for (let i = 0; i < w.data.length; i++) w.data[i] = Math.max(w.data[i], -0.2);
};

const Slope = defineLayer({
  name: 'Slope',
  positional: 'factor',
  options: { factor: 1, function: 'none', name_of: 'x' },
  outputShape: ([shape]) => shape,
  call: ([z], { options }) => scale(z, { factor: options.factor }),
  examples: [],
});
const Ramp = defineInitializer({
  name: 'ramp',
  options: { top: 0.4 },
  values: (shape, { top }) =>
    Float64Array.from({ length: size(shape) }, (_, i) => (top * (i + 1)) / size(shape)),
  claims: () => null,
});
const Drift = defineRegularizer({
  name: 'drift',
  options: { factor: 0.1 },
  penalty: (w, { factor }) => scale(mean(square(w)), { factor }),
});
const Cap = defineConstraint({
  name: 'cap',
  options: { top: 0.3 },
  apply(w, { top }) {
    for (let i = 0; i < w.data.length; i++) w.data[i] = Math.min(w.data[i], top);
  },
});
const Steps = defineSchedule({
  name: 'Steps',
  options: { first: 0.1 },
  at: (step, { first }) => first / (1 + step),
  examples: [],
});
const Descent = defineOptimizer({
  name: 'Descent',
  options: { learningRate: 0.01 },
  slots: ['sum'],
  update(w, g, { sum }, { learningRate }) {
    for (let i = 0; i < w.data.length; i++) {
      sum.data[i] += g.data[i];
      w.data[i] -= learningRate * sum.data[i];
    }
  },
  examples: [],
});
const errors = (targets: Tensor, predictions: Tensor, weights: Tensor) =>
  scale(losses.mse(targets, predictions, weights), { factor: 3 });
const Scaled = defineLoss({
  name: 'scaled',
  targets: 'numbers',
  options: { factor: 2 },
  call: (a, b, w, { factor }) => scale(losses.mae(a, b, w), { factor }),
  examples: [],
});
const doubled = defineLoss({
  name: 'doubled',
  targets: 'numbers',
  call: (a, b, w) => scale(losses.mae(a, b, w), { factor: 2 }),
  examples: [],
});
const largest = defineMetric({
  name: 'largest',
  direction: 'down',
  best: 0,
  counts: { value: 0 },
  update(counts, targets, predictions) {
    for (let i = 0; i < targets.data.length; i++)
      counts.value = Math.max(counts.value, Math.abs(targets.data[i] - predictions.data[i]));
  },
  result: ({ value }) => value,
  examples: [],
});
const bias = (targets: Tensor, predictions: Tensor) => mean(subtract(targets, predictions));

const plain: CompileOptions = { optimizer: 'sgd', loss: 'mse' };

function net(layers: readonly Layer[], options: CompileOptions = plain): Model {
  const model = Sequential([Input([4]), ...layers, Dense(3, { name: 'salida' })], { seed: 6 });
  model.compile(options);
  return model;
}

/** That a model is the same after it was written and read, and trains on alike. */
function assertComesBack(model: Model, custom: Custom): void {
  model.fit(x, t, { batchSize: 4 });
  const again = modelFromBytes(model.toBytes(), { custom });
  assertSameState(stateOf(again), stateOf(model));
  const numbers = [again, model].map((one) => [
    one.evaluate(x, t, { returnDict: true }),
    one.fit(x, t, { batchSize: 4, epochs: 2 }).history,
  ]);
  assert.deepEqual(numbers[0], numbers[1]);
  assertSameState(stateOf(again), stateOf(model));
  assert.deepEqual(again.toBytes(), model.toBytes());
}

const help = 'Give it by that name when the model is loaded.';
const missing = (what: string, name: string) =>
  `modelFromBytes: the model has ${what} '${name}' that was made by its author; expected custom: { ${name} }. ${help}`;

describe('what users made themselves', () => {
  const cases: Record<string, readonly [make: () => Model, custom: Custom, what: string, name: string]> = {
    'a layer': [() => net([Slope(0.7)]), { Slope }, 'a layer', 'Slope'],
    'an activation': [() => net([Dense(5, { activation: halved })]), { halved }, 'a function', 'halved'],
    'the function of a Lambda': [() => net([Lambda(squared)]), { squared }, 'a function', 'squared'],
    'a penalty': [
      () => net([Dense(5, { kernelRegularizer: penalty })]),
      { penalty },
      'a function',
      'penalty',
    ],
    'an initializer, a function': [
      () => net([Dense(5, { kernelInitializer: thirds })]),
      { thirds },
      'a function',
      'thirds',
    ],
    'a constraint, a function': [
      () => net([Dense(5, { kernelConstraint: floor })]),
      { floor },
      'a function',
      'floor',
    ],
    'an initializer': [
      () => net([Dense(5, { kernelInitializer: Ramp({ top: 0.7 }) })]),
      { ramp: Ramp },
      'something',
      'ramp',
    ],
    'a regularizer': [
      () => net([Dense(5, { kernelRegularizer: Drift({ factor: 0.3 }) })]),
      { drift: Drift },
      'something',
      'drift',
    ],
    'a constraint': [
      () => net([Dense(5, { kernelConstraint: Cap({ top: 0.2 }) })]),
      { cap: Cap },
      'something',
      'cap',
    ],
    'an optimizer': [
      () => net([], { ...plain, optimizer: Descent({ learningRate: 0.07 }) }),
      { Descent },
      'something',
      'Descent',
    ],
    'a schedule': [
      () => net([], { ...plain, optimizer: SGD({ learningRate: Steps({ first: 0.2 }) }) }),
      { Steps },
      'something',
      'Steps',
    ],
    'an optimizer with a schedule of this library': [
      () =>
        net([], {
          ...plain,
          optimizer: Descent({
            learningRate: ExponentialDecay({ initialLearningRate: 0.07, decaySteps: 3, decayRate: 0.6 }),
          }),
        }),
      { Descent },
      'something',
      'Descent',
    ],
    'a loss, a function': [() => net([], { loss: errors }), { errors }, 'a function', 'errors'],
    'a loss': [() => net([], { loss: doubled }), { doubled }, 'a function', 'doubled'],
    'a loss with options': [
      () => net([], { loss: Scaled({ factor: 3 }) }),
      { scaled: Scaled },
      'something',
      'scaled',
    ],
    'a metric': [() => net([], { ...plain, metrics: [largest] }), { largest }, 'a function', 'largest'],
    'a metric, a function': [() => net([], { ...plain, metrics: [bias] }), { bias }, 'a function', 'bias'],
    'a loss as a metric': [
      () => net([], { ...plain, metrics: [doubled] }),
      { doubled },
      'a function',
      'doubled',
    ],
    'a loss with options as a metric': [
      () => net([], { ...plain, metrics: [Scaled({ factor: 5 })] }),
      { scaled: Scaled },
      'something',
      'scaled',
    ],
  };
  for (const [title, [make, custom, what, name]] of Object.entries(cases)) {
    it(`${title}: comes back by its name, and is asked for where it is not given`, () => {
      assertComesBack(make(), custom);
      assertMessage(() => modelFromBytes(make().toBytes()), 'ArgumentError', missing(what, name));
      const others = { custom: { other: custom[Object.keys(custom)[0]] } };
      const byKey = title !== 'a layer'; // layers are known by their types, whatever they are called
      if (byKey)
        assertMessage(() => modelFromBytes(make().toBytes(), others), 'ArgumentError', missing(what, name));
      else modelFromBytes(make().toBytes(), others);
    });
  }

  it('all at once, by configuration too', () => {
    const layers = () => [
      Slope(1.3),
      Dense(5, { activation: halved, kernelInitializer: Ramp(), biasRegularizer: Drift() }),
    ];
    const model = net(layers(), { optimizer: Descent(), loss: errors, metrics: [largest, bias] });
    const custom = { Slope, halved, ramp: Ramp, drift: Drift, Descent, errors, largest, bias };
    assertComesBack(model, custom);
    const config = JSON.parse(JSON.stringify(model.toConfig()));
    const again = modelFromConfig(config, { custom });
    assert.deepEqual(again.toConfig(), model.toConfig());
    assert.deepEqual(model.clone({ custom }).toConfig(), model.toConfig());
    assertMessage(
      () => model.clone(),
      'ArgumentError',
      `clone: the model has a layer 'Slope' that was made by its author; expected custom: { Slope }. ${help}`,
    );
  });

  describe('is not taken for what this library calls by the same name:', () => {
    it('a loss', () => {
      const mse = (a: Tensor, b: Tensor, w: Tensor) => scale(losses.mae(a, b, w), { factor: 7 });
      const model = net([], { loss: mse });
      assertComesBack(model, { mse });
      assertMessage(() => modelFromBytes(model.toBytes()), 'ArgumentError', missing('a function', 'mse'));
    });

    it('a metric', () => {
      const accuracy = defineMetric({ ...largest.definition, name: 'accuracy' });
      const mae = (a: Tensor, b: Tensor) => scale(bias(a, b), { factor: 3 });
      for (const [metric, custom] of [
        [accuracy, { accuracy }],
        [mae, { mae }],
      ] as const) {
        const model = net([], { ...plain, metrics: [metric as typeof bias] });
        assertComesBack(model, custom as Custom);
        const [name] = Object.keys(custom);
        assertMessage(() => modelFromBytes(model.toBytes()), 'ArgumentError', missing('a function', name));
      }
    });

    it('a layer, an initializer, a regularizer, a constraint', () => {
      const cases = [
        ['ReLU', 'a layer', (make: typeof Slope) => net([make(0.7)]), defineLayer],
        ['InputLayer', 'a layer', (make: typeof Slope) => net([make(0.7)]), defineLayer],
      ] as const;
      for (const [name, what, model, define] of cases) {
        const made = define({ ...Slope.definition, name }) as unknown as typeof Slope;
        assertComesBack(model(made), { made });
        assertMessage(() => modelFromBytes(model(made).toBytes()), 'ArgumentError', missing(what, name));
      }
      const ones = defineInitializer<{ top: number }>({ ...Ramp.definition, name: 'ones' });
      const l2 = defineRegularizer<{ factor: number }>({ ...Drift.definition, name: 'l2' });
      const max_norm = defineConstraint<{ top: number }>({ ...Cap.definition, name: 'max_norm' });
      const layers: readonly (readonly [name: string, layer: () => Layer, custom: Custom])[] = [
        ['ones', () => Dense(5, { kernelInitializer: ones({ top: 0.7 }) }), { ones }],
        ['l2', () => Dense(5, { kernelRegularizer: l2({ factor: 0.3 }) }), { l2 }],
        ['max_norm', () => Dense(5, { kernelConstraint: max_norm({ top: 0.2 }) }), { max_norm }],
      ];
      for (const [name, layer, custom] of layers) {
        assertComesBack(net([layer()]), custom);
        const bytes = net([layer()]).toBytes();
        assertMessage(() => modelFromBytes(bytes), 'ArgumentError', missing('something', name));
      }
    });

    it('an optimizer, a schedule, a loss with options, in training and watched', () => {
      const sgd = defineOptimizer({ ...Descent.definition, name: 'SGD' }) as typeof Descent;
      const Decay = defineSchedule({ ...Steps.definition, name: 'CosineDecay' }) as typeof Steps;
      const huber = defineLoss<{ factor: number }>({ ...Scaled.definition, name: 'huber' } as never);
      const cases: readonly (readonly [name: string, options: () => CompileOptions, custom: Custom])[] = [
        ['SGD', () => ({ ...plain, optimizer: sgd({ learningRate: 0.07 }) }), { SGD: sgd }],
        [
          'CosineDecay',
          () => ({ ...plain, optimizer: SGD({ learningRate: Decay({ first: 0.2 }) }) }),
          { CosineDecay: Decay },
        ],
        ['huber', () => ({ loss: huber({ factor: 3 }) }), { huber }],
        ['huber', () => ({ ...plain, metrics: [huber({ factor: 3 })] }), { huber }],
      ];
      for (const [name, options, custom] of cases) {
        assertComesBack(net([], options()), custom);
        const bytes = net([], options()).toBytes();
        assertMessage(() => modelFromBytes(bytes), 'ArgumentError', missing('something', name));
      }
      const own = net([], { ...plain, optimizer: sgd({ learningRate: Decay({ first: 0.2 }) }) });
      assertComesBack(own, { SGD: sgd, CosineDecay: Decay });
    });

    it('nor the other way round: what is of this library needs nobody', () => {
      const model = net([Dense(5, { kernelRegularizer: 'l2' })], { loss: Huber({ delta: 0.7 }) });
      assertComesBack(model, { l2: Drift, huber: Scaled, Dense: Slope, SGD: Descent });
    });

    it('a name that objects have', () => {
      const model = net([Dense(5, { activation: halved })]);
      const config = JSON.parse(JSON.stringify(model.toConfig()).replaceAll('halved', 'toString'));
      assertMessage(
        () => modelFromConfig(config),
        'ArgumentError',
        `modelFromConfig: the model has a function 'toString' that was made by its author; expected custom: { toString }. ${help}`,
      );
    });
  });

  it('of this library needs no name: losses and makers of losses, as loss and as metric', () => {
    for (const metrics of [
      [MeanSquaredError],
      [MeanSquaredError()],
      [losses.mae],
      [Huber({ delta: 0.4 })],
      ['mse' as const],
    ])
      assertComesBack(net([], { loss: Huber({ delta: 0.7 }), metrics }), {});
  });

  describe('under one name', () => {
    const two = (kind: string, name: string) =>
      `two ${kind}s are called '${name}'. Rename one of them: custom: { ${name} } gives one when the model is loaded.`;
    const other = {
      halved: (z: Tensor) => scale(z, { factor: 0.3 }),
      errors: (a: Tensor) => mean(square(a)),
    };

    it('may stand in several places, if it is the same', () => {
      const layers = [Dense(5, { activation: halved }), Slope(2), Dense(4, { activation: halved }), Slope(3)];
      assertComesBack(net(layers, { loss: doubled, metrics: [doubled] }), { halved, Slope, doubled });
    });

    it('is refused, if it is not: functions, layers, and what is of two kinds', () => {
      const Other = defineLayer({ ...Slope.definition }) as unknown as typeof Slope;
      const drift = (w: Tensor) => mean(square(w));
      const cases: readonly (readonly [model: Model, kind: string, name: string])[] = [
        [net([Dense(5, { activation: halved }), Dense(4, { activation: other.halved })]), 'thing', 'halved'],
        [net([Slope(2), Other(3)]), 'layer', 'Slope'],
        [
          net([Dense(5, { kernelRegularizer: Drift({ factor: 0.3 }), biasRegularizer: drift })]),
          'thing',
          'drift',
        ],
      ];
      for (const [model, kind, name] of cases) {
        const message = `toConfig: ${two(kind, name)}`;
        for (const write of [() => model.toBytes(), () => model.toConfig()])
          assertMessage(write, 'StateError', message);
      }
    });

    it('is refused of losses and metrics too', () => {
      const model = net([], { loss: errors, metrics: [other.errors] });
      assertMessage(() => model.toBytes(), 'StateError', `toBytes: ${two('thing', 'errors')}`);
    });

    it('is refused of a layer and a loss, which stand in one file', () => {
      const activation = { doubled: (z: Tensor) => scale(z, { factor: 0.3 }) }.doubled;
      const model = net([Dense(5, { activation })], { loss: doubled });
      assertMessage(() => model.toBytes(), 'StateError', `toBytes: ${two('thing', 'doubled')}`);
    });
  });

  it('is made by makers: what was made already is refused', () => {
    const bytes = net([Dense(5, { kernelInitializer: Ramp() })]).toBytes();
    assertMessage(
      () => modelFromBytes(bytes, { custom: { ramp: Ramp() } }),
      'ArgumentError',
      'modelFromBytes: custom.ramp is no maker; expected what makes it of its options, as define… gave it, received an initializer.',
    );
  });

  describe('without a name', () => {
    const nameless = <F>(call: F): F => [call][0];

    it('cannot be written: the message says whose, and how to name it', () => {
      const naming = 'Give it one: const halved = (x) => …; and load the model with custom: { halved }.';
      const models: Record<string, Model> = {
        'activation of dense': net([Dense(5, { activation: nameless((z: Tensor) => tanh(z)) })]),
        'function of lambda': net([Lambda(nameless((z: Tensor) => tanh(z)))]),
        'kernelRegularizer of dense': net([
          Dense(5, { kernelRegularizer: nameless((w: Tensor) => mean(square(w))) }),
        ]),
      };
      for (const [what, model] of Object.entries(models)) {
        const message = `toConfig: ${what} is a function without a name. ${naming}`;
        for (const write of [() => model.toBytes(), () => model.toConfig(), () => model.clone()])
          assertMessage(write, 'StateError', message);
        assert.isAbove(model.toBytes('weights').length, 0, 'weights need no names');
      }
    });

    it('but that of the option, which JavaScript gives to a function in place, cannot be written either', () => {
      const naming = 'Give it one: const halved = (x) => …; and load the model with custom: { halved }.';
      const models: Record<string, Model> = {
        'activation of dense': net([Dense(5, { activation: (z) => tanh(z) })]),
        'function of lambda': net([Lambda({ function: (z) => tanh(z) })]),
        'kernelRegularizer of dense': net([Dense(5, { kernelRegularizer: (w) => mean(square(w)) })]),
        'kernelInitializer of dense': net([
          Dense(5, { kernelInitializer: (shape) => new Array<number>(size(shape)).fill(0.1) }),
        ]),
        'biasConstraint of dense': net([Dense(5, { biasConstraint: () => {} })]),
      };
      for (const [what, model] of Object.entries(models)) {
        const message = `toConfig: ${what} is a function with no name but that of its option. ${naming}`;
        assertMessage(() => model.toBytes(), 'StateError', message);
      }
      const loss = net([], { loss: (a: Tensor, b: Tensor, w: Tensor) => losses.mae(a, b, w) });
      assertMessage(
        () => loss.toBytes(),
        'StateError',
        `toBytes: loss is a function with no name but that of its option. ${naming}`,
      );
    });

    it('is no loss or metric that can be written', () => {
      const naming = 'Give it one: const halved = (x) => …; and load the model with custom: { halved }.';
      const cases: readonly (readonly [what: string, options: CompileOptions])[] = [
        ['loss', { loss: nameless(((a, b, w) => losses.mae(a, b, w)) as typeof errors) }],
        ['a metric', { ...plain, metrics: [(a, b) => mean(subtract(a, b))] }],
      ];
      for (const [what, options] of cases) {
        const message = `toBytes: ${what} is a function without a name. ${naming}`;
        assertMessage(() => net([], options).toBytes(), 'StateError', message);
      }
    });
  });

  describe('in BackupAndRestore', () => {
    const folder = useFolder();

    it('needs no names, as the model is there', () => {
      const make = () => net([Slope(0.7)], { optimizer: Descent(), loss: errors, metrics: [largest] });
      const stopping = (epochs: number) => ({
        onEpochEnd(epoch: number) {
          if (epoch === epochs) throw new Error('planted');
        },
      });
      const whole = make();
      const { history } = whole.fit(x, t, { epochs: 5, batchSize: 4 });
      const backup = folder().at('copia');
      const broken = make();
      const callbacks = [BackupAndRestore(backup), stopping(2)];
      assert.throws(() => broken.fit(x, t, { epochs: 5, batchSize: 4, callbacks }), 'planted');
      const again = make();
      const rest = again.fit(x, t, {
        epochs: 5,
        batchSize: 4,
        callbacks: [BackupAndRestore(backup)],
      });
      assert.deepEqual(rest.epoch, [3, 4]);
      assert.deepEqual(rest.history.loss, history.loss.slice(3));
      assertSameState(stateOf(again), stateOf(whole));
    });
  });
});
