/**
 * Pictures in text: half blocks in shades of grey, or blocks.
 */
import { assert } from 'chai';
import { optdigits } from '../../src/datasets/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { type ImageOptions, imageText } from '../../src/terminal/index.ts';
import { assertRefused } from '../shared/values.ts';
import { readable, withOutput } from './shared/standard-output.ts';

describe('imageText', () => {
  const pixels = [0, 4, 8, 12, 16, 20, -3, 16, 1];

  it('without colours: a pixel is two blocks, what is out of range the nearer end', () => {
    assert.equal(imageText(pixels, { color: false, max: 16 }), '  ░░▒▒\n▓▓████\n  ██  ');
  });

  it('with colours: two rows a line, the last alone if they are odd', () => {
    assert.equal(
      readable(imageText([0, 4, 8, 12, 16, 20], { color: true, max: 16, columns: 2 })),
      '<0,0,0#128,128,128>▀</><64,64,64#191,191,191>▀</>\n<255,255,255>▀</><255,255,255>▀</>',
    );
  });

  it('the largest pixel is full, unless max is given; nothing is empty', () => {
    assert.equal(imageText([0, 1, 2, 4], { color: false }), '  ░░\n▒▒██');
    assert.equal(imageText([0, 1, 2, 4], { color: false, max: 8 }), '  ░░\n░░▒▒');
    assert.equal(imageText([0, 0, 0, 0], { color: false }), '    \n    ');
  });

  it('of a handwritten digit, from a row of the table or a Tensor', () => {
    const { xTrain } = optdigits();
    const row = xTrain.data.subarray(7 * 64, 8 * 64);
    const seven = imageText(row, { columns: 8, max: 16, color: false });
    assert.equal(
      `\n${seven}\n`,
      `
    ▒▒▓▓▒▒▒▒░░  
    ████▓▓▓▓░░  
  ▒▒██▓▓░░      
  ░░██▓▓██▒▒    
        ░░▓▓    
        ░░▓▓    
    ▒▒▒▒██░░    
    ░░▓▓▒▒      
`,
    );
    const picture = tensor([...row]);
    assert.equal(imageText(picture, { max: 16, color: false }), seven);
    assert.equal(imageText([...row], { color: false }), seven);
    assert.lengthOf(imageText(row, { color: true }).split('\n'), 4);
  });

  it('of a million pixels', () => {
    const large = new Float32Array(1_000_000);
    large[999_999] = 3;
    const lines = imageText(large, { color: false }).split('\n');
    assert.lengthOf(lines, 1000);
    assert.equal(lines[999], `${' '.repeat(1998)}██`);
  });

  it('has colours where standard output shows them', () => {
    assert.include(
      withOutput({ isTTY: true }, () => imageText(pixels)),
      '▀',
    );
    assert.include(
      withOutput({}, () => imageText(pixels)),
      '█',
    );
  });

  describe('refuses', () => {
    const wrong: readonly [what: string, pixels: unknown, options: object, kind: string, message: string][] =
      [
        [
          'no pixels',
          [],
          {},
          'ArgumentError',
          'pixels are not usable; expected a list of numbers, received []',
        ],
        ['nothing', undefined, {}, 'ArgumentError', 'pixels are not usable'],
        ['a number', 7, {}, 'ArgumentError', 'pixels are not usable'],
        ['text', '0101', {}, 'ArgumentError', 'pixels are not usable'],
        [
          'NaN',
          [0, Number.NaN, 1, 2],
          {},
          'ArgumentError',
          'pixels[1] is not usable; expected a finite number, received NaN',
        ],
        ['what is endless', [0, Infinity, 1, 2], {}, 'ArgumentError', 'received Infinity'],
        [
          'rows',
          [
            [0, 1],
            [1, 0],
          ],
          {},
          'ArgumentError',
          'pixels[0] is not usable; expected a finite number, received [0, 1]. pixels.flat() makes one list of rows.',
        ],
        [
          'what is no square',
          [0, 1, 2],
          {},
          'ShapeError',
          '3 pixels are no square. Set columns, the number of pixels in a row.',
        ],
        [
          'what does not fill its rows',
          pixels,
          { columns: 4 },
          'ShapeError',
          '9 pixels do not fill rows of 4.',
        ],
        [
          'no columns',
          pixels,
          { columns: 0 },
          'ArgumentError',
          'columns is not usable; expected a whole number >= 1',
        ],
        [
          'a white that is black',
          pixels,
          { max: 0 },
          'ArgumentError',
          'max is not usable; expected a number > 0',
        ],
        ['a misspelling', pixels, { colour: true }, 'ArgumentError', "Did you mean 'color'?"],
        [
          'another colour',
          pixels,
          { color: 'grey' },
          'ArgumentError',
          "color is not usable; expected 'auto', true or false",
        ],
      ];
    for (const [what, values, options, kind, message] of wrong) {
      const work = () => imageText(values as number[], options as ImageOptions);
      it(what, () => assertRefused(work, kind, 'imageText: ', message));
    }
  });
});
