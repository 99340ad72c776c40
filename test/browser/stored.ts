/**
 * A model to bytes and back, in the middle of its training: what Node and a page must agree on.
 */
import {
  Adam,
  BatchNormalization,
  CosineDecay,
  Dense,
  Dropout,
  Input,
  type Model,
  modelFromBytes,
  Sequential,
} from 'multiperceptron';
import type { GoldenData } from '../shared/golden.ts';

/** What came of it; hashes first of the model that went on, then of the one that was made again. */
export interface Stored {
  /** How many bytes the file has, and a checksum of them. */
  readonly bytes: number;
  readonly sum: number;
  readonly hashes: readonly [string, string];
  /** After two more epochs. */
  readonly later: readonly [string, string];
}

function net(): Model {
  const model = Sequential(
    [
      Input({ shape: [64] }),
      Dense(18, { activation: 'elu' }),
      BatchNormalization({ momentum: 0.9 }),
      Dropout(0.1),
      Dense(10, { activation: 'softmax' }),
    ],
    { name: 'guardado' },
  );
  const learningRate = CosineDecay({ initialLearningRate: 0.006, decaySteps: 90 });
  model.compile({
    optimizer: Adam({ learningRate, globalClipnorm: 0.5 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** FNV-1a, 32 bits. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

/** Trains a model, stores it, makes it again of its bytes, and trains both on. */
export function storeAndGoOn({ x, t }: GoldenData): Stored {
  const model = net();
  const fit = (one: Model, epochs: number) => void one.fit(x, t, { batchSize: 150, epochs, verbose: 0 });
  fit(model, 1);
  const bytes = model.toBytes();
  const again = modelFromBytes(bytes);
  const hashes = [model.hash(), again.hash()] as const;
  fit(model, 2);
  fit(again, 2);
  return { bytes: bytes.length, sum: checksum(bytes), hashes, later: [model.hash(), again.hash()] };
}
