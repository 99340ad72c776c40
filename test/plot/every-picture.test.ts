/**
 * What every picture is: a well-formed SVG of the wanted size, the same for the same data, with letters that can be read.
 */
import { assert } from 'chai';
import { ArgumentError } from '../../src/errors.ts';
import * as pictures from '../../src/plot/index.ts';
import type { PictureOptions } from '../../src/plot/index.ts';
import { all, parsed, texts } from './reading.ts';

/** Names that are hostile to XML. */
const HOSTILE = 'a <b>&"\' ]]> \u0001 c';

const shares = (count: number, power: number) =>
  Array.from({ length: count }, (_, i) => (i / (count - 1)) ** power);
const named = <T>(count: number, make: (i: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`class ${i}`, make(i)]));
const wave = (count: number) => Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898));
const matrix = (count: number) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => (i * 7 + j * 3) % 11));

type Draw = (options: PictureOptions) => Promise<string>;

/** A picture of each kind, of little data, much data and odd data. */
const draws: Readonly<Record<string, Draw>> = {
  'learning curves': (o) => pictures.plotLearningCurves({ loss: [0.9, 0.4], val_loss: [1, 0.7] }, o),
  'learning curves of one epoch': (o) => pictures.plotLearningCurves({ loss: [0.9], val_loss: [1] }, o),
  'learning curves of 1000 epochs': (o) =>
    pictures.plotLearningCurves({ loss: wave(1000), auc: wave(1000) }, o),
  'learning curves with gaps': (o) =>
    pictures.plotLearningCurves({ loss: [Number.NaN, 1, Number.POSITIVE_INFINITY], [HOSTILE]: [3, 3, 3] }, o),
  'learning curves of nothing finite': (o) =>
    pictures.plotLearningCurves({ loss: [Number.NaN, Number.NaN] }, o),
  'a confusion matrix': (o) =>
    pictures.plotConfusionMatrix({ labels: [HOSTILE, 'b'], matrix: [[3, 0], [1, 7]] }, o), // biome-ignore format: a matrix
  'a confusion matrix of ten': (o) =>
    pictures.plotConfusionMatrix({ labels: wave(10), matrix: matrix(10) }, o),
  'a confusion matrix of 26': (o) =>
    pictures.plotConfusionMatrix({ labels: wave(26).map((v) => `a long name ${v}`), matrix: matrix(26) }, o),
  'a confusion matrix of zeros': (o) => pictures.plotConfusionMatrix({ labels: [true], matrix: [[0]] }, o),
  'a ROC curve': (o) => pictures.plotRocCurve({ fpr: [0, 0, 0.3, 1], tpr: [0, 0.6, 0.9, 1] }, o),
  '26 ROC curves': (o) =>
    pictures.plotRocCurve(
      named(26, (i) => ({ fpr: shares(9, 1), tpr: shares(9, 1 / (i + 1)) })),
      o,
    ),
  'a precision-recall curve': (o) =>
    pictures.plotPrecisionRecallCurve({ precision: [0.4, 0.7, 1], recall: [1, 0.6, 0] }, o),
  'calibration curves': (o) =>
    pictures.plotCalibrationCurve(
      { [HOSTILE]: { probPred: [0.3], probTrue: [0.2] }, b: { probPred: [0.2, 0.7], probTrue: [0.1, 0.8] } },
      o,
    ),
  activations: (o) => pictures.plotActivations(['relu', 'softmax', 'log_softmax', 'exponential'], o),
  'an average': (o) => pictures.plotMovingAverage([0.3, 1.2, Number.NaN, 0.7], o),
  'an average of one number': (o) => pictures.plotMovingAverage([0.3], o),
  'gradient norms': (o) => pictures.plotGradientNorms({ dense: [0.1, 0.02], [HOSTILE]: [0, Number.NaN] }, o),
  'gradient norms of zero': (o) => pictures.plotGradientNorms({ dense: [0] }, o),
  weights: (o) => pictures.plotWeights([[0.3, 0], [-0.4, 0], [0.1, Number.NaN], [0, 0]], o), // biome-ignore format: a matrix
  'weights of zero': (o) => pictures.plotWeights([[0]], o),
  images: (o) =>
    pictures.plotImages([wave(6), wave(6)], {
      imageShape: [2, 3],
      targets: [HOSTILE, 'b'],
      predictions: ['b', 'b'],
      ...o,
    }),
  'images of one colour': (o) => pictures.plotImages([[2, 2, 2, 2]], o),
  'decision regions': (o) =>
    pictures.plotDecisionBoundary(
      { predict: ({ shape }) => Array.from({ length: shape[0] }, (_, i) => (i % 3 ? HOSTILE : 'b')) },
      [[0.3, 1.2], [0.3, 1.2]], // biome-ignore format: a matrix
      ['b', 'c'],
      { resolution: 11, ...o },
    ),
};

