/**
 * What newcomers get wrong: each program as they write it, and the whole message, which tells them how to mend it.
 */
import { writeFileSync } from 'node:fs';
import { assert } from 'chai';
import { losses } from '../../src/index.ts';
import { makeFolder } from './shared/folder.ts';
import { type Outcome, runProgram } from './shared/program.ts';

// In a terminal training draws a line; here it is silent.
if (process.stdout.isTTY) process.stdout.isTTY = false;

const IRIS = 'const { x, t, labels } = iris();';
const NET = `
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(5, { activation: 'tanh' }),
    Dense(3, { activation: 'softmax' }),
  ]);`;
const COMPILE =
  "model.compile({ optimizer: 'sgd', loss: 'categorical_crossentropy', metrics: ['accuracy'] });";
/** A program up to its last step. */
const READY = `${IRIS}${NET}\n${COMPILE}`;
/** The number of each flower's species, from 0. */
const NUMBERS =
  "const numbers = labels.map((name) => ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'].indexOf(name));";

type Case = readonly [mistake: string, program: string, error: string];

const FLATTEN = 'Flatten() before the last layer makes one row of each sample.';
const ORDER = (who: string) => `Rows come first, targets second, options third: ${who}(x, t, { … }).`;
const ROWS = 'expected rows of numbers, such as [[0.3, 1.2], [0.7, 0.1]], received';

