/**
 * Every example in the documents and docstrings: it compiles, it runs, and it gives what its comments say.
 *
 * It makes code of text, which the other suites are run without.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { assert } from 'chai';
import ndarray from 'ndarray';
import ts from 'typescript';
import * as core from '../src/index.ts';
import * as data from '../src/data.ts';
import * as metrics from '../src/metrics.ts';
import * as plot from '../src/plot/index.ts';
import * as adapters from '../src/ndarray.ts';

const root = new URL('../../', import.meta.url);

interface Example {
  readonly where: string;
  readonly code: string;
}

/** The ```ts blocks of a document. */
function blocksOf(file: string): Example[] {
  const text = readFileSync(new URL(file, root), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code], i) => ({
    where: `${file}, block ${i + 1}`,
    code,
  }));
}

/** The @example of every docstring below a folder. */
function docstringExamples(folder: string): Example[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(new URL(`${folder}/${file}`, root), 'utf8');
      return [
        ...text.matchAll(
          /^ \* @example\n((?: \*.*\n)*?) \*\/\n(?:export )?(?:const|(?:async )?function\*?|interface) (\w+)/gm,
        ),
      ].map(([, lines, name]) => ({
        where: `${folder}/${file}, ${name}`,
        code: lines.replace(/^ \* ?/gm, ''),
      }));
    });
}

/** Names that docstrings use without making them. */
const given = {
  ndarray,
  x: core.tensor([[0.3, -1.2, 0.7, 2.1]]),
  t: core.tensor([[0.2, 0.9]]),
  W: core.parameter([
    [0.1, 0.4],
    [-0.3, 0.2],
    [0.8, -0.5],
    [0.6, 0.7],
  ]),
  weights: core.ones([1]),
  sgd: core.SGD(),
};

/** What these read is neither in the package nor made by their examples: data sets and files of the user. */
const READS_ELSEWHERE = /, (fashionMnist|mnist|cifar10|gunzip|loadModel)$/;

/** Functions whose body may wait: `Function` makes only those that may not. */
const Waiting = (async () => {}).constructor as FunctionConstructor;

/** Runs code with every public name in scope; `expression; // value` lines must give that value. */
async function run({ where, code }: Example, scope: Record<string, unknown>): Promise<void> {
  const printed: string[] = [];
  const console = { log: (...values: unknown[]) => printed.push(values.map((v) => inspect(v)).join(' ')) };
  const body = code
    .replace(/^import [\s\S]*?;\n/gm, '')
    .replace(
      /^(\S[^\n]*?); \/\/ (.+)((?:\n\/\/ .*)*)$/gm,
      (line, expression: string, value: string, more: string) => {
        if (/^(const|let) /.test(expression)) return line;
        return `check(${expression}, ${JSON.stringify(value + more.replace(/^\/\/ /gm, ''))});`;
      },
    )
    .replace(
      /^(\S[^\n]*?);\n((?:\/\/ .*\n?)+)$/gm,
      (_line, expression: string, value: string) =>
        `check(${expression}, ${JSON.stringify(value.replace(/^\/\/ /gm, '').trimEnd())});`,
    );
  const check = (value: unknown, told: string) => {
    const shown = typeof value === 'string' && !/^['"]/.test(told) ? value : inspect(value, { depth: 9 });
    const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/ ?([[\]{}]) ?/g, '$1');
    if (/^(-?\d|[[{'"]|true$|false$)/.test(told)) assert.equal(plain(shown), plain(told), where);
  };
  const scores = where.startsWith('src/metrics') ? metrics : {}; // four of their names are those of ops in the core
  const names = { ...metrics, ...core, ...data, ...adapters, ...plot, ...scores, ...scope, check, console };
  if (/import \* as metrics from/.test(code)) Object.assign(names, { metrics });
  const free = Object.keys(names).filter(
    (name) =>
      !new RegExp(
        `(const|let) (\\{[^}]*\\b${name}\\b[^}]*\\}|\\[[^\\]]*\\b${name}\\b[^\\]]*\\]|${name}\\b)`,
      ).test(body),
  );
  const javascript = ts.transpile(body, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext });
  await new Waiting(...free, javascript)(...free.map((name) => (names as Record<string, unknown>)[name]));
}

describe('examples', () => {
  const documents = ['README.md', 'docs/curso.md', 'docs/simd.md'].flatMap(blocksOf);
  const docstrings = docstringExamples('src').filter(({ where }) => !READS_ELSEWHERE.test(where));
  const before = core.useExecutors(core.reference);
  core.useExecutors(...before);
  afterEach(() => void core.useExecutors(...before)); // some examples choose an executor

  it('are found', () => {
    assert.isAtLeast(documents.length, 4);
    assert.isAtLeast(docstrings.length, 20);
  });
  for (const example of documents) it(example.where, async () => run(example, {}));
  for (const example of docstrings) {
    it(example.where, async () => {
      const module = example.where.replace(/\.ts,.*/, '.js');
      await run(example, { ...given, ...(await import(new URL(`build/${module}`, root).href)) });
    });
  }

  it('a wrong value in an example is caught', async () => {
    const code = "accuracyScore(['a', 'b'], ['a', 'a']); // 0.75";
    const failure = await run({ where: 'planted', code }, {}).then(
      () => null,
      (error: unknown) => error,
    );
    assert.match(String(failure), /0\.75/);
  });

  it('the documents compile against the public types', () => {
    assert.deepEqual(faultsOf(documents), []);
  }).timeout(60000);

  it('a call that the types refuse is caught', () => {
    const code = "import { Dense } from 'multiperceptron';\nDense(3, { activation: 'tahn' });";
    assert.notDeepEqual(faultsOf([{ where: 'planted', code }]), []);
  }).timeout(60000);
});

/** What the compiler says of examples that import the built package by its name. */
function faultsOf(examples: readonly Example[]): string[] {
  const sources = new Map(
    examples.map(({ code }, i) => [new URL(`build/example-${i}.ts`, root).pathname, `${code}\nexport {};\n`]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getCurrentDirectory = () => new URL('.', root).pathname;
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
