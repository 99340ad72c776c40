/**
 * A stand-in for the training that callbacks see: made-up logs, weights that are the number of the epoch.
 */
import { type Tensor, type TensorLike, tensor } from '../../../src/tensor/index.ts';
import type { Direction } from '../../../src/metrics/index.ts';
import type { Callback, Training } from '../../../src/nn/callbacks/index.ts';
import type { Logs } from '../../../src/nn/history.ts';

/** What is reported where nothing else is said. */
export const someMonitors: readonly (readonly [string, Direction | null])[] = [
  ['accuracy', 'up'],
  ['loss', 'down'],
  ['val_accuracy', 'up'],
  ['val_loss', 'down'],
];

/** A training that does nothing, and writes down what callbacks do. */
export class StandIn implements Training {
  readonly params: Training['params'];
  readonly monitors: Training['monitors'];
  stopTraining = false;
  initialEpoch = 0;
  learningRate = 0.1;
  /** The epoch at work; -1 before the first. */
  epoch = -1;
  /** What is reported in this epoch. */
  logs: Logs = {};
  /** How often weights were copied, and the epoch whose weights were put back. */
  copies = 0;
  restored: number | null = null;
  readonly lines: string[] = [];

  constructor(monitors: Iterable<readonly [string, Direction | null]> = someMonitors, steps = 3) {
    this.monitors = new Map(monitors);
    this.params = { epochs: 99, steps, verbose: 0 };
  }
  getWeights(): Tensor[] {
    this.copies++;
    return [tensor(this.epoch)];
  }
  setWeights([epoch]: readonly TensorLike[]): void {
    this.restored = (epoch as Tensor).item();
  }
  report(name: string, value: number): void {
    this.logs = { ...this.logs, [name]: value };
  }
  toBytes(what: 'model' | 'weights' = 'model'): Uint8Array {
    return Uint8Array.from([...`${what} ${this.epoch}`].map((letter) => letter.charCodeAt(0)));
  }
  restore(bytes: Uint8Array): void {
    this.epoch = Number(String.fromCharCode(...bytes).replace('model ', ''));
  }
  print(line: string): void {
    this.lines.push(line);
  }
}

/** What a drive may look at after each epoch. */
export type Look = (epoch: number, training: StandIn) => void;

/**
 * Calls the hooks of callbacks as a training does: an epoch for each entry of `logs`, in batches that report the
 * epoch's own numbers, until one of them stops it.
 */
export function drive(
  callbacks: Callback | readonly Callback[],
  logs: readonly Logs[],
  training = new StandIn(),
  look: Look = () => {},
): StandIn {
  const all = [callbacks].flat() as readonly Callback[];
  const { steps } = training.params;
  for (const one of all) one.onTrainBegin?.(training);
  for (let epoch = training.initialEpoch; epoch < logs.length && !training.stopTraining; epoch++) {
    training.epoch = epoch;
    const ofTraining = Object.entries(logs[epoch]).filter(([name]) => !name.startsWith('val_'));
    for (const one of all) one.onEpochBegin?.(epoch, training);
    for (let batch = 0; batch < steps && !training.stopTraining; batch++) {
      for (const one of all) one.onTrainBatchBegin?.(batch, training);
      for (const one of all) one.onTrainBatchEnd?.(batch, Object.fromEntries(ofTraining), training);
    }
    training.logs = { ...logs[epoch] };
    for (const one of all) one.onEpochEnd?.(epoch, training.logs, training);
    look(epoch, training);
  }
  for (const one of all) one.onTrainEnd?.(training.logs, training);
  return training;
}
