/**
 * The course: a table with decimal commas (S9 to S11), and how good a net is (S28, S36, S37, S58 to S61), by the programs
 * of its slides.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { assert } from 'chai';
import { fashionMnist, iris, optdigits, readCsv, sonar } from '../../src/data.ts';
import {
  accuracyScore,
  averagePrecisionScore,
  classificationReport,
  confusionMatrix,
  Dense,
  EarlyStopping,
  f1Score,
  Input,
  LabelBinarizer,
  type Model,
  precisionRecallCurve,
  precisionScore,
  recallScore,
  Sequential,
  SGD,
  StandardScaler,
  takeRows,
  type Tensor,
  tensor,
  trainTestSplit,
} from '../../src/index.ts';
import * as metrics from '../../src/metrics.ts';
import { plotImages, plotLearningCurves, plotMovingAverage, plotRocCurve } from '../../src/plot/index.ts';
import { idxOfBytes } from '../datasets/shared/pictures.ts';
import { useFolder } from '../nn/shared/folder.ts';
import { assertClose, generic } from '../shared/values.ts';
import { rowsOf } from './shared/programs.ts';

const SPECIES = ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'];

/** Outputs as 0 and 1: whether they are above ½. */
const thresholded = (y: Tensor) => rowsOf(y).map((row) => row.map((value) => Number(value > 0.5)));

describe('the course: the table of Iris', () => {
  const folder = useFolder();
  const table = [
    'Id;sepalength;sepalwidth;petallength;petalwidth;class',
    '1;5,1;3,5;1,4;0,2;Iris-setosa',
    '2;4,9;3,0;1,4;0,2;Iris-setosa',
    '95;5,6;2,7;4,2;1,3;Iris-versicolor',
    '96;5,7;3,0;4,2;1,2;Iris-versicolor',
    '97;5,7;2,9;4,2;1,3;Iris-versicolor',
    '149;6,2;3,4;5,4;2,3;Iris-virginica',
    '150;5,9;3,0;5,1;1,8;Iris-virginica',
  ].join('\r\n');
  const shown = [1, 2, 95, 96, 97, 149, 150].map((id) => id - 1);
  const columns = ['sepalength', 'sepalwidth', 'petallength', 'petalwidth'];
  const format = { delimiter: ';', decimal: ',', header: true } as const;

  it('S9, D29: decimal commas; its rows are those of the set', () => {
    writeFileSync(folder().at('iris.csv'), table);
    const { x, text } = readCsv(folder().at('iris.csv'), { ...format, columns, text: ['class'] });
    const { x: all, labels } = iris();
    assert.deepEqual(x.toArray(), takeRows(all, shown).toArray());
    assert.deepEqual(text.class, takeRows(labels, shown));
  });

  it('S10, S11: X and T of cargar_datos, by LabelBinarizer or in one go', () => {
    writeFileSync(folder().at('iris.csv'), table);
    const path = folder().at('iris.csv');
    const { x, text } = readCsv(path, { ...format, columns, text: ['class'] });
    const binarizer = LabelBinarizer<string>();
    const T = binarizer.fitTransform(text.class);
    assert.deepEqual(x.shape, [7, 4]);
    assert.deepEqual(
      rowsOf(T).map((row) => row.join(' ')),
      ['1 0 0', '1 0 0', '0 1 0', '0 1 0', '0 1 0', '0 0 1', '0 0 1'],
    );
    assert.deepEqual(binarizer.inverseTransform(T), text.class);
    const once = readCsv(path, { ...format, columns, targets: ['class'], categorical: ['class'] });
    assert.deepEqual(once.t, T);
    assert.deepEqual(once.categories, { class: SPECIES });
  });

  it('D29: read with decimal points, the first number with a comma is named', () => {
    writeFileSync(folder().at('iris.csv'), table);
    assert.throws(
      () => readCsv(folder().at('iris.csv'), { delimiter: ';', header: true, columns }),
      /iris\.csv, line 2, column 2 \(sepalength\): this is not a number; .*received '5,1'\. .*decimal: ','/,
    );
  });
});

