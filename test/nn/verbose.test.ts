/**
 * What training prints: nothing, a line an epoch as Keras does, or one line that is drawn again and again.
 */
import { assert } from 'chai';
import { Dense, EarlyStopping, type FitOptions, Input, type Model, Sequential } from '../../src/nn/index.ts';
import { bar, duration, formatLogs, timeOfStep } from '../../src/nn/progress.ts';
import { SGD } from '../../src/optim/index.ts';
import { someClasses, someRows } from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);

function net(learningRate = 0.1): Model {
  const model = Sequential([Input({ shape: [4] }), Dense(3)]);
  model.compile({ optimizer: SGD({ learningRate }), loss: 'mse', metrics: ['accuracy'] });
  return model;
}

/** What clears the line of a terminal. */
const CLEAR = '\r\u001b[2K';

/** What is printed as lines, and what is drawn, while `work` runs; as if there were a terminal, or none. */
function printed(terminal: boolean, work: () => unknown): { lines: string[]; drawn: string[] } {
  const [lines, drawn]: string[][] = [[], []];
  const { log } = console;
  const { stdout } = process;
  const { write, isTTY } = stdout;
  console.log = (line: string) => void lines.push(line);
  stdout.write = ((text: string) => drawn.push(text) > 0) as typeof write;
  stdout.isTTY = terminal;
  try {
    work();
  } catch {
    // what is printed counts, whatever becomes of the training
  } finally {
    console.log = log;
    stdout.write = write;
    stdout.isTTY = isTTY;
  }
  return { lines, drawn };
}

const fitted = (terminal: boolean, options: FitOptions) =>
  printed(terminal, () => net().fit(x, t, { batchSize: 4, ...options }));

