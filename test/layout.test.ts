/**
 * The rules of the house: what may import what, and what no file may hold.
 *
 * Each rule is a function of a tree of files that lists what breaks it. It is called on the real `src/` and `bench/`,
 * on a small sound tree, and on that tree with one fault planted: only the fault may be found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { assert } from 'chai';
import ts from 'typescript';

/** The floors, from the ground up; what stands together on one line is one room. */
const FLOORS: readonly (readonly (readonly string[])[])[] = [
  [['src/errors.ts', 'src/options.ts', 'src/order.ts', 'src/labels.ts']],
  [['src/random/'], ['src/files.ts', 'src/cache.ts'], ['src/terminal/']],
  [['src/tensor/']],
  [['src/autograd/'], ['src/optim/'], ['src/metrics/'], ['src/data/'], ['src/formats/']],
  [['src/nn/'], ['src/simd/'], ['src/datasets/']],
  [['src/estimators/'], ['src/plot/'], ['src/ndarray.ts'], ['src/node.ts']],
  [['src/index.ts'], ['src/data.ts'], ['src/metrics.ts']],
  [['bench/'], ['examples/']],
];

/** Folders that hold a family, and the files that its members may import: its base, and what reports share. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  'src/autograd/ops': [],
  'src/optim': ['optimizer'],
  'src/optim/schedules': ['schedule'],
  'src/metrics': ['metric', 'confusion-matrix', 'curves'],
  'src/data': [],
  'src/nn/layers': [],
  'src/nn/losses': ['loss'],
  'src/nn/activations': ['activation'],
  'src/nn/initializers': ['initializer'],
  'src/nn/regularizers': ['regularizer'],
  'src/nn/constraints': ['constraint'],
  'src/nn/callbacks': ['callback'],
  'src/simd/kernels': [],
  'src/plot': ['observable'],
};

/** The files that may read the clock, print, wait, or ask about the process. */
const PLATFORM: readonly string[] = [
  'src/files.ts',
  'src/cache.ts',
  'src/terminal/platform.ts',
  'src/nn/platform.ts',
  'src/simd/probe.ts',
];
const PLATFORM_NAMES =
  /\b(console|process|performance|Date|setTimeout|setInterval|setImmediate|queueMicrotask)\b/g;

/** Where numbers must be the same bits on every engine. */
const EXACT: readonly string[] = ['src/random/', 'src/optim/', 'src/nn/initializers/'];
/** What of `Math` is exactly specified; all else may differ between engines in the last bit. */
const EXACT_MATH =
  /^(abs|sqrt|floor|ceil|round|trunc|sign|min|max|imul|clz32|fround|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)$/;

/** The only file that does something when it is imported. */
const FRONT_DOOR = 'src/index.ts';

const MOST_LINES = 300;

interface File {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** Files with what the rules ask about them. */
class Tree {
  readonly files: readonly File[];
  readonly #sources = new Map<string, ts.SourceFile>();
  readonly #packageText: string;

  constructor(files: readonly File[]) {
    this.files = files.filter(({ path }) => path.endsWith('.ts'));
    this.#packageText = files.find(({ path }) => path === 'package.json')?.text ?? '{}';
    for (const { path, text } of this.files) {
      this.#sources.set(path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true));
    }
  }

  get package(): { exports?: Record<string, { default?: string }>; dependencies?: Record<string, string> } {
    return JSON.parse(this.#packageText);
  }

  /** The files of src, or of another folder. */
  under(...folders: string[]): readonly File[] {
    return this.files.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));
  }

  has(path: string): boolean {
    return this.#sources.has(path);
  }

  source(path: string): ts.SourceFile {
    return this.#sources.get(path)!;
  }

  /** What a file imports or exports from, types included: paths of this tree, or names of packages. */
  imports(path: string): string[] {
    const list: string[] = [];
    visit(this.source(path), (node) => {
      const from =
        ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
          ? node.moduleSpecifier
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : ts.isCallExpression(node) && isImporter(node.expression)
              ? node.arguments[0]
              : undefined;
      if (from !== undefined && ts.isStringLiteral(from)) list.push(resolve(path, from.text));
    });
    return [...new Set(list)];
  }

  /** The text of a file without comments and without what stands in strings. */
  code(path: string): string {
    const source = this.source(path);
    let code = '';
    visit(source, (node) => {
      const hidden = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || node.kind === REGEX;
      if (node.getChildCount(source) === 0) code += hidden ? " '' " : ` ${node.getText(source)}`;
    });
    return code;
  }

