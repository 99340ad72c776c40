/**
 * Precision-recall curves.
 */
import { curvePicture } from './shared/curve-picture.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { type NamedCurve, readCurves } from './shared/read.ts';
import { fixed } from './shared/text.ts';

/** The points of a precision-recall curve, as precisionRecallCurve gives them: recall falls. */
export interface PrecisionRecallPoints {
  readonly precision: ArrayLike<number>;
  readonly recall: ArrayLike<number>;
}

/**
 * Draws precision-recall curves, with the average precision of each in the legend.
 *
 * Axes: x is the recall, y the precision, both from 0 to 1. Between two points a curve is level, since a threshold
 * between two scores changes nothing. Of one curve that begins at recall 1, a dashed line marks the precision there: the share of
 * positive rows, which guessing reaches.
 *
 * @param curve what precisionRecallCurve gives, or several of these by name: one for each model, or for each class
 * @param options `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for something else, ShapeError if lengths differ, StateError if Observable Plot is not installed
 * @example
 * const svg = await plotPrecisionRecallCurve({ precision: [0.5, 2 / 3, 0.5, 1, 1], recall: [1, 1, 0.5, 0.5, 0] });
 * svg.includes('AP = 0.83'); // true
 */
export async function plotPrecisionRecallCurve(
  curve: PrecisionRecallPoints | Readonly<Record<string, PrecisionRecallPoints>>,
  options: PictureOptions = {},
): Promise<string> {
  const who = 'plotPrecisionRecallCurve';
  const source = 'precisionRecallCurve(targets, scores)';
  const curves = readCurves(who, curve, { x: 'recall', y: 'precision', source });
  const { frame } = readFrame(who, {}, options);
  const share = curves.length === 1 && curves[0].x[0] === 1 ? curves[0].y[0] : null;
  return curvePicture(who, frame, {
    title: frame.say('precisionRecall'),
    xLabel: frame.say('recall'),
    yLabel: frame.say('precision'),
    curves,
    score: (one) => `${frame.say('averagePrecision')} = ${fixed(averagePrecision(one))}`,
    baseline:
      share === null ? null : { text: `${frame.say('chance')} (${fixed(share)})`, from: share, to: share },
    steps: true,
  });
}

/** Σ (recallᵢ − recallᵢ₊₁) · precisionᵢ. */
function averagePrecision({ x: recall, y: precision }: NamedCurve): number {
  let sum = 0;
  for (let i = 0; i + 1 < recall.length; i++) sum += (recall[i] - recall[i + 1]) * precision[i];
  return sum;
}