describe('what training prints', () => {
  it('is nothing without a terminal, unless told, and nothing at all with verbose: 0', () => {
    const nothing = { lines: [], drawn: [] };
    assert.deepEqual(fitted(false, { epochs: 3 }), nothing);
    assert.deepEqual(fitted(false, { epochs: 3, verbose: 1 }), nothing);
    assert.deepEqual(fitted(false, { epochs: 3, verbose: 0 }), nothing);
    assert.deepEqual(fitted(true, { epochs: 3, verbose: 0 }), nothing);
  });

  describe('with verbose: 2', () => {
    it('is a head and a line for each epoch, with the numbers of History', () => {
      const model = net();
      let history: Readonly<Record<string, number[]>> = {};
      const { lines, drawn } = printed(true, () => {
        ({ history } = model.fit(x, t, { batchSize: 4, epochs: 2, verbose: 2, validationSplit: 0.3 }));
      });
      assert.deepEqual(drawn, []);
      assert.lengthOf(lines, 4);
      const names = ['accuracy', 'loss', 'val_accuracy', 'val_loss'];
      for (const epoch of [0, 1]) {
        assert.equal(lines[2 * epoch], `Epoch ${epoch + 1}/2`);
        const [steps, seconds, step, ...numbers] = lines[2 * epoch + 1].split(' - ');
        assert.equal(steps, '2/2');
        assert.match(seconds, /^\d+s$/);
        assert.match(step, /^\d+(s|ms|us)\/step$/);
        const expected = names.map((name) => [name, history[name][epoch]]);
        assert.equal(numbers.join(' - '), formatLogs(Object.fromEntries(expected)));
      }
    });

    it('has no head where there is one epoch', () => {
      const { lines } = fitted(false, { verbose: 2 });
      assert.lengthOf(lines, 1);
      assert.match(lines[0], /^3\/3 - 0s - /);
    });

    it('has the lines of callbacks between', () => {
      const stop = EarlyStopping({ monitor: 'loss', minDelta: 5, verbose: 1 });
      const { lines } = fitted(false, { verbose: 2, epochs: 9, callbacks: [stop] });
      assert.deepEqual(
        lines.filter((line) => !line.includes('loss:')),
        ['Epoch 1/9', 'Epoch 2/9', 'Epoch 2: early stopping'],
      );
    });
  });

  describe('in a terminal', () => {
    it('is a line that is drawn again and cleared, and one that stays', () => {
      const model = net();
      let history: Readonly<Record<string, number[]>> = {};
      const { lines, drawn } = printed(true, () => {
        ({ history } = model.fit(x, t, { batchSize: 4, epochs: 3 }));
      });
      const [accuracy, loss] = [history.accuracy, history.loss].map((values) => values[2].toFixed(4));
      assert.lengthOf(lines, 1);
      assert.match(
        lines[0],
        new RegExp(String.raw`^trained in \d+ ms {2}accuracy: ${accuracy} - loss: ${loss}$`),
      );
      assert.isAtLeast(drawn.length, 2);
      assert.isTrue(drawn.every((text) => text.startsWith(CLEAR)));
      assert.match(drawn[0].slice(CLEAR.length), /^Epoch 1\/3 ━━━━─{16} \d+ ms, ETA \d+ ms {2}$/); // 2 of 9 batches
      assert.equal(drawn.at(-1), CLEAR);
    });

    it('trains to the same bits', () => {
      const [watched, silent] = [net(), net()];
      printed(true, () => watched.fit(x, t, { batchSize: 4, epochs: 3 }));
      silent.fit(x, t, { batchSize: 4, epochs: 3, verbose: 0 });
      assert.deepEqual(watched.getWeights(), silent.getWeights());
    });

    it('has the lines of callbacks above the line', () => {
      const stop = EarlyStopping({ monitor: 'loss', minDelta: 5, verbose: 1 });
      const { lines } = fitted(true, { epochs: 9, callbacks: [stop] });
      assert.lengthOf(lines, 2);
      assert.match(lines[0], /^trained in /);
      assert.equal(lines[1], 'Epoch 2: early stopping');
    });

    it('is cleared when training fails or is broken off', () => {
      const failed = printed(true, () => net(1e38).fit(x, t, { batchSize: 4, epochs: 3 }));
      const broken = printed(true, () => {
        for (const _event of net().train(x, t, { batchSize: 4, epochs: 3 })) break;
      });
      const refused = printed(true, () =>
        net().fit(x, t, { callbacks: [{ onEpochEnd: () => Promise.resolve() }] }),
      );
      for (const { lines, drawn } of [failed, broken, refused]) {
        assert.deepEqual(lines, []);
        assert.isAtLeast(drawn.length, 2);
        assert.equal(drawn.at(-1), CLEAR);
      }
    });
  });

  it('has numbers as Keras prints them', () => {
    const logs = { accuracy: 0.98214, loss: 7.12e-5, penalty: 0, val_accuracy: 1, val_loss: 1234.5 };
    assert.equal(
      formatLogs(logs),
      'accuracy: 0.9821 - loss: 7.1200e-05 - penalty: 0.0000e+00 - val_accuracy: 1.0000 - val_loss: 1234.5000',
    );
    const one = (value: number) => formatLogs({ loss: value }).slice('loss: '.length);
    assert.deepEqual([0.001, 0.00101, 3e-12, 2.5e-120].map(one), [
      '1.0000e-03',
      '0.0010',
      '3.0000e-12',
      '2.5000e-120',
    ]);
    assert.deepEqual([-0.25, -3e-7].map(one), ['-0.2500', '-3.0000e-07']);
  });

  it('has times as Keras prints them', () => {
    assert.deepEqual([0, 0.0414, 0.9, 1, 17.3, 999, 1000, 62_400].map(timeOfStep), [
      '0s/step',
      '41us/step',
      '900us/step',
      '1ms/step',
      '17ms/step',
      '999ms/step',
      '1s/step',
      '62s/step',
    ]);
  });

  it('has durations in words', () => {
    assert.deepEqual([0, 340.4, 999.4, 999.6, 5234, 59_949, 59_951, 119_700, 3_605_000].map(duration), [
      '0 ms',
      '340 ms',
      '999 ms',
      '1.0 s',
      '5.2 s',
      '59.9 s',
      '1 min 0 s',
      '2 min 0 s',
      '60 min 5 s',
    ]);
  });

  it('has a bar that fills', () => {
    assert.deepEqual(
      [-1, 0, 0.26, 0.5, 1, 7].map((fraction) => bar(fraction, 8)),
      ['────────', '────────', '━━──────', '━━━━────', '━━━━━━━━', '━━━━━━━━'],
    );
  });
});
