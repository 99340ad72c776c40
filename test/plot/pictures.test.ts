/**
 * What each picture shows of its data.
 */
import { assert } from 'chai';
import { multiply } from '../../src/autograd/index.ts';
import { confusionMatrix, precisionRecallCurve, rocCurve } from '../../src/metrics/index.ts';
import { activations, Dense, Input, Sequential } from '../../src/nn/index.ts';
import {
  plotActivations,
  plotCalibrationCurve,
  plotConfusionMatrix,
  plotDecisionBoundary,
  plotGradientNorms,
  plotImages,
  plotLearningCurves,
  plotMovingAverage,
  plotPrecisionRecallCurve,
  plotRocCurve,
  plotWeights,
} from '../../src/plot/index.ts';
import { tensor, type Tensor } from '../../src/tensor/index.ts';
import { all, linesIn, parsed, placeOf, texts } from './reading.ts';

const BLUE = '#0072b2';
const ORANGE = '#d55e00';

const [targets, scores] = [
  [0, 0, 1, 1, 1, 0, 1],
  [0.1, 0.4, 0.35, 0.8, 0.62, 0.55, 0.7],
];

describe('plotLearningCurves', () => {
  const history = {
    loss: [0.9, 0.5, 0.4, 0.31],
    accuracy: [0.4, 0.7, 0.8, 0.9],
    val_loss: [1, 0.7, 0.62, 0.8],
    val_accuracy: [0.3, 0.72, 0.74, 0.7],
  };

  it('draws training and validation, a panel for loss and one for each metric', async () => {
    const svg = await plotLearningCurves(history);
    assert.lengthOf(linesIn(svg, BLUE), 2);
    assert.lengthOf(linesIn(svg, ORANGE), 2);
    for (const text of ['Loss', 'Accuracy', 'Epoch', 'training', 'validation', 'best epoch: 3']) {
      assert.include(texts(svg), text);
    }
    assert.notInclude(texts(svg).join(), 'stopped');
  });

  it('draws each number at its place', async () => {
    const [line] = linesIn(await plotLearningCurves(history, { keys: ['loss'] }), BLUE);
    const x = line.map(([place]) => place);
    assert.closeTo(x[1] - x[0], x[3] - x[2], 0.02);
    const y = line.map(([, place]) => place); // down is more
    assert.closeTo((y[1] - y[0]) / (y[3] - y[0]), (0.5 - 0.9) / (0.31 - 0.9), 1e-3);
    assert.isBelow(y[0], y[1]);
  });

  it('takes what fit returns, whose epochs may begin later', async () => {
    const params = { epochs: 24, steps: 1, verbose: 0 };
    const svg = await plotLearningCurves({ history, epoch: [20, 21, 22, 23], params }, { keys: ['loss'] });
    assert.includeMembers(texts(svg), ['21', '22', '23', '24', 'best epoch: 23']);
  });

  it('marks where EarlyStopping stopped and which epoch was best', async () => {
    const svg = await plotLearningCurves(history, { stoppedEpoch: 3, bestEpoch: 1, keys: ['accuracy'] });
    assert.includeMembers(texts(svg), ['best epoch: 2', 'stopped at epoch 4']);
    const [line] = linesIn(svg, BLUE);
    const rules = all(parsed(svg)).filter(
      ({ name, attributes }) => name === 'line' && attributes.y1 === '10',
    );
    const places = rules.map(({ attributes }) => Number(attributes.x1));
    assert.includeMembers(places, [line[1][0], line[3][0]]);
    const none = await plotLearningCurves(history, { bestEpoch: null, stoppedEpoch: 0 });
    assert.notMatch(texts(none).join(), /best|stopped/);
  });

  it('leaves gaps for NaN, and draws a lonely point', async () => {
    const svg = await plotLearningCurves({ loss: [1, 2, Number.NaN, 3, Number.NaN, 2, 1] });
    assert.include(svg, 'Z'); // a line's end
    const circles = all(parsed(svg)).filter(({ name }) => name === 'circle');
    assert.lengthOf(circles, 1);
  });

  it('fills the width with few panels, and stacks them where it is small', async () => {
    const widths = async (width: number) =>
      linesIn(await plotLearningCurves(history, { width }), BLUE).map(
        (line) => line[line.length - 1][0] - line[0][0],
      );
    assert.deepEqual(await widths(1200), [512, 512]); // 600 each, less the margins of a chart
    assert.deepEqual(await widths(320), [232, 232]);
  });

  it('leaves the learning rate out unless it is asked for', async () => {
    const more = { ...history, learning_rate: [0.1, 0.1, 0.05, 0.05] };
    assert.notInclude(texts(await plotLearningCurves(more)), 'learning_rate');
    assert.include(texts(await plotLearningCurves(more, { keys: ['learning_rate'] })), 'learning_rate');
  });
});