describe('the course: from outputs to labels', () => {
  const binarizer = LabelBinarizer<string>().fit(SPECIES);

  it('S26, S28, D14: the labels of five outputs, as their largest number says', () => {
    const Y = [
      [0.967722, 0.189344, 0.00421873],
      [0.104371, 0.562108, 0.227403],
      [0.0193022, 0.408215, 0.755609],
      [0.00771384, 0.391602, 0.842077],
      [0.0856403, 0.611923, 0.190218],
    ];
    const [setosa, versicolor, virginica] = SPECIES;
    const Y_str = binarizer.inverseTransform(Y);
    assert.deepEqual(Y_str, [setosa, versicolor, virginica, virginica, versicolor]);
    const slide = [setosa, virginica, setosa, virginica, setosa]; // a slip of the pen
    assert.equal(`% aciertos : ${accuracyScore(Y_str, slide).toFixed(3)}`, '% aciertos : 0.400');
  });

  it('D17: a row of zeros becomes the first class', () => {
    const Y = [
      [0.21, 0.48, 0.33],
      [0.1, 0.2, 0.9],
    ];
    assert.deepEqual(binarizer.inverseTransform(Y), [SPECIES[1], SPECIES[2]]);
    assert.deepEqual(binarizer.inverseTransform(thresholded(tensor(Y))), [SPECIES[0], SPECIES[2]]);
  });
});