// biome-ignore format: a mistake, its program, its message
const layersAndLosses: readonly Case[] = [
  [
    'softmax on one unit',
    "const model = Sequential([Input({ shape: [4] }), Dense(1, { activation: 'softmax' })]);",
    "ArgumentError: Dense: softmax over one unit is always 1. One unit goes with 'sigmoid', or take one unit for each class.",
  ],
  [
    'softmax on one unit, as a layer',
    "const model = Sequential([Input({ shape: [4] }), Dense(1), Activation('softmax')]);",
    "ArgumentError: Activation: softmax over one unit is always 1. One unit goes with 'sigmoid', or take one unit for each class.",
  ],
  [
    'softmax before a loss that is told fromLogits',
    `${IRIS}${NET}
    model.compile({ loss: CategoricalCrossentropy({ fromLogits: true }) });
    model.fit(x, t);`,
    "ArgumentError: compile: categorical_crossentropy is told fromLogits, but gets probabilities; expected a last layer without activation, received 'softmax'. Leave out the activation 'softmax', or leave out fromLogits.",
  ],
  [
    'softmax with binary cross-entropy',
    `${IRIS}${NET}
    model.compile({ optimizer: 'sgd', loss: 'binary_crossentropy' });
    model.fit(x, t);`,
    "ArgumentError: compile: binary_crossentropy does not go with an output of shares of all classes together; expected the activation 'sigmoid', received 'softmax'. For one class out of several take 'categorical_crossentropy'; for answers of yes or no, the activation 'sigmoid'.",
  ],
  [
    'binary cross-entropy of a layer without activation',
    `${IRIS}
    const model = Sequential([Input({ shape: [4] }), Dense(1)]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit(x, labels.map((name) => Number(name === 'Iris-setosa')));`,
    "ArgumentError: compile: binary_crossentropy does not go with an output of numbers below 0; expected the activation 'sigmoid', received no activation. Give the last layer activation: 'sigmoid' for binary_crossentropy, or a layer without activation and fromLogits: true.",
  ],
  [
    'classes with one unit and categorical cross-entropy',
    `${IRIS}
    const model = Sequential([Input({ shape: [4] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'categorical_crossentropy' });
    model.fit(x, t);`,
    "ShapeError: fit: categorical_crossentropy needs two classes or more; expected an output [classes], received [1]. One unit goes with the activation 'sigmoid' and the loss 'binary_crossentropy'.",
  ],
  [
    'a last layer that is too small',
    `${IRIS}
    const model = Sequential([Input({ shape: [4] }), Dense(2, { activation: 'softmax' })]);
    ${COMPILE}
    model.fit(x, t);`,
    'ShapeError: fit: the targets do not fit categorical_crossentropy; expected t [rows, 2], received [150, 3]. Targets of 3 columns need a last layer of 3 units.',
  ],
  [
    'images into Dense, without Flatten',
    `const { xTrain, tTrain } = optdigits();
    const model = Sequential([Input({ shape: [8, 8] }), Dense(10, { activation: 'softmax' })]);
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    model.fit(tensor(xTrain, { shape: [3823, 8, 8] }), tTrain);`,
    `ShapeError: fit: sparse_categorical_crossentropy takes one row of classes for each sample; expected an output [classes], received [8, 10]. ${FLATTEN}`,
  ],
  [
    'one number for each image, without Flatten',
    `const { xTrain, tTrain } = optdigits();
    const model = Sequential([Input({ shape: [8, 8] }), Dense(1)]);
    model.compile({ loss: 'mse' });
    model.fit(tensor(xTrain, { shape: [3823, 8, 8] }), tTrain);`,
    `ShapeError: fit: the targets do not fit mean_squared_error; expected t [rows, 8, 1], received [3823]. ${FLATTEN}`,
  ],
  [
    'images where rows are expected',
    `const { xTrain, tTrain } = optdigits();
    const model = Sequential([Input({ shape: [64] }), Dense(10, { activation: 'softmax' })]);
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    model.fit(tensor(xTrain, { shape: [3823, 8, 8] }), tTrain);`,
    'ShapeError: fit: x does not fit the model; expected [rows, 64], received [3823, 8, 8]. Begin with Input({ shape: [8, 8] }) and Flatten().',
  ],
  [
    'a layer that is not called',
    `const model = Sequential();
    model.add(Dense);`,
    'ArgumentError: Sequential.add: this is no layer; expected a layer such as Dense(20), received the function Dense.',
  ],
  [
    'layers that are not in a list',
    'const model = Sequential(Input({ shape: [4] }), Dense(3));',
    'ArgumentError: Sequential: layers are not a list; expected a list, such as [Input({ shape: [4] }), Dense(3)], received a node.',
  ],
  [
    'a layer as an activation',
    'const model = Sequential([Input({ shape: [4] }), Dense(3, { activation: ReLU() })]);',
    "ArgumentError: Dense: a layer is no activation; received a layer. Take the name of a function, such as 'relu', or put the layer behind this one.",
  ],
  [
    'a layer that is not called, as an activation',
    'Dense(3, { activation: Softmax });',
    "ArgumentError: Dense: a layer is no activation; received the function Softmax. Take the name of a function, such as 'relu', or put the layer behind this one.",
  ],
  [
    'a function of numbers as an activation',
    `${IRIS}
    const model = Sequential([Input({ shape: [4] }), Dense(3, { activation: Math.tanh })]);
    model.predict(x);`,
    'ArgumentError: Dense: the result of the activation is not a tensor; expected a Tensor or a Parameter, received number. tensor(values) makes one from arrays and numbers.',
  ],
  [
    'Dropout in percent',
    'Dropout(50);',
    'ArgumentError: Dropout: rate is not usable; expected a number >= 0 and <= 1, received 50.',
  ],
  [
    'a regularizer that is not called',
    'Dense(3, { kernelRegularizer: l2 });',
    'ArgumentError: Dense: kernelRegularizer is no regularizer; expected a name, a regularizer such as l2(0.01), or a function of ops, received the function l2. Call it: l2(0.01) makes a regularizer.',
  ],
  [
    'the number of rows in the shape of Input',
    `${IRIS}
    const model = Sequential([Input({ shape: [150, 4] }), Dense(3, { activation: 'softmax' })]);
    ${COMPILE}
    model.fit(x, t);`,
    'ShapeError: fit: x does not fit the model; expected [rows, 150, 4], received [150, 4]. The shape of an Input is that of one row, without the number of rows. One sample is a row too: [x] in place of x.',
  ],
  [
    'no number of rows in the shape of Input',
    'Input({ shape: [null, 4] });',
    'ArgumentError: Input: shape begins with null; expected [4], received [null, 4]. Leave out the number of rows.',
  ],
  [
    'the shape of Input as a number',
    'Input({ shape: 4 });',
    'ArgumentError: Input: shape is not usable; expected the lengths of one row, such as [64], received 4.',
  ],
  [
    'the shape of Input as two arguments',
    'Input(8, 8);',
    'ArgumentError: Input: arguments not understood; expected shape and one object of options, received [8, 8]. Did you mean Input([8, 8])?',
  ],
  [
    'a graph without names for its ends',
    `const I = Input({ shape: [4] });
    Model(I, Dense(3)(I));`,
    'ArgumentError: Model: inputs and outputs are given without names; expected Model({ inputs, outputs }), received a node.',
  ],
  [
    'a layer called on data',
    `${IRIS}
    Dense(3)(x);`,
    'ArgumentError: Dense: a layer is called on nodes of a graph; expected what Input({ shape }) or another layer gave, received an object of Tensor kind. A model computes: model.call(x) or model.predict(x).',
  ],
  [
    'a forgotten Input, and a summary before fit',
    `const model = Sequential([Dense(2, { activation: 'tanh' }), Dense(3, { activation: 'softmax' })]);
    console.log(model.summary());`,
    'StateError: summary: sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.',
  ],
  [
    'a forgotten Input, and weights before fit',
    `const model = Sequential([Dense(2), Dense(3)]);
    const [W1, b1] = model.layers[0].getWeights();`,
    'StateError: Dense(2): this layer has no weights yet. They are made when a model that knows its input shape is built with it: put Input({ shape }) first.',
  ],
];

