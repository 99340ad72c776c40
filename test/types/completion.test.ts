/**
 * What an editor offers inside the quotes of a name, and between the braces of options: asked of the compiler's own
 * language service, with the cursor at a mark.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert } from 'chai';
import ts from 'typescript';
import { metrics } from '../../src/metrics/index.ts';
import { activations, constraints, initializers, losses, regularizers } from '../../src/nn/index.ts';
import { optimizers, SGD } from '../../src/optim/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)); // from build/test/types/
const snippet = `${root}test/types/snippet.ts`; // in no file: the service is given its text
const MARK = '¦';
const HEAD = `
import { Activation, BatchNormalization, Dense, Huber, Model, Sequential } from '../../src/nn/index.ts';
import { Adam, RMSprop, SGD } from '../../src/optim/index.ts';
const model = Sequential([Dense(1)]);
`;

let text = HEAD;
let version = 0;
const service = ts.createLanguageService({
  getScriptFileNames: () => [snippet],
  getScriptVersion: (file) => (file === snippet ? String(version) : '0'),
  getScriptSnapshot(file) {
    if (file === snippet) return ts.ScriptSnapshot.fromString(text);
    return ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined;
  },
  getCurrentDirectory: () => root,
  getCompilationSettings: () => ({
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: [],
  }),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (file) => file === snippet || ts.sys.fileExists(file),
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

/** The names that are offered at the mark in a line. */
function offered(line: string): string[] {
  assert.lengthOf(line.split(MARK), 2, 'one mark');
  text = `${HEAD}${line.replace(MARK, '')}\n`;
  version++;
  const found = service.getCompletionsAtPosition(snippet, HEAD.length + line.indexOf(MARK), {});
  return found?.entries.map(({ name }) => name) ?? [];
}

describe('an editor offers', function () {
  this.timeout(60_000);

  const names: Readonly<Record<string, readonly string[]>> = {
    "Dense(3, { activation: '¦' });": Object.keys(activations),
    "Activation('¦');": Object.keys(activations),
    "Dense(3, { kernelInitializer: '¦' });": Object.keys(initializers),
    "BatchNormalization({ gammaInitializer: '¦' });": Object.keys(initializers),
    "Dense(3, { biasRegularizer: '¦' });": Object.keys(regularizers),
    "Dense(3, { kernelConstraint: '¦' });": Object.keys(constraints),
    "model.compile({ loss: '¦' });": Object.keys(losses),
    "model.compile({ optimizer: '¦', loss: 'mse' });": Object.keys(optimizers),
    "model.compile({ loss: 'mse', metrics: ['¦'] });": [...Object.keys(metrics), ...Object.keys(losses)],
    "SGD({ convention: '¦' });": ['keras', 'course', 'pytorch'],
    "RMSprop({ convention: '¦' });": ['keras', 'course', 'pytorch'],
    "BatchNormalization({ convention: '¦' });": ['keras', 'pytorch'],
    "Huber({ reduction: '¦' });": ['sum_over_batch_size', 'sum', 'mean', 'mean_with_sample_weight'],
    "model.fit([[1]], [[1]], { onNonFinite: '¦' });": ['stop', 'ignore'],
    "model.toSVG({ style: '¦' });": ['auto', 'boxes', 'neurons'],
    "Sequential([], { dtype: '¦' });": ['float32', 'float64'],
  };
  for (const [line, expected] of Object.entries(names))
    it(`the names there are: ${line}`, () => assert.sameMembers([...new Set(offered(line))], [...expected]));

  const options: Readonly<Record<string, readonly string[]>> = {
    'Dense(3, { ¦ });': ['activation', 'kernelConstraint', 'activityRegularizer', 'name', 'trainable'],
    'SGD({ ¦ });': [...Object.keys(SGD.definition.options), 'clipnorm', 'weightDecay'],
    'Adam({ ¦ });': ['beta1', 'amsgrad', 'globalClipnorm', 'excludeFromWeightDecay'],
    'model.fit([[1]], [[1]], { ¦ });': ['epochs', 'batchSize', 'validationData', 'callbacks', 'sampleWeight'],
    'model.compile({ ¦ });': ['optimizer', 'loss', 'metrics', 'weightedMetrics', 'lossWeights'],
    'model.evaluate([[1]], [[1]], { ¦ });': ['batchSize', 'sampleWeight', 'returnDict', 'callbacks'],
  };
  for (const [line, expected] of Object.entries(options))
    it(`the options there are: ${line}`, () => assert.includeMembers(offered(line), [...expected]));

  it('nothing of the kind where any text is taken', () => {
    assert.isEmpty(offered("Dense(3, { name: '¦' });"));
  });
});
