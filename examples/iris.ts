/**
 * Iris: three kinds of flower, told apart by four lengths. The course's first net, 4-2-3, from the table to the report.
 */
import { iris } from '../src/data.ts';
import {
  accuracyScore,
  classificationReport,
  confusionMatrix,
  Dense,
  Input,
  LabelBinarizer,
  Sequential,
  SGD,
  StandardScaler,
  trainTestSplit,
} from '../src/index.ts';
import {
  plotActivations,
  plotConfusionMatrix,
  plotDecisionBoundary,
  plotLearningCurves,
} from '../src/plot/index.ts';
import { type ExampleOptions, heading, type Scores } from './gallery.ts';

export async function main({ gallery }: ExampleOptions): Promise<Scores> {
  const { x, labels } = iris();
  const [xTrain, xTest, labelsTrain, labelsTest] = trainTestSplit(x, labels, {
    testSize: 0.2,
    randomState: 42,
    stratify: labels,
  });
  const scaler = StandardScaler();
  const binarizer = LabelBinarizer<string>();
  const xScaled = scaler.fitTransform(xTrain); // fitted on the training rows alone
  const tTrain = binarizer.fitTransform(labelsTrain);

  heading('4-2-3, as on the slides');
  const model = Sequential(
    [
      Input({ shape: [4] }),
      Dense(2, { activation: 'tanh', name: 'Oculto' }),
      Dense(3, { activation: 'softmax', name: 'salida' }),
    ],
    { seed: 1 },
  );
  model.compile({
    optimizer: SGD({ learningRate: 0.1 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  const history = model.fit(xScaled, tTrain, {
    epochs: 100,
    batchSize: 20,
    validationSplit: 0.2,
    verbose: 0,
  });
  console.log(model.summary({ style: 'keras2' }));
  console.log(history.plot());

  heading('On the 30 flowers it has not seen');
  const predicted = binarizer.inverseTransform(model.predict(scaler.transform(xTest)));
  const matrix = confusionMatrix(labelsTest, predicted);
  const accuracy = accuracyScore(labelsTest, predicted);
  console.log(`aciertos: ${accuracy.toFixed(3)}`);
  console.log(matrix.plot());
  console.log(String(classificationReport(labelsTest, predicted)));
  gallery.save('learning-curves', await plotLearningCurves(history, { title: 'Iris, 4-2-3' }));
  gallery.save('confusion-matrix', await plotConfusionMatrix(matrix, { title: 'Iris, 30 test flowers' }));
  gallery.save('activations', await plotActivations(['tanh', 'sigmoid', 'relu']));

  // Two of the four lengths are enough for a picture of what a net has learned.
  const petals = (x.toArray() as number[][]).map((row) => row.slice(2));
  const small = Sequential(
    [Input([2]), Dense(6, { activation: 'tanh' }), Dense(3, { activation: 'softmax' })],
    {
      seed: 1,
    },
  );
  small.compile({ optimizer: SGD({ learningRate: 0.02, momentum: 0.9 }), loss: 'categorical_crossentropy' });
  small.fit(petals, binarizer.transform(labels), { epochs: 300, batchSize: 20, verbose: 0 });
  const boundary = await plotDecisionBoundary(small, petals, labels, {
    title: 'Iris by its petals, 2-6-3',
    columnNames: ['petal length (cm)', 'petal width (cm)'],
  });
  gallery.save('decision-boundary', boundary);
  return { accuracy };
}