describe('plotRocCurve', () => {
  it('draws the curve from corner to corner, and says the area below', async () => {
    const svg = await plotRocCurve(rocCurve(targets, scores));
    assert.includeMembers(texts(svg), ['AUC = 0.83', 'chance', 'Receiver Operating Characteristic']);
    const [line] = linesIn(svg, BLUE);
    const [first, last] = [line[0], line[line.length - 1]];
    const [chance] = linesIn(svg, '#767676');
    assert.deepEqual([first, last], chance);
    // the point (2/3, 3/4): two negatives and three positives pass 0.4
    const [x, y] = [first[0] + ((last[0] - first[0]) * 2) / 3, first[1] + (last[1] - first[1]) * 0.75];
    assert.isTrue(line.some(([px, py]) => Math.hypot(px - x, py - y) < 0.1));
  });

  it('tells curves apart by colour and by dashes', async () => {
    const curve = rocCurve(targets, scores);
    const svg = await plotRocCurve(
      Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((c) => [c, curve])),
    );
    const strokes = all(parsed(svg))
      .filter(({ name, attributes }) => name === 'line' && attributes['stroke-width'] === '2')
      .map(({ attributes }) => `${attributes.stroke} ${attributes['stroke-dasharray'] ?? ''}`);
    assert.lengthOf(strokes, 26);
    assert.lengthOf([...new Set(strokes)], 26);
    assert.include(texts(svg), 'q (AUC = 0.83)');
  });

  it('shortens a long name, not its area', async () => {
    const svg = await plotRocCurve({ ['long '.repeat(40)]: rocCurve(targets, scores) });
    assert.match(texts(svg).join('\n'), /^long long.*… \(AUC = 0\.83\)$/m);
    const small = await plotRocCurve({ ['long '.repeat(40)]: rocCurve(targets, scores) }, { width: 300 });
    assert.match(texts(small).join('\n'), /^long long.*… \(AUC = 0\.83\)$/m);
  });
});

describe('plotPrecisionRecallCurve', () => {
  it('draws steps, the average precision, and the share of positive rows', async () => {
    const svg = await plotPrecisionRecallCurve(precisionRecallCurve(targets, scores));
    assert.includeMembers(texts(svg), ['AP = 0.92', 'chance (0.57)']);
    const path =
      /<path d="([^"]*)"/.exec(svg.slice(svg.indexOf(`stroke="${BLUE}" stroke-linecap`)))?.[1] ?? '';
    assert.notEqual(path, '');
    const corners = [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [x, y]);
    for (let i = 1; i < corners.length; i++) {
      assert.isTrue(corners[i][0] === corners[i - 1][0] || corners[i][1] === corners[i - 1][1], path);
    }
  });

  it('compares several without a level of chance', async () => {
    const curve = precisionRecallCurve(targets, scores);
    const svg = await plotPrecisionRecallCurve({ a: curve, b: curve });
    assert.includeMembers(texts(svg), ['a (AP = 0.92)', 'b (AP = 0.92)']);
    assert.notMatch(texts(svg).join(), /chance/);
  });
});

describe('plotCalibrationCurve', () => {
  it('draws a point for each bin, x the probability and y the share', async () => {
    const svg = await plotCalibrationCurve({ probPred: [0.1, 0.4, 0.8], probTrue: [0.05, 0.45, 0.7] });
    const [line] = linesIn(svg, BLUE);
    const [[left, low], [right, high]] = linesIn(svg, '#767676')[0];
    assert.closeTo((line[2][0] - left) / (right - left), 0.8, 1e-3);
    assert.closeTo((line[2][1] - low) / (high - low), 0.7, 1e-3);
    assert.include(texts(svg), 'perfect calibration');
  });
});

