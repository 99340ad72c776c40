/**
 * ROC curves: true positives against false positives.
 */
import { auc } from '../metrics/index.ts';
import { curvePicture } from './shared/curve-picture.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { readCurves } from './shared/read.ts';
import { fixed } from './shared/text.ts';

/** The points of a ROC curve, as rocCurve gives them. */
export interface RocPoints {
  readonly fpr: ArrayLike<number>;
  readonly tpr: ArrayLike<number>;
}

/**
 * Draws ROC curves, with the area under each in the legend, and the diagonal of chance.
 *
 * Axes: x is the false positive rate, y the true positive rate, both from 0 to 1.
 *
 * @param curve what rocCurve gives, or several of these by name: one for each model, or for each class
 * @param options `title` (by default 'Receiver Operating Characteristic'), `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for something else and for rates that are NaN, ShapeError if lengths differ, StateError if
 * Observable Plot is not installed
 * @example
 * const { fpr, tpr } = { fpr: [0, 0, 0.5, 0.5, 1], tpr: [0, 0.5, 0.5, 1, 1] };
 * const svg = await plotRocCurve({ fpr, tpr });
 * svg.includes('AUC = 0.75'); // true
 */
export async function plotRocCurve(
  curve: RocPoints | Readonly<Record<string, RocPoints>>,
  options: PictureOptions = {},
): Promise<string> {
  const who = 'plotRocCurve';
  const curves = readCurves(who, curve, { x: 'fpr', y: 'tpr', source: 'rocCurve(targets, scores)' });
  const { frame } = readFrame(who, {}, options);
  return curvePicture(who, frame, {
    title: frame.say('roc'),
    xLabel: frame.say('fpr'),
    yLabel: frame.say('tpr'),
    curves,
    score: ({ x, y }) => `AUC = ${fixed(auc(x, y))}`,
    baseline: { text: frame.say('chance'), from: 0, to: 1 },
  });
}
