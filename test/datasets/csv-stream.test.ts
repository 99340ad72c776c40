/**
 * CSV as a stream: the same rows and the same errors as the whole table gives, in memory that does not grow.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assert } from 'chai';
import {
  type CsvBatch,
  type CsvOptions,
  type CsvSource,
  parseCsv,
  streamCsv,
} from '../../src/datasets/index.ts';
import { Dense, Input, Sequential } from '../../src/index.ts';
import { assertRefused } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';

const trees = 'height,kind,girth\n7.25,oak,3\n-4.5,elm,2e-3\n1.5,ash,8\n';

/** What a stream gives, as lists. */
const listed = (batches: Iterable<CsvBatch<string | number>>) =>
  [...batches].map(({ x, t, text }) => ({ x: x.toArray(), t: t.toArray(), text }));

/** The bytes of a text, in pieces of a size. */
function bytesOf(text: string, size: number): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

describe('streamCsv', () => {
  const options = { header: true, text: ['kind'], targets: ['girth'], dtype: 'float64' } as const;

  it('gives batches, the last of which may be smaller', () => {
    const batches = [...streamCsv([trees], { ...options, batchSize: 2 })];
    assert.deepEqual(listed(batches), [
      { x: [[7.25], [-4.5]], t: [[3], [2e-3]], text: { kind: ['oak', 'elm'] } },
      { x: [[1.5]], t: [[8]], text: { kind: ['ash'] } },
    ]);
    const [{ x, t, text }] = batches;
    assert.deepEqual([x.shape, t.shape, x.dtype, text.kind.length], [[2, 1], [2, 1], 'float64', 2]);
    assert.lengthOf(batches[0], 2);
    assert.strictEqual(batches[0][0], x);
    assert.strictEqual(batches[0][1], t);
  });

  it('gives whole batches where the rows come out even', () => {
    assert.deepEqual(
      [...streamCsv(['1\n2\n3\n4\n'], { batchSize: 2 })].map(({ x, t }) => [x.shape, t.shape]),
      [
        [
          [2, 1],
          [2, 0],
        ],
        [
          [2, 1],
          [2, 0],
        ],
      ],
    );
    assert.lengthOf([...streamCsv(['1\n'.repeat(33)])], 2);
  });

  it('pieces may end anywhere: within a line, a character, a CRLF, a byte order mark', () => {
    const text = '\uFEFFaño,€\r\n"ár""bol",1\r\n😀,2.5\r\n\r\n';
    const given: CsvOptions = { header: true, text: ['año'] };
    const whole = { x: [[1], [2.5]], t: [[], []], text: { año: ['ár"bol', '😀'] } };
    for (const size of [1, 2, 3, 5, 8]) {
      assert.deepEqual(listed(streamCsv(bytesOf(text, size), given)), [whole], `bytes, ${size}`);
      assert.deepEqual(
        listed(
          streamCsv(
            [...text].flatMap((c) => c.split('')),
            given,
          ),
        ),
        [whole],
        `characters`,
      );
    }
  });

  const same = [
    [7.25, 3],
    [-4.5, 2],
  ];
  const accepted: Readonly<Record<string, string>> = {
    'a byte order mark': '\uFEFF7.25,3\n-4.5,2\n',
    'mixed line ends': '7.25,3\r\n-4.5,2\n',
    'CR alone': '7.25,3\r-4.5,2\r',
    'no line end at the end': '7.25,3\n-4.5,2',
    'blank lines at the end': '7.25,3\n-4.5,2\n\n  \r\n\n',
    'quoted cells and spaces': '"7.25", 3\n-4.5 ,"2"\n',
  };
  for (const [what, text] of Object.entries(accepted)) {
    it(`accepts ${what}`, () => {
      const [batch, ...more] = streamCsv(bytesOf(text, 3));
      assert.deepEqual(batch.x.toArray(), same);
      assert.isEmpty(more);
    });
  }

  it('reads from a file by path and by URL, each time anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-'));
    try {
      const path = join(folder, 'árboles.csv');
      writeFileSync(path, trees);
      for (const source of [path, pathToFileURL(path)]) {
        const stream = streamCsv(source, options);
        assert.deepEqual(listed(stream), listed(streamCsv([trees], options)));
        assert.lengthOf(listed(stream), 1);
      }
      const work = () => [...streamCsv(path, { header: true })];
      assertRefused(work, 'DataError', `streamCsv: ${path}, line 2, column 2 (kind): this is not a number`);
      const named = () => [...streamCsv(path, { header: true, name: 'trees' })];
      assertRefused(named, 'DataError', 'streamCsv: trees, line 2, column 2 (kind)');
      for (const _ of streamCsv(path, { ...options, batchSize: 1 })) break; // and the file is closed
    } finally {
      rmSync(folder, { recursive: true });
    }
    const missing = () => [...streamCsv(join(folder, 'no.csv'))];
    assertRefused(missing, 'DataError', 'streamCsv: there is no file');
    const nowhere = () => withFileSystem(undefined, () => [...streamCsv('trees.csv')]);
    const message = 'there is no file system here. streamCsv(pieces, options) takes the text in pieces.';
    assertRefused(nowhere, 'StateError', message);
  });

  it('a list and a function begin anew; what comes once is not read twice', () => {
    function* pieces() {
      yield '1,2\n';
      yield '3,4\n';
    }
    for (const source of [['1,2\n', '3,4\n'], pieces, () => pieces()] satisfies CsvSource[]) {
      const stream = streamCsv(source);
      assert.deepEqual(listed(stream), listed(stream));
    }
    const once = streamCsv(pieces());
    assert.lengthOf([...once], 1);
    const message =
      'streamCsv: the source gives its text only once. Give a function that makes it anew, () => pieces(), or the path of a file.';
    assertRefused(() => [...once], 'StateError', message);
  });

  it('asks for the text only as it is wanted', () => {
    let asked = 0;
    let closed = 0;
    function* endless() {
      try {
        while (true) {
          asked++;
          yield '1,2\n'.repeat(1000);
        }
      } finally {
        closed++;
      }
    }
    for (const { x } of streamCsv(endless, { batchSize: 3 })) {
      assert.deepEqual(x.shape, [3, 2]);
      break;
    }
    assert.isAtMost(asked, 20);
    assert.equal(closed, 1);
  });

  it('memory does not grow with the table: 200,000 rows', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    function* lines() {
      for (let i = 0; i < 200_000; i++) yield `${i},${i * 0.37},${-i},kind ${i % 7}\n`;
    }
    const heap = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    let rows = 0;
    let largest = 0;
    let last = Number.NaN;
    const before = heap();
    for (const { x } of streamCsv(lines, { text: [3], targets: [2], batchSize: 500 })) {
      rows += x.shape[0];
      last = x.data[2 * (x.shape[0] - 1)];
      if (rows % 50_000 === 0) largest = Math.max(largest, heap() - before);
    }
    assert.equal(rows, 200_000);
    assert.equal(last, 199_999);
    assert.isBelow(largest, 4e6); // the table has 6 MB as text, and more as strings and numbers
  });

  describe('refuses what parseCsv refuses, in the same words', () => {
    const refused: readonly [what: string, text: string, options?: CsvOptions][] = [
      ['a word', '1,2\n3,oak\n'],
      ['a header that was not announced', 'a,b\n1,2\n'],
      ['a hexadecimal number', '1\n0x10\n'],
      ['a number that is too large', '1\n1e400\n'],
      ['a decimal comma', '1;2\n1;2,5\n', { delimiter: ';' }],
      ['an empty cell', '1,2\n,3\n'],
      ['a short row', '1,2,3\n4,5,6\n7,8\n'],
      ['a long row', '1,2\n4,5,6\n'],
      ['a blank line between rows', '1,2\r\n\r\n \r\n3,4\r\n'],
      ['a quote that is never closed', '1,2\n3,"4\n5,6\n'],
      ['a quote closed early', '1,2\n3,4\n"5"6,7\n'],
      ['a quote opened late', '1,2\n3,4"5"\n'],
      ['a line break within a cell', '1,oak\n2,"el\r\nm"\n3,ash\n', { text: [1] }],
      ['nothing', ''],
      ['blank lines only', '\n \n'],
      ['a header only', 'a,b\n', { header: true }],
      ['a column without a name', 'a,,c\n1,2,3\n', { header: true }],
      ['two columns of one name', 'a,b,a\n1,2,3\n', { header: true }],
    ];
    const messageOf = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        const { name, message } = error as Error;
        return `${name} ${message.replace(/^\w+: /, '')}`;
      }
      return 'nothing';
    };
    for (const [what, text, given] of refused) {
      it(what, () => {
        const expected = messageOf(() => parseCsv(text, given));
        assert.match(expected, /^DataError/);
        for (const size of [1, 4, 1000])
          assert.equal(
            messageOf(() => [...streamCsv(bytesOf(text, size), given)]),
            expected,
          );
      });
    }

    it('after the batches before the error, on its line', () => {
      const rows = '1,2\n'.repeat(70);
      const seen: number[] = [];
      const work = () => {
        for (const { x } of streamCsv([`${rows}3,x\n`], { batchSize: 20 })) seen.push(x.shape[0]);
      };
      assertRefused(
        work,
        'DataError',
        'streamCsv: the text, line 71, column 2: this is not a number; ',
        "'x'",
      );
      assert.deepEqual(seen, [20, 20, 20]);
    });

    it('a line that never ends', () => {
      const source = ['1,2\n', ...Array.from({ length: 9 }, () => '1,'.repeat(2 ** 18))];
      const message =
        'streamCsv: the text, line 2: the line has more than 4194304 characters. Is a quote open,';
      assertRefused(() => [...streamCsv(source)], 'DataError', message);
    });

    it('on a line far into the text', () => {
      const lines = Array.from({ length: 30_000 }, (_, i) => `${i},2`);
      lines[29_990] += '"';
      const work = () => [...streamCsv([lines.join('\r\n')])];
      assertRefused(work, 'DataError', 'the text, line 29991, column 2: the quotes do not fit');
    });
  });

  describe('refuses', () => {
    it('bytes that are no UTF-8, and a character that is cut off at the end', () => {
      for (const bytes of [
        [0x31, 0xff, 0x0a],
        [0x31, 0x0a, 0xc3],
      ]) {
        const work = () => [...streamCsv([Uint8Array.from(bytes)], { name: 'trees.csv' })];
        assertRefused(work, 'DataError', 'streamCsv: trees.csv is not text in UTF-8. Save it as UTF-8');
      }
    });

    it('lines without their line ends', () => {
      const work = () => [...streamCsv('1,2\n3,4\n5,6'.split('\n'))];
      assertRefused(
        work,
        'DataError',
        "the text is one line of 3 pieces. If each piece is a line, end it with '\\n'.",
      );
      assert.lengthOf([...streamCsv(['1,2'])], 1);
    });

    it('what is no source', () => {
      const message =
        'streamCsv: the source is not usable; expected a path, or pieces of text or bytes, received ';
      for (const source of [7, null, undefined, {}, true])
        assertRefused(() => streamCsv(source as never), 'ArgumentError', message);
      const bytes = () => streamCsv(new Uint8Array(3) as never);
      assertRefused(bytes, 'ArgumentError', message, 'One piece: streamCsv([bytes], options).');
      assertRefused(() => [...streamCsv((() => 7) as never)], 'ArgumentError', message);
      const pieces = () => [...streamCsv([7] as never)];
      assertRefused(
        pieces,
        'ArgumentError',
        'a piece is not usable; expected a string or a Uint8Array, received 7',
      );
    });

    it('options that are wrong, at once', () => {
      const wrong: readonly [object, string][] = [
        [{ batchSize: 0 }, 'batchSize is not usable; expected a whole number >= 1, received 0'],
        [{ batch_size: 8 }, "received 'batch_size'. Did you mean 'batchSize'?"],
        [{ header: 1 }, 'header is not usable'],
        [
          { missing: 'mean' },
          'the mean is known only after the last row. Give a number for missing, or drop the rows. readCsv reads all at once.',
        ],
        [
          { categorical: ['kind'] },
          "the words of column 'kind' are known only after the last row. List them: categorical: { kind: ['word', 'other'] }. readCsv",
        ],
        [{ categorical: { kind: 'auto' } }, "the words of column 'kind' are known only"],
        [{ categorical: [1] }, "categorical: { [1]: ['word', 'other'] }."],
      ];
      for (const [given, message] of wrong)
        assertRefused(() => streamCsv([trees], given), 'ArgumentError', `streamCsv: `, message);
      assertRefused(() => streamCsv([trees], 32 as never), 'ArgumentError', 'the options are not an object');
    });

    it('a column that is not there, with the first line', () => {
      const work = () => [...streamCsv([trees], { header: true, text: ['kin'] })];
      assertRefused(
        work,
        'ArgumentError',
        "unknown column in text; expected one of 'height'",
        "mean 'kind'?",
      );
    });
  });

  describe('feeds training', () => {
    const rows = Array.from({ length: 50 }, (_, i) => [Math.sin(i * 1.7), Math.cos(i * 0.9), i % 2]);
    const text = rows.map((row, i) => `${row.join(',')},${['oak', 'elm', 'ash'][i % 3]}\n`).join('');
    const table = { targets: [2], columns: [0, 1] } as const;
    const given = { ...table, batchSize: 16 };
    const newModel = () => {
      const model = Sequential([Input({ shape: [2] }), Dense(3, { activation: 'tanh' }), Dense(1)], {
        seed: 7,
      });
      model.compile({ optimizer: 'adam', loss: 'mean_squared_error' });
      return model;
    };

    it('the same as the whole table does, over two epochs', () => {
      const whole = parseCsv(text, table);
      const expected = newModel().fit(whole.x, whole.t, {
        epochs: 2,
        batchSize: 16,
        shuffle: false,
        verbose: 0,
      });
      const { history } = newModel().fit(streamCsv([text], given), { epochs: 2, verbose: 0 });
      assert.deepEqual(history, expected.history);
      assert.lengthOf(history.loss, 2);
    });

    it('with a number of steps an epoch, beginning anew where the table ends', () => {
      const model = newModel();
      const { history } = model.fit(streamCsv([text], given), { epochs: 3, stepsPerEpoch: 3, verbose: 0 });
      assert.lengthOf(history.loss, 3);
    });

    it('from what comes once: one epoch, and for the second it says what to do', () => {
      function* pieces() {
        yield text;
      }
      const { history } = newModel().fit(streamCsv(pieces(), given), { epochs: 1, verbose: 0 });
      assert.lengthOf(history.loss, 1);
      const work = () => newModel().fit(streamCsv(pieces(), given), { epochs: 2, verbose: 0 });
      assertRefused(work, 'StateError', 'streamCsv: the source gives its text only once. Give a function');
    });

    it('with words as one-hot targets', () => {
      const model = Sequential([Input({ shape: [2] }), Dense(3, { activation: 'softmax' })], { seed: 7 });
      model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
      const stream = streamCsv([text], {
        columns: [0, 1],
        targets: [3],
        categorical: { 3: ['ash', 'elm', 'oak'] },
      });
      const { history } = model.fit(stream, { epochs: 2, verbose: 0 });
      assert.isBelow(history.loss[1], history.loss[0]);
    });

    it('asynchronously', async () => {
      async function* pieces() {
        for (const piece of bytesOf(text, 100)) yield piece;
      }
      const stream = streamCsv(pieces(), given);
      const { history } = await newModel().fitAsync(stream, { epochs: 1, verbose: 0 });
      const expected = newModel().fit(streamCsv([text], given), { epochs: 1, verbose: 0 });
      assert.deepEqual(history, expected.history);
    });
  });

  it('a web stream gives its batches asynchronously', async () => {
    const body = new Response(trees).body as unknown as AsyncIterable<Uint8Array>;
    const stream = streamCsv(body, { ...options, batchSize: 2 });
    const batches: CsvBatch<'kind'>[] = [];
    for await (const batch of stream) batches.push(batch);
    assert.deepEqual(listed(batches), listed(streamCsv([trees], { ...options, batchSize: 2 })));
    let message = '';
    try {
      for await (const _ of stream);
    } catch (error) {
      message = (error as Error).message;
    }
    assert.include(message, 'streamCsv: the source gives its text only once.');
  });
});
