/**
 * What models of several inputs and outputs refuse: data that fit none of them, and what `compile` and `Model` are given
 * in wrong numbers or by wrong names.
 */
import {
  type CompileOptions,
  Concatenate,
  Dense,
  type FitOptions,
  Input,
  Model,
} from '../../src/nn/index.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertSameBits, someClasses, someRows } from './shared/training.ts';

const ROWS = 11;
const [xa, xb] = [someRows(ROWS, 4, 1), someRows(ROWS, 3, 2)];
const [tClass, tValue] = [someClasses(ROWS, 3, 3), someRows(ROWS, 2, 4)];
const [x, t] = [[xa, xb] as const, [tClass, tValue] as const];

function graph() {
  const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [3], name: 'b' })];
  const met = Concatenate()(Dense(5, { activation: 'tanh' })(a), b);
  const clase = Dense(3, { activation: 'softmax', name: 'clase' })(met);
  return Model({ inputs: [a, b], outputs: [clase, Dense(2, { name: 'valor' })(met)], seed: 9 });
}

const compile: CompileOptions = { optimizer: 'adam', loss: ['categorical_crossentropy', 'mse'] };

function net() {
  const model = graph();
  model.compile(compile);
  return model;
}

/** A method that takes whatever a user may give. */
const callOf = (model: object, name: string) => {
  const method = (model as Readonly<Record<string, (...given: unknown[]) => unknown>>)[name];
  return method.bind(model);
};

describe('a model of several inputs and outputs refuses', () => {
  const model = net();
  const inputs = 'the model has 2 inputs, x does not; expected a list of 2, or { a, b }, received';
  const outputs = 'the model has 2 outputs, t does not; expected a list of 2, or { clase, valor }, received';
  // biome-ignore format: one case a line
  const badData: readonly (readonly [what: string, x: unknown, t: unknown, kind: string, words: string])[] = [
    ['one table of rows', xa.toArray(), t, 'ArgumentError', `${inputs} a list of 11.`],
    ['a Tensor', xa, t, 'ArgumentError', `${inputs} an object of Tensor kind.`],
    ['one input', [xa], t, 'ArgumentError', `${inputs} a list of 1.`],
    ['three inputs', [xa, xb, xa], t, 'ArgumentError', `${inputs} a list of 3.`],
    ['a missing name', { a: xa }, t, 'ArgumentError', "x has no 'b'; expected a list of 2, or { a, b }."],
    ['a wrong name', { a: xa, c: xb }, t, 'ArgumentError', "unknown name in x; expected one of 'a', 'b', received 'c'. Did you mean 'a'?"],
    ['inputs in another order', [xb, xa], t, 'ShapeError', 'x[0] does not fit the model; expected [rows, 4], received [11, 3].'],
    ['other columns by name', { a: xa, b: xa }, t, 'ShapeError', 'x.b does not fit the model; expected [rows, 3], received [11, 4].'],
    ['inputs of different rows', [xa, someRows(7, 3)], t, 'ShapeError', 'x[0] and x[1] differ in rows; expected 11 rows of x[1] for x[0] [11, 4], received x[1] [7, 3].'],
    ['NaN', { a: xa, b: (xb.toArray() as number[][]).with(2, [1, 2, Number.NaN]) }, t, 'ArgumentError', 'x.b holds a number that is not finite; expected finite numbers, received NaN in row 2, column 2.'],
    ['one list of targets', x, tClass, 'ArgumentError', `${outputs} an object of Tensor kind.`],
    ['three outputs', x, [tClass, tValue, tValue], 'ArgumentError', `${outputs} a list of 3.`],
    ['a missing output', x, { clase: tClass }, 'ArgumentError', "t has no 'valor'; expected a list of 2, or { clase, valor }."],
    ['a misspelt output', x, { clase: tClass, Valor: tValue }, 'ArgumentError', "unknown name in t; expected one of 'clase', 'valor', received 'Valor'. Did you mean 'valor'?"],
    ['targets of other rows', x, [tClass, someRows(7, 2)], 'ShapeError', 'x and t[1] differ in rows; expected 11 rows of t[1] for x [11, 4], received t[1] [7, 2].'],
    ['targets in another order', x, [tValue, tClass], 'ShapeError', 'the targets do not fit categorical_crossentropy; expected t [rows, 3], received [11, 2]. Targets of 2 columns need a last layer of 2 units.'],
  ];
  for (const [what, badX, badT, kind, words] of badData) {
    it(what, () => {
      const before = model.getWeights();
      for (const who of ['fit', 'evaluate', 'trainOnBatch', 'gradients'] as const)
        assertMessage(() => callOf(model, who)(badX, badT), kind, `${who}: ${words}`);
      if (badT === t)
        for (const who of ['predict', 'predictOnBatch', 'call', 'activations'] as const)
          assertMessage(() => callOf(model, who)(badX), kind, `${who}: ${words}`);
      assertSameBits(model.getWeights(), before);
    });
  }

  it('weights that fit no output', () => {
    const ones = new Array(ROWS).fill(1) as number[];
    const cases: readonly (readonly [unknown, kind: string, words: string])[] = [
      [
        [ones],
        'ArgumentError',
        'the model has 2 outputs, sampleWeight does not; expected a list of 2, or { clase, valor }, received a list of 1.',
      ],
      [
        { clase: ones },
        'ArgumentError',
        "sampleWeight has no 'valor'; expected a list of 2, or { clase, valor }.",
      ],
      [
        [ones, ones.slice(1)],
        'ShapeError',
        'sampleWeight[1] is not one number for each row; expected [11], received [10].',
      ],
      [
        { clase: ones, valor: ones.with(3, -1) },
        'ArgumentError',
        'sampleWeight.valor[3] is not usable; expected a number >= 0, received -1.',
      ],
    ];
    for (const [sampleWeight, kind, words] of cases) {
      const options = { sampleWeight } as FitOptions;
      assertMessage(() => model.fit(x, t, options as never), kind, `fit: ${words}`);
    }
    const message =
      'fit: classWeight goes with one output only. Give sampleWeight, one list for each output.';
    assertMessage(() => model.fit(x, t, { classWeight: { 0: 2 } }), 'ArgumentError', message);
  });

  it('classes of several outputs', () => {
    const message =
      'predictClasses: functional has 2 outputs. Take predict, and of each output the largest in each row.';
    assertMessage(() => model.predictClasses(x), 'ArgumentError', message);
  });
});

