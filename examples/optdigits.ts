/**
 * Optdigits: handwritten digits of 8×8 pixels, by the course's net 64-20-10 and mini-batches.
 */
import { optdigits } from '../src/data.ts';
import {
  accuracyScore,
  bootstrapInterval,
  classificationReport,
  confusionMatrix,
  Dense,
  EarlyStopping,
  type Gradients,
  imageText,
  Input,
  LambdaCallback,
  Sequential,
  SGD,
  takeRows,
} from '../src/index.ts';
import {
  plotConfusionMatrix,
  plotGradientNorms,
  plotImages,
  plotLearningCurves,
  plotWeights,
} from '../src/plot/index.ts';
import { type ExampleOptions, heading, percent, type Scores } from './gallery.ts';

export async function main({ gallery }: ExampleOptions): Promise<Scores> {
  const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, oneHot: true });
  console.log(imageText(xTrain.data.subarray(0, 64), { columns: 8 }));

  const model = Sequential(
    [
      Input([64]),
      Dense(20, { activation: 'tanh', name: 'Oculto' }),
      Dense(10, { activation: 'softmax', name: 'salida' }),
    ],
    { seed: 42 },
  );
  model.compile({
    optimizer: SGD({ learningRate: 0.3, momentum: 0.9 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });

  const gradients: Gradients[] = [];
  const note = LambdaCallback({ onEpochEnd: () => void gradients.push(model.gradients(xTrain, tTrain)) });
  const stop = EarlyStopping({
    monitor: 'val_accuracy',
    patience: 30,
    minDelta: 0.0001,
    restoreBestWeights: true,
  });
  const history = model.fit(xTrain, tTrain, {
    epochs: 400,
    batchSize: 150,
    validationSplit: 0.2,
    callbacks: [stop, note],
    verbose: 0,
  });
  console.log(`stopped after ${stop.epochsRun} epochs; the best was number ${stop.bestEpoch + 1}`);
  console.log(history.plot());

  for (const [name, x, t] of [
    ['training', xTrain, tTrain],
    ['test', xTest, tTest],
  ] as const) {
    const predictions = model.predict(x);
    const matrix = confusionMatrix(t, predictions);
    heading(`The ${x.shape[0]} ${name} digits: ${percent(accuracyScore(t, predictions))} right`);
    console.log(String(matrix));
    console.log(String(classificationReport(t, predictions)));
    gallery.save(
      `confusion-matrix-${name}`,
      await plotConfusionMatrix(matrix, { title: `Optdigits, ${name}` }),
    );
  }
  const digits = optdigits().tTest.toArray() as number[];
  const predicted = model.predictClasses(xTest);
  const interval = bootstrapInterval(accuracyScore, digits, predicted, { randomState: 42 });
  console.log(`test accuracy, 95 % interval: ${percent(interval.low)} to ${percent(interval.high)}`);
  const wrong = digits.flatMap((digit, row) => (digit === predicted[row] ? [] : [row])).slice(0, 20);
  gallery.save(
    'learning-curves',
    await plotLearningCurves(history, {
      title: 'Optdigits, 64-20-10',
      stoppedEpoch: stop.stoppedEpoch,
      bestEpoch: stop.bestEpoch,
    }),
  );
  gallery.save('gradient-norms', await plotGradientNorms(gradients));
  gallery.save('weights', await plotWeights(model.layers[0], { title: 'What each hidden unit looks for' }));
  if (wrong.length > 0) {
    const images = await plotImages(takeRows(xTest, wrong), {
      targets: takeRows(digits, wrong),
      predictions: takeRows(predicted, wrong),
      title: 'Test digits that the net gets wrong',
    });
    gallery.save('mistakes', images);
  }
  return { accuracy: accuracyScore(digits, predicted) };
}