// biome-ignore format: a mistake, its program, its message
const targets: readonly Case[] = [
  [
    'labels 1 to 10 for ten classes',
    `const { xTrain, tTrain } = optdigits();
    const model = Sequential([Input({ shape: [64] }), Dense(10, { activation: 'softmax' })]);
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    model.fit(xTrain, Array.from(tTrain.data, (digit) => digit + 1));`,
    'ArgumentError: fit: t[12] is no class; expected a whole number from 0 to 9, received 10. Labels count from 0: subtract 1 from each of them.',
  ],
  [
    'labels 1 to 3 in oneHot',
    `${IRIS}${NUMBERS}
    oneHot(numbers.map((number) => number + 1), 3);`,
    'ArgumentError: oneHot: the label of row 100 is no class; expected a whole number from 0 to 2, received 3. Labels count from 0: subtract 1 from each of them.',
  ],
  [
    'more labels than units',
    `${IRIS}${NUMBERS}
    const model = Sequential([Input({ shape: [4] }), Dense(2, { activation: 'softmax' })]);
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    model.fit(x, numbers);`,
    'ArgumentError: fit: t[100] is no class; expected a whole number from 0 to 1, received 2. Labels up to 2 need a last layer of 3 units.',
  ],
  [
    'targets [n] against outputs [n, 3]',
    `${IRIS}${NUMBERS}
    const model = Sequential([Input({ shape: [4] }), Dense(3)]);
    model.compile({ loss: 'mse' });
    model.fit(x, numbers);`,
    'ShapeError: fit: the targets do not fit mean_squared_error; expected t [rows, 3], received [150]. One number for each row needs a last layer of one unit; oneHot(labels) makes rows of class numbers.',
  ],
  [
    'a forgotten oneHot',
    `${READY}${NUMBERS}
    model.fit(x, numbers);`,
    "ShapeError: fit: the targets do not fit categorical_crossentropy; expected t [rows, 3], received [150]. Class numbers go with 'sparse_categorical_crossentropy', or oneHot(labels) makes rows of them.",
  ],
  [
    'one-hot rows for the sparse loss',
    `${IRIS}${NET}
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    model.fit(x, t);`,
    "ShapeError: fit: the targets do not fit sparse_categorical_crossentropy; expected t [rows], received [150, 3]. One-hot rows go with 'categorical_crossentropy'.",
  ],
  [
    'names as targets',
    `${READY}
    model.fit(x, labels);`,
    "ArgumentError: fit: t holds text; expected numbers, received 'Iris-setosa'. LabelBinarizer().fitTransform(labels) makes rows of numbers of names.",
  ],
  [
    'three classes in one unit of sigmoid',
    `${IRIS}${NUMBERS}
    const model = Sequential([Input({ shape: [4] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit(x, numbers);`,
    "ArgumentError: fit: t[100, 0] is out of range for binary_crossentropy; expected a number from 0 to 1, received 2. Class numbers go with 'sparse_categorical_crossentropy' and a last layer of 3 units with softmax.",
  ],
  [
    'two classes called 1 and 2',
    `const model = Sequential([Input({ shape: [1] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit([[0.2], [0.7], [0.9]], [1, 2, 2]);`,
    'ArgumentError: fit: t[1, 0] is out of range for binary_crossentropy; expected a number from 0 to 1, received 2. Write 0 and 1 for 1 and 2.',
  ],
  [
    'two classes called −1 and 1',
    `const model = Sequential([Input({ shape: [1] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit([[0.2], [0.7], [0.9]], [-1, 1, 1]);`,
    "ArgumentError: fit: t[0, 0] is out of range for binary_crossentropy; expected a number from 0 to 1, received -1. Targets of -1 and 1 go with 'hinge'; or write 0 for -1.",
  ],
  [
    'two columns for one unit of sigmoid',
    `const model = Sequential([Input({ shape: [1] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit([[0.2], [0.7], [0.9]], oneHot([0, 1, 1]));`,
    "ShapeError: fit: the targets do not fit binary_crossentropy; expected t [rows, 1], received [3, 2]. One-hot rows go with a softmax unit for each class and 'categorical_crossentropy'.",
  ],
  [
    'true and false as targets',
    `${IRIS}
    const model = Sequential([Input({ shape: [4] }), Dense(1, { activation: 'sigmoid' })]);
    model.compile({ loss: 'binary_crossentropy' });
    model.fit(x, labels.map((name) => name === 'Iris-setosa'));`,
    'ArgumentError: fit: t holds true and false; expected numbers, received true. Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.',
  ],
  [
    'x and t of different length',
    `${READY}
    model.fit(x, t.toArray().slice(0, 100));`,
    'ShapeError: fit: x and t differ in rows; expected 150 rows of t for x [150, 4], received t [100, 3].',
  ],
  [
    'no targets',
    `${READY}
    model.fit(x);`,
    `ArgumentError: fit: t is missing; ${ROWS} undefined. ${ORDER('fit')}`,
  ],
  [
    'options in the place of targets',
    `${READY}
    model.fit(x, { epochs: 10 });`,
    `ArgumentError: fit: t is an object; ${ROWS} an object of Object kind. ${ORDER('fit')}`,
  ],
  [
    'x and t in one object',
    `${READY}
    model.fit({ x, t });`,
    `ArgumentError: fit: x is an object; ${ROWS} an object of Object kind. ${ORDER('fit')}`,
  ],
  [
    'x and t in one object in evaluate',
    `${READY}
    const score = model.evaluate({ x, t }, t);`,
    `ArgumentError: evaluate: x is an object; ${ROWS} an object of Object kind. ${ORDER('evaluate')}`,
  ],
  [
    'targets in an object',
    `${READY}
    model.fit(x, { t });`,
    `ArgumentError: fit: t is an object; ${ROWS} an object of Object kind. ${ORDER('fit')}`,
  ],
  [
    'no targets in evaluate',
    `${READY}
    const score = model.evaluate(x);`,
    `ArgumentError: evaluate: t is missing; ${ROWS} undefined. ${ORDER('evaluate')}`,
  ],
];

