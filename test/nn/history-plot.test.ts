/**
 * History as a drawing.
 */
import { assert } from 'chai';
import { Recorder } from '../../src/nn/history.ts';
import { Dense, type History, Input, NonFiniteError, Sequential, SGD } from '../../src/index.ts';
import { assertRefused, genericTensor } from '../shared/values.ts';
import { widthOf, withOutput } from '../terminal/shared/standard-output.ts';

/** A History of these epochs. */
function historyOf(logs: readonly Readonly<Record<string, number>>[], from = 0): History {
  const recorder = new Recorder({ epochs: logs.length, steps: 1, verbose: 0 });
  for (const [i, numbers] of logs.entries()) recorder.add(from + i, numbers);
  return recorder;
}

describe('History.plot', () => {
  const small = { width: 34, height: 4, color: false };
  const history = historyOf([
    { accuracy: 0.5, loss: 0.9, lr: 0.1, val_accuracy: 0.4, val_loss: 1 },
    { accuracy: 0.8, loss: 0.5, lr: 0.1, val_accuracy: 0.7, val_loss: 0.7 },
    { accuracy: 0.9, loss: 0.3, lr: 0.05, val_accuracy: 0.8, val_loss: 0.6 },
  ]);

  it('shows the losses above and the accuracies below', () => {
    assert.equal(
      `\n${history.plot(small)}\n`,
      `
⠒⠒ loss 0.3   ×× val_loss 0.6
  1.0 ┤×⣀⡀
      │  ⠈⠉⠒⠢⠤⣀⡀    ×
  0.5 ┤        ⠈⠉⠒⠢⠤⣀⣀⡀          ×
      │               ⠈⠉⠉⠑⠒⠒⠒⠤⠤⠤⣀⣀
      └┬────────────┬────────────┬
epoch  1            2            3

⠒⠒ accuracy 0.9
×× val_accuracy 0.8
  0.8 ┤             ⣀⣀⣀⠤⠤⠤⠤⠔⠒⠒⠒⠊⠉×
      │       ⣀⡠⠤⠒⠊⠉×
  0.6 ┤ ⣀⡠⠤⠒⠊⠉
  0.4 ┤×
      └┬────────────┬────────────┬
epoch  1            2            3
`,
    );
  });

  it('of the losses alone, where there is nothing else', () => {
    const text = historyOf([{ loss: 0.9 }, { loss: 0.3 }]).plot(small);
    assert.lengthOf(text.split('\n'), 7);
    assert.match(text, /^⠒⠒ loss 0.3\n/);
  });

  it('of the keys that are named, in one chart', () => {
    const text = history.plot({ ...small, keys: ['lr', 'accuracy'] });
    assert.match(text, /^⠒⠒ lr 0.05 {3}×× accuracy 0.9\n/);
    assert.lengthOf(text.split('\n'), 7);
  });

  it('of accuracies by their full names, with several outputs', () => {
    const text = historyOf([{ loss: 1, a_accuracy: 0.5, val_a_accuracy: 0.4, b_binary_accuracy: 0.3 }]).plot(
      small,
    );
    for (const key of ['a_accuracy', 'val_a_accuracy', 'b_binary_accuracy']) assert.include(text, ` ${key} `);
  });

  it('epochs count from 1, or from where training went on', () => {
    const logs = Array.from({ length: 5 }, (_, i) => ({ loss: 1 / (i + 1) }));
    assert.match(historyOf(logs).plot(small), /\nepoch {2}1 .* 5$/);
    assert.match(historyOf(logs, 20).plot(small), /\nepoch {2}21 .*25$/);
  });

  it('validation that comes in some epochs only stands at these', () => {
    const logs = Array.from({ length: 9 }, (_, i) => ({
      loss: 9 - i,
      ...(i % 4 === 3 ? { val_loss: 5 } : {}),
    }));
    const lines = historyOf(logs).plot(small).split('\n');
    const line = lines.find((text) => text.includes('×') && !text.includes('val_loss'))!;
    const numbers = lines[lines.length - 1];
    const columnOf = (epoch: number) => 7 + ((epoch - 1) / 8) * (numbers.length - 8);
    const marks = [...line.matchAll(/×/g)].map(({ index }) => index);
    assert.lengthOf(marks, 2);
    assert.closeTo(marks[0], columnOf(4), 1);
    assert.closeTo(marks[1], columnOf(8), 1);
  });

  it('log is for the losses', () => {
    const logs = [100, 10, 1, 0.1, 0.01].map((loss, i) => ({ loss, accuracy: i / 5 }));
    const text = historyOf(logs).plot({ ...small, height: 7, log: true });
    assert.match(text, /^ *100 ┤⠑/m);
    assert.match(text, /^ *0.01 ┤/m);
    assert.match(text, /^ *0\.0 ┤/m);
    assert.match(historyOf(logs).plot({ ...small, keys: ['loss'], height: 7, log: true }), /^ *0.01 ┤/m);
  });

  it('of a real training, in colours if the terminal shows them', () => {
    const model = Sequential([Input({ shape: [3] }), Dense(2, { activation: 'softmax' })], { seed: 7 });
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    const x = genericTensor([24, 3], { dtype: 'float32' });
    const t = Array.from({ length: 24 }, (_, i) => [Number(x.data[3 * i] > 0), Number(x.data[3 * i] <= 0)]);
    const trained = model.fit(x, t, { epochs: 12, validationSplit: 0.25, verbose: 0 });
    for (const width of [40, 60, 80]) {
      const text = withOutput({ isTTY: true, columns: width }, () => trained.plot());
      assert.equal(widthOf(text), width);
      assert.include(text, '\u001b[38;2;86;180;233m⠒⠒ accuracy');
      assert.equal(text.match(/epoch/g)?.length, 2);
      assert.equal(
        text,
        withOutput({ isTTY: true, columns: width }, () => trained.plot({ color: 'auto' })),
      );
    }
    const single = model.fit(x, t, { epochs: 1, verbose: 0 }).plot(small);
    assert.equal(single.match(/•/g)?.length, 2);
  });

  it('of a training without an end that is finite', () => {
    const text = historyOf([{ loss: 3 }, { loss: Number.NaN }, { loss: Number.NaN }]).plot(small);
    assert.match(text, /^⠒⠒ loss NaN\n/);
    assert.include(text, '•');
    const model = Sequential([Input({ shape: [3] }), Dense(1)]);
    model.compile({ optimizer: SGD({ learningRate: 1e30 }), loss: 'mean_squared_error' });
    const fit = () => model.fit(genericTensor([8, 3]), genericTensor([8, 1]), { epochs: 3, verbose: 0 });
    assert.throws(fit, NonFiniteError);
  });

  it('refuses what was not reported, and what is no option', () => {
    const wrong: readonly [object, string][] = [
      [
        { keys: ['val_acuracy'] },
        "unknown key; expected one of 'accuracy', 'loss', 'lr', 'val_accuracy', 'val_loss', received 'val_acuracy'. Did you mean 'val_accuracy'?",
      ],
      [{ keys: 'losses' }, "received 'losses'. Did you mean 'loss'"],
      [{ keys: [] }, 'unknown key; expected one of'],
      [
        { key: ['loss'] },
        "unknown option; expected one of 'width', 'height', 'color', 'log', 'keys', received 'key'",
      ],
      [{ width: 12 }, 'width is not usable; expected a whole number >= 30'],
    ];
    for (const [options, message] of wrong)
      assertRefused(() => history.plot(options), 'ArgumentError', 'History.plot: ', message);
  });

  it('before any epoch, says so', () => {
    const message = 'History.plot: there is nothing to draw, since no epoch was trained.';
    assertRefused(() => historyOf([]).plot(), 'StateError', message);
  });
});
