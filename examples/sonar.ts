/**
 * Sonar: is the echo that of a rock or of a mine? 70 % of the rows to learn from, 30 % to test, as in the course.
 *
 * LabelBinarizer sorts the classes, M before R: a rock is 1, the positive class, and what the net gives is its probability.
 */
import { sonar } from '../src/data.ts';
import {
  accuracyScore,
  Adam,
  auc,
  averagePrecisionScore,
  bestThreshold,
  bootstrapInterval,
  calibrationCurve,
  classificationReport,
  confusionMatrix,
  Dense,
  Dropout,
  EarlyStopping,
  Input,
  precisionRecallCurve,
  rocAucScore,
  rocCurve,
  Sequential,
  StandardScaler,
  trainTestSplit,
} from '../src/index.ts';
import {
  plotCalibrationCurve,
  plotConfusionMatrix,
  plotLearningCurves,
  plotPrecisionRecallCurve,
  plotRocCurve,
} from '../src/plot/index.ts';
import { type ExampleOptions, heading, type Scores } from './gallery.ts';

export async function main({ gallery }: ExampleOptions): Promise<Scores> {
  const { x, t, labels, classNames } = sonar();
  const [xRest, xTest, tRest, tTest, , labelsTest] = trainTestSplit(x, t, labels, {
    testSize: 0.3,
    randomState: 42,
    stratify: labels,
  });
  // When to stop is settled on rows of the training part: the test rows are for the end.
  const [xTrain, xHeld, tTrain, tHeld] = trainTestSplit(xRest, tRest, {
    testSize: 0.2,
    randomState: 42,
    stratify: tRest,
  });
  const scaler = StandardScaler().fit(xTrain);
  console.log(
    `${x.shape[0]} echoes of 60 bands: ${xTrain.shape[0]} to learn from, ${xHeld.shape[0]} held out, ${xTest.shape[0]} to test`,
  );

  const model = Sequential(
    [Input([60]), Dense(24, { activation: 'relu' }), Dropout(0.3), Dense(1, { activation: 'sigmoid' })],
    { seed: 1 },
  );
  model.compile({
    optimizer: Adam({ learningRate: 0.005 }),
    loss: 'binary_crossentropy',
    metrics: ['accuracy'],
  });
  const stop = EarlyStopping({ monitor: 'val_loss', patience: 40, restoreBestWeights: true });
  const history = model.fit(scaler.transform(xTrain), tTrain, {
    epochs: 500,
    batchSize: 20,
    validationData: [scaler.transform(xHeld), tHeld],
    callbacks: [stop],
    verbose: 0,
  });
  console.log(`stopped after ${stop.epochsRun} epochs; the best was number ${stop.bestEpoch + 1}`);
  gallery.save(
    'learning-curves',
    await plotLearningCurves(history, {
      title: 'Sonar, 60-24-1',
      stoppedEpoch: stop.stoppedEpoch,
      bestEpoch: stop.bestEpoch,
    }),
  );

  heading(`On the ${xTest.shape[0]} test echoes`);
  const probability = model.predict(scaler.transform(xTest));
  const predicted = Array.from(probability.data, (p) => classNames[p > 0.5 ? 1 : 0]);
  const matrix = confusionMatrix(labelsTest, predicted);
  console.log(matrix.plot());
  console.log(String(classificationReport(labelsTest, predicted)));

  const roc = rocCurve(tTest, probability);
  const pr = precisionRecallCurve(tTest, probability);
  const interval = bootstrapInterval(rocAucScore, tTest, probability, { randomState: 42 });
  const average = averagePrecisionScore(tTest, probability);
  console.log(
    `AUC-ROC: ${auc(roc.fpr, roc.tpr).toFixed(3)}, 95 % interval ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
  );
  console.log(
    `AUC-PR: ${average.toFixed(3)} (average precision), ${auc(pr.recall, pr.precision).toFixed(3)} (trapezoids)`,
  );
  const best = bestThreshold(tHeld, model.predict(scaler.transform(xHeld)), { score: 'youden' });
  console.log(`threshold with the best balance on the held-out rows: ${best.threshold.toFixed(3)}`);

  gallery.save('confusion-matrix', await plotConfusionMatrix(matrix, { title: 'Sonar, test' }));
  gallery.save('roc', await plotRocCurve(roc));
  gallery.save('precision-recall', await plotPrecisionRecallCurve(pr));
  gallery.save('calibration', await plotCalibrationCurve(calibrationCurve(tTest, probability, { nBins: 5 })));
  return {
    accuracy: accuracyScore(labelsTest, predicted),
    auc: auc(roc.fpr, roc.tpr),
    averagePrecision: average,
  };
}
