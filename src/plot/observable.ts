/**
 * Observable Plot, which draws the charts, and linkedom, which is its document where there is no page.
 *
 * Both are the user's to install, and are looked for when the first chart is drawn.
 */
import { complain, StateError } from '../errors.ts';
import { element, escaped } from '../nn/drawing/svg.ts';
import type { Chart, DocumentNode, PlotLibrary } from './shared/plot-library.ts';
import type { Area } from './shared/sheet.ts';
import { INK } from './shared/style.ts';

/** How the packages are reached, and the document of the page, if there is one. */
export interface Packages {
  readonly plot: () => Promise<unknown>;
  readonly linkedom: () => Promise<unknown>;
  readonly document: unknown;
}

/** Draws charts. */
export interface Charts extends Omit<PlotLibrary, 'plot'> {
  /** A chart as SVG that fills an area. */
  chart(area: Area, chart: Chart): string;
}

const INSTALL = 'npm install @observablehq/plot linkedom';

/** The packages as they are installed. A bundle for browsers needs no linkedom, so webpack does not look for it. */
const installed = (): Packages => ({
  plot: () => import('@observablehq/plot'),
  linkedom: () => import(/* webpackIgnore: true */ 'linkedom').catch(rethrow),
  document: (globalThis as { readonly document?: unknown }).document,
});

/** A `catch` in sight tells esbuild that the package may be missing. */
function rethrow(error: unknown): never {
  throw error;
}

/**
 * Loads Observable Plot, and linkedom where there is no page. Every picture does so by itself; before a long training
 * this tells whether its pictures can be drawn.
 *
 * @throws StateError, by the promise, if a package is missing
 * @example
 * await loadPlotPackages();
 */
export async function loadPlotPackages(): Promise<void> {
  await loadCharts('loadPlotPackages');
}

/**
 * The functions that draw charts.
 *
 * @param who the function that draws
 * @throws StateError if a package is missing
 */
export async function loadCharts(who: string, packages: Packages = installed()): Promise<Charts> {
  const library = (await load(who, '@observablehq/plot', packages.plot)) as PlotLibrary;
  const { document = await newDocument(who, packages) } = packages;
  const { line, dot, rect, text, ruleX, ruleY, frame } = library;
  const chart = ({ x, y, width, height }: Area, options: Chart) => {
    const root = library.plot({ ...STYLE, ...inStyle(options), document, width, height });
    const inside = [...root.childNodes].map(written).join('');
    return element('g', { transform: `translate(${Math.round(x)},${Math.round(y)})` }, inside);
  };
  return { chart, line, dot, rect, text, ruleX, ruleY, frame };
}

async function newDocument(who: string, { linkedom }: Packages): Promise<unknown> {
  const { parseHTML } = (await load(who, 'linkedom', linkedom)) as {
    parseHTML(html: string): { readonly document: unknown };
  };
  return parseHTML('<!doctype html><html><body></body></html>').document;
}

async function load(who: string, name: string, importer: () => Promise<unknown>): Promise<unknown> {
  try {
    return await importer();
  } catch (cause) {
    const problem = `the package ${name} cannot be loaded`;
    const help = `Pictures need Observable Plot, and in Node linkedom: ${INSTALL}`;
    throw new StateError(complain({ who, problem, help }), { cause });
  }
}

/** What all charts share. */
const STYLE = { className: 'plot', marginTop: 10, marginRight: 20, marginBottom: 48, marginLeft: 68 };

/** Axes with their names at the middle, and faint lines through the ticks. */
function inStyle(chart: Chart): object {
  const axis = { labelAnchor: 'center', labelArrow: 'none', tickSize: 4, grid: true };
  const { marginLeft = STYLE.marginLeft } = chart;
  return {
    ...chart,
    x: { ...axis, labelOffset: 40, ...chart.x },
    y: { ...axis, labelOffset: marginLeft - 8, ...chart.y },
  };
}

/**
 * A node of a chart as text: attributes in order, numbers to two decimals, so that a chart is the same text in whatever
 * document it was drawn. Styles and what is said to screen readers about parts are left out: the picture as a whole
 * has a title.
 */
function written(node: DocumentNode): string {
  if (node.nodeType === 3) return escaped(node.textContent ?? '');
  const name = node.localName ?? '';
  if (node.nodeType !== 1 || name === 'style' || name === 'title') return '';
  const attributes = [...(node.attributes ?? [])]
    .filter((attribute) => !attribute.name.startsWith('aria-'))
    .map((attribute) => [attribute.name, rounded(attribute.value)] as const)
    .map(([key, value]) => [key, key === 'transform' && moved.includes(name) ? whole(value) : value] as const)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return element(name, Object.fromEntries(attributes), [...node.childNodes].map(written).join(''));
}

/** Elements that Plot moves as a whole: groups, and the frame. */
const moved = ['g', 'rect'];

/** How far an element is moved, without the half pixel that Plot adds for some screens; '' if not at all. */
function whole(translate: string): string {
  const place = translate.replace(/-?\d+\.5(?!\d)/g, (number) => String(Math.floor(Number(number))));
  return place === 'translate(0,0)' ? '' : place;
}

/** The numbers in an attribute to two decimals. */
function rounded(value: string): string {
  if (value === 'currentColor') return INK;
  return value.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
