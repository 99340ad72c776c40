/**
 * Drawings of models: sound XML, every layer named, nothing upon another, the same text each time.
 */
import { assert } from 'chai';
import { type DrawnNode, drawModel } from '../../src/nn/drawing.ts';
import { widthOf } from '../../src/nn/drawing/svg.ts';
import { assertRefused, generic } from '../shared/values.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads XML without comments, declarations and the like; throws at the first fault. */
function parseXml(xml: string): Element {
  const document: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  const plain = (text: string) => {
    assert.notMatch(text, /[<>]|&(?!(amp|lt|gt|quot|apos);)/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    assert.notMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u);
    return text.replace(/&(\w+);/g, (_, name) => ENTITIES[name]);
  };
  let end = 0;
  for (const match of xml.matchAll(/<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi)) {
    const [whole, closing, name, attributes, empty] = match;
    const here = open[open.length - 1];
    here.text += plain(xml.slice(end, match.index));
    end = match.index + whole.length;
    if (closing !== '') {
      assert.equal(name, here.name, 'a closing tag');
      open.pop();
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
      key,
      plain(value),
    ]);
    const element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    assert.equal(pairs.length, Object.keys(element.attributes).length, 'attributes of one name');
    here.children.push(element);
    if (empty === '') open.push(element);
  }
  assert.equal(open.length, 1, 'tags that are not closed');
  assert.equal(xml.slice(end), '');
  return document.children[0];
}

function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

const input = (name: string, units: number): DrawnNode => ({
  name,
  type: 'InputLayer',
  shape: [units],
  inputs: [],
  parameters: 0,
});
const dense = (name: string, units: number, from: number, fanIn: number, activation = 'tanh'): DrawnNode => ({
  name,
  type: 'Dense',
  shape: [units],
  inputs: [from],
  units,
  activation,
  parameters: units * (fanIn + 1),
});
const joining = (type: string, name: string, units: number, ...inputs: number[]): DrawnNode => ({
  name,
  type,
  shape: [units],
  inputs,
  parameters: 0,
});

const small = [input('entrada', 4), dense('oculta', 2, 0, 4), dense('salida', 3, 1, 2, 'softmax')];
const digits = [
  input('input_layer', 64),
  dense('Oculto', 20, 0, 64),
  joining('Dropout', 'dropout', 20, 1),
  dense('salida', 10, 2, 20, 'softmax'),
];
const functional = [
  input('precio', 5),
  input('texto', 300),
  dense('dense', 32, 1, 300, 'relu'),
  dense('dense_1', 8, 2, 32, 'relu'),
  joining('Concatenate', 'concatenate', 13, 0, 3),
  dense('común', 16, 4, 13),
  dense('clase', 3, 5, 16, 'softmax'),
  dense('valor', 1, 5, 16, 'linear'),
];
const residual = [
  input('x', 16),
  dense('d1', 16, 0, 16),
  dense('d2', 16, 1, 16),
  joining('Add', 'add', 16, 0, 2),
  dense('d3', 16, 3, 16),
  dense('d4', 16, 4, 16),
  joining('Add', 'add_1', 16, 3, 5),
  joining('Concatenate', 'concatenate', 48, 6, 0, 1),
  dense('out', 10, 7, 48),
];
const deep = [input('in', 2), ...Array.from({ length: 9 }, (_, i) => dense(`capa_${i}`, 3, i, 3))];
const odd = [
  input('año <1> & ñandú', 3),
  dense('Árbol "de" decisión\'s', 5, 0, 3),
  dense('a name of a layer that is much too long for any box that could be drawn &amp; <b>', 2, 1, 5),
  dense('輸出層 🙂', 1, 2, 2),
];
const models: Readonly<Record<string, readonly DrawnNode[]>> = {
  small,
  digits,
  functional,
  residual,
  deep,
  odd,
};

/** A made-up graph: every node is fed by up to three before it. */
function madeUp(seed: number): DrawnNode[] {
  const nodes = [input('node 0', 3)];
  const draws = generic(200, [0, 1], { seed });
  for (let i = 1; i < 14; i++) {
    const count = 1 + Math.floor(draws[i] * 3);
    const makers = Array.from({ length: count }, (_, k) => Math.floor(draws[20 + 3 * i + k] * i));
    nodes.push(joining('Add', `node ${i}`, 3, ...new Set(draws[100 + i] < 0.1 ? [] : makers)));
  }
  return nodes;
}

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxesOf(svg: Element): Box[] {
  return all(svg, 'g')
    .filter(({ children }) => children.some(({ name }) => name === 'rect'))
    .map(({ children }) => {
      const [title] = children.filter(({ name }) => name === 'title');
      const [{ attributes }] = children.filter(({ name }) => name === 'rect');
      const [left, top, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(attributes[key]));
      return { name: title.text, left, right: left + width, top, bottom: top + height };
    });
}

