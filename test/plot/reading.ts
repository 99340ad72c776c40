/**
 * Reading an SVG: a strict parser for what the pictures write, and questions about elements.
 */
import { assert } from 'chai';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text that stands directly in it. */
  readonly text: string;
}

const TAG = /<(\/?)([a-z][\w-]*)((?: [\w:-]+="[^"<]*")*)\s*(\/?)>/giy;
const TEXT = /[^<]+/y;
const ENTITY = /&(?:(amp|lt|gt|quot|apos);)?/g;
const LETTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(ENTITY, (whole, name: string | undefined) => {
    assert.isDefined(name, `a bare & in ${text}`);
    return LETTERS[name ?? ''] ?? whole;
  });
}

/** The root of an SVG. Fails where the text is not well-formed. */
export function parsed(svg: string): Element {
  const top = { name: '', attributes: {}, children: [] as Element[], text: '' };
  const open = [top];
  let at = 0;
  while (at < svg.length) {
    const parent = open[open.length - 1];
    TAG.lastIndex = at;
    TEXT.lastIndex = at;
    const tag = TAG.exec(svg);
    const text = tag === null ? TEXT.exec(svg) : null;
    assert.isTrue(tag !== null || text !== null, `not well-formed: ${svg.slice(at, at + 60)}`);
    at = tag === null ? TEXT.lastIndex : TAG.lastIndex;
    if (text !== null) parent.text += decoded(text[0]);
    if (tag === null) continue;
    const [, end, name, written, empty] = tag;
    if (end === '/') {
      assert.equal(name, parent.name, 'an end tag');
      open.pop();
      continue;
    }
    const pairs = [...written.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
      key,
      decoded(value),
    ]);
    const attributes = Object.fromEntries(pairs);
    assert.lengthOf(Object.keys(attributes), pairs.length, `an attribute stands twice in ${tag[0]}`);
    const element = { name, attributes, children: [] as Element[], text: '' };
    parent.children.push(element);
    if (empty === '') open.push(element);
  }
  assert.lengthOf(open, 1, 'an element is not closed');
  assert.lengthOf(top.children, 1);
  return top.children[0];
}

/** The element and all below it. */
export function all(element: Element): Element[] {
  return [element, ...element.children.flatMap(all)];
}

/** What is written in a picture. */
export function texts(svg: string): string[] {
  return all(parsed(svg))
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);
}

/** The corners of every line that is drawn in a stroke: one list for each element. */
export function linesIn(svg: string, stroke: string): [number, number][][] {
  return all(parsed(svg))
    .filter(({ name, attributes }) => name === 'g' && attributes.stroke === stroke)
    .flatMap(({ children }) => children.filter(({ name }) => name === 'path'))
    .map(({ attributes }) =>
      [...(attributes.d ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]): [number, number] => [
        Number(x),
        Number(y),
      ]),
    );
}

/** Where the text stands that a chart wrote at a point. */
export function placeOf(svg: string, text: string): [number, number] {
  const found = all(parsed(svg)).filter((element) => element.name === 'text' && element.text === text);
  assert.lengthOf(found, 1, text);
  const { x, y, transform = '' } = found[0].attributes;
  const moved = /translate\(([-\d.]+),([-\d.]+)\)/.exec(transform);
  return moved === null ? [Number(x), Number(y)] : [Number(moved[1]), Number(moved[2])];
}
