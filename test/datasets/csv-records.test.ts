/**
 * The lines of a CSV text: the same however the text is cut into pieces and blocks.
 */
import { assert } from 'chai';
import { BrokenRecord, RecordReader } from '../../src/datasets/csv-records.ts';

/** All records of a text, and what stops the reading of further ones. */
function readAll(text: string, piece = text.length || 1, block = 2 ** 16) {
  const reader = new RecordReader(',', block);
  const records: string[][] = [];
  try {
    for (let i = 0; i < text.length; i += piece)
      for (const cells of reader.push(text.slice(i, i + piece))) records.push(cells);
    for (const cells of reader.end()) records.push(cells);
  } catch (error) {
    if (!(error instanceof BrokenRecord)) throw error;
    return { records, problem: error.message, column: error.column };
  }
  return { records };
}

describe('RecordReader', () => {
  it('gives cells, and [""] for a blank line', () => {
    assert.deepEqual(readAll('\uFEFFa, b ,"c ""d"""\r\n\n \r1,2,3'), {
      records: [['a', 'b', 'c "d"'], [''], [''], ['1', '2', '3']],
    });
    assert.deepEqual(readAll(''), { records: [] });
  });

  const texts: Readonly<Record<string, string>> = {
    'all line ends': 'a,b\r\nc,d\ne,f\rg,h\r\n',
    'CR alone at the end': '1,2\r3,4\r',
    'no line end at the end': '1,2\r\n3,4',
    'a byte order mark': '\uFEFF"1",2\r\n3,4\r\n',
    'a byte order mark before a line break in a cell': '\uFEFF"el\nm",2\n3,4\n',
    'a byte order mark where none belongs': '1,2\n\uFEFF3,4\n',
    'blank lines': '\n\r\n1,2\r\r\n\n',
    'characters of many bytes': 'año,€\n😀,"ñ"\n',
    'quoted quotes and delimiters': '"a ""b"", c",1\n"",""\n',
    'a quote that is never closed': '1,2\n3,"4\n5,6\n7,8\n',
    'a quote that is never closed, in the first line': '\uFEFF1,"2\n3,4\n',
    'a quote that is closed too early': '1,2\n"5"6,7\n8,9\n',
    'a quote that is opened too late': '1,2\n3,4"5"\n8,9\n',
    'a line break in a cell': '1,2\n3,"el\r\nm"\n5,6\n',
    'line breaks in several cells': '"a\n\nb",2\n3,"c\rd"\n5,6\n',
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`reads the same, whatever the pieces: ${what}`, () => {
      const whole = readAll(text);
      for (const piece of [1, 2, 3, 5, 100])
        for (const block of [1, 2, 3, 7, 11, 100])
          assert.deepEqual(readAll(text, piece, block), whole, `pieces of ${piece}, blocks of ${block}`);
    });
  }

  it('gives the records before a broken one', () => {
    assert.deepEqual(readAll('1,2\n3,4\n5,"6\n', 3, 4), {
      records: [
        ['1', '2'],
        ['3', '4'],
      ],
      problem: 'the quotes do not fit',
      column: 1,
    });
  });

  it('keeps no more than the block and the open line', () => {
    const reader = new RecordReader(',', 50);
    let given = 0;
    for (let line = 0; line < 40; line++) given += [...reader.push(`${line},2,3,4,5\n`)].length;
    assert.isAtLeast(given, 34);
  });

  it('refuses a line that never ends', () => {
    const reader = new RecordReader(',');
    const piece = '1,'.repeat(2 ** 19);
    const work = () => {
      for (let i = 0; i < 10; i++) for (const _ of reader.push(piece));
    };
    assert.throws(work, BrokenRecord, 'the line has more than 4194304 characters');
  });
});
