/**
 * What the pictures use of Observable Plot and of a document.
 */

/** A node of a document: an element, or text. */
export interface DocumentNode {
  /** 1 of an element, 3 of text. */
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent: string | null;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<DocumentNode>;
}

/** A layer of a chart: lines, dots, texts, … */
export type Mark = object;

/** The values of a mark's options: constants, or functions of a datum and its place. */
export type MarkOptions<D> = Readonly<
  Record<string, string | number | boolean | null | Drawn | ((datum: D, index: number) => unknown)>
>;

/** A symbol that draws itself. */
export interface Drawn {
  draw(context: Path, size: number): void;
}

/** The part of a canvas' context that a symbol draws with. */
export interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

/** A scale and its axis. */
export interface Scale {
  readonly label?: string | null;
  readonly type?: 'linear' | 'log' | 'band' | 'point';
  readonly domain?: readonly (number | string)[];
  readonly ticks?: number | readonly number[];
  readonly tickFormat?: (value: number) => string;
  readonly nice?: boolean;
  readonly axis?: 'left' | 'bottom' | null;
  readonly grid?: boolean;
}

/** A chart: its margins, its scales, and its marks from the lowest up. */
export interface Chart {
  readonly marginLeft?: number;
  readonly marginRight?: number;
  readonly marginTop?: number;
  readonly marginBottom?: number;
  readonly x?: Scale;
  readonly y?: Scale;
  readonly marks: readonly (Mark | null)[];
}

/** Functions of Observable Plot. */
export interface PlotLibrary {
  plot(chart: object): DocumentNode;
  line<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  dot<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  rect<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  text<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  ruleX<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  ruleY<D>(data: readonly D[], options: MarkOptions<D>): Mark;
  frame(options: MarkOptions<never>): Mark;
}