  /** `path:line` of a node. */
  place(path: string, node: ts.Node): string {
    const source = this.source(path);
    return `${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  }
}

const REGEX = ts.SyntaxKind.RegularExpressionLiteral;

/** Every node of a file, tokens included, comments not. */
function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  for (const child of node.getChildren()) if (!ts.isJSDoc(child)) visit(child, look);
}

function isImporter(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

const isRelative = (specifier: string) => specifier.startsWith('.');

function resolve(from: string, specifier: string): string {
  return isRelative(specifier) ? posix.join(posix.dirname(from), specifier) : specifier;
}

const isOurs = (target: string) => /^(src|bench|examples|test)\//.test(target) || target.startsWith('../');

/** `csv-parse/sync` -> `csv-parse`, `@types/x/y` -> `@types/x`. */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Floor and room of a file. */
function whereIs(path: string): { floor: number; room: string } | null {
  for (const [floor, rooms] of FLOORS.entries()) {
    for (const parts of rooms) {
      if (parts.some((part) => (part.endsWith('/') ? path.startsWith(part) : path === part)))
        return { floor: floor + 1, room: parts[0] };
    }
  }
  return null;
}

interface Rule {
  readonly name: string;
  /** What breaks the rule, one sentence each. */
  broken(tree: Tree): string[];
  /** Files put into the sound tree, each breaking this rule, and words of the sentence. */
  readonly faults: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    words: string,
  ])[];
}

const DOC = '/**\n * A part of the made-up tree.\n */\n';

const rules: readonly Rule[] = [
  {
    name: 'every file stands on a floor',
    broken: (tree) =>
      tree.files
        .filter(({ path }) => whereIs(path) === null)
        .map(({ path }) => `${path} is in no room that this test knows; FLOORS lists them`),
    faults: [['a room of its own', { 'src/misc/helpers.ts': DOC }, 'src/misc/helpers.ts is in no room']],
  },
  {
    name: 'imports stay in their room or point to a lower floor',
    broken(tree) {
      const list: string[] = [];
      for (const { path } of tree.files) {
        const from = whereIs(path);
        for (const target of tree.imports(path).filter(isOurs)) {
          const to = whereIs(target);
          if (!tree.has(target)) list.push(`${path} imports ${target}, which does not exist`);
          else if (from === null || to === null || from.room === to.room || to.floor < from.floor) continue;
          else list.push(`${path} (floor ${from.floor}) imports ${target} (floor ${to.floor})`);
        }
      }
      return list;
    },
    faults: [
      [
        'an arrow that points up',
        { 'src/tensor/tensor.ts': `${DOC}import { add } from '../autograd/index.ts';` },
        'src/tensor/tensor.ts (floor 3) imports src/autograd/index.ts (floor 4)',
      ],
      [
        'an arrow across the floor',
        { 'src/optim/sgd.ts': `${DOC}import type { Op } from '../autograd/index.ts';` },
        'src/optim/sgd.ts (floor 4) imports src/autograd/index.ts (floor 4)',
      ],
      [
        'a net that knows the fast executor',
        {
          'src/nn/fit.ts': `${DOC}export { simd } from '../simd/index.ts';`,
          'src/simd/index.ts': DOC,
        },
        'src/nn/fit.ts (floor 5) imports src/simd/index.ts (floor 5)',
      ],
      [
        'an import that is written as a call',
        { 'src/tensor/tensor.ts': `${DOC}export const later = () => import('../nn/index.ts');` },
        'src/tensor/tensor.ts (floor 3) imports src/nn/index.ts',
      ],
      [
        'an import that is written as a type',
        { 'src/tensor/tensor.ts': `${DOC}export type Later = import('../nn/index.ts').Model;` },
        'src/tensor/tensor.ts (floor 3) imports src/nn/index.ts',
      ],
      [
        'a program of the bench that the library imports',
        { 'src/nn/fit.ts': `${DOC}import '../../bench/run.ts';` },
        'imports bench/run.ts (floor 8)',
      ],
      [
        'a file that does not exist',
        { 'src/nn/fit.ts': `${DOC}import { gone } from './gone.ts';` },
        'src/nn/fit.ts imports src/nn/gone.ts, which does not exist',
      ],
    ],
  },
  {
    name: 'no files import each other in a circle',
    broken(tree) {
      const circles: string[] = [];
      const done = new Set<string>();
      const path: string[] = [];
      const walk = (file: string): void => {
        const start = path.indexOf(file);
        if (start >= 0) circles.push(`a circle: ${[...path.slice(start), file].join(' -> ')}`);
        if (start >= 0 || done.has(file)) return;
        path.push(file);
        for (const target of tree.imports(file)) if (tree.has(target)) walk(target);
        path.pop();
        done.add(file);
      };
      for (const file of tree.files) walk(file.path);
      return circles;
    },
    faults: [
      [
        'two files, by a type alone',
        {
          'src/nn/model.ts': `${DOC}import { fit } from './fit.ts';`,
          'src/nn/fit.ts': `${DOC}import type { Model } from './model.ts';`,
        },
        'a circle: ',
      ],
      [
        'three files',
        {
          'src/nn/a.ts': `${DOC}export * from './b.ts';`,
          'src/nn/b.ts': `${DOC}import './c.ts';`,
          'src/nn/c.ts': `${DOC}import { a } from './a.ts';`,
        },
        'a circle: src/nn/a.ts -> src/nn/b.ts -> src/nn/c.ts -> src/nn/a.ts',
      ],
      [
        'a file that imports the barrel that lists it',
        { 'src/tensor/tensor.ts': `${DOC}import { x } from './index.ts';` },
        'a circle: ',
      ],
    ],
  },
  {
    name: "a family's file imports its base and what is shared, never a sibling",
    broken(tree) {
      const list: string[] = [];
      for (const { path } of tree.files) {
        const shared = posix.basename(posix.dirname(path)) === 'shared';
        const folder = shared ? posix.dirname(posix.dirname(path)) : posix.dirname(path);
        const bases = FAMILIES[folder];
        if (bases === undefined || posix.basename(path) === 'index.ts') continue;
        for (const target of tree.imports(path)) {
          const name = posix.basename(target, '.ts');
          if (posix.dirname(target) === folder && !bases.includes(name)) {
            list.push(`${path} imports its sibling ${target}`);
          }
        }
      }
      return list;
    },
    faults: [
      [
        'an op made of another',
        { 'src/autograd/ops/mean.ts': `${DOC}import { add } from './add.ts';` },
        'src/autograd/ops/mean.ts imports its sibling src/autograd/ops/add.ts',
      ],
      [
        'an optimizer that is a special case of another',
        { 'src/optim/adam.ts': `${DOC}import { SGD } from './sgd.ts';` },
        'src/optim/adam.ts imports its sibling src/optim/sgd.ts',
      ],
      [
        'a barrel taken for a base',
        { 'src/optim/adam.ts': `${DOC}import { SGD } from './index.ts';` },
        'src/optim/adam.ts imports its sibling src/optim/index.ts',
      ],
      [
        'a sibling that is reached through what is shared',
        { 'src/autograd/ops/shared/sums.ts': `${DOC}export { add } from '../add.ts';` },
        'src/autograd/ops/shared/sums.ts imports its sibling src/autograd/ops/add.ts',
      ],
    ],
  },
  {
    name: "every file of a family is in that family's index.ts",
    broken(tree) {
      const list: string[] = [];
      for (const { path } of tree.files) {
        const index = `${posix.dirname(path)}/index.ts`;
        if (FAMILIES[posix.dirname(path)] === undefined || path === index) continue;
        if (!tree.has(index)) list.push(`${index} is missing`);
        else if (!tree.imports(index).includes(path)) list.push(`${index} does not list ${path}`);
      }
      return list;
    },
    faults: [
      [
        'an op that nobody lists',
        { 'src/autograd/ops/mean.ts': DOC },
        'src/autograd/ops/index.ts does not list src/autograd/ops/mean.ts',
      ],
      [
        'a family without a list',
        { 'src/nn/callbacks/stop.ts': DOC },
        'src/nn/callbacks/index.ts is missing',
      ],
    ],
  },
  {
    name: 'every entry point of package.json has its file',
    broken: (tree) => entries(tree).flatMap((entry) => (tree.has(entry) ? [] : [`${entry} is missing`])),
    faults: [
      [
        'a path that leads nowhere',
        { 'package.json': '{ "exports": { "./plot": { "default": "./dist/plot/index.js" } } }' },
        'src/plot/index.ts is missing',
      ],
    ],
  },
  {
    name: 'every public export has a docstring',
    broken(tree) {
      const list = new Set<string>();
      for (const entry of entries(tree).filter((path) => tree.has(path))) {
        for (const [name, found] of exportsOf(tree, entry)) {
          if (found.nodes.length === 0) list.add(`${entry} exports ${name}, which cannot be found`);
          else if (!found.nodes.some((node) => isDocumented(found.path, node, tree))) {
            list.add(`${tree.place(found.path, found.nodes[0])}: ${name} has no docstring`);
          }
        }
      }
      return [...list];
    },
    faults: [
      [
        'a function',
        { 'src/tensor/tensor.ts': `${DOC}\nexport function zeros() {}` },
        'src/tensor/tensor.ts:5: zeros has no docstring',
      ],
      [
        'a constant, under another name',
        {
          'src/tensor/tensor.ts': `${DOC}\nconst a = 1;\nexport const nil = a;`,
          'src/tensor/index.ts': `${DOC}export { nil as zeros } from './tensor.ts';`,
        },
        'src/tensor/tensor.ts:6: zeros has no docstring',
      ],
      [
        'a type',
        {
          'src/tensor/tensor.ts': `${DOC}// no docstring\nexport type Shape = number[];\n/** Zeros. */\nexport const zeros = 0;`,
          'src/tensor/index.ts': `${DOC}export { zeros } from './tensor.ts';\nexport type { Shape } from './tensor.ts';`,
        },
        'src/tensor/tensor.ts:5: Shape has no docstring',
      ],
      [
        'an interface that is imported before it is exported',
        {
          'src/tensor/tensor.ts': `${DOC}import { randomStream } from '../random/index.ts';\nexport interface View {}\n/** 0. */\nexport const zeros = 0;`,
          'src/tensor/index.ts': `${DOC}import { type View, zeros } from './tensor.ts';\nexport { type View, zeros };`,
        },
        'src/tensor/tensor.ts:5: View has no docstring',
      ],
      [
        'a class that has only the docstring of its file',
        { 'src/errors.ts': `${DOC}export class ShapeError extends Error {}` },
        'src/errors.ts:4: ShapeError has no docstring',
      ],
      [
        'an empty docstring',
        { 'src/tensor/tensor.ts': `${DOC}\n/** */\nexport function zeros() {}` },
        'zeros has no docstring',
      ],
      [
        'a name that does not exist',
        { 'src/tensor/index.ts': `${DOC}export { ones } from './tensor.ts';` },
        'src/index.ts exports ones, which cannot be found',
      ],
    ],
  },
  {
    name: 'a third-party package is imported by exactly one file of src',
    broken(tree) {
      const importers = new Map<string, string[]>(
        Object.keys(tree.package.dependencies ?? {})
          .filter((name) => !name.startsWith('@types/'))
          .map((name) => [name, []]),
      );
      for (const { path } of tree.under('src/')) {
        for (const target of tree.imports(path)) {
          if (isOurs(target) || target.startsWith('node:')) continue;
          importers.set(packageOf(target), [...(importers.get(packageOf(target)) ?? []), path]);
        }
      }
      return [...importers]
        .filter(([, paths]) => paths.length !== 1)
        .map(
          ([name, paths]) => `${name} is imported by ${paths.length} files: ${paths.toSorted().join(', ')}`,
        );
    },
    faults: [
      [
        'a package that two files use',
        { 'src/data/split.ts': `${DOC}import seedrandom from 'seedrandom';` },
        'seedrandom is imported by 2 files: src/data/split.ts, src/random/stream.ts',
      ],
      [
        'a part of a package, and its types',
        {
          'src/data/a.ts': `${DOC}import { parse } from 'csv-parse/sync';`,
          'src/data/b.ts': `${DOC}import type { Options } from 'csv-parse';`,
        },
        'csv-parse is imported by 2 files: src/data/a.ts, src/data/b.ts',
      ],
      [
        'a package that nobody uses',
        { 'package.json': '{ "dependencies": { "seedrandom": "3", "left-pad": "1" } }' },
        'left-pad is imported by 0 files',
      ],
    ],
  },
  {
    name: 'src imports nothing of Node: it runs in browsers',
    broken: (tree) =>
      tree.under('src/').flatMap(({ path }) =>
        tree
          .imports(path)
          .filter((target) => target.startsWith('node:') && path !== 'src/node.ts')
          .map((target) => `${path} imports ${target}`),
      ),
    faults: [
      [
        'a file read with node:fs',
        { 'src/data/split.ts': `${DOC}import { readFileSync } from 'node:fs';` },
        'src/data/split.ts imports node:fs',
      ],
    ],
  },
  {
    name: 'Math.random appears nowhere in src',
    broken: (tree) =>
      tree
        .under('src/')
        .filter(({ text }) => /Math\s*(\.|\?\.|\[\s*['"])\s*random/.test(text))
        .map(({ path }) => `${path} mentions Math.random`),
    faults: [
      [
        'a draw without a seed',
        { 'src/data/split.ts': `${DOC}export const u = Math.random();` },
        'src/data/split.ts mentions Math.random',
      ],
      [
        'the same in brackets',
        { 'src/data/split.ts': `${DOC}export const u = Math['random']();` },
        'src/data/split.ts mentions Math.random',
      ],
    ],
  },
  {
    name: 'the clock, the console, timers and the process are used where PLATFORM lists it',
    broken: (tree) =>
      tree
        .under('src/')
        .filter(({ path }) => !PLATFORM.includes(path))
        .flatMap(({ path }) =>
          [...new Set(tree.code(path).match(PLATFORM_NAMES))].map((name) => `${path} uses ${name}`),
        ),
    faults: [
      [
        'a line that is printed',
        { 'src/nn/fit.ts': `${DOC}console.log('epoch');` },
        'src/nn/fit.ts uses console',
      ],
      [
        'the time of day',
        { 'src/nn/fit.ts': `${DOC}export const t = Date.now();` },
        'src/nn/fit.ts uses Date',
      ],
      [
        'the clock, taken out of the platform',
        { 'src/nn/fit.ts': `${DOC}const { performance: clock } = globalThis;` },
        'src/nn/fit.ts uses performance',
      ],
      [
        'the process',
        { 'src/random/stream.ts': `${DOC}export const seed = globalThis.process?.pid;` },
        'src/random/stream.ts uses process',
      ],
    ],
  },
  {
    name: 'what training depends on uses only exactly specified arithmetic',
    broken(tree) {
      const list: string[] = [];
      for (const { path } of tree.under(...EXACT)) {
        visit(tree.source(path), (node) => {
          const at = tree.place(path, node);
          if (ts.isBinaryExpression(node) && /^\*\*=?$/.test(node.operatorToken.getText())) {
            const constant = [node.left, node.right].every(
              (side) => ts.isNumericLiteral(side) && /^\d+$/.test(side.text),
            );
            if (!constant) list.push(`${at}: ${node.getText()} is a power`);
          }
          if (!ts.isIdentifier(node) || node.text !== 'Math') return;
          const { parent } = node;
          const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : null;
          if (member === null) list.push(`${at}: Math without a member's name`);
          else if (!EXACT_MATH.test(member)) list.push(`${at}: Math.${member} differs between engines`);
        });
      }
      return list;
    },
    faults: [
      [
        'a power',
        { 'src/optim/adam.ts': `${DOC}export const a = (b: number, t: number) => 1 - b ** t;` },
        'src/optim/adam.ts:4: b ** t is a power',
      ],
      [
        'a power that is assigned',
        { 'src/optim/adam.ts': `${DOC}export let a = 3;\na **= 2;` },
        'src/optim/adam.ts:5: a **= 2 is a power',
      ],
      [
        'a root that is written as a power',
        { 'src/optim/adam.ts': `${DOC}export const a = 2 ** 0.5;` },
        '2 ** 0.5 is a power',
      ],
      ...['pow', 'exp', 'log', 'sin', 'cos', 'tanh', 'log1p', 'hypot', 'cbrt'].map(
        (name) =>
          [
            `Math.${name}`,
            { 'src/nn/initializers/normal.ts': `${DOC}export const f = (x: number) => Math.${name}(x, 2);` },
            `src/nn/initializers/normal.ts:4: Math.${name} differs between engines`,
          ] as const,
      ),
      [
        'a function that is taken out of Math',
        { 'src/random/normal.ts': `${DOC}const { cos } = Math;` },
        "src/random/normal.ts:4: Math without a member's name",
      ],
    ],
  },
  {
    name: `no file of src or bench has more than ${MOST_LINES} lines`,
    broken: (tree) =>
      tree.files
        .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
        .filter(({ lines }) => lines > MOST_LINES)
        .map(({ path, lines }) => `${path} has ${lines} lines; split it along an idea`),
    faults: [
      [
        'one line too many in src',
        { 'src/nn/fit.ts': `${DOC}${'//\n'.repeat(298)}` },
        'src/nn/fit.ts has 301 lines',
      ],
      ['and in bench', { 'bench/run.ts': `${DOC}${'//\n'.repeat(297)}//` }, 'bench/run.ts has 301 lines'],
    ],
  },
  {
    name: 'no `any`, unless biome is told why',
    broken(tree) {
      const list: string[] = [];
      for (const { path, text } of tree.files) {
        const lines = text.split('\n');
        visit(tree.source(path), (node) => {
          if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
          const line = tree.source(path).getLineAndCharacterOfPosition(node.getStart()).line;
          const told = /biome-ignore lint\/suspicious\/noExplicitAny: \S/;
          if (!told.test(lines[line]) && !told.test(lines[line - 1] ?? ''))
            list.push(`${path}:${line + 1} says any`);
        });
      }
      return list;
    },
    faults: [
      ['a cast', { 'src/nn/fit.ts': `${DOC}export const x = 3 as any;` }, 'src/nn/fit.ts:4 says any'],
      [
        'a reason that stands too far above',
        {
          'src/nn/fit.ts': `${DOC}// biome-ignore lint/suspicious/noExplicitAny: why\nexport let x: any;\nexport let y: any;`,
        },
        'src/nn/fit.ts:6 says any',
      ],
      [
        'no reason',
        { 'src/nn/fit.ts': `${DOC}// biome-ignore lint/suspicious/noExplicitAny:\nexport let x: any;` },
        'src/nn/fit.ts:5 says any',
      ],
    ],
  },
  {
    name: 'every file opens with a docstring that says what it is',
    broken: (tree) =>
      tree.files
        .filter(({ text }) => {
          const words = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1].match(/[\p{L}\d`]+/gu) ?? [];
          return words.length < 2;
        })
        .map(({ path }) => `${path} does not open with a docstring`),
    faults: [
      [
        'an import before it',
        { 'src/nn/fit.ts': `import { x } from './model.ts';\n${DOC}` },
        'src/nn/fit.ts does not open with a docstring',
      ],
      ['a plain comment', { 'src/nn/fit.ts': '/* Fits a model. */\n' }, 'src/nn/fit.ts does not open'],
      ['an empty one', { 'bench/run.ts': '/**\n * \n */\n' }, 'bench/run.ts does not open with a docstring'],
    ],
  },
  {
    name: 'nothing is left to be done: no TODO, FIXME or XXX',
    broken: (tree) =>
      tree.files.flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, i) =>
            /\b(TODO|FIXME|XXX)\b/.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [],
          ),
      ),
    faults: [
      ['in a comment', { 'src/nn/fit.ts': `${DOC}// TODO: faster` }, 'src/nn/fit.ts:4: // TODO: faster'],
      ['in bench', { 'bench/run.ts': `${DOC}// FIXME` }, 'bench/run.ts:4: // FIXME'],
    ],
  },
  {
    name: 'only the last statement of the front door acts on import',
    broken(tree) {
      const list: string[] = [];
      for (const { path } of tree.under('src/')) {
        if (path.endsWith('.d.ts')) continue; // declarations leave nothing to run
        const { statements } = tree.source(path);
        statements.forEach((statement, i) => {
          const acts = !(
            ts.isImportDeclaration(statement) ||
            ts.isExportDeclaration(statement) ||
            ts.isVariableStatement(statement) ||
            ts.isFunctionDeclaration(statement) ||
            ts.isClassDeclaration(statement) ||
            ts.isInterfaceDeclaration(statement) ||
            ts.isTypeAliasDeclaration(statement)
          );
          const door = path === FRONT_DOOR && i === statements.length - 1;
          const bare = ts.isImportDeclaration(statement) && statement.importClause === undefined;
          if ((acts && !door) || bare) {
            list.push(`${tree.place(path, statement)} acts on import: ${statement.getText().slice(0, 60)}`);
          }
        });
      }
      return list;
    },
    faults: [
      [
        'a registry that is filled by an import',
        { 'src/nn/fit.ts': `${DOC}const all: number[] = [];\nall.push(3);` },
        'src/nn/fit.ts:5 acts on import: all.push(3);',
      ],
      [
        'a method that is added to a prototype',
        { 'src/nn/fit.ts': `${DOC}Object.assign(Array.prototype, {});` },
        'src/nn/fit.ts:4 acts on import',
      ],
      [
        'an import for its effect',
        { 'src/nn/index.ts': `${DOC}import './fit.ts';` },
        "src/nn/index.ts:4 acts on import: import './fit.ts';",
      ],
      [
        'a second statement in the front door',
        { 'src/index.ts': `${DOC}fetch('x');\nuseExecutors(reference);` },
        "src/index.ts:4 acts on import: fetch('x');",
      ],
    ],
  },
];

/** The sources behind the `exports` of package.json. */
function entries(tree: Tree): string[] {
  return Object.values(tree.package.exports ?? {}).flatMap(({ default: file }) =>
    file === undefined ? [] : [file.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')],
  );
}

/** Where a name is declared: none if it cannot be found. */
interface Found {
  readonly path: string;
  readonly nodes: readonly ts.Node[];
}

/** All names that a file exports, each with its declaration, wherever that is. */
function exportsOf(tree: Tree, path: string): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const statement of tree.source(path).statements) {
    if (ts.isExportAssignment(statement)) found.set('default', { path, nodes: [statement] });
    else if (!ts.isExportDeclaration(statement)) {
      const { modifiers = [] } = statement as { modifiers?: readonly ts.Node[] };
      if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
      for (const name of declared(statement).keys()) found.set(name, lookUp(tree, path, name));
    } else {
      const { moduleSpecifier, exportClause } = statement;
      const target = moduleSpecifier && resolve(path, (moduleSpecifier as ts.StringLiteral).text);
      if (target !== undefined && !isOurs(target)) continue; // another package's own docstrings
      if (exportClause === undefined) {
        if (tree.has(target!)) for (const [name, place] of exportsOf(tree, target!)) found.set(name, place);
      } else if (ts.isNamespaceExport(exportClause)) {
        found.set(exportClause.name.text, { path, nodes: [statement] });
      } else {
        for (const { name, propertyName = name } of exportClause.elements) {
          const original = propertyName.text;
          found.set(
            name.text,
            target === undefined
              ? lookUp(tree, path, original)
              : ((tree.has(target) ? exportsOf(tree, target).get(original) : undefined) ?? {
                  path,
                  nodes: [],
                }),
          );
        }
      }
    }
  }
  return found;
}

/** A name as one file sees it: declared there, or imported. */
function lookUp(tree: Tree, path: string, name: string): Found {
  const { statements } = tree.source(path);
  const nodes = statements.flatMap((statement) => declared(statement).get(name) ?? []);
  if (nodes.length > 0) return { path, nodes };
  for (const statement of statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const named = statement.importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    const element = named.elements.find((element) => element.name.text === name);
    if (element === undefined) continue;
    const target = resolve(path, (statement.moduleSpecifier as ts.StringLiteral).text);
    const original = (element.propertyName ?? element.name).text;
    const place = tree.has(target) ? exportsOf(tree, target).get(original) : undefined;
    if (place !== undefined) return place;
  }
  return { path, nodes: [] };
}

/** The names that a statement declares. */
function declared(statement: ts.Statement): Map<string, ts.Node> {
  if (ts.isVariableStatement(statement)) {
    const { declarations } = statement.declarationList;
    return new Map(declarations.map(({ name }) => [name.getText(), statement]));
  }
  const { name } = statement as { name?: ts.Node };
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return new Map(isDeclaration && name !== undefined ? [[name.getText(), statement]] : []);
}

/** A docstring with words in it; the one that opens a file belongs to the file. */
function isDocumented(path: string, node: ts.Node, tree: Tree): boolean {
  const source = tree.source(path);
  return ts
    .getJSDocCommentsAndTags(node)
    .some((doc) => ts.isJSDoc(doc) && doc.pos > 0 && /\p{L}/u.test(doc.getText(source)));
}

/** A small tree that breaks no rule. */
const sound: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    exports: { '.': { default: './dist/index.js' }, './package.json': './package.json' },
    dependencies: { seedrandom: '3', '@types/seedrandom': '3' },
  }),
  'src/errors.ts': `${DOC}\n/** Shapes differ. */\nexport class ShapeError extends Error {}\n`,
  'src/options.ts': `${DOC}import { ShapeError } from './errors.ts';\n`,
  'src/random/stream.ts': `${DOC}import seedrandom from 'seedrandom';\n\n/** u, 2 ** -n of a stream. */\nexport const TWO = 2 ** 32 * Math.sqrt(3) * Math.LN2;\n`,
  'src/random/index.ts': `${DOC}export { TWO } from './stream.ts';\n`,
  'src/tensor/tensor.ts': `${DOC}import { ShapeError } from '../errors.ts';\nimport { TWO } from '../random/index.ts';\n\n/** Zeros. */\nexport function zeros() {}\n`,
  'src/tensor/index.ts': `${DOC}export { zeros } from './tensor.ts';\n`,
  'src/autograd/op.ts': `${DOC}import { zeros } from '../tensor/index.ts';\n`,
  'src/autograd/ops/shared/shapes.ts': `${DOC}import { ShapeError } from '../../../errors.ts';\n`,
  'src/autograd/ops/add.ts': `${DOC}import { op } from '../op.ts';\nimport { same } from './shared/shapes.ts';\n\n/**\n * Adds.\n */\nexport const add = (x: number) => Math.exp(x) + x ** 2;\n`,
  'src/autograd/ops/index.ts': `${DOC}export { add } from './add.ts';\n`,
  'src/autograd/index.ts': `${DOC}export * from './ops/index.ts';\n`,
  'src/optim/optimizer.ts': `${DOC}\n/** A step. */\nexport type Step = number;\n// biome-ignore lint/suspicious/noExplicitAny: any kind\nexport type Anything = any;\n`,
  'src/optim/sgd.ts': `${DOC}import type { Step } from './optimizer.ts';\n\n/** Descends. */\nexport const SGD = 1, Other = 2;\n`,
  'src/optim/index.ts': `${DOC}import type { Step } from './optimizer.ts';\n\nexport { SGD, Other } from './sgd.ts';\nexport type { Step };\n`,
  'src/data/index.ts': `${DOC}`,
  'src/datasets/iris.ts': `${DOC}import {} from '../data/index.ts';\n`,
  'src/nn/platform.ts': `${DOC}\n/** Says. */\nexport const say = (text: string) => console.log(text);\n`,
  'src/nn/layers/index.ts': `${DOC}// The process of learning: console, Date.now() and performance.\nexport {};\n`,
  'src/nn/index.ts': `${DOC}export { say as print } from './platform.ts';\nexport * from './layers/index.ts';\n`,
  'src/index.ts': `${DOC}import { add } from './autograd/index.ts';\nexport { ShapeError } from './errors.ts';\nexport * from './tensor/index.ts';\nexport { add };\nexport * from './optim/index.ts';\nexport * from './nn/index.ts';\n\nadd(3);\n`,
  'bench/run.ts': `${DOC}import { add } from '../src/index.ts';\nconsole.log(performance.now(), Math.random(), add);\n`,
};

const treeOf = (files: Readonly<Record<string, string>>) =>
  new Tree(Object.entries(files).map(([path, text]) => ({ path, text })));

/** The project as it is. */
function readProject(): Tree {
  const root = new URL('../../', import.meta.url); // from build/test/
  const read = (path: string): File => ({ path, text: readFileSync(new URL(path, root), 'utf8') });
  const folders = readdirSync(root).filter((name) => ['src', 'bench', 'examples'].includes(name));
  const paths = folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  );
  return new Tree([
    read('package.json'),
    ...paths
      .filter((path) => path.endsWith('.ts'))
      .toSorted()
      .map(read),
  ]);
}

describe('layout', () => {
  const project = readProject();
  const soundTree = treeOf(sound);

  it('is read from the sources', () => {
    assert.isAbove(project.under('src/').length, 50);
    assert.include(project.imports('src/autograd/ops/add.ts'), 'src/autograd/op.ts');
  });

  for (const { name, broken, faults } of rules) {
    describe(name, () => {
      it('holds', () => {
        const list = broken(project);
        if (list.length > 0) assert.fail(`\n  ${list.join('\n  ')}`);
      });

      it('holds in the sound tree', () => assert.deepEqual(broken(soundTree), []));

      for (const [what, files, words] of faults) {
        it(`finds ${what}`, () => {
          const list = broken(treeOf({ ...sound, ...files }));
          assert.isTrue(
            list.some((sentence) => sentence.includes(words)),
            `expected: ${words}\nfound: ${list.join('\n') || 'nothing'}`,
          );
        });
      }
    });
  }

  it('no rule is without a fault', () => {
    for (const { name, faults } of rules) assert.isNotEmpty(faults, name);
  });
});