describe('every picture', () => {
  it('is tried', () => {
    const source = Object.values(draws).map(String).join();
    for (const name of Object.keys(pictures).filter((key) => key.startsWith('plot')))
      assert.include(source, name);
  });

  for (const [what, draw] of Object.entries(draws)) {
    describe(what, () => {
      it('is a well-formed SVG of the wanted size', async () => {
        for (const [options, width] of [
          [{}, 600],
          [{ width: 431 }, 431],
          [{ width: 900, height: 523 }, 900],
        ] as const) {
          const svg = await draw(options);
          const root = parsed(svg);
          assert.equal(root.name, 'svg');
          assert.equal(root.attributes.xmlns, 'http://www.w3.org/2000/svg');
          assert.equal(root.attributes.width, String(width));
          if ('height' in options) assert.equal(root.attributes.height, '523');
          assert.equal(root.attributes.viewBox, `0 0 ${width} ${root.attributes.height}`);
          const paper = root.children.find(({ name }) => name === 'rect')?.attributes;
          assert.deepEqual(paper, { width: String(width), height: root.attributes.height, fill: '#ffffff' });
        }
      });

      it('is the same text for the same data', async () => {
        assert.equal(await draw({}), await draw({}));
      });

      it('has letters of 12 pixels or more, and numbers in every attribute', async () => {
        for (const { name, attributes } of all(parsed(await draw({})))) {
          if ('font-size' in attributes) assert.isAtLeast(Number(attributes['font-size']), 12, name);
          for (const [key, value] of Object.entries(attributes)) {
            assert.notMatch(value, /NaN|undefined|null|Infinity/, `${name} ${key}`);
          }
        }
      });

      it('stays between its edges', async () => {
        const root = parsed(await draw({}));
        const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
        for (const { name, text, attributes } of root.children.flatMap(all)) {
          if (!('x' in attributes) || attributes.transform !== undefined) continue;
          const [x, y] = [Number(attributes.x), Number(attributes.y ?? 0)];
          assert.isTrue(x >= 0 && x <= width && y >= 0 && y <= height, `${name} ${text} at ${x}, ${y}`);
        }
      });

      it('reaches for nothing outside itself', async () => {
        const outside = (await draw({})).replace('xmlns="http://www.w3.org/2000/svg"', '');
        assert.notMatch(outside, /http|href|url\(|<script|<style|<image|@import/);
      });

      it('has the title that it was given, as text', async () => {
        const svg = await draw({ title: `${HOSTILE} title` });
        const wanted = HOSTILE.replace('\u0001', '\uFFFD');
        assert.include(texts(svg), `${wanted} title`);
        assert.equal(parsed(svg).children[0].text, `${wanted} title`);
      });

      it('has none for an empty title', async () => {
        assert.notEqual(parsed(await draw({ title: '' })).children[0].name, 'title');
      });

      it('speaks Spanish', async () => {
        const [en, es] = [texts(await draw({})), texts(await draw({ language: 'es' }))];
        assert.equal(en.length, es.length);
        if (what !== 'images of one colour') assert.notDeepEqual(en, es);
      });

      it('refuses options that do not exist, and values out of range', async () => {
        for (const [options, words] of [
          [{ widht: 300 }, /Did you mean 'width'\?/],
          [{ width: 20 }, /width is not usable; expected a whole number >= 300 and <= 4000, received 20/],
          [{ height: 'auto' }, /height is not usable/],
          [{ height: 100 }, /height is too small; expected at least \d+ pixels/],
          [{ title: 3 }, /title is not usable; expected a string, received 3/],
          [{ language: 'español' }, /unknown language; expected one of 'en', 'es'/],
        ] as const) {
          await refused(() => draw(options as unknown as PictureOptions), ArgumentError, words);
        }
      });
    });
  }
});

async function refused(
  call: () => Promise<unknown>,
  kind: typeof ArgumentError,
  words: RegExp,
): Promise<void> {
  const error = await call().then(
    () => assert.fail(`not refused: ${words}`),
    (caught: Error) => caught,
  );
  assert.instanceOf(error, kind, error.message);
  assert.match(error.message, words);
}
