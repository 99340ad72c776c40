/**
 * In a page: puts drawings where they can be seen, and tells what is seen of them.
 */

/** What is used of a page's elements; Node's types lack them. */
interface Element {
  innerHTML: string;
  readonly textContent: string;
  append(child: Element): void;
  querySelector(name: string): Element | null;
  querySelectorAll(name: string): Iterable<Element>;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}

interface Image {
  src: string;
  decode(): Promise<void>;
  readonly naturalWidth: number;
  readonly naturalHeight: number;
}

const { document, Image } = globalThis as unknown as {
  readonly document: { readonly body: Element; createElement(name: string): Element };
  readonly Image: new () => Image;
};

/** A size, in pixels. */
type Size = readonly [width: number, height: number];

/** What is seen of a drawing that stands in the page. */
export interface Seen {
  /** How large it is, and how large each of its words. */
  readonly size: Size;
  readonly words: readonly { readonly text: string; readonly size: Size }[];
}

const sizeOf = (element: Element): Size => {
  const { width, height } = element.getBoundingClientRect();
  return [width, height];
};

/** Puts a drawing into the page. */
export function show(svg: string): Seen {
  const place = document.createElement('div');
  place.innerHTML = svg;
  document.body.append(place);
  const words = Array.from(place.querySelectorAll('text'), (element) => ({
    text: element.textContent,
    size: sizeOf(element),
  }));
  return { size: sizeOf(place.querySelector('svg')!), words };
}

/** Loads a drawing as a picture of its own, which it is only if it is sound XML. @returns how large it is */
export async function load(svg: string): Promise<Size> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  return [image.naturalWidth, image.naturalHeight];
}
