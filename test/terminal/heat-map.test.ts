/**
 * Tables with shaded cells: what they look like, to the letter.
 */
import { assert } from 'chai';
import { heatMap } from '../../src/terminal/index.ts';
import { readable, widthOf } from './shared/standard-output.ts';

const titles = { rowTitle: 'target', columnTitle: 'predicted' };
const plain = { color: false, width: 80 };
const pets = {
  labels: ['cat', 'dog'],
  counts: [
    [5, 1],
    [0, 12],
  ],
  ...titles,
};

describe('heatMap', () => {
  it('without colours, blocks beside the counts', () => {
    assert.equal(
      `\n${heatMap(pets, plain)}\n`,
      `
            predicted
              cat   dog
target cat   ▓  5  ░  1
       dog      0  █ 12
`,
    );
  });

  it('with colours: green on the diagonal, red beside it, each by its share of the row', () => {
    assert.equal(
      `\n${readable(heatMap(pets, { ...plain, color: true }))}\n`,
      `
            predicted
              cat   dog
target cat <255,255,255#5,123,57>    5 </><255,255,255#95,35,35>    1 </>
       dog <255,255,255#38,38,38>    0 </><255,255,255#0,135,60>   12 </>
`,
    );
  });

  it('both forms have the same places', () => {
    const colored = readable(heatMap(pets, { ...plain, color: true })).replace(/<[^>]*>/g, '');
    const bare = heatMap(pets, plain).replace(/[░▒▓█]/g, ' ');
    assert.deepEqual(colored.match(/\d+/g), bare.match(/\d+/g));
    assert.equal(widthOf(colored), widthOf(bare));
  });

  it('of one class without rows', () => {
    const text = heatMap({ labels: ['a'], counts: [[0]], ...titles }, plain);
    assert.equal(text, '         predicted\n            a\ntarget a    0');
  });

  it('of shares, to two places, and a row of zeros', () => {
    const counts = [
      [0.5, 0.25, 0.25],
      [0, 1, 0],
      [0, 0, 0],
    ];
    assert.equal(
      `\n${heatMap({ labels: ['x\n', 'dog', 'y'], counts, ...titles }, plain)}\n`,
      `
                 predicted
                x?    dog      y
        x?  ▒ 0.50 ░ 0.25 ░ 0.25
target dog    0.00 █ 1.00   0.00
         y    0.00   0.00   0.00
`,
    );
  });

  it('cuts long labels in the middle, and never the counts', () => {
    const labels = ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'];
    const counts = [
      [50, 0, 0],
      [0, 47, 3],
      [0, 2, 48],
    ];
    assert.equal(
      `\n${heatMap({ labels, counts, ...titles }, { ...plain, width: 45 })}\n`,
      `
                         predicted
                  Iri…osa   Iri…lor   Iri…ica
       Iri…osa       █ 50         0         0
target Iri…lor          0      █ 47      ░  3
       Iri…ica          0      ░  2      █ 48
`,
    );
    for (const width of [30, 40, 45, 60, 80])
      for (const color of [false, true])
        assert.isAtMost(
          widthOf(heatMap({ labels, counts, ...titles }, { color, width })),
          Math.max(width, 30),
        );
    const large = heatMap(
      { labels, counts: counts.map((row) => row.map((n) => n * 1e6)), ...titles },
      { ...plain, width: 20 },
    );
    assert.include(large, '50000000');
  });

  it('labels of wide characters, and with marks, stand in their columns', () => {
    const labels = ['数字', '😀', 'e\u0301te\u0301', '中文字母中文字母中文字母中'];
    const counts = labels.map((_, i) => labels.map((_, j) => i + j));
    assert.equal(
      `\n${heatMap({ labels, counts, ...titles }, { ...plain, width: 60 })}\n`,
      `
                                   predicted
                          数字        😀       e\u0301te\u0301   中…母中
               数字          0       ░ 1       ░ 2       ▒ 3
target           😀        ░ 1       ░ 2       ░ 3       ▒ 4
                e\u0301te\u0301        ░ 2       ░ 3       ░ 4       ░ 5
        中文字…母中        ░ 3       ░ 4       ░ 5       ░ 6
`,
    );
  });

  it('of a thousand classes', () => {
    const labels = Array.from({ length: 1000 }, (_, i) => `c${i}`);
    const counts = labels.map((_, i) => labels.map((_, j) => (i === j ? 17 : 0)));
    const lines = heatMap({ labels, counts, ...titles }, plain).split('\n');
    assert.lengthOf(lines, 1002);
    assert.match(lines[1001], /^ +c…9 ( +0)+ +█ 17$/);
  });
});