// biome-ignore format: a mistake, its program, its message
const rows: readonly Case[] = [
  [
    'one sample in place of rows',
    `${READY}
    model.predict([5.1, 3.5, 1.4, 0.2]);`,
    'ShapeError: predict: x does not fit the model; expected [rows, 4], received [4]. One sample is a row too: [x] in place of x.',
  ],
  [
    'rows of the wrong width',
    `${READY}
    model.predict([[5.1, 3.5, 1.4]]);`,
    'ShapeError: predict: x does not fit the model; expected [rows, 4], received [1, 3].',
  ],
  [
    'numbers for a column',
    `const model = Sequential([Input({ shape: [1] }), Dense(1)]);
    model.compile({ loss: 'mse' });
    model.fit([0.1, 0.2, 0.3], [1, 2, 3]);`,
    'ShapeError: fit: x does not fit the model; expected [rows, 1], received [3]. A column has a list for each row: x.map((value) => [value]).',
  ],
  [
    'columns in place of rows',
    `${READY}
    const columns = [0, 1, 2, 3].map((j) => x.toArray().map((row) => row[j]));
    model.fit(columns, t);`,
    'ShapeError: fit: x does not fit the model; expected [rows, 4], received [4, 150]. A row is a sample: x[0].map((_, j) => x.map((row) => row[j])) makes rows of columns.',
  ],
  [
    'a row that is too short',
    `${READY}
    model.predict([[5.1, 3.5, 1.4, 0.2], [4.9, 3, 1.4]]);`,
    'ShapeError: predict: x[1] has another length; expected 4 values, received 3.',
  ],
  [
    'NaN among the numbers',
    `${READY}
    const rows = x.toArray();
    rows[3][2] = Number('');
    rows[7][1] = Number('?');
    model.fit(rows, t);`,
    'ArgumentError: fit: x holds a number that is not finite; expected finite numbers, received NaN in row 7, column 1.',
  ],
  [
    'a hole among the numbers',
    `${READY}
    const rows = x.toArray();
    rows[3][2] = undefined;
    model.fit(rows, t);`,
    'ArgumentError: fit: x[3][2] is no number; expected a number, received undefined.',
  ],
  [
    'numbers as text, from a file',
    `${READY}
    model.predict([['5,1', '3,5', '1,4', '0,2']]);`,
    "ArgumentError: predict: x holds text; expected numbers, received '5,1'. Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.",
  ],
  [
    'whole numbers of the other kind',
    `${READY}
    model.predict([[5n, 3n, 1n, 0n]]);`,
    'ArgumentError: predict: x[0][0] is no number; expected a number, received 5n.',
  ],
  [
    'an object for each row',
    `${READY}
    const flowers = [{ sepal: 5.1, width: 3.5, petal: 1.4, other: 0.2 }];
    model.predict(flowers);`,
    'ArgumentError: predict: x holds objects; expected numbers, received an object of Object kind. A row is a list of numbers: x.map((row) => Object.values(row)), if all values are numbers.',
  ],
  [
    'a Tensor for each row',
    `${READY}
    model.predict([tensor([5.1, 3.5, 1.4, 0.2])]);`,
    'ArgumentError: predict: x holds objects; expected numbers, received an object of Tensor kind. x.map((row) => row.toArray()) makes lists of numbers of them.',
  ],
  [
    'a list of inputs where there is one',
    `${READY}
    model.predict([x]);`,
    'ArgumentError: predict: x holds objects; expected numbers, received an object of Tensor kind. There is one input: give the Tensor itself, x[0] in place of x.',
  ],
  [
    'a list of batches',
    `${READY}
    model.fit([[x, t]]);`,
    'ArgumentError: fit: t is missing; expected the targets of the rows, received nothing. If x is a list of batches [x, t], give fit a function: () => list.',
  ],
  [
    'targets beside batches',
    `${READY}
    model.fit(new Set(x.toArray()), t);`,
    'ArgumentError: fit: there are targets beside batches; expected fit(batches, options), each batch [x, t]. If x is not meant as batches: [...x] makes an array of its rows.',
  ],
  [
    'a generator that has given all',
    `${READY}
    function* batches() {
      yield [x, t];
    }
    model.fit(batches(), { epochs: 2 });`,
    'ArgumentError: fit: there are no batches, or no more. A generator gives its batches once: give a function that makes it anew, () => batches().',
  ],
  [
    'a promise of rows',
    `${READY}
    const read = async () => x;
    model.fit(read(), t);`,
    `ArgumentError: fit: x is an object; ${ROWS} an object of Promise kind. await x gives what is promised.`,
  ],
  [
    'no rows at all',
    `${READY}
    model.predict();`,
    `ArgumentError: predict: x is missing; ${ROWS} undefined. Rows are its first argument: predict(x).`,
  ],
  [
    'an empty list',
    `${READY}
    model.fit([], []);`,
    'ArgumentError: fit: x is empty; expected at least one row, received [0].',
  ],
];

