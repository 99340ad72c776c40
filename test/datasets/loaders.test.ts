/**
 * The data sets that come with the package: their bytes, their numbers, and the parsers that take text.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assert } from 'chai';
import { iris, optdigits, parseIris, parseOptdigits, parseSonar, sonar } from '../../src/datasets/index.ts';
import { argmaxRow, type Tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';

const fileText = (name: string) => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const row = ({ data, shape }: Tensor, i: number) => [...data.subarray(i * shape[1], (i + 1) * shape[1])];
const count = (values: Iterable<unknown>) => {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
};

describe('data/', () => {
  const page = fileText('README.md');
  for (const name of ['optdigits_train.csv', 'optdigits_test.csv', 'iris.csv', 'sonar.csv']) {
    it(`${name} has the bytes that the page states`, () => {
      const hash = createHash('sha256').update(fileText(name)).digest('hex');
      const line = page.split('\n').find((text) => text.startsWith(`| \`${name}\` |`));
      assert.include(line, `\`${hash}\``);
    });
  }

  it('iris.csv without its header is the iris.data of UCI', () => {
    const data = `${fileText('iris.csv').replace(/^.*\n/, '')}\n`;
    const hash = createHash('sha256').update(data).digest('hex');
    assert.equal(hash, '6f608b71a7317216319b4d27b4d9bc84e6abd734eda7872b71a458569e2656c0');
  });
});

describe('optdigits', () => {
  const trainCounts = [376, 389, 380, 389, 387, 376, 377, 387, 380, 382];
  const testCounts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];

  it('gives pixels and labels', () => {
    const { xTrain, tTrain, xTest, tTest, classNames } = optdigits();
    assert.deepEqual(
      [xTrain.shape, tTrain.shape, xTest.shape, tTest.shape],
      [[3823, 64], [3823], [1797, 64], [1797]],
    );
    assert.deepEqual(Object.values(count(tTrain.data)), trainCounts);
    assert.deepEqual(Object.values(count(tTest.data)), testCounts);
    assert.deepEqual(classNames, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    assert.deepEqual(row(xTrain, 3822).slice(0, 9), [0, 0, 2, 15, 16, 13, 1, 0, 0]);
    assert.deepEqual(row(xTest, 0).slice(0, 9), [0, 0, 5, 13, 9, 1, 0, 0, 0]);
    assert.deepEqual([...tTest.data.subarray(0, 3), ...tTrain.data.subarray(0, 4)], [0, 1, 2, 0, 0, 7, 4]);
    assert.equal(xTrain.dtype, 'float32');
  });

  it('scales pixels and gives labels as one-hot rows', () => {
    const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, oneHot: true });
    assert.deepEqual(
      [tTrain.shape, tTest.shape],
      [
        [3823, 10],
        [1797, 10],
      ],
    );
    assert.deepEqual(row(xTest, 0).slice(0, 6), [0, 0, 5 / 16, 13 / 16, 9 / 16, 1 / 16]);
    assert.isTrue(xTrain.data.includes(1) && xTrain.data.every((value: number) => value <= 1));
    assert.deepEqual(row(tTrain, 2), [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    assert.equal(
      [...tTrain.data].reduce((a, b) => a + b),
      3823,
    );
    const digits = Array.from({ length: 1797 }, (_, i) => argmaxRow(tTest, i));
    assert.deepEqual(Object.values(count(digits)), testCounts);
  });

  it('in double precision too', () => {
    const { xTrain, tTrain, tTest } = optdigits({ scale: 0.3, oneHot: true, dtype: 'float64' });
    assert.equal(row(xTrain, 3822)[3], 15 * 0.3);
    assert.deepEqual([xTrain.dtype, tTrain.dtype, tTest.dtype], ['float64', 'float64', 'float64']);
    assert.equal(optdigits({ dtype: 'float64' }).tTest.dtype, 'float64');
  });

  it('parseOptdigits gives the same from text', () => {
    const options = { scale: 1 / 16, oneHot: true };
    const parsed = parseOptdigits(fileText('optdigits_train.csv'), fileText('optdigits_test.csv'), options);
    assert.deepEqual(parsed, optdigits(options));
  });

  it('refuses other options', () => {
    assertRefused(
      () => optdigits({ scale: 0 }),
      'ArgumentError',
      'optdigits: scale is not usable; expected a number > 0',
    );
    assertRefused(
      () => optdigits({ oneHot: 1 as never }),
      'ArgumentError',
      'optdigits: oneHot is not usable',
    );
    assertRefused(() => optdigits({ onehot: true } as never), 'ArgumentError', "Did you mean 'oneHot'?");
    assertRefused(
      () => optdigits({ dtype: 'float16' as never }),
      'ArgumentError',
      'optdigits: unknown dtype',
    );
  });

  it('refuses text that is something else', () => {
    const digit = (pixel: string, label: string) => `${Array(64).fill(pixel).join()},${label}\n`;
    const good = digit('7', '3');
    const parse = (train: string, test: string) => () => parseOptdigits(train, test);
    assertRefused(
      parse('1,2\n', good),
      'DataError',
      'parseOptdigits: optdigits_train.csv, line 1',
      'expected 65 cells, received 2.',
    );
    assertRefused(
      parse(good, good + digit('17', '4')),
      'DataError',
      'optdigits_test.csv, line 2: a pixel is out of range; expected a whole number from 0 to 16, received 17.',
    );
    assertRefused(
      parse(digit('-1', '4'), good),
      'DataError',
      'optdigits_train.csv, line 1: a pixel is out of range',
      'received -1.',
    );
    assertRefused(parse(digit('1.25', '4'), good), 'DataError', 'received 1.25.');
    assertRefused(
      parse(good + good + digit('5', '10'), good),
      'DataError',
      'line 3: a digit is out of range; expected a whole number from 0 to 9, received 10.',
    );
  });

  it('names its parser where there is no file system', () => {
    const message =
      'optdigits: there is no file system here. parseOptdigits(trainText, testText, options) takes the text';
    assertRefused(() => withFileSystem(undefined, () => optdigits()), 'StateError', message);
  });
});

describe('the pixels of optdigits', () => {
  it('are all scaled', () => {
    const pixels = Array.from({ length: 64 }, (_, i) => (i + 5) % 17);
    const { xTrain } = parseOptdigits(`${pixels},3\n`, `${pixels},8\n`, { scale: 0.25, dtype: 'float64' });
    assert.deepEqual(
      [...xTrain.data],
      pixels.map((pixel) => pixel * 0.25),
    );
  });
});

describe('iris', () => {
  it('gives measures and species, as UCI has them', () => {
    const { x, t, labels, classNames } = iris({ dtype: 'float64' });
    assert.deepEqual([x.shape, t.shape, x.dtype, t.dtype], [[150, 4], [150, 3], 'float64', 'float64']);
    assert.deepEqual(classNames, ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica']);
    assert.deepEqual(count(labels), { 'Iris-setosa': 50, 'Iris-versicolor': 50, 'Iris-virginica': 50 });
    assert.deepEqual(row(x, 0), [5.1, 3.5, 1.4, 0.2]);
    for (const i of [34, 37]) assert.deepEqual(row(x, i), [4.9, 3.1, 1.5, 0.1]);
    assert.deepEqual(row(x, 149), [5.9, 3, 5.1, 1.8]);
    labels.forEach((label, i) => {
      assert.deepEqual(
        row(t, i),
        classNames.map((name) => (name === label ? 1 : 0)),
      );
    });
  });

  it('in single precision by default; from text the same', () => {
    assert.equal(iris().x.data[0], Math.fround(5.1));
    assert.deepEqual(parseIris(fileText('iris.csv')), iris());
  });

  it('refuses other options and other text', () => {
    assertRefused(
      () => iris({ scale: 2 } as never),
      'ArgumentError',
      "iris: unknown option; expected one of 'dtype'",
    );
    assertRefused(
      () => parseIris('a,b\n'),
      'DataError',
      'parseIris: iris.csv, line 1: the row has another length; expected 5 cells',
    );
    const work = () => parseIris('5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.3,0.2,Iris-setosa\n');
    assertRefused(
      work,
      'ArgumentError',
      "parseIris: unknown column in text; expected one of '5.1'",
      "received 'class'",
    );
  });

  it('names its parser where there is no file system', () => {
    const message = 'iris: there is no file system here. parseIris(text) takes the text of data/iris.csv.';
    assertRefused(() => withFileSystem(undefined, () => iris()), 'StateError', message);
  });
});

describe('sonar', () => {
  it('gives echoes, 0 for mines and 1 for rocks', () => {
    const { x, t, labels, classNames } = sonar({ dtype: 'float64' });
    assert.deepEqual([x.shape, t.shape, x.dtype, t.dtype], [[208, 60], [208, 1], 'float64', 'float64']);
    assert.deepEqual(classNames, ['M', 'R']);
    assert.deepEqual(count(labels), { R: 97, M: 111 });
    assert.deepEqual(
      [...t.data],
      labels.map((label) => (label === 'R' ? 1 : 0)),
    );
    assert.deepEqual(row(x, 0).slice(0, 4), [0.02, 0.0371, 0.0428, 0.0207]);
    assert.equal(x.data[207 * 60 + 59], 0.0115);
  });

  it('from text the same', () => assert.deepEqual(parseSonar(fileText('sonar.csv')), sonar()));

  it('refuses other options and other text', () => {
    assertRefused(() => sonar({ dtype: 'double' as never }), 'ArgumentError', 'sonar: unknown dtype');
    assertRefused(
      () => parseSonar('0.1,R\n'),
      'DataError',
      'parseSonar: sonar.csv, line 1',
      'expected 61 cells',
    );
  });

  it('names its parser where there is no file system', () => {
    const message = 'sonar: there is no file system here. parseSonar(text) takes the text of data/sonar.csv.';
    assertRefused(() => withFileSystem(undefined, () => sonar()), 'StateError', message);
  });
});
