/**
 * The course, saving and loading (S30, S31): under the slides' bare names, in a folder of its own.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from 'chai';
import { Adam, Dense, Dropout, Input, loadModel, type Model, Sequential } from '../../src/index.ts';
import { numbersOf, someIris } from './shared/programs.ts';

const { x, t } = someIris();

/** A net as the slides define it. */
function define(seed: number): Model {
  const model = Sequential(
    [
      Input({ shape: [4] }),
      Dense(2, { activation: 'tanh', name: 'Oculto' }),
      Dropout(0.1),
      Dense(3, { activation: 'softmax', name: 'salida' }),
    ],
    { seed },
  );
  model.compile({
    optimizer: Adam({ learningRate: 0.01 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

describe('the course: saving and loading', () => {
  const started = process.cwd();
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiperceptron-course-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(started);
    rmSync(folder, { recursive: true });
  });

  it('S30: model.save("miModelo") and save_weights("pesos_de_miModelo") write exactly these two files', async () => {
    const model = define(3);
    model.fit(x, t, { epochs: 2, verbose: 0 });
    await model.save('miModelo');
    assert.deepEqual(readdirSync('.'), ['miModelo']);
    await model.saveWeights('pesos_de_miModelo');
    assert.sameMembers(readdirSync('.'), ['miModelo', 'pesos_de_miModelo']);
  });

  it('S31: model = load_model("miModelo") is the model: weights, answers, what was compiled', async () => {
    const model = define(3);
    model.fit(x, t, { epochs: 3, verbose: 0 });
    await model.save('miModelo');
    const again = await loadModel('miModelo');
    assert.deepEqual(numbersOf(again), numbersOf(model));
    assert.deepEqual(again.predict(x), model.predict(x));
    assert.deepEqual(again.evaluate(x, t), model.evaluate(x, t));
    assert.equal(again.summary(), model.summary());
    assert.equal(String(again), String(model));
    assert.equal(again.hash(), model.hash());
  });

  it('S31: a model that was saved and loaded goes on as if it had never stopped', async () => {
    const [one, other] = [define(3), define(3)];
    const options = { batchSize: 20, verbose: 0, validationData: [x.slice(0, 30), t.slice(0, 30)] } as const;
    one.fit(x, t, { ...options, epochs: 2 });
    await one.save('miModelo');
    const loaded = await loadModel('miModelo');
    const rest = loaded.fit(x, t, { ...options, epochs: 5, initialEpoch: 2 });
    const whole = other.fit(x, t, { ...options, epochs: 5 });
    for (const key of ['loss', 'accuracy', 'val_loss', 'val_accuracy'])
      assert.deepEqual(rest.history[key], whole.history[key].slice(2), key);
    assert.deepEqual(numbersOf(loaded), numbersOf(other));
  });

  it('S30, S31: load_weights("pesos_de_miModelo") needs the model to be defined before', async () => {
    const model = define(3);
    model.fit(x, t, { epochs: 2, verbose: 0 });
    await model.saveWeights('pesos_de_miModelo');
    const other = define(8);
    assert.notDeepEqual(other.predict(x), model.predict(x));
    await other.loadWeights('pesos_de_miModelo');
    assert.deepEqual(other.predict(x), model.predict(x));
    assert.equal(other.optimizer.iterations, 0); // the optimizer is not in the file

    const failures = await Promise.all([
      Sequential([Dense(2), Dense(3)])
        .loadWeights('pesos_de_miModelo')
        .catch(String),
      loadModel('pesos_de_miModelo').catch(String),
    ]);
    assert.deepEqual(failures, [
      'StateError: loadWeights: sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.',
      'DataError: loadModel: pesos_de_miModelo holds weights only. Define the model, then load them with loadWeights.',
    ]);
  });

  it('S31: weights fit a net of the same layers, whatever these are called', async () => {
    const model = define(3);
    await model.saveWeights('pesos_de_miModelo');
    const other = Sequential([
      Input({ shape: [4] }),
      Dense(2, { activation: 'tanh' }),
      Dense(3, { activation: 'softmax' }),
    ]);
    await other.loadWeights('pesos_de_miModelo');
    assert.deepEqual(other.predict(x), model.predict(x));
  });

  it('S30: saving again takes the place of the old file', async () => {
    const model = define(3);
    await model.save('miModelo');
    model.fit(x, t, { verbose: 0 });
    await model.save('miModelo');
    assert.deepEqual(numbersOf(await loadModel('miModelo')), numbersOf(model));
    assert.deepEqual(readdirSync('.'), ['miModelo']);
  });
});
