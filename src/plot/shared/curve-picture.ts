/**
 * Curves in the unit square, of which each has its own stroke and its line in the legend.
 */
import { loadCharts } from '../observable.ts';
import type { Frame } from './frame.ts';
import type { NamedCurve } from './read.ts';
import { type Entry, sheet } from './sheet.ts';
import { DASHED, GREY, lineOptions, SMALL, type Stroke, strokeOf, symbolOf } from './style.ts';
import { fixed, shortened, widthOfText } from './text.ts';

/** What is drawn besides the curves. */
export interface CurvePicture {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly NamedCurve[];
  /** What the legend says of a curve besides its name: 'AUC = 0.93'. */
  readonly score?: (curve: NamedCurve) => string;
  /** A dashed line for comparison, from (0, `from`) to (1, `to`), or none. */
  readonly baseline: { readonly text: string; readonly from: number; readonly to: number } | null;
  /** Straight between the points; or level from a point until the next one to its left. */
  readonly steps?: boolean;
  /** Whether the points are marked. */
  readonly dots?: boolean;
}

const BASELINE: Stroke = { color: GREY, dash: DASHED, width: 1.5 };
const ENTRY = 380; // pixels of the words in an entry of the legend

/** The picture. @throws StateError if Observable Plot is not installed */
export async function curvePicture(who: string, frame: Frame, picture: CurvePicture): Promise<string> {
  const { curves, score, baseline, steps = false, dots = false } = picture;
  const charts = await loadCharts(who);
  const strokes = curves.map((_, i) => strokeOf(i));
  const legend = curves.map((curve, i): Entry => {
    const said = score?.(curve) ?? '';
    const room = Math.min(ENTRY, frame.width - 60) - widthOfText(` (${said})`, SMALL);
    const name = shortened(curve.name, room, SMALL);
    const text = name === '' ? said : said === '' ? name : `${name} (${said})`;
    return {
      text,
      stroke: strokes[i],
      ...(dots ? { symbol: { shape: i, color: strokes[i].color } } : {}),
    };
  });
  if (baseline !== null) legend.push({ text: baseline.text, stroke: BASELINE });
  const scale = {
    domain: [-0.02, 1.02],
    ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
    tickFormat: (v: number) => fixed(v, 1),
  };
  return sheet(who, frame, {
    title: picture.title,
    legend: legend.filter(({ text }) => text !== ''),
    height: Math.round(0.72 * frame.width),
    draw: (area) =>
      charts.chart(area, {
        x: { label: picture.xLabel, ...scale },
        y: { label: picture.yLabel, ...scale },
        marks: [
          charts.frame({ stroke: GREY }),
          baseline === null
            ? null
            : charts.line(
                [
                  [0, baseline.from],
                  [1, baseline.to],
                ],
                { x: ([x]) => x, y: ([, y]) => y, ...lineOptions(BASELINE) },
              ),
          ...curves.flatMap(({ x, y }, i) => [
            charts.line(x, {
              x: (value) => value,
              y: (_, place) => y[place],
              curve: steps ? 'step-after' : 'linear',
              ...lineOptions(strokes[i]),
            }),
            dots || x.length === 1
              ? charts.dot(x, {
                  x: (value) => value,
                  y: (_, place) => y[place],
                  r: 5,
                  fill: strokes[i].color,
                  symbol: symbolOf(dots ? i : 0),
                })
              : null,
          ]),
        ],
      }),
  });
}