describe('the course: digits', () => {
  const { xTrain, tTrain } = optdigits({ scale: 1 / 16, oneHot: true });
  const T = Array.from(optdigits().tTrain.data);
  let model: Model;
  let Y: Tensor;
  before(() => {
    model = Sequential(
      [Input({ shape: [64] }), Dense(20, { activation: 'tanh' }), Dense(10, { activation: 'sigmoid' })],
      { seed: 3 },
    );
    model.compile({ optimizer: SGD({ learningRate: 0.5 }), loss: 'binary_crossentropy' });
    model.fit(xTrain, tTrain, { epochs: 12, batchSize: 20, verbose: 0 });
    Y = model.predict(xTrain);
  });

  it('S36, S37: the share of hits and the matrix are those of counting by hand', () => {
    const Y_pred = rowsOf(Y).map((row) => row.indexOf(Math.max(...row)));
    const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
    T.forEach((target, i) => {
      counts[target][Y_pred[i]]++;
    });
    const matrix = confusionMatrix(T, Y);
    assert.deepEqual(matrix.matrix, counts);
    assert.deepEqual(confusionMatrix(tTrain, Y).matrix, counts);
    const hits = counts.reduce((sum, row, i) => sum + row[i], 0);
    assert.equal(accuracyScore(T, Y), hits / 3823);
    assert.isAbove(hits / 3823, 0.95);
    const [first, second] = `Matriz de confusión TRAIN:\n${matrix}`.split('\n');
    assert.equal(first, 'Matriz de confusión TRAIN:');
    assert.match(second, /^\[\[3\d\d( +\d+){9}\]$/); // NumPy's brackets
    assert.lengthOf(matrix.plot({ color: false }).split('\n'), 12);
  });

  it('S58: accuracy, precision, recall and F1-score of each digit, from the matrix', () => {
    const { matrix } = confusionMatrix(T, Y);
    const report = classificationReport(T, Y);
    for (let digit = 0; digit < 10; digit++) {
      const right = matrix[digit][digit];
      const precision = right / matrix.reduce((sum, row) => sum + row[digit], 0);
      const recall = right / matrix[digit].reduce((sum, count) => sum + count);
      const { precision: p, recall: r, f1Score: f1, support } = report.classes[digit];
      assert.closeTo(p, precision, 1e-15);
      assert.closeTo(r, recall, 1e-15);
      assert.closeTo(f1, (2 * precision * recall) / (precision + recall), 1e-15);
      assert.equal(support, T.filter((target) => target === digit).length);
    }
    const macro = { average: 'macro' } as const;
    assert.closeTo(report.macroAvg.precision, precisionScore(T, Y, macro), 1e-15);
    assert.closeTo(report.macroAvg.recall, recallScore(T, Y, macro), 1e-15);
    assert.closeTo(report.macroAvg.f1Score, f1Score(T, Y, macro), 1e-15);
    assert.equal(report.accuracy, accuracyScore(T, Y));
  });

  it('D17: a threshold before the largest is sought sends the rows of zeros to column 0', () => {
    const rows = thresholded(Y);
    const errors = (labels: Tensor) => {
      const { matrix } = confusionMatrix(T, labels);
      const columns = matrix[0].map((_, j) =>
        matrix.reduce((sum, row, i) => sum + (i === j ? 0 : row[j]), 0),
      );
      return { first: columns[0], all: columns.reduce((a, b) => a + b) };
    };
    const zeros = rows.filter((row, i) => T[i] !== 0 && !row.includes(1)).length;
    const [soft, hard] = [errors(Y), errors(tensor(rows))];
    assert.isAbove(zeros, 20);
    assert.isAtLeast(hard.first, zeros); // all of them, whatever digit they show
    assert.isAbove(hard.first / hard.all, 0.5); // on the slide 57 of 70
    assert.isBelow(soft.first / soft.all, 0.2); // the outputs as they are know better
    assert.isBelow(soft.all, hard.all);
  });

  it('S64: digits as pictures', async () => {
    const some = [0, 1, 2];
    const svg = await plotImages(takeRows(xTrain, some), {
      targets: takeRows(T, some),
      predictions: takeRows(Y, some),
    });
    assert.match(svg, /^<svg/);
  });

  it('S41, S43: early stopping with the curves of the training as a picture', async () => {
    const split = optdigits({ scale: 1 / 16, oneHot: true });
    const few = Array.from({ length: 300 }, (_, row) => row);
    const net = Sequential([
      Dense(20, { activation: 'tanh', inputShape: [64] }),
      Dense(10, { activation: 'softmax' }),
    ]);
    net.compile({
      optimizer: SGD({ learningRate: 0.3 }),
      loss: 'categorical_crossentropy',
      metrics: ['accuracy'],
    });
    const es = EarlyStopping({ monitor: 'val_accuracy', patience: 3, minDelta: 0.0001 });
    const H = net.fit(takeRows(split.xTrain, few), takeRows(split.tTrain, few), {
      epochs: 400,
      batchSize: 20,
      validationData: [takeRows(split.xTest, few), takeRows(split.tTest, few)],
      callbacks: [es],
      verbose: 0,
    });
    assert.isAbove(es.stoppedEpoch, 0);
    assert.equal(es.epochsRun, es.stoppedEpoch + 1); // D21
    assert.lengthOf(H.history.val_accuracy, es.epochsRun);
    assert.equal(es.bestEpoch, es.stoppedEpoch - 3);
    const svg = await plotLearningCurves(H, {
      stoppedEpoch: es.stoppedEpoch,
      bestEpoch: es.bestEpoch,
      language: 'es',
    });
    assert.include(svg, 'época');
    assert.include(H.plot({ color: false }), 'val_accuracy');
  });
});

describe('the course: Sonar', () => {
  const { x, t, labels, classNames } = sonar({ dtype: 'float64' });
  const [, xTest, tTrain, tTest, , labelsTest] = trainTestSplit(x, t, labels, {
    testSize: 0.3,
    randomState: 42,
  });
  /** A probability of rock that is not learned: weak echoes in band 10 are those of rocks. */
  const Y_prob = rowsOf(xTest).map((row) => 1 / (1 + Math.exp(8 * row[10] - 2)));
  const Y_true = tTest;

  it('S59: 70 % and 30 %, the rows of scikit-learn', () => {
    assert.deepEqual([x.shape, tTrain.shape[0], tTest.shape[0]], [[208, 60], 145, 63]);
    const rows = [161, 15, 73, 96, 166, 9, 100, 135, 18, 148];
    assert.deepEqual(rowsOf(xTest).slice(0, 10), takeRows(x, rows).toArray());
  });

  it('S60: fpr, tpr, threshold and their area are those of scikit-learn', async () => {
    const { fpr, tpr, thresholds } = metrics.rocCurve(Y_true, Y_prob);
    assert.lengthOf(fpr, 34);
    assertClose(fpr.slice(0, 5), [0, 0, 0, 1 / 35, 1 / 35], 1e-15);
    assertClose(tpr.slice(0, 5), [0, 1 / 28, 3 / 28, 3 / 28, 9 / 28], 1e-15);
    assert.equal(thresholds[0], Number.POSITIVE_INFINITY);
    assert.closeTo(thresholds[1], 0.85048372, 5e-9);
    const roc_auc = metrics.auc(fpr, tpr);
    assert.closeTo(roc_auc, 0.7760204081632653, 1e-15);
    const svg = await plotRocCurve({ fpr, tpr });
    assert.include(svg, 'Receiver Operating Characteristic');
    assert.include(svg, 'AUC = 0.78');
  });

  it('S60: the area is the share of pairs in which the rock has the higher probability', () => {
    const rocks = Y_prob.filter((_, i) => labelsTest[i] === 'R');
    const mines = Y_prob.filter((_, i) => labelsTest[i] === 'M');
    const won = rocks.flatMap((rock) => mines.map((mine) => (rock > mine ? 1 : rock === mine ? 0.5 : 0)));
    const share = won.reduce<number>((a, b) => a + b, 0) / won.length;
    assert.closeTo(metrics.rocAucScore(Y_true, Y_prob), share, 1e-14);
  });

  it('S58: the area under the PR curve, by average precision and by straight lines', () => {
    const { precision, recall } = precisionRecallCurve(Y_true, Y_prob);
    assert.closeTo(averagePrecisionScore(Y_true, Y_prob), 0.7474864847508808, 1e-14);
    assert.closeTo(metrics.auc(recall, precision), 0.7410068116086623, 1e-14);
  });

  it('D27: M is 0 and R is 1, so rock is positive; posLabel takes the mine', () => {
    assert.deepEqual(classNames, ['M', 'R']);
    assert.deepEqual(
      Array.from(tTest.data, (number) => classNames[number]),
      labelsTest,
    );
    const rock = metrics.rocCurve(labelsTest, Y_prob, { posLabel: 'R' });
    assert.deepEqual(rock, metrics.rocCurve(Y_true, Y_prob));
    const mine = metrics.rocCurve(
      labelsTest,
      Y_prob.map((p) => 1 - p),
      { posLabel: 'M' },
    );
    assert.closeTo(metrics.auc(mine.fpr, mine.tpr), 0.7760204081632653, 1e-14);
    const wrong = metrics.rocCurve(labelsTest, Y_prob, { posLabel: 'M' }); // probabilities of the other class
    assert.closeTo(metrics.auc(wrong.fpr, wrong.tpr), 1 - 0.7760204081632653, 1e-14);
    const predicted = Y_prob.map((p) => (p > 0.5 ? 'R' : 'M'));
    const { matrix } = confusionMatrix(labelsTest, predicted);
    assert.closeTo(recallScore(labelsTest, predicted, { posLabel: 'M' }), matrix[0][0] / 35, 1e-15);
    assert.closeTo(recallScore(labelsTest, predicted, { posLabel: 'R' }), matrix[1][1] / 28, 1e-15);
  });

  it('S59: a net that is trained on the 70 % does well on the 30 %', () => {
    const [xTrain, xLeft, yTrain, yLeft] = trainTestSplit(x, t, {
      testSize: 0.3,
      randomState: 42,
      stratify: labels,
    });
    const scaler = StandardScaler().fit(xTrain);
    const model = Sequential([
      Dense(24, { activation: 'tanh', inputShape: [60] }),
      Dense(1, { activation: 'sigmoid' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'binary_crossentropy', metrics: ['accuracy'] });
    model.fit(scaler.transform(xTrain), yTrain, { epochs: 60, batchSize: 20, verbose: 0 });
    const y = model.predict(scaler.transform(xLeft));
    assert.isAbove(metrics.rocAucScore(yLeft, y), 0.85);
    assert.closeTo(accuracyScore(yLeft, y), model.evaluate(scaler.transform(xLeft), yLeft)[1], 1e-7);
  });
});

describe('the course: Fashion MNIST', () => {
  const folder = useFolder();

  it('S61: design, train and analyse, on a few made-up pictures in its files', async () => {
    const clothes = (count: number, seed: number) => {
      const kinds = Array.from({ length: count }, (_, i) => i % 10);
      const noise = generic(count * 784, [0, 60], { whole: true, seed });
      // each kind has a bright band of its own
      const pixels = noise.map((value, i) => {
        const row = Math.floor((i % 784) / 28);
        return Math.floor(row / 2.8) === kinds[Math.floor(i / 784)] ? 190 + value : value;
      });
      return { images: idxOfBytes([count, 28, 28], pixels), labels: idxOfBytes([count], kinds) };
    };
    const [train, test] = [clothes(60, 5), clothes(20, 6)];
    mkdirSync(folder().at('fashion-mnist'));
    for (const [name, bytes] of [
      ['train-images-idx3-ubyte', train.images],
      ['train-labels-idx1-ubyte', train.labels],
      ['t10k-images-idx3-ubyte', test.images],
      ['t10k-labels-idx1-ubyte', test.labels],
    ] as const)
      writeFileSync(folder().at(`fashion-mnist/${name}.gz`), gzipSync(bytes));

    const { xTrain, tTrain, xTest, tTest, classNames } = await fashionMnist({
      scale: 1 / 255,
      oneHot: true,
      cache: folder().at('.'),
      verify: false,
      download: false,
    });
    assert.deepEqual(
      [xTrain.shape, tTrain.shape],
      [
        [60, 784],
        [60, 10],
      ],
    );
    assert.deepEqual(
      [xTest.shape, tTest.shape],
      [
        [20, 784],
        [20, 10],
      ],
    );
    assert.deepEqual([classNames[1], classNames[9]], ['Trouser', 'Ankle boot']);
    const model = Sequential([
      Input({ shape: [784] }),
      Dense(12, { activation: 'relu' }),
      Dense(10, { activation: 'softmax' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    model.fit(xTrain, tTrain, { epochs: 60, batchSize: 10, verbose: 0 });
    const y = model.predict(xTest);
    assert.isAbove(accuracyScore(tTest, y), 0.9);
    const report = String(classificationReport(tTest, y, { targetNames: classNames }));
    assert.match(report, /^ +Trouser +\d\.\d\d +\d\.\d\d +\d\.\d\d +2$/m);
  });
});

describe('the course: moving averages', () => {
  it('S54, D30: the picture of a noisy sine, with and without correction', async () => {
    const x = Array.from({ length: 1000 }, (_, i) => (i / 999) * 10);
    const noise = generic(1000, [-0.5, 0.5], { seed: 54 });
    const y = x.map((value, i) => Math.sin(value) + noise[i]);
    const plain = await plotMovingAverage(y, { x, betas: [0.9, 0.98], language: 'es' });
    const both = await plotMovingAverage(y, { x, betas: [0.9, 0.98], corrected: true, uncorrected: true });
    assert.include(plain, '0.98');
    assert.notEqual(plain, both);
  });
});