const FIT_OPTIONS =
  "'epochs', 'initialEpoch', 'batchSize', 'stepsPerEpoch', 'verbose', 'validationSplit', 'validationData', 'validationBatchSize', " +
  "'validationSteps', 'validationFreq', 'shuffle', 'dropRemainder', 'sampleWeight', 'classWeight', 'callbacks', 'onNonFinite', 'trainEval'";
const NOT_COMPILED = (who: string) =>
  `StateError: ${who}: sequential is not compiled. Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.`;

// biome-ignore format: a mistake, its program, its message
const training: readonly Case[] = [
  ['a forgotten compile', `${IRIS}${NET}\nmodel.fit(x, t);`, NOT_COMPILED('fit')],
  ['a forgotten compile, and await', `${IRIS}${NET}\nawait model.fitAsync(x, t);`, NOT_COMPILED('fitAsync')],
  ['a forgotten compile in evaluate', `${IRIS}${NET}\nmodel.evaluate(x, t);`, NOT_COMPILED('evaluate')],
  [
    'a forgotten loss',
    `${NET}
    model.compile({ optimizer: 'sgd', metrics: ['accuracy'] });`,
    "ArgumentError: compile: loss is missing; expected a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor, received undefined.",
  ],
  [
    'a misspelt loss',
    `${NET}
    model.compile({ loss: 'categorical_crosentropy' });`,
    `ArgumentError: compile: unknown loss; expected one of ${Object.keys(losses).map((name) => `'${name}'`).join(', ')}, received 'categorical_crosentropy'. Did you mean 'categorical_crossentropy'?`,
  ],
  [
    'metrics that are no list',
    `${NET}
    model.compile({ loss: 'categorical_crossentropy', metrics: 'accuracy' });`,
    "ArgumentError: compile: metrics is not a list; expected a list, such as ['accuracy'], received 'accuracy'.",
  ],
  [
    'an optimizer that is not called',
    `${NET}
    model.compile({ optimizer: SGD, loss: 'mse' });`,
    'ArgumentError: compile: optimizer is not usable; expected a name or an optimizer such as SGD({ learningRate: 0.1 }), received the function SGD.',
  ],
  [
    'a learning rate as text',
    "SGD({ learningRate: '0.1' });",
    "ArgumentError: SGD: learningRate is not usable; expected a number >= 0, received '0.1'.",
  ],
  [
    'a learning rate below 0',
    'Adam({ learningRate: -0.001 });',
    'ArgumentError: Adam: learningRate is not usable; expected a number >= 0, received -0.001.',
  ],
  [
    'a learning rate in compile',
    `${NET}
    model.compile({ optimizer: 'sgd', learningRate: 0.1, loss: 'mse' });`,
    "ArgumentError: compile: 'learningRate' is no option here. It belongs to the optimizer, such as SGD({ learningRate: 0.1, momentum: 0.9 }).",
  ],
  [
    'a learning rate in fit',
    `${READY}
    model.fit(x, t, { learningRate: 0.1, epochs: 10 });`,
    "ArgumentError: fit: 'learningRate' is no option here. It belongs to the optimizer, such as SGD({ learningRate: 0.1, momentum: 0.9 }).",
  ],
  [
    'epochs in compile',
    `${NET}
    model.compile({ loss: 'mse', epochs: 10 });`,
    "ArgumentError: compile: 'epochs' is no option here. It belongs to fit(x, t, { … }).",
  ],
  [
    'a loss in fit',
    `${READY}
    model.fit(x, t, { loss: 'mse' });`,
    "ArgumentError: fit: 'loss' is no option here. It belongs to compile({ … }).",
  ],
  [
    'a seed in fit',
    `${READY}
    model.fit(x, t, { seed: 42 });`,
    "ArgumentError: fit: 'seed' is no option here. It belongs to the model: Sequential(layers, { seed }).",
  ],
  [
    'epochs without their name',
    `${READY}
    model.fit(x, t, 100);`,
    'ArgumentError: fit: the options are not an object; expected { option: value }, received 100. Did you mean { epochs: 100 }?',
  ],
  [
    'a seed without its name',
    'Sequential([Dense(3)], 42);',
    'ArgumentError: Sequential: the options are not an object; expected { option: value }, received 42. Did you mean { seed: 42 }?',
  ],
  [
    'epochs as text',
    `${READY}
    model.fit(x, t, { epochs: '100' });`,
    "ArgumentError: fit: epochs is not usable; expected a whole number >= 1, received '100'.",
  ],
  [
    'épocas',
    `${READY}
    model.fit(x, t, { epocas: 100 });`,
    `ArgumentError: fit: unknown option; expected one of ${FIT_OPTIONS}, received 'epocas'. Did you mean 'epochs'?`,
  ],
  [
    'a validation split in percent',
    `${READY}
    model.fit(x, t, { validationSplit: 20 });`,
    'ArgumentError: fit: validationSplit is not usable; expected a number >= 0 and < 1, received 20.',
  ],
  [
    'validation data that are no pair',
    `${READY}
    model.fit(x, t, { validationData: { x, t } });`,
    'ArgumentError: fit: validationData is not a pair; expected [x, t] or [x, t, sampleWeight], received an object of Object kind.',
  ],
  [
    'EarlyStopping that is not called',
    `${READY}
    model.fit(x, t, { callbacks: [EarlyStopping] });`,
    'ArgumentError: fit: callbacks are not usable; expected a list of callbacks, such as [EarlyStopping({ … })], received the function EarlyStopping.',
  ],
  [
    'a callback that is not in a list',
    `${READY}
    model.fit(x, t, { callbacks: { onEpochEnd() {} } });`,
    'ArgumentError: fit: callbacks are not usable; expected a list of callbacks, such as [EarlyStopping({ … })], received an object of Object kind.',
  ],
  [
    'a misspelt monitor',
    `${READY}
    model.fit(x, t, { callbacks: [EarlyStopping({ monitor: 'acuracy' })] });`,
    "ArgumentError: EarlyStopping: unknown monitor; expected one of 'accuracy', 'loss', received 'acuracy'. Did you mean 'accuracy'?",
  ],
  [
    'a monitor of validation, without validation data',
    `${READY}
    model.fit(x, t, { callbacks: [EarlyStopping({ monitor: 'val_accuracy' })] });`,
    "ArgumentError: EarlyStopping: there is no 'val_accuracy' without validation data; expected one of 'accuracy', 'loss'. Give fit validationData or validationSplit.",
  ],
  [
    'EarlyStopping without options and without validation data',
    `${READY}
    model.fit(x, t, { callbacks: [EarlyStopping()] });`,
    "ArgumentError: EarlyStopping: there is no 'val_loss' without validation data; expected one of 'accuracy', 'loss'. Give fit validationData or validationSplit.",
  ],
  [
    'a monitor of accuracy, without metrics',
    `${IRIS}${NET}
    model.compile({ loss: 'categorical_crossentropy' });
    const es = EarlyStopping({ monitor: 'val_accuracy' });
    model.fit(x, t, { validationData: [x, t], callbacks: [es] });`,
    "ArgumentError: EarlyStopping: there is no 'val_accuracy' without metrics; expected one of 'loss', 'val_loss'. compile({ …, metrics: ['accuracy'] }) has it reported.",
  ],
  [
    'weights of classes by their names',
    `${READY}
    model.fit(x, t, { classWeight: { 'Iris-setosa': 2 } });`,
    "ArgumentError: fit: classWeight names no class; expected { 0: 1.5, 1: 0.7 }, the number of each class with its weight, received 'Iris-setosa'.",
  ],
  [
    'probabilities compared with names',
    `${READY}
    accuracyScore(labels, model.predict(x));`,
    'ArgumentError: accuracyScore: labels are of different kinds; expected a string, as targets[0] is one, received 0 for predictions[0]. Class numbers become names by classNames[number], or by the inverseTransform of a LabelBinarizer.',
  ],
  [
    'a step by hand without gradients',
    `${READY}
    model.optimizer.apply(model.parameters);`,
    'StateError: SGD.apply: dense/kernel has no gradient; expected parameters that the loss depends on. Call backward(loss) first.',
  ],
];