describe('plotConfusionMatrix', () => {
  it('lets true classes go down and predicted ones to the right', async () => {
    const svg = await plotConfusionMatrix({ labels: ['oak', 'elm'], matrix: [[2, 7], [1, 9]] }); // biome-ignore format: a matrix
    const [two, seven, one] = ['2', '7', '1'].map((text) => placeOf(svg, text));
    assert.isAbove(seven[0], two[0]);
    assert.equal(seven[1], two[1]);
    assert.isAbove(one[1], two[1]);
    assert.equal(one[0], two[0]);
    assert.includeMembers(texts(svg), ['oak', 'elm', 'True label', 'Predicted label']);
  });

  it('writes large counts as they are', async () => {
    const svg = await plotConfusionMatrix({ labels: ['a', 'b'], matrix: [[1234567, 0], [3, 98765]] }); // biome-ignore format: a matrix
    assert.includeMembers(texts(svg), ['1234567', '98765']);
  });

  it('writes shares with two decimals, and nothing for NaN', async () => {
    const svg = await plotConfusionMatrix({ labels: [0, 1], matrix: [[0.75, 0.25], [Number.NaN, Number.NaN]] }); // biome-ignore format: a matrix
    assert.includeMembers(texts(svg), ['0.75', '0.25']);
    assert.notMatch(svg, /NaN/);
  });

  it('darkens a cell with its count', async () => {
    const svg = await plotConfusionMatrix({ labels: ['a', 'b'], matrix: [[8, 0], [4, 2]] }); // biome-ignore format: a matrix
    const fills = all(parsed(svg))
      .filter(
        ({ name, attributes }) =>
          name === 'rect' && attributes.fill?.startsWith('#') && attributes.y !== undefined,
      )
      .map(({ attributes }) => attributes.fill);
    assert.deepEqual(fills, [BLUE, '#f7fbff', '#7cb7d9', '#b9d9ec']);
  });

  it('shows names for the labels', async () => {
    const svg = await plotConfusionMatrix(confusionMatrix([0, 1], [1, 1]), {
      displayLabels: ['rock', 'mine'],
    });
    assert.includeMembers(texts(svg), ['rock', 'mine']);
  });
});

describe('plotActivations', () => {
  it('draws every activation and its derivative', async () => {
    const names = Object.keys(activations) as (keyof typeof activations)[];
    const svg = await plotActivations(names);
    assert.lengthOf(linesIn(svg, BLUE), names.length);
    assert.lengthOf(linesIn(svg, ORANGE), names.length);
    assert.includeMembers(texts(svg), ['relu', 'softmax([x, 0])']);
  });

  it('takes derivatives of own functions through the ops', async () => {
    const svg = await plotActivations({ square: (x) => multiply(x, x) }, { range: [1, 3] });
    const [square] = linesIn(svg, BLUE);
    const [slope] = linesIn(svg, ORANGE);
    const height = (line: [number, number][], i: number) => line[i][1];
    // x² goes from 1 to 9 and 2x from 2 to 6: on one axis, they stand 8 : 4
    const rises = [square, slope].map((line) => height(line, 0) - height(line, line.length - 1));
    assert.closeTo(rises[0] / rises[1], 2, 0.01);
    const middle = slope.length >> 1;
    assert.closeTo(height(slope, middle), (height(slope, 0) + height(slope, slope.length - 1)) / 2, 0.02);
  });

  it('draws softmax([x, 0]) as the sigmoid of x', async () => {
    const [soft, sigmoid] = await Promise.all([plotActivations('softmax'), plotActivations('sigmoid')]);
    assert.deepEqual(linesIn(soft, BLUE), linesIn(sigmoid, BLUE));
    assert.deepEqual(linesIn(soft, ORANGE), linesIn(sigmoid, ORANGE));
  });

  it('leaves derivatives out', async () => {
    assert.lengthOf(linesIn(await plotActivations('tanh', { derivatives: false }), ORANGE), 0);
  });
});

