/**
 * Calibration curves: whether probabilities mean what they say.
 */
import { curvePicture } from './shared/curve-picture.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { readCurves } from './shared/read.ts';

/** The points of a calibration curve, as calibrationCurve gives them. */
export interface CalibrationPoints {
  readonly probTrue: ArrayLike<number>;
  readonly probPred: ArrayLike<number>;
}

/**
 * Draws calibration curves, and the diagonal on which probabilities are right.
 *
 * Axes: x is the mean of the probabilities in a bin, y the share of its rows that are positive, both from 0 to 1. A curve
 * below the diagonal is too sure of the positive class. Each curve has its own symbol.
 *
 * @param curve what calibrationCurve gives, or several of these by name
 * @param options `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for something else, ShapeError if lengths differ, StateError if Observable Plot is not installed
 * @example
 * const svg = await plotCalibrationCurve({
 *   sigmoid: { probPred: [0.1, 0.4, 0.8], probTrue: [0.05, 0.45, 0.7] },
 *   softmax: { probPred: [0.2, 0.5, 0.9], probTrue: [0.2, 0.4, 0.95] },
 * });
 * svg.includes('sigmoid'); // true
 */
export async function plotCalibrationCurve(
  curve: CalibrationPoints | Readonly<Record<string, CalibrationPoints>>,
  options: PictureOptions = {},
): Promise<string> {
  const who = 'plotCalibrationCurve';
  const source = 'calibrationCurve(targets, probabilities)';
  const curves = readCurves(who, curve, { x: 'probPred', y: 'probTrue', source });
  const { frame } = readFrame(who, {}, options);
  return curvePicture(who, frame, {
    title: frame.say('calibration'),
    xLabel: frame.say('meanProbability'),
    yLabel: frame.say('fractionOfPositives'),
    curves,
    baseline: { text: frame.say('perfectCalibration'), from: 0, to: 1 },
    dots: true,
  });
}
