/**
 * The programs of `examples/`, from the data to the last picture: what they find, and that each picture is one.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from 'chai';
import { main as fashionMnist } from '../../examples/fashion-mnist.ts';
import { type ExampleOptions, openGallery, type Scores } from '../../examples/gallery.ts';
import { main as iris } from '../../examples/iris.ts';
import { main as movingAverages } from '../../examples/moving-averages.ts';
import { main as optdigits } from '../../examples/optdigits.ts';
import { main as sonar } from '../../examples/sonar.ts';
import { DataError, RandomState } from '../../src/index.ts';

/** What a program found, printed and drew. */
interface Outcome {
  readonly scores: Scores;
  readonly printed: string;
  readonly pictures: Readonly<Record<string, string>>;
}

/** Runs a program with a folder of its own, and without its lines on the terminal. */
async function run(
  program: (options: ExampleOptions) => Promise<Scores>,
  data: string | null = null,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => void lines.push(values.join(' '));
  try {
    const scores = await program({ gallery: openGallery(folder), data });
    const files = readdirSync(folder).toSorted();
    const pictures = Object.fromEntries(
      files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
    return { scores, printed: lines.join('\n'), pictures };
  } finally {
    console.log = log;
    rmSync(folder, { recursive: true });
  }
}

/** Pictures by these names, in this order of the alphabet, none of them empty. */
function assertPictures({ pictures }: Outcome, names: readonly string[]): void {
  assert.deepEqual(
    Object.keys(pictures),
    names.map((name) => `${name}.svg`),
  );
  for (const [name, svg] of Object.entries(pictures)) {
    assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\s*$/, name);
    assert.notInclude(svg, 'NaN', name);
    assert.isAbove(svg.length, 1000, name);
  }
}

describe('examples', () => {
  it('iris: 4-2-3 learns, and the border is drawn', async () => {
    const outcome = await run(iris);
    assert.isAtLeast(outcome.scores.accuracy, 0.9);
    assert.include(outcome.printed, 'Iris-versicolor');
    assertPictures(outcome, ['activations', 'confusion-matrix', 'decision-boundary', 'learning-curves']);
  });

  it('sonar: 145 echoes to learn from, 63 to test, ROC and precision-recall curves', async () => {
    const outcome = await run(sonar);
    assert.isAtLeast(outcome.scores.accuracy, 0.75);
    assert.isAtLeast(outcome.scores.auc, 0.85);
    assert.isAtLeast(outcome.scores.averagePrecision, 0.8);
    assert.match(outcome.printed, /On the 63 test echoes/);
    const names = ['calibration', 'confusion-matrix', 'learning-curves', 'precision-recall', 'roc'];
    assertPictures(outcome, names);
    assert.include(outcome.pictures['roc.svg'], `AUC = ${outcome.scores.auc.toFixed(2)}`);
  });

  it('optdigits: 64-20-10 stops early, and shows what it gets wrong', async () => {
    const outcome = await run(optdigits);
    assert.isAtLeast(outcome.scores.accuracy, 0.94);
    assert.match(outcome.printed, /The 1797 test digits/);
    assertPictures(outcome, [
      'confusion-matrix-test',
      'confusion-matrix-training',
      'gradient-norms',
      'learning-curves',
      'mistakes',
      'weights',
    ]);
  });

  it('a folder for pictures that cannot be is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'examples-'));
    const file = join(folder, 'a-file');
    writeFileSync(file, 'no folder');
    try {
      assert.throws(() => openGallery(file).save('roc', '<svg/>'), DataError, 'example: ');
      assert.deepEqual(readdirSync(folder), ['a-file']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('moving-averages', async () => {
    assertPictures(await run(movingAverages), ['moving-averages']);
  });

  it('fashion-mnist with a part of the set says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    const random = RandomState(7);
    for (const [part, rows] of [
      ['train', 150],
      ['t10k', 30],
    ] as const) {
      const labels = Array.from({ length: rows }, (_, row) => row % 10);
      const pixel = (row: number, place: number) => (place % 10 === labels[row] ? 230 : random.randint(120));
      const pixels = Array.from({ length: rows * 784 }, (_, i) => pixel(Math.floor(i / 784), i % 784));
      writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idx([rows, 28, 28], pixels));
      writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idx([rows], labels));
    }
    const outcome = await run(fashionMnist, folder).finally(() => rmSync(folder, { recursive: true }));
    assert.equal(outcome.scores.rows, 150);
    assert.equal(outcome.scores.accuracy, 1);
    assert.match(outcome.printed, /a part of Fashion-MNIST: 150 images/);
    assertPictures(outcome, ['confusion-matrix', 'learning-curves']); // no mistakes to show
  });

  it('fashion-mnist says what to do where there are no data', async () => {
    const failure = await run(fashionMnist, '/nowhere').then(
      () => null,
      (error: unknown) => error,
    );
    assert.instanceOf(failure, DataError);
    assert.match(String(failure), /there is no train-images-idx3-ubyte\.gz in \/nowhere/);
  });
});

/** A file in IDX: unsigned bytes of this shape. */
function idx(shape: readonly number[], bytes: readonly number[]): Uint8Array {
  const header = [0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])];
  return Uint8Array.from([...header, ...bytes]);
}