const AGAIN = 'Save or copy it again.';

/** The head of a zip archive whose first file has this name. */
function zip(name: string): string {
  return `PK\u0003\u0004${'\0'.repeat(22)}${String.fromCharCode(name.length)}\0\0\0${name}${'\0'.repeat(40)}`;
}

/** Files of others: their bytes, each as a letter, and what is said of them. */
const foreign: readonly (readonly [name: string, bytes: string, words: string])[] = [
  [
    'net.keras',
    zip('metadata.json'),
    'is no safetensors file but a .keras file. Keras reads it: keras.models.load_model(path).',
  ],
  [
    'net.h5',
    '\u0089HDF\r\n\u001a\n\0\0\0\0\0\0\0\0',
    'is no safetensors file but an HDF5 file, such as Keras writes as .h5. Keras reads it: keras.models.load_model(path), or model.load_weights(path) for .weights.h5.',
  ],
  [
    'net.pt',
    zip('archive/data.pkl'),
    'is no safetensors file but a PyTorch file. Write it again in Python: safetensors.torch.save_file(torch.load(path), newPath).',
  ],
  [
    'model.json',
    '{"format": "layers-model", "weightsManifest": []}',
    'is no safetensors file but JSON. If it is the model.json of TensorFlow.js, tf.loadLayersModel reads it.',
  ],
  [
    'net.pkl',
    '\u0080\u0004\u0095\u0015\0\0\0\0\0\0\0\u008c\u0007sklearn',
    'is no safetensors file but a pickle, such as scikit-learn models and old PyTorch files. Python reads it, by pickle.load, joblib.load or torch.load; it may run any code, so trust its author.',
  ],
  [
    'iris.csv',
    'sepallength,sepalwidth\n5.1,3.5\n',
    'is no safetensors file; expected the length of a header, and a header in JSON. model.save(path) and model.saveWeights(path) write such files.',
  ],
];