describe('compile, for several outputs, refuses', () => {
  const fits = (what: string, received: string) =>
    `${what} does not fit the outputs; expected one for each output, { clase, valor } or a list of 2, received ${received}.`;
  // biome-ignore format: one case a line
  const bad: readonly (readonly [object, string])[] = [
    [{ loss: undefined }, fits('loss', 'undefined')],
    [{ loss: ['mse'] }, fits('loss', 'a list of 1')],
    [{ loss: ['mse', 'mse', 'mae'] }, fits('loss', 'a list of 3')],
    [{ loss: { clase: 'mse' } }, "loss has none for output 'valor'; expected { clase, valor }."],
    [{ loss: { clase: 'mse', Valor: 'mse' } }, "unknown output in loss; expected one of 'clase', 'valor', received 'Valor'. Did you mean 'valor'?"],
    [{ lossWeights: [1] }, fits('lossWeights', 'a list of 1')],
    [{ lossWeights: { valr: 1 } }, "unknown output in lossWeights; expected one of 'clase', 'valor', received 'valr'. Did you mean 'valor'?"],
    [{ lossWeights: [1, '2'] }, "lossWeights is not usable; expected a number, received '2'."],
    [{ metrics: ['mae'] }, fits('metrics', 'a list of 1')],
    [{ metrics: 'mae' }, fits('metrics', "'mae'")],
    [{ metrics: ['mae', 7] }, "a metric is not usable; expected a name such as 'accuracy', what defineMetric made, or a function of ops, received 7."],
    [{ metrics: { clase: ['mae', 'mae'] } }, "two numbers would be called 'clase_mae'. Name each metric once."],
    [{ metrics: { clase: ['mae'] }, weightedMetrics: { clase: ['mae', 'mae'] } }, "two numbers would be called 'clase_weighted_mae'. Name each metric once."],
  ];
  for (const [options, words] of bad) {
    it(JSON.stringify(options), () => {
      const model = graph();
      const given = { ...compile, ...options } as CompileOptions;
      assertMessage(() => model.compile(given), 'ArgumentError', `compile: ${words}`);
    });
  }

  it('names of outputs that make two numbers one', () => {
    const cases = { data: 'data_loss', val: 'val_loss', train: 'train_loss' };
    for (const [name, key] of Object.entries(cases)) {
      const a = Input([4]);
      const model = Model({ inputs: a, outputs: [Dense(2, { name })(a), Dense(1)(a)] });
      const message = `compile: two numbers would be called '${key}'. Training reports that itself.`;
      assertMessage(() => model.compile({ loss: 'mse' }), 'ArgumentError', message);
    }
  });
});

describe('Model, of several nodes, refuses', () => {
  const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [3], name: 'b' })];
  const takes = 'Model({ inputs, outputs }) takes a node for each, or a list of nodes.';
  const [inputNode, outputNode] = ['the node that Input({ shape }) gave', 'the node of the last layer'];
  const out = Dense(2)(a);
  // biome-ignore format: one case a line
  const bad: readonly (readonly [what: string, object, string])[] = [
    ['an input twice', { inputs: [a, a], outputs: out }, `Model: inputs holds a node twice; expected ${inputNode}, received a node. ${takes}`],
    ['an output twice', { inputs: a, outputs: [out, out] }, `Model: outputs holds a node twice; expected ${outputNode}, received a node. ${takes}`],
    ['no input', { inputs: [], outputs: out }, `Model: inputs is no node; expected ${inputNode}, received an empty list. ${takes}`],
    ['a layer', { inputs: a, outputs: [out, Dense(1)] }, `Model: outputs is no node; expected ${outputNode}, received [a node, a layer]. ${takes}`],
    ['an input that is not used', { inputs: [a, b], outputs: out }, "functional: outputs does not lead back to inputs; expected a graph that begins at the Inputs given as inputs, received a graph without 'b'."],
    ['an input that is not given', { inputs: a, outputs: Concatenate()(a, b) }, "functional: outputs does not lead back to inputs; expected a graph that begins at the one Input given as inputs, received another input, 'b'."],
    ['an output that is an input', { inputs: a, outputs: [out, a] }, 'Model: there is no layer between inputs and outputs. Call a layer on the input: Dense(3)(inputs).'],
  ];
  for (const [what, options, message] of bad)
    it(what, () => assertMessage(() => Model(options as never), 'ArgumentError', message));
});
