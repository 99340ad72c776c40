/**
 * Fashion-MNIST: ten kinds of clothes in 28×28 pixels, by 784-128-10. The data are not in the package: they are looked for
 * in the cache and where Debian's package puts them, and downloaded if they are in neither.
 */
import { fashionMnist } from '../src/data.ts';
import {
  accuracyScore,
  Adam,
  classificationReport,
  confusionMatrix,
  CosineDecay,
  Dense,
  Dropout,
  executorInfo,
  Input,
  Sequential,
  takeRows,
} from '../src/index.ts';
import { plotConfusionMatrix, plotImages, plotLearningCurves } from '../src/plot/index.ts';
import { type ExampleOptions, heading, percent, type Scores } from './gallery.ts';

const EPOCHS = 20;
const BATCH = 64;
const HELD_OUT = 0.1;

export async function main({ gallery, data }: ExampleOptions): Promise<Scores> {
  const { xTrain, tTrain, xTest, tTest, classNames } = await fashionMnist({
    scale: 1 / 255,
    ...(data === null ? {} : { cache: data, verify: false, download: false }),
    onProgress: ({ file, received, total }) => console.log(`${file}: ${received} of ${total} bytes`),
  });
  const rows = xTrain.shape[0];
  const what =
    rows === 60_000 && xTest.shape[0] === 10_000 ? 'the whole of Fashion-MNIST' : 'a part of Fashion-MNIST';
  console.log(`${what}: ${rows} images to learn from, ${xTest.shape[0]} to test`);

  const model = Sequential(
    [Input([784]), Dense(128, { activation: 'relu' }), Dropout(0.2), Dense(10, { activation: 'softmax' })],
    { seed: 1 },
  );
  const steps = EPOCHS * Math.ceil((rows * (1 - HELD_OUT)) / BATCH);
  model.compile({
    optimizer: Adam({ learningRate: CosineDecay({ initialLearningRate: 0.001, decaySteps: steps }) }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  const start = performance.now();
  const history = model.fit(xTrain, tTrain, {
    epochs: EPOCHS,
    batchSize: BATCH,
    validationSplit: HELD_OUT,
    verbose: process.stdout.isTTY ? 1 : 2, // a line that moves, or one for each epoch
  });
  const seconds = (performance.now() - start) / 1000;

  const predicted = model.predictClasses(xTest).map((place) => classNames[place]);
  const targets = Array.from(tTest.data, (place) => classNames[place]);
  const matrix = confusionMatrix(targets, predicted, { labels: classNames });
  const accuracy = accuracyScore(targets, predicted);
  heading(
    `${percent(accuracy)} of ${xTest.shape[0]} test images, after ${seconds.toFixed(1)} s (${executorInfo().name}) on ${what}`,
  );
  console.log(String(classificationReport(targets, predicted, { labels: classNames })));

  const wrong = predicted.flatMap((name, row) => (name === targets[row] ? [] : [row])).slice(0, 20);
  gallery.save('learning-curves', await plotLearningCurves(history, { title: 'Fashion-MNIST, 784-128-10' }));
  gallery.save('confusion-matrix', await plotConfusionMatrix(matrix, { title: 'Fashion-MNIST, test' }));
  if (wrong.length > 0) {
    const images = await plotImages(takeRows(xTest, wrong), {
      targets: takeRows(targets, wrong),
      predictions: takeRows(predicted, wrong),
      columns: 5,
      title: 'Test images that the net gets wrong',
    });
    gallery.save('mistakes', images);
  }
  return { accuracy, seconds, rows };
}