describe('plotMovingAverage', () => {
  it('corrects the bias: the average of a constant is constant', async () => {
    const svg = await plotMovingAverage([2, 2, 2, 2, 2], { betas: [0.7] });
    const [corrected] = linesIn(svg, BLUE);
    assert.lengthOf([...new Set(corrected.map(([, y]) => y))], 1);
    // 2 (1 - 0.7^t) without correction
    const [plain] = linesIn(svg, ORANGE);
    const wanted = [1, 2, 3, 4, 5].map((t) => 1 - 0.7 ** t);
    plain.forEach(([, y], i) => {
      assert.closeTo(
        (y - plain[0][1]) / (plain[4][1] - plain[0][1]),
        (wanted[i] - wanted[0]) / (wanted[4] - wanted[0]),
        1e-3,
      );
    });
  });

  it('draws a panel for each β, and only the averages that are wanted', async () => {
    const svg = await plotMovingAverage([0.3, 0.9, 0.4], { betas: [0.5, 0.9, 0.98], uncorrected: false });
    assert.includeMembers(texts(svg), ['β = 0.5', 'β = 0.9', 'β = 0.98']);
    assert.lengthOf(linesIn(svg, BLUE), 3);
    assert.lengthOf(linesIn(svg, ORANGE), 0);
  });
});

describe('plotGradientNorms', () => {
  it('takes what model.gradients gives, kernel and bias as one norm', async () => {
    const gradients = [
      { dense: { kernel: tensor([[3, 4]]), bias: tensor([12]) } },
      { dense: { kernel: tensor([[0.3, -0.4]]), bias: tensor([0]) } },
    ];
    assert.equal(
      await plotGradientNorms(gradients),
      await plotGradientNorms({ dense: [13, Math.hypot(0.3, 0.4)] }),
    );
  });

  it('draws the gradients of a model', async () => {
    const model = Sequential([Input([2]), Dense(3, { activation: 'tanh' }), Dense(1)], { seed: 7 });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, t] = [[[0.3, 0.7], [0.9, -0.2]], [[0.4], [1.1]]]; // biome-ignore format: matrices
    const gradients = [0, 1, 2].map(() => {
      model.fit(x, t, { epochs: 1, verbose: 0 });
      return model.gradients(x, t);
    });
    const svg = await plotGradientNorms(gradients);
    assert.includeMembers(texts(svg), ['dense', 'dense_1', 'Gradient norm']);
    assert.lengthOf(linesIn(svg, BLUE)[0], 3);
  });

  it('has a logarithmic scale', async () => {
    const [line] = linesIn(await plotGradientNorms({ dense: [1e-4, 1e-2, 1] }), BLUE);
    assert.closeTo(line[1][1], (line[0][1] + line[2][1]) / 2, 0.02);
  });
});

describe('plotWeights', () => {
  it('draws a column of the kernel for each unit, the largest weight in full colour', async () => {
    const svg = await plotWeights([[0.5, 0], [0, 0], [0, -0.25], [0, 0]]); // biome-ignore format: a matrix
    const images = all(parsed(svg)).filter(({ attributes }) => 'shape-rendering' in attributes);
    const [first, second] = images.map(({ children }) => children.map(({ attributes }) => attributes));
    assert.deepEqual(
      first.map(({ fill }) => fill),
      [ORANGE, '#ffffff'],
    );
    assert.match(first[0].d, /^M0,0H/); // the first pixel
    assert.deepEqual(
      second.map(({ fill }) => fill),
      ['#ffffff', '#80b9d9'],
    );
    assert.match(second[1].d, /^M0,[1-9]/); // the third, below the first
    assert.includeMembers(texts(svg), ['0', '1', '−0.5', '0.5']);
  });

  it('takes a built layer', async () => {
    const model = Sequential([Input([9]), Dense(4)], { seed: 3 });
    const svg = await plotWeights(model.layers[0]);
    assert.equal(svg, await plotWeights(model.getWeights()[0]));
  });
});

