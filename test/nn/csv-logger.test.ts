/**
 * CSVLogger: its text against Keras's, when it is written, how a file is continued, and what is refused.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import type { Direction } from '../../src/metrics/index.ts';
import { parseCsv } from '../../src/datasets/index.ts';
import { CSVLogger, type CSVLoggerOptions, type Logs } from '../../src/nn/index.ts';
import { assertRefused, peer } from '../shared/values.ts';
import { useFolder } from './shared/folder.ts';
import { drive, StandIn } from './shared/stand-in.ts';

interface StoredTable {
  readonly name: string;
  readonly options: CSVLoggerOptions;
  readonly before: string;
  readonly trainings: readonly (readonly Logs[])[];
  readonly text: string;
}

const { tables } = peer<{ tables: readonly StoredTable[] }>('callback-files.json');

/** A training that reports what stands in these logs. */
const reporting = (logs: readonly Logs[]) =>
  new StandIn([...new Set(logs.flatMap(Object.keys))].map((name): [string, Direction] => [name, 'down']));

const rowsOf = (text: string, separator = ',') => text.split('\r\n').map((line) => line.split(separator));

describe('CSVLogger', () => {
  const folder = useFolder();

  /** What stands in the file after these trainings. */
  const written = (
    options: CSVLoggerOptions,
    trainings: readonly (readonly Logs[])[],
    before?: string,
  ): string => {
    const path = folder().at('log.csv');
    if (before !== undefined) writeFileSync(path, before);
    for (const logs of trainings) drive(CSVLogger(path, options), logs, reporting(logs));
    return folder().read('log.csv');
  };

  for (const { name, options, before, trainings, text } of tables) {
    if (['nothing validated', 'whole, small and large numbers'].includes(name)) continue;
    it(`writes the text of Keras: ${name}`, () =>
      assert.equal(written(options, trainings, before || undefined), text));
  }

  it('leaves out the columns that Keras fills with NA where nothing is validated', () => {
    const { trainings, text } = tables.find(({ name }) => name === 'nothing validated')!;
    const keras = rowsOf(text);
    assert.deepEqual(keras[0], ['epoch', 'accuracy', 'loss', 'val_accuracy', 'val_loss']);
    assert.deepEqual(
      rowsOf(written({}, trainings)),
      keras.map((row) => row.slice(0, 3)),
    );
  });

  it('writes the numbers of Keras, whole, small and large ones as JavaScript does', () => {
    const { trainings, text } = tables.find(({ name }) => name === 'whole, small and large numbers')!;
    const found = written({}, trainings);
    const numbers = (table: string) =>
      rowsOf(table)
        .slice(1)
        .map((row) => row.map(Number));
    assert.deepEqual(numbers(found), numbers(text));
    assert.deepEqual(rowsOf(found)[1], ['0', '1', '0']);
  });

  it('writes each line as soon as its epoch ends, and nothing between epochs', () => {
    const path = folder().at('log.csv');
    const logs = [{ loss: 0.71 }, { loss: 0.43 }];
    const texts: string[] = [];
    const look = () => void texts.push(folder().read('log.csv'));
    const watching = { onTrainBegin: look, onTrainBatchEnd: look };
    drive([CSVLogger(path), watching], logs, reporting(logs), look);
    const first = 'epoch,loss\r\n0,0.71\r\n';
    assert.deepEqual(texts, ['', '', '', '', first, first, first, first, `${first}1,0.43\r\n`]);
  });

  it('can be read back', () => {
    const logs = [
      { loss: 0.71, val_loss: 1.3e-9 },
      { loss: 0.43, val_loss: 12 },
    ];
    const text = written({ separator: ';' }, [logs]);
    assert.deepEqual(parseCsv(text, { delimiter: ';', header: true, dtype: 'float64' }).x.toArray(), [
      [0, 0.71, 1.3e-9],
      [1, 0.43, 12],
    ]);
  });

  it('takes a file: URL, and what another callback reports', () => {
    const url = pathToFileURL(folder().at('log.csv'));
    const reports = { onEpochEnd: (_: number, __: Logs, training: StandIn) => training.report('norm', 3.5) };
    drive([reports as never, CSVLogger(url)], [{ loss: 0.3 }], reporting([{ loss: 0 }]));
    assert.equal(folder().read('log.csv'), 'epoch,loss,norm\r\n0,0.3,3.5\r\n');
  });

  describe('with append', () => {
    const logs = [{ loss: 0.3 }];
    const row = '0,0.3\r\n';
    it('begins a file that is missing or empty', () => {
      assert.equal(written({ append: true }, [logs]), `epoch,loss\r\n${row}`);
      assert.equal(written({ append: true }, [logs], ''), `epoch,loss\r\n${row}`);
    });

    it('goes on under the columns that are there', () => {
      const before = 'epoch,val_loss,loss\n0,0.4,0.5\n';
      assert.equal(written({ append: true }, [logs], before), `${before}0,NA,0.3\r\n`);
      const quoted = 'epoch;"a;b";"say ""x""";""\n';
      const odd = [{ 'a;b': 0.1, 'say "x"': 0.2 }];
      assert.equal(written({ append: true, separator: ';' }, [odd], quoted), `${quoted}0;0.1;0.2;NA\r\n`);
    });

    it('ends a line that was left open', () => {
      assert.equal(written({ append: true }, [logs], 'epoch,loss'), `epoch,loss\r\n${row}`);
    });

    it('refuses a file with other columns before the first epoch, and leaves it as it is', () => {
      const before = 'epoch,accuracy\n0,0.5\n';
      let begun = 0;
      const path = folder().at('log.csv');
      writeFileSync(path, before);
      assertRefused(
        () =>
          drive(
            [CSVLogger(path, { append: true }), { onEpochBegin: () => void begun++ }],
            logs,
            reporting(logs),
          ),
        'DataError',
        'CSVLogger: ',
        "log.csv has other columns; expected a column for 'loss', received 'accuracy'. Give another path, or write the file over with append: false.",
      );
      assert.equal(begun, 0);
      assert.equal(folder().read('log.csv'), before);
    });
  });

  it('refuses a file that cannot be written before the first epoch', () => {
    let begun = 0;
    const path = folder().at('no-such-folder/no-such-folder/log.csv/');
    assert.throws(
      () => drive([CSVLogger(path), { onEpochBegin: () => void begun++ }], [{ loss: 0.3 }]),
      /CSVLogger/,
    );
    assert.equal(begun, 0);
  });

  it('refuses options that are not usable', () => {
    const wrong = (path: unknown, options: object, message: string) =>
      assertRefused(
        () => CSVLogger(path as string, options as never),
        'ArgumentError',
        `CSVLogger: ${message}`,
      );
    wrong('', {}, "path is not usable; expected a path or a file: URL, received ''.");
    wrong(undefined, {}, 'path is not usable; expected a path or a file: URL, received undefined.');
    const character = 'one character, such as , or ; and neither a quote nor the end of a line';
    for (const separator of ['', ', ', '"', '\n']) {
      wrong('a.csv', { separator }, `separator is not usable; expected ${character}, received`);
    }
    wrong('a.csv', { append: 1 }, 'append is not usable; expected true or false, received 1.');
    wrong(
      'a.csv',
      { seperator: ';' },
      "unknown option; expected one of 'separator', 'append', received 'seperator'. Did you mean 'separator'?",
    );
  });
});
