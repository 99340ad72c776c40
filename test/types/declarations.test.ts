/**
 * A library that exports what it made with this one must be able to write its declarations: every type that they
 * name is exported. From inside the package the compiler would write relative paths, so this is tried from outside.
 */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import ts from 'typescript';

/** A library of somebody else's. */
const LIBRARY = `
import { defineOptimizer, defineMetric, defineInitializer, defineLayer, defineLoss, defineOp, scale, optimizers, initializers, losses, metrics, activations, SGD, Dense, Sequential, Input, EarlyStopping, l2, VarianceScaling, Dropout, LabelBinarizer, trainTestSplit, checkGradients } from 'multiperceptron';
import { optdigits, iris, readCsv } from 'multiperceptron/data';
export const MyOpt = defineOptimizer({ name: 'MyOpt', options: { learningRate: 0.01 }, ranges: {}, update(w, g, _s, { learningRate }) { for (let i = 0; i < w.data.length; i++) w.data[i] -= learningRate * g.data[i]; }, examples: [] });
export const myMetric = defineMetric({ name: 'm', direction: 'up', best: 1, counts: { a: 0 }, update(c) { c.a++; }, result: ({ a }) => a, examples: [] });
export const Halves = defineInitializer({ name: 'halves', options: { v: 1 }, values: (shape, { v }) => new Float64Array(3).fill(v), claims: () => null });
export const Double = defineLayer({ name: 'Double', positional: 'k', options: { k: 2 }, build: (shapes, o) => ({}), outputShape: ([s]) => s, call: ([x], c) => scale(x, { factor: c.options.k }), examples: [] });
export const myLoss = defineLoss({ name: 'l', targets: 'numbers', call: (t, p, w) => losses.mse(t, p, w), examples: [] });
export const cube = defineOp({ name: 'cube', inputs: ['x'], options: { k: 3 }, outputShape: ({ x }) => x, forward() {}, reads: ['x'], backward() {}, examples: [] });
export const all = { optimizers, initializers, losses, metrics, activations };
export const things = [SGD, Dense, Sequential, Input, EarlyStopping, l2, VarianceScaling, Dropout, LabelBinarizer, trainTestSplit, checkGradients] as const;
export const data = { optdigits, iris, readCsv };
export const made = { s: SGD(), d: Dense(3), e: EarlyStopping(), m: Sequential(), b: LabelBinarizer(), i: iris(), c: checkGradients };
`;

/** What the compiler says of a library that stands outside the package and writes declarations. */
function faultsOf(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'declarations-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(
    fileURLToPath(new URL('../../../', import.meta.url)),
    join(folder, 'node_modules', 'multiperceptron'),
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const file = join(folder, 'library.ts');
  writeFileSync(file, text);
  const program = ts.createProgram([file], {
    strict: true,
    declaration: true,
    preserveSymlinks: true,
    outDir: join(folder, 'out'),
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

describe('declarations', () => {
  it('of a library built on this one can name all types', () => {
    assert.deepEqual(faultsOf(LIBRARY), []);
  }).timeout(60000);

  it('are looked at: a fault is found', () => {
    const faults = faultsOf(
      "import { Dense } from 'multiperceptron';\nexport const layer: number = Dense(3);",
    );
    assert.lengthOf(faults, 1);
  }).timeout(60000);
});