describe('plotImages', () => {
  const x = [[0, 1, 1, 0], [1, 0, 0, 1], [1, 1, 0, 0]]; // biome-ignore format: images

  it('says what an image is, and what it was taken for', async () => {
    const svg = await plotImages(x, { targets: [7, 1, 4], predictions: [7, 2, 4] });
    assert.includeMembers(texts(svg), ['7', '1 → 2', '4']);
    const wrong = all(parsed(svg)).filter(({ attributes }) => attributes['stroke-width'] === '3');
    assert.lengthOf(wrong, 1);
  });

  it('has room for long names: two lines, or fewer columns', async () => {
    const names = { targets: ['Ankle boot', 'Coat', 'Bag'], predictions: ['Sneaker', 'Coat', 'Bag'] };
    assert.includeMembers(texts(await plotImages(x, { ...names, columns: 3, width: 400 })), [
      'Ankle boot',
      '→ Sneaker',
      'Coat',
    ]);
    assert.includeMembers(texts(await plotImages(x, names)), ['Ankle boot → Sneaker', 'Coat']);
    const many = Array.from({ length: 10 }, () => x[0]);
    const written = texts(await plotImages(many, { targets: many.map(() => 'Ankle boot') }));
    assert.lengthOf(written, 10);
    assert.deepEqual([...new Set(written)], ['Ankle boot']);
  });

  it('draws flat images high enough to be seen', async () => {
    const flat = [Array.from({ length: 60 }, (_, i) => i)];
    const svg = await plotImages([...flat, ...flat, ...flat], { imageShape: [1, 60] });
    const borders = all(parsed(svg)).filter(({ attributes }) => attributes.fill === 'none');
    assert.deepEqual([...new Set(borders.map(({ attributes }) => attributes.height))], ['8']);
  });

  it('takes one-hot rows and probabilities', async () => {
    const t = tensor([[0, 1], [1, 0], [0, 1]]); // biome-ignore format: rows
    const y = tensor([[0.2, 0.8], [0.6, 0.4], [0.7, 0.3]]); // biome-ignore format: rows
    assert.includeMembers(texts(await plotImages(x, { targets: t, predictions: y })), ['0', '1', '1 → 0']);
  });

  it('draws least as white and greatest as black, or what range says', async () => {
    const fills = (svg: string) => [
      ...new Set([...svg.matchAll(/<path fill="([^"]+)"/g)].map(([, fill]) => fill)),
    ];
    assert.sameMembers(fills(await plotImages(x)), ['#ffffff', '#000000']);
    assert.sameMembers(fills(await plotImages(x, { range: [0, 2] })), ['#ffffff', '#808080']);
  });
});

describe('plotDecisionBoundary', () => {
  const right = ({ data, shape }: Tensor) =>
    Array.from({ length: shape[0] }, (_, i) => (data[2 * i] > 0.6 ? 'yes' : 'no'));
  const x = [[0.1, 0.2], [0.9, 1.7], [0.5, 0.8]]; // biome-ignore format: a table

  const regions = (svg: string) =>
    all(parsed(svg))
      .filter(({ name, attributes }) => name === 'rect' && attributes['shape-rendering'] === 'crispEdges')
      .concat(
        all(parsed(svg))
          .filter(({ attributes }) => attributes['shape-rendering'] === 'crispEdges')
          .flatMap(({ children }) => children),
      )
      .map(({ attributes }) => attributes);

  it('draws a region for each class, and every row', async () => {
    const svg = await plotDecisionBoundary({ predict: right }, x, ['no', 'yes', 'no'], { resolution: 20 });
    assert.lengthOf(regions(svg), 40); // two stretches in each of 20 rows
    assert.deepEqual([...new Set(regions(svg).map(({ fill }) => fill))], ['#b8d8e9', '#f3d2b8']);
    const edge = Number(regions(svg)[1].x);
    assert.closeTo((edge - 68) / (600 - 68 - 20), (0.6 - 0.068) / (0.932 - 0.068), 0.05);
    assert.includeMembers(texts(svg), ['no', 'yes', 'x₁', 'x₂']);
  });

  it('reads one probability, several, and labels alike', async () => {
    const sure = (y: string[]) => y.map((label) => (label === 'yes' ? 0.8 : 0.3));
    const targets = ['no', 'yes', 'no'];
    const labels = await plotDecisionBoundary({ predict: right }, x, targets);
    const one = { predict: (grid: Tensor) => tensor(sure(right(grid)).map((p) => [p])) };
    const two = { predict: (grid: Tensor) => tensor(sure(right(grid)).map((p) => [1 - p, p])) };
    assert.equal(await plotDecisionBoundary(one, x, targets), labels);
    assert.equal(await plotDecisionBoundary(two, x, targets), labels);
  });

  it('takes a model', async () => {
    const model = Sequential([Input([2]), Dense(3, { activation: 'softmax' })], { seed: 5 });
    const svg = await plotDecisionBoundary(model, x, [2, 0, 1], {
      columnNames: ['length / cm', 'width / cm'],
    });
    assert.includeMembers(texts(svg), ['0', '1', '2', 'length / cm', 'width / cm']);
  });
});
