/**
 * Drawings with characters, for the terminal: lines, tables with shaded cells, small pictures.
 */
export { type ColorOption, readColor } from './color.ts';
export { type ConfusionPlotOptions, plotConfusion } from './confusion.ts';
export { type HeatMap, heatMap } from './heat-map.ts';
export { type ImageOptions, imageText } from './image.ts';
export {
  type Chart,
  type ChartOptions,
  drawCharts,
  lineChart,
  readChartOptions,
  type Series,
} from './line-chart.ts';