/** The corners and bends of a path of M, C and V, every curve in 16 pieces. */
function pointsOf(path: string): [number, number][] {
  const points: [number, number][] = [];
  for (const [, command, numbers] of path.matchAll(/([MCV])([^MCV]*)/g)) {
    const n = numbers.trim().split(/\s+/).map(Number);
    const [x, y] = points[points.length - 1] ?? [0, 0];
    if (command === 'M') points.push([n[0], n[1]]);
    else if (command === 'V') for (let i = 1; i <= 16; i++) points.push([x, y + ((n[0] - y) * i) / 16]);
    else {
      for (let i = 1; i <= 16; i++) {
        const [u, v] = [i / 16, 1 - i / 16];
        const at = (a: number, b: number, c: number, d: number) =>
          v ** 3 * a + 3 * v * v * u * b + 3 * v * u * u * c + u ** 3 * d;
        points.push([at(x, n[0], n[2], n[4]), at(y, n[1], n[3], n[5])]);
      }
    }
  }
  return points;
}

const draw = (nodes: readonly DrawnNode[], style?: 'auto' | 'boxes' | 'neurons') =>
  parseXml(drawModel({ name: 'red', nodes }, style === undefined ? {} : { style }));

describe('drawModel', () => {
  for (const [name, nodes] of Object.entries(models)) {
    for (const style of ['auto', 'boxes'] as const) {
      describe(`${name}, ${style}`, () => {
        const text = drawModel({ name: 'red', nodes }, { style });
        const svg = parseXml(text);

        it('has every layer by its name, kind, shape and parameters', () => {
          const titles = all(svg, 'title').map(({ text }) => text);
          const written = all(svg, 'text').map(({ text }) => text);
          for (const { name, type, shape, parameters } of nodes) {
            assert.include(titles, name);
            assert.isTrue(
              written.some((line) => line.startsWith(type)),
              type,
            );
            assert.isTrue(written.some((line) => line.includes(`(None, ${shape[0]})`)));
            const count = parameters.toLocaleString('en');
            assert.isTrue(
              written.some((line) => line.endsWith(`${count} parameters`)),
              count,
            );
          }
        });

        it('is described for those who do not see it', () => {
          assert.equal(svg.attributes.role, 'img');
          assert.equal(svg.children[0].name, 'title');
          assert.equal(svg.children[0].text, 'red');
          const [desc] = all(svg, 'desc');
          for (const { name } of nodes) assert.include(desc.text, `${name}: `);
        });

        it('is the same text each time', () => {
          assert.equal(drawModel({ name: 'red', nodes: structuredClone(nodes) }, { style }), text);
        });

        it('lies within its frame', () => {
          const [left, top, width, height] = svg.attributes.viewBox.split(' ').map(Number);
          assert.deepEqual([left, top], [0, 0]);
          for (const { attributes, text } of all(svg, 'text')) {
            const half = widthOf(text, attributes['font-weight'] === 'bold') / 2;
            assert.isAtLeast(Number(attributes.x) - half, 0, text);
            assert.isAtMost(Number(attributes.x) + half, width, text);
            assert.isBelow(Number(attributes.y), height);
          }
          for (const { right, bottom } of boxesOf(svg)) assert.isTrue(right <= width && bottom <= height);
          for (const { attributes } of all(svg, 'circle')) {
            assert.isBelow(Number(attributes.cy) + Number(attributes.r), height);
          }
        });

        it('words do not lie on words', () => {
          const lines = all(svg, 'text').map(({ attributes, text }) => {
            const half = widthOf(text, attributes['font-weight'] === 'bold') / 2;
            const [x, y] = [Number(attributes.x), Number(attributes.y)];
            return { name: text, left: x - half, right: x + half, top: y - 12, bottom: y + 3 };
          });
          assertApart(lines);
        });
      });
    }
  }

  function assertApart(boxes: readonly Box[]): void {
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        assert.isTrue(apart, `${a.name} and ${b.name}`);
      }
    }
  }

  describe('boxes', () => {
    const graphs = [
      ...Object.entries(models),
      ...Array.from({ length: 40 }, (_, i) => [`made up ${i}`, madeUp(i + 1)] as const),
    ];
    for (const [name, nodes] of graphs) {
      it(`stand apart, and arrows lead down from makers to users: ${name}`, () => {
        const svg = draw(nodes, 'boxes');
        const boxes = boxesOf(svg);
        assert.lengthOf(boxes, nodes.length);
        assertApart(boxes);
        const byName = new Map(boxes.map((box) => [box.name, box]));
        const arrows = svg.children
          .filter((child) => child.name === 'path' && child.attributes.fill === 'none')
          .map(({ attributes }) => pointsOf(attributes.d));
        const expected = nodes.flatMap(({ name, inputs }) =>
          inputs.map((i) => `${nodes[i].name} -> ${name}`),
        );
        const on = ([x]: [number, number], { left, right }: Box) => x > left && x < right;
        const found = arrows.map((points) => {
          const [first, last] = [points[0], points[points.length - 1]];
          const from = boxes.find((box) => on(first, box) && Math.abs(box.bottom - first[1]) < 0.3);
          const to = boxes.find((box) => on(last, box) && Math.abs(box.top - last[1] - 7) < 0.3);
          for (const [x, y] of points) {
            for (const box of boxes) {
              const inside = x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1;
              assert.isFalse(inside, `an arrow through ${box.name}`);
            }
          }
          return `${from?.name} -> ${to?.name}`;
        });
        assert.sameMembers(found, expected);
        const heads = arrows.map((points) => points[points.length - 1].join());
        assert.lengthOf(new Set(heads), heads.length, 'arrows that end in one point');
        for (const { name, inputs } of nodes) {
          for (const i of inputs) assert.isBelow(byName.get(nodes[i].name)!.bottom, byName.get(name)!.top);
        }
      });
    }

    it('a chain is one straight column', () => {
      const boxes = boxesOf(draw(digits));
      assert.lengthOf(new Set(boxes.map(({ left }) => left)), 1);
      for (const arrow of draw(digits).children.filter(({ attributes }) => attributes.fill === 'none')) {
        assert.lengthOf(new Set(pointsOf(arrow.attributes.d).map(([x]) => x.toFixed(6))), 1);
      }
    });

    it('a long name is cut in its box and whole in its title', () => {
      const svg = draw(odd, 'boxes');
      const { name } = odd[2];
      assert.isTrue(
        all(svg, 'text').some(({ text }) => text.endsWith('…') && name.startsWith(text.slice(0, -1))),
      );
      assert.isTrue(all(svg, 'title').some(({ text }) => text === name));
    });
  });

  describe('neurons', () => {
    const circlesOf = (svg: Element) => all(svg, 'circle').filter(({ attributes }) => attributes.r === '11');
    const columns = (svg: Element) => {
      const counts = new Map<string, number>();
      for (const { attributes } of circlesOf(svg))
        counts.set(attributes.cx, (counts.get(attributes.cx) ?? 0) + 1);
      return [...counts.entries()].sort(([a], [b]) => Number(a) - Number(b)).map(([, count]) => count);
    };
    const connections = (svg: Element) =>
      svg.children
        .filter(({ name }) => name === 'path')
        .map(({ attributes }) => attributes.d.split('M').length - 1);

    it('stand in columns, each joined with all of the next', () => {
      const svg = draw(small);
      assert.deepEqual(columns(svg), [4, 2, 3]);
      assert.deepEqual(connections(svg), [8, 6]);
    });

    it('connections go from edge to edge', () => {
      const svg = draw(small);
      const [first] = svg.children.filter(({ name }) => name === 'path');
      const [x0, y0, x1, y1] = first.attributes.d.match(/-?[\d.]+/g)!.map(Number);
      const near = (x: number, y: number) =>
        Math.min(
          ...circlesOf(svg).map(({ attributes }) =>
            Math.abs(Math.hypot(x - Number(attributes.cx), y - Number(attributes.cy)) - 11),
          ),
        );
      assert.isBelow(near(x0, y0), 0.1);
      assert.isBelow(near(x1, y1), 0.1);
    });

    it('of more than 12, the first and last are drawn, and dots', () => {
      const svg = draw(digits, 'neurons');
      assert.deepEqual(columns(svg), [10, 10, 10]);
      assert.lengthOf(
        all(svg, 'circle').filter(({ attributes }) => attributes.r === '2'),
        6,
      );
      assert.deepEqual(columns(draw([input('x', 12), dense('y', 13, 0, 12)], 'neurons')), [12, 10]);
    });

    it('a layer that leaves their number as it is has no column of its own', () => {
      const svg = draw(digits, 'neurons');
      const at = (name: string) => all(svg, 'text').find(({ text }) => text === name)!.attributes;
      assert.equal(at('dropout').x, at('Oculto').x);
      assert.isAbove(Number(at('dropout').y), Number(at('Oculto').y));
    });

    it('are drawn unasked where they are few', () => {
      const isNeurons = (nodes: readonly DrawnNode[]) => circlesOf(draw(nodes)).length > 0;
      assert.isTrue(isNeurons([input('x', 12), dense('y', 12, 0, 12)]));
      assert.isFalse(isNeurons([input('x', 13), dense('y', 12, 0, 13)]));
      assert.isFalse(isNeurons([input('x', 2), dense('y', 13, 0, 2)]));
      assert.isTrue(isNeurons(deep.slice(0, 6)));
      assert.isFalse(isNeurons(deep.slice(0, 7)));
      assert.isFalse(isNeurons(functional));
    });

    const notChains: Readonly<Record<string, readonly DrawnNode[]>> = {
      'two inputs': functional,
      'two users of a layer': [...small, dense('otra', 2, 1, 2)],
      'rows of more axes': [{ ...input('imagen', 4), shape: [2, 2] }, joining('Flatten', 'flatten', 4, 0)],
      'a layer that changes their number and has no neurons': [
        input('x', 4),
        joining('Lambda', 'half', 2, 0),
      ],
      'no layers': [],
    };
    for (const [what, nodes] of Object.entries(notChains)) {
      it(`are refused for ${what}, for which boxes are drawn`, () => {
        const message =
          "drawModel: only a chain of dense layers can be drawn as neurons. style: 'boxes' draws";
        assertRefused(() => draw(nodes, 'neurons'), 'ArgumentError', message);
        assert.lengthOf(boxesOf(draw(nodes)), nodes.length);
      });
    }
  });

  it('a shape of more axes, and of none', () => {
    const nodes = [
      { ...input('imagen', 1), shape: [28, 28, 1] },
      { ...joining('Lambda', 'one', 1, 0), shape: [] },
    ];
    const written = all(draw(nodes), 'text').map(({ text }) => text);
    assert.includeMembers(written, ['(None, 28, 28, 1) · 0 parameters', '(None) · 0 parameters']);
  });

  it('one parameter, thousands, and a linear activation', () => {
    const nodes = [{ ...dense('a', 1, 0, 0, 'linear'), inputs: [] }, dense('b', 1200, 0, 1200, 'relu')];
    const written = all(draw(nodes, 'boxes'), 'text').map(({ text }) => text);
    const expected = [
      'Dense',
      '(None, 1) · 1 parameter',
      'Dense · relu',
      '(None, 1200) · 1,441,200 parameters',
    ];
    assert.includeMembers(written, expected);
  });

  it('what XML cannot hold is replaced', () => {
    const svg = draw([input('a\u0000b\u001fc\ud800d\uffffe\tf', 3)], 'boxes');
    assert.isTrue(all(svg, 'title').some(({ text }) => text === 'a\ufffdb\ufffdc\ufffdd\ufffde\tf'));
  });

  it('colours are those of the text around it: no other is in it but for a file of its own', () => {
    const text = drawModel({ name: 'red', nodes: functional });
    const [style] = all(parseXml(text), 'style');
    assert.match(style.text, /^svg:root\{.*\}@media\(prefers-color-scheme:dark\)\{svg:root\{.*\}\}$/);
    assert.notMatch(text.replace(/<style>.*<\/style>/, ''), /#[0-9a-f]{3}|rgb/);
    assert.notMatch(text, / (id|class)=/);
  });

  it('refuses unknown options', () => {
    const work = (options: object) => () => drawModel({ name: 'red', nodes: small }, options);
    assertRefused(
      work({ style: 'box' }),
      'ArgumentError',
      "drawModel: unknown style; expected one of 'auto', 'boxes'",
    );
    assertRefused(work({ styles: 'boxes' }), 'ArgumentError', "Did you mean 'style'?");
  });
});
