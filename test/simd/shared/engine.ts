/**
 * A program that trains three small nets on the engine that it is run by, and prints what it found, as JSON.
 *
 * Its arguments: `wide` asks for wide vectors first, `fma` trains with fused multiply-add, `reference` with plain loops.
 */
import {
  Adam,
  Dense,
  Dropout,
  executorInfo,
  Input,
  reference,
  RMSprop,
  Sequential,
  SGD,
  simdExecutor,
  useExecutors,
} from '../../../src/index.ts';
import { enableWideVectors } from '../../../src/node.ts';
import { someClasses, someRows } from '../../nn/shared/training.ts';

/** What is printed. */
export interface EngineReport {
  readonly info: ReturnType<typeof executorInfo>;
  /** What `enableWideVectors` gave, each time; empty if it was not called. */
  readonly wide: readonly boolean[];
  readonly hashes: readonly string[];
}

const asked = new Set(process.argv.slice(2));
const wide = asked.has('wide') ? [enableWideVectors(), enableWideVectors()] : [];
if (asked.has('fma')) useExecutors(simdExecutor({ fma: true }), reference);
if (asked.has('reference')) useExecutors(reference);

const [INPUTS, CLASSES] = [37, 10];
const [x, t] = [someRows(150, INPUTS, 3), someClasses(150, CLASSES, 4)];
const trainings = [
  { optimizer: SGD({ learningRate: 0.1 }), units: 20, activation: 'tanh', batchSize: 1 },
  { optimizer: Adam(), units: 53, activation: 'relu', batchSize: 32 },
  { optimizer: RMSprop({ momentum: 0.4 }), units: 64, activation: 'sigmoid', batchSize: 150 },
] as const;
const hashes = trainings.map(({ optimizer, units, activation, batchSize }) => {
  const layers = [Dense(units, { activation }), Dropout(0.1), Dense(CLASSES, { activation: 'softmax' })];
  const model = Sequential([Input({ shape: [INPUTS] }), ...layers]);
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  model.fit(x, t, { batchSize, epochs: 5, verbose: 0 });
  return model.hash();
});
const report: EngineReport = { info: executorInfo(), wide, hashes };
console.log(JSON.stringify(report));