describe('a newcomer is told how to mend', () => {
  const check = ([mistake, program, error]: Case) =>
    it(mistake, async () => {
      const outcome = await runProgram(program);
      assert.equal(outcome.error, error);
    });

  describe('layers and losses:', () => layersAndLosses.forEach(check));
  describe('targets:', () => targets.forEach(check));
  describe('rows:', () => rows.forEach(check));
  describe('training:', () => training.forEach(check));

  describe('files:', () => {
    const folder = makeFolder();
    after(() => folder.remove());
    const SAVED = `${NET}
      await model.save(at('net'));
      await model.saveWeights(at('weights'));`;
    const OTHER = "const other = Sequential([Input({ shape: [4] }), Dense(7), Dense(3)], { name: 'otra' });";
    const run = async (program: string): Promise<string> => {
      const { error } = await runProgram(program, { at: folder.at });
      return error.replaceAll(folder.at(''), '');
    };

    // biome-ignore format: a mistake, its program, its message
    const mistakes: readonly Case[] = [
      [
        'weights of another net',
        `${SAVED}${OTHER}
        await other.loadWeights(at('weights'));`,
        'ShapeError: loadWeights: weights does not fit otra; expected dense/kernel [4, 7], received dense/kernel [4, 5]. It may be the file of another net: define the same layers in the same order.',
      ],
      [
        'weights of a net with fewer layers',
        `${SAVED}${OTHER}
        other.add(Dense(2));
        await other.loadWeights(at('weights'));`,
        'ArgumentError: loadWeights: weights does not fit otra; expected 6 weights, received 4. It may be the file of another net: define the same layers in the same order.',
      ],
      [
        'weights before the net knows its input',
        `${SAVED}
        await Sequential([Dense(5), Dense(3)]).loadWeights(at('weights'));`,
        'StateError: loadWeights: sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.',
      ],
      [
        'weights loaded as a model',
        `${SAVED}
        await loadModel(at('weights'));`,
        'DataError: loadModel: weights holds weights only. Define the model, then load them with loadWeights.',
      ],
      [
        'a path that does not exist',
        "await loadModel(at('miModelo.keras'));",
        'DataError: loadModel: there is no file miModelo.keras. Check the spelling; relative paths start at the folder in which the program was started.',
      ],
      [
        'a folder that does not exist',
        `${NET}
        await model.save(at('modelos/net'));`,
        'DataError: save: there is no folder for modelos/net. Make it first. Check the spelling; relative paths start at the folder in which the program was started.',
      ],
      [
        'no path',
        'await loadModel();',
        'ArgumentError: loadModel: path is not usable; expected a path or a file: URL, received undefined.',
      ],
      [
        'a path in place of bytes',
        "modelFromBytes('net');",
        "ArgumentError: modelFromBytes: the file is not usable; expected the bytes of a file, a Uint8Array, received 'net'.",
      ],
      [
        'a model with a loss of its own',
        `${NET}
        model.compile({ loss: function mine(t, p) { return mean(square(subtract(t, p))); } });
        await model.save(at('own'));
        await loadModel(at('own'));`,
        "ArgumentError: loadModel: the model has a function 'mine' that was made by its author; expected custom: { mine }. Give it by that name when the model is loaded.",
      ],
    ];
    for (const [mistake, program, error] of mistakes)
      it(mistake, async () => assert.equal(await run(program), error));

    for (const [name, bytes, words] of foreign) {
      it(`a foreign file, ${name}`, async () => {
        writeFileSync(folder.at(name), bytes, 'latin1');
        assert.equal(await run(`await loadModel(at('${name}'));`), `DataError: loadModel: ${name} ${words}`);
        const weights = await run(`${NET}\nawait model.loadWeights(at('${name}'));`);
        assert.equal(weights, `DataError: loadWeights: ${name} ${words}`);
      });
    }

    it('a truncated file, wherever it ends', async () => {
      await run(SAVED);
      const bytes = folder.read('net');
      const header = 8 + Buffer.from(bytes, 'latin1').readUInt32LE(0);
      const numbers = bytes.length - header;
      for (const [length, words] of [
        [0, 'is empty.'],
        [5, 'is cut off; expected more than 8 bytes, received 5.'],
        [100, `is cut off; expected at least ${header} bytes, received 100.`],
        [header, `is cut off; expected ${numbers} bytes after the header, received 0.`],
        [
          bytes.length - 1,
          `is cut off; expected ${numbers} bytes after the header, received ${numbers - 1}.`,
        ],
      ] as const) {
        writeFileSync(folder.at('net'), bytes.slice(0, length), 'latin1');
        assert.equal(await run("await loadModel(at('net'));"), `DataError: loadModel: net ${words} ${AGAIN}`);
      }
    });
  });
});

