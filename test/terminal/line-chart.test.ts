/**
 * Charts of lines: what they look like, to the letter, and what they refuse.
 */
import { assert } from 'chai';
import { type ChartOptions, lineChart } from '../../src/terminal/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { readable, widthOf, withOutput } from './shared/standard-output.ts';

type Lines = Readonly<Record<string, ArrayLike<number>>>;

describe('lineChart', () => {
  const small = { width: 30, height: 4, color: false };
  const draws = (
    what: string,
    series: Lines,
    picture: string,
    options: ChartOptions & { start?: number } = {},
  ) =>
    it(`draws ${what}`, () => {
      assert.equal(`\n${lineChart(series, { ...small, ...options })}\n`, picture);
    });

  draws(
    'one line',
    { loss: [0.9, 0.5, 0.3, 0.2] },
    `
⠒⠒ loss 0.2
0.8 ┤⠑⠢⢄⡀
0.6 ┤   ⠈⠒⠤⣀
0.4 ┤       ⠉⠒⠢⠤⢄⣀⡀
0.2 ┤             ⠈⠉⠑⠒⠒⠢⠤⠤⠤⢄⣀⣀
    └┬───────┬───────────────┬
     1       2               4
`,
  );
  const two = { loss: [0.9, 0.5, 0.3, 0.2], val_loss: [1, 0.7, 0.6, 0.65] };
  draws(
    'two lines, the second in marks',
    two,
    `
⠒⠒ loss 0.2   ×× val_loss 0.65
1.0 ┤×⣀
    │  ⠉⠒⠤⢄⡀ ×               ×
0.5 ┤      ⠈⠑⠒⠢⠤⢄⣀⡀  ×
    │             ⠈⠉⠑⠒⠒⠢⠤⠤⠤⢄⣀⣀
    └┬───────┬───────────────┬
     1       2               4
`,
  );
  it('draws two lines in colours', () => {
    assert.equal(
      `\n${readable(lineChart(two, { ...small, color: true }))}\n`,
      `
<86,180,233>⠒⠒ loss</> 0.2   <230,159,0>⠒⠒ val_loss</> 0.65
1.0 ┤<230,159,0>⠭⣒⠤⢄⣀</>
    │  <86,180,233>⠉⠒⠤</><230,159,0>⢍⡒⠢⠤⠤⢄⣀⣀⣀⡀</>      <230,159,0>⣀⣀⣀⣀</>
0.5 ┤      <86,180,233>⠈⠑⠒⠢⠤⢄⣀⡀</><230,159,0>⠈⠉⠉⠉⠉⠉⠉</>
    │             <86,180,233>⠈⠉⠑⠒⠒⠢⠤⠤⠤⢄⣀⣀</>
    └┬───────┬───────────────┬
     1       2               4
`,
    );
  });
  draws(
    'one number',
    { loss: [0.7] },
    `
⠒⠒ loss 0.7
    │
    │
0.7 ┤•
    │
    └┬────────────────────────
     1
`,
  );
  draws(
    'the same number again and again',
    { loss: [0, 0] },
    `
⠒⠒ loss 0
  │
  │
0 ┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
  │
  └┬─────────────────────────┬
   1                         2
`,
  );
  draws(
    'gaps where a number is not finite',
    { loss: [1, Number.NaN, 3, 2, Number.POSITIVE_INFINITY, 5] },
    `
⠒⠒ loss 5
  │                          •
4 ┤
2 ┤          ⠈⠑⠒⠢⠤⢄⡀
  │•
  └┬────────────────────┬────┬
   1                    5    6
`,
  );
  draws(
    'no line where no number is finite',
    { loss: [Number.NaN, Number.NEGATIVE_INFINITY] },
    `
⠒⠒ loss -Infinity
 │
 │
 │
 │
 └┬──────────────────────────┬
  1                          2
`,
  );
  draws(
    'on a logarithmic axis, on which 0 is a gap',
    { loss: [100, 1, 0, 0.01] },
    `
⠒⠒ loss 0.01
 100 ┤⠑⠢⣀
     │   ⠉⠢⢄
   1 ┤      ⠉⠒⠄
     │
0.01 ┤                       •
     └┬───────┬──────────────┬
      1       2              4
`,
    { log: true, height: 5 },
  );
  draws(
    'on a short logarithmic axis',
    { loss: [0.3, 0.6] },
    `
⠒⠒ loss 0.6
  1 ┤
    │                    ⣀⣀⣀⠤⠤
0.5 ┤        ⣀⣀⣀⠤⠤⠤⠒⠒⠒⠉⠉⠉
    │⠤⠤⠒⠒⠒⠉⠉⠉
0.2 ┤
    └┬───────────────────────┬
     1                       2
`,
    { log: true, height: 5 },
  );
  draws(
    'negative numbers',
    { loss: [-1.5, 1.5] },
    `
⠒⠒ loss 1.5
 1 ┤                    ⣀⡠⠤⠒⠒⠉
   │             ⣀⡠⠤⠔⠒⠉⠉
 0 ┤      ⣀⣀⠤⠔⠒⠊⠉
-1 ┤⣀⠤⠤⠒⠊⠉
   └┬────────────────────────┬
    1                        2
`,
  );
  draws(
    'long names, without the control characters in them',
    { a: [1, 2], 'a name\u001b[31m that is much too long': [2, 1] },
    `
⠒⠒ a 2
×× a name?[31m …uch too long 1
2.0 ┤×                  ⣀⡠⠤⠔⠒⠉
    │            ⢀⣀⠤⠤⠒⠊⠉
1.5 ┤      ⣀⡠⠤⠒⠒⠉⠁
1.0 ┤⣀⠤⠔⠒⠊⠉                  ×
    └┬───────────────────────┬
     1                       2
`,
  );
  draws(
    'from another place on',
    { loss: Float32Array.of(3, 1, 2) },
    `
⠒⠒ loss 2
3 ┤⠑⠢⢄⡀
  │   ⠈⠑⠤⣀
2 ┤       ⠉⠒⢄⡀         ⢀⣀⠤⠤⠒⠒⠉
1 ┤          ⠈⠑⠢⢄⡠⠤⠔⠒⠊⠉⠁
  └┬────────────┬────────────┬
   98           99         100
`,
    { start: 98 },
  );

  it('labels are round, ascend evenly, and are not too many', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const [scale, offset] = generic(2, [-1, 1], { seed });
      const factor = 10 ** Math.round(scale * 12);
      const values = generic(9, [-1, 1], { seed }).map((value) => (value + 3 * offset) * factor);
      const height = 3 + (seed % 20);
      const text = lineChart({ loss: values }, { ...small, height });
      const ticks = [...text.matchAll(/^ *(\S+) ┤/gm)].map(([, label]) => Number(label));
      assert.isAtLeast(ticks.length, 2, text);
      assert.isAtMost(ticks.length, 2 + height / 2, text);
      const steps = ticks.slice(1).map((tick, i) => ticks[i] - tick);
      for (const step of steps) assert.closeTo(step, steps[0], 1e-6 * steps[0], text);
      assert.match(steps[0].toExponential(6), /^[125]\.000000e/, text);
      assert.isAtLeast(ticks[0], Math.min(...values), text);
      assert.isAtMost(ticks[ticks.length - 1], Math.max(...values), text);
    }
  });

  it('labels are decimals unless these are long', () => {
    const labelsOf = (...loss: number[]) =>
      [...lineChart({ loss }, { ...small, height: 3 }).matchAll(/^ *(\S+) ┤/gm)].map(([, label]) => label);
    assert.deepEqual(labelsOf(1e5, 3e5), ['300000', '200000', '100000']);
    assert.deepEqual(labelsOf(2e7, 4e7), ['4e+7', '3e+7', '2e+7']);
    assert.deepEqual(labelsOf(1e-5, 3e-5), ['0.00003', '0.00002', '0.00001']);
    assert.deepEqual(labelsOf(1e-6, 3e-6), ['3e-6', '2e-6', '1e-6']);
    assert.deepEqual(labelsOf(0, 2e9), ['2e+9', '1e+9', '0']);
    assert.deepEqual(labelsOf(1e-320, 2e-320), ['1e-320']);
  });

  it('places are numbered where they are, with room between the numbers', () => {
    for (let count = 1; count <= 300; count++) {
      const start = 7 * count - 6;
      const lines = lineChart({ loss: Array(count).fill(3) }, { width: 30 + (count % 50), start }).split(
        '\n',
      );
      const [rule, line] = lines.slice(-2);
      const numbers = [...line.matchAll(/\d+/g)];
      const marks = [...rule.matchAll(/┬/g)].map(({ index }) => index);
      assert.equal(numbers.length, marks.length, line);
      numbers.forEach(({ 0: text, index }, i) => {
        assert.isTrue(index <= marks[i] && marks[i] < index + text.length, `${rule}\n${line}`);
        const place = (marks[i] - marks[0]) / (rule.length - 1 - marks[0]);
        if (count > 1)
          assert.closeTo((Number(text) - start) / (count - 1), place, 1 / 20, `${rule}\n${line}`);
      });
      assert.equal(Number(numbers[0][0]), start);
      assert.equal(Number(numbers[numbers.length - 1][0]), start + count - 1);
    }
  });

  it('a value stands beside its label', () => {
    for (const height of [3, 7, 20]) {
      const lines = lineChart({ loss: [0, 20, 40] }, { ...small, height, width: 60 }).split('\n');
      const tops = lines.filter((line) => /^\s*(0|20|40) ┤/.test(line));
      assert.lengthOf(tops, 3);
      for (const line of tops) assert.match(line, /[\u2801-\u28ff•]/);
    }
  });

  it('no line is longer than the width, whatever the numbers', () => {
    const awkward: readonly number[][] = [
      [1e-7, 1e12, Number.NaN, 1e5],
      [-1234567.001, -1234567.002, -1234566.99],
      [1e308, -1e308, 3],
      [1e-320, 2e-320],
      [1e15 + 1, 1e15 + 2],
      [-1e300, -1e300 * (1 - 3e-9)],
      [123456.123456, 123456.123457],
      [5e-324, 1e300],
      Array.from({ length: 5000 }, (_, i) => Math.sin(i)),
    ];
    const long = 'a_name_that_is_longer_than_any_line_can_be_in_a_terminal_of_eighty_columns_or_so';
    for (const y of awkward)
      for (const log of [false, true])
        for (const width of [30, 31, 60, 80])
          for (const color of [false, true]) {
            const series = { loss: y, val_loss: y.map((value) => value / 2), [long]: y };
            const text = lineChart(series, { width, log, color });
            assert.isAtMost(widthOf(text), width, text);
            assert.notMatch(text, /undefined|NaN (?!$)/);
          }
  });

  it('more lines than marks', () => {
    const series = Object.fromEntries(Array.from({ length: 9 }, (_, k) => [`line ${k}`, [k, k + 1]]));
    const text = lineChart(series, { ...small, width: 80 });
    assert.include(text, '×× line 7 8');
    assert.include(readable(lineChart(series, { ...small, color: true })), '<86,180,233>⠒⠒ line 6</> 7');
  });

  it('takes the width of the terminal, 100 at most, and colours if it shows them', () => {
    const widths: readonly (readonly [columns: number, width: number])[] = [
      [60, 60],
      [250, 100],
      [20, 30],
    ];
    for (const [columns, width] of widths) {
      const text = withOutput({ isTTY: true, columns }, () => lineChart(two));
      assert.equal(widthOf(text), width);
      assert.include(text, '\u001b[38;2;');
    }
    assert.equal(widthOf(withOutput(undefined, () => lineChart(two))), 80);
    assert.notInclude(
      withOutput({}, () => lineChart(two)),
      '\u001b',
    );
    assert.lengthOf(lineChart(two).split('\n'), 13);
  });

  describe('refuses', () => {
    const wrong: readonly [what: string, series: unknown, options: unknown, message: string][] = [
      ['no line', {}, {}, 'there is nothing to draw; expected a number at least.'],
      ['lines without numbers', { loss: [], val_loss: [] }, {}, 'there is nothing to draw'],
      [
        'numbers without a name',
        [0.5, 0.3],
        {},
        'series are not usable; expected lines by name: { loss: [0.5, 0.3] }',
      ],
      ['nothing', null, {}, 'series are not usable'],
      [
        'a number as line',
        { loss: 3 },
        {},
        "series 'loss' is not usable; expected a list of numbers, received 3",
      ],
      ['text as line', { loss: 'down' }, {}, "series 'loss' is not usable"],
      [
        'a short line of text',
        two,
        { width: 29 },
        'width is not usable; expected a whole number >= 30, received 29',
      ],
      ['a low drawing', two, { height: 2 }, 'height is not usable; expected a whole number >= 3'],
      ['another colour', two, { color: 'red' }, "color is not usable; expected 'auto', true or false"],
      ['a base', two, { log: 10 }, 'log is not usable; expected true or false'],
      ['half a place', two, { start: 0.3 }, 'start is not usable'],
      ['a misspelling', two, { heigth: 3 }, "Did you mean 'height'?"],
      ['a number as options', two, 80, 'the options are not an object'],
    ];
    for (const [what, series, options, message] of wrong) {
      const work = () => lineChart(series as Lines, options as ChartOptions);
      it(what, () => assertRefused(work, 'ArgumentError', 'lineChart: ', message));
    }
  });
});
