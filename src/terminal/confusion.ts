/**
 * The drawing of a confusion matrix.
 */
import { readOptions, wholeNumber } from '../options.ts';
import { type ColorOption, readColor } from './color.ts';
import { heatMap } from './heat-map.ts';
import { terminalColumns } from './platform.ts';

/** How a confusion matrix is drawn. */
export interface ConfusionPlotOptions {
  /** Whether cells are green and red; without, a block stands beside each number. Default 'auto'. */
  readonly color?: ColorOption;
  /** Characters in a line, from 30 on: long labels are cut to fit, numbers never. Default those of the terminal, or 80. */
  readonly width?: number;
}

const LEAST_WIDTH = 30;

/**
 * A confusion matrix as text: a row for each true class, a column for each predicted one, cells shaded by their share
 * of the row.
 *
 * @throws ArgumentError for a wrong option
 */
export function plotConfusion(
  labels: readonly (string | number | boolean)[],
  counts: readonly (readonly number[])[],
  options: ConfusionPlotOptions = {},
): string {
  const who = 'ConfusionMatrix.plot';
  const defaults: Required<ConfusionPlotOptions> = {
    color: 'auto',
    width: Math.max(LEAST_WIDTH, terminalColumns()),
  };
  const given = readOptions(who, defaults, options);
  const width = wholeNumber(who, 'width', given.width, { min: LEAST_WIDTH });
  return heatMap(
    { labels: labels.map(String), counts, rowTitle: 'target', columnTitle: 'predicted' },
    { color: readColor(who, given.color), width },
  );
}
