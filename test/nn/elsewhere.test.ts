/**
 * Options in the wrong place: the message names the call that takes them.
 */
import { type CompileOptions, Dense, type FitOptions, Input, Sequential } from '../../src/nn/index.ts';
import { assertUnchanged } from './shared/refusal.ts';

const FIT: readonly (keyof FitOptions)[] = [
  'epochs',
  'batchSize',
  'validationSplit',
  'validationData',
  'shuffle',
  'sampleWeight',
  'classWeight',
  'callbacks',
  'verbose',
];
const COMPILE: readonly (keyof CompileOptions)[] = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'weightedMetrics',
];
const optimizer = 'the optimizer, such as SGD({ learningRate: 0.1, momentum: 0.9 })';

/** Options by the place where they are asked for, each with the one to which they belong. */
const astray = {
  compile: [
    ...FIT.map((name) => [name, 'fit(x, t, { … })'] as const),
    ['momentum', optimizer],
    ['seed', 'the model: Sequential(layers, { seed })'],
  ],
  fit: [
    ...COMPILE.map((name) => [name, 'compile({ … })'] as const),
    ['learningRate', optimizer],
    ['seed', 'the model: Sequential(layers, { seed })'],
  ],
} as const;

describe('an option in the wrong place', () => {
  const model = Sequential([Input([1]), Dense(1)]);
  model.compile({ loss: 'mse' });
  for (const [who, options] of Object.entries(astray)) {
    for (const [name, home] of options) {
      it(`${name} in ${who} belongs elsewhere`, () => {
        const given = { [name]: 1 } as object;
        const call = () =>
          who === 'fit' ? model.fit([[1]], [[2]], given) : model.compile({ loss: 'mse', ...given });
        const message = `${who}: '${name}' is no option here. It belongs to ${home}.`;
        assertUnchanged(model, call, 'ArgumentError', message);
      });
    }
  }
});
