/**
 * The program that shows the whole API, as its users write it: from the package by its name.
 */
import { assert } from 'chai';
import {
  Dense,
  Dropout,
  EarlyStopping,
  Input,
  l2,
  Model,
  Sequential,
  SGD,
  StandardScaler,
} from 'multiperceptron';
import { iris, optdigits } from 'multiperceptron/data';

describe('the program of the course', function () {
  this.timeout(60_000);

  it('trains a net on optdigits', () => {
    const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, oneHot: true });

    const model = Sequential(
      [
        Input({ shape: [64] }),
        Dense(20, { activation: 'tanh', kernelRegularizer: l2(1e-4), name: 'Oculto' }),
        Dropout(0.1),
        Dense(10, { activation: 'softmax', name: 'salida' }),
      ],
      { seed: 42 },
    );

    const es = EarlyStopping({ monitor: 'val_accuracy', patience: 30, minDelta: 1e-4 });
    model.compile({
      optimizer: SGD({ learningRate: 0.1, momentum: 0.9 }),
      loss: 'categorical_crossentropy',
      metrics: ['accuracy'],
    });
    const history = model.fit(xTrain, tTrain, {
      epochs: 100,
      batchSize: 150,
      validationData: [xTest, tTest],
      callbacks: [es],
    });

    const epochs = history.epoch.length;
    assert.deepEqual(history.params, { epochs: 100, steps: 26, verbose: 1 });
    assert.equal(es.epochsRun, epochs);
    assert.isAtLeast(epochs, 31);
    if (epochs < 100) assert.equal(es.stoppedEpoch, epochs - 1);
    assert.isAbove(history.history.accuracy[epochs - 1], 0.97);
    assert.isBelow(history.history.loss[epochs - 1], 0.2);

    const rows = model.summary().split('\n');
    assert.equal(rows[0], 'Model: "sequential"');
    assert.match(rows[4], /^│ Oculto \(Dense\) +│ \(None, 20\) +│ +1,300 │$/);
    assert.match(rows[8], /^│ salida \(Dense\) +│ \(None, 10\) +│ +210 │$/);
    assert.include(rows, ' Total params: 1,510 (5.90 KB)');

    const [loss, accuracy] = model.evaluate(xTest, tTest);
    assert.isAbove(accuracy, 0.93);
    assert.closeTo(loss, history.history.val_loss[epochs - 1], 1e-6);
    assert.equal(accuracy, history.history.val_accuracy[epochs - 1]);

    const [kernel, bias] = model.layers[0].getWeights();
    assert.deepEqual([kernel.shape, bias.shape], [[64, 20], [20]]);
  });

  it('writes a net as a graph', () => {
    const I = Input({ shape: [4], name: 'Entrada' });
    const hidden = Dense(2, { activation: 'tanh' });
    const red = Model({ inputs: I, outputs: Dense(3, { activation: 'sigmoid' })(hidden(I)) });

    assert.equal(
      String(red),
      'Model "functional" [InputLayer([4]) "Entrada", Dense(2, tanh) "dense", Dense(3, sigmoid) "dense_1"]',
    );
    const { x, t } = iris();
    const scaled = StandardScaler().fitTransform(x);
    assert.deepEqual(red.predict(scaled).shape, [150, 3]);
    red.compile({
      optimizer: SGD({ learningRate: 0.1 }),
      loss: 'binary_crossentropy',
      metrics: ['accuracy'],
    });
    red.fit(scaled, t, { epochs: 100, batchSize: 20 });
    assert.isAbove(red.evaluate(scaled, t)[1], 0.9);
  });
});