describe('a newcomer is warned, while training goes on, of', () => {
  const TOO_LARGE =
    "model.compile({ optimizer: SGD({ learningRate: 100 }), loss: 'categorical_crossentropy' });";
  const grown = (rate: number, epoch: number) =>
    new RegExp(
      `^fit: the loss has grown from \\d\\S* in the first step to \\d\\S* in epoch ${epoch}\\. The learning rate, ${rate}, is probably too large: try a tenth of it\\.$`,
    );
  const lines = ({ lines, error }: Outcome) => {
    assert.equal(error, '');
    return lines;
  };

  it('a learning rate of 100', async () => {
    const said = lines(await runProgram(`${IRIS}${NET}\n${TOO_LARGE}\nmodel.fit(x, t, { epochs: 5 });`));
    assert.lengthOf(said, 1);
    assert.match(said[0], grown(100, 1));
  });

  it('a learning rate of 100 until numbers overflow: then it stops, and says so', async () => {
    const { lines, error } = await runProgram(`${IRIS}
      const model = Sequential([Input({ shape: [4] }), Dense(3)]);
      model.compile({ optimizer: SGD({ learningRate: 100 }), loss: 'mse' });
      model.fit(x, t, { epochs: 5 });`);
    assert.lengthOf(lines, 1);
    assert.match(lines[0], grown(100, 1));
    assert.match(
      error,
      /^NonFiniteError: fit: training is not finite in epoch 2, batch \d, first in (layer 'dense'|the loss or the last update); expected finite numbers, received NaN or Infinity\. The weights of the last finite epoch are back\. Try a smaller learning rate, or scale the data\.$/,
    );
  });

  it('data that are not scaled, by the same words', async () => {
    const said = lines(
      await runProgram(`${IRIS}
      const rows = x.toArray().map((row) => row.map((value) => value * 40));
      const model = Sequential([Input({ shape: [4] }), Dense(3)]);
      model.compile({ optimizer: SGD({ learningRate: 0.0005 }), loss: 'mse' });
      model.fit(rows, t, { epochs: 2 });`),
    );
    assert.lengthOf(said, 1);
    assert.match(said[0], grown(0.0005, 2));
  });

  it('validationSplit of sorted data', async () => {
    const said = lines(await runProgram(`${READY}\nmodel.fit(x, t, { validationSplit: 0.2 });`));
    assert.deepEqual(said, [
      'fit: classes 0, 1 are missing from the validation rows that validationSplit leaves. Sorted data want validationSplit: { fraction, stratify: true }.',
    ]);
    const mended = `${READY}\nmodel.fit(x, t, { validationSplit: { fraction: 0.2, stratify: true } });`;
    assert.deepEqual(lines(await runProgram(mended)), []);
  });

  it('nothing, if all is well', async () => {
    assert.deepEqual(lines(await runProgram(`${READY}\nmodel.fit(x, t, { epochs: 5, batchSize: 20 });`)), []);
  });
});
