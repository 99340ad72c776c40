/**
 * The confusion matrix as a drawing for the terminal.
 */
import { assert } from 'chai';
import { confusionMatrix } from '../../src/metrics/index.ts';
import { assertRefused } from '../shared/values.ts';
import { readable, withOutput } from '../terminal/shared/standard-output.ts';

describe('ConfusionMatrix.plot', () => {
  const matrix = confusionMatrix(
    ['oak', 'elm', 'oak', 'oak', 'ash', 'elm', 'oak'],
    ['oak', 'elm', 'elm', 'oak', 'ash', 'ash', 'oak'],
  );

  it('without colours', () => {
    assert.equal(
      `\n${matrix.plot({ color: false })}\n`,
      `
               predicted
              ash   elm   oak
       ash    █ 1     0     0
target elm    ▒ 1   ▒ 1     0
       oak      0   ░ 1   ▓ 3
`,
    );
  });

  it('in colours, where standard output shows them', () => {
    const text = withOutput({ isTTY: true, columns: 80 }, () => matrix.plot());
    assert.equal(text, matrix.plot({ color: true, width: 80 }));
    assert.include(readable(text), 'ash <255,255,255#0,135,60>    1 </>'); // all of its row
    assert.equal(
      withOutput({}, () => matrix.plot()),
      matrix.plot({ color: false, width: 80 }),
    );
  });

  it('of shares, and of labels that are numbers or booleans', () => {
    const shares = confusionMatrix([0, 1, 1], [0, 0, 1], { normalize: 'true' });
    assert.equal(
      `\n${shares.plot({ color: false })}\n`,
      `
           predicted
               0      1
target 0  █ 1.00   0.00
       1  ▒ 0.50 ▒ 0.50
`,
    );
    const flags = confusionMatrix([true, false], [true, true]);
    assert.include(flags.plot({ color: false }), 'target false');
  });

  it('is no field of the result', () => {
    assert.deepEqual(Object.keys(matrix), ['labels', 'matrix']);
    const { plot } = matrix;
    assert.equal(plot({ color: false }), matrix.plot({ color: false }));
  });

  it('refuses what is no option', () => {
    const wrong: readonly [object, string][] = [
      [
        { colour: true },
        "unknown option; expected one of 'color', 'width', received 'colour'. Did you mean 'color'?",
      ],
      [{ color: 'yes' }, "color is not usable; expected 'auto', true or false, received 'yes'."],
      [{ width: 10 }, 'width is not usable; expected a whole number >= 30'],
    ];
    for (const [options, message] of wrong)
      assertRefused(() => matrix.plot(options), 'ArgumentError', 'ConfusionMatrix.plot: ', message);
  });
});
