/**
 * History: what training reported, epoch by epoch.
 */

/** The numbers of one epoch: loss, metrics, and with `val_` before them those of the validation data. */
export type Logs = Readonly<Record<string, number>>;

/** What `fit` returns. */
export interface History {
  /** Each reported number by name, one entry an epoch: loss, accuracy, val_loss, val_accuracy. */
  readonly history: Readonly<Record<string, number[]>>;
  /** The numbers of the epochs, from 0. */
  readonly epoch: number[];
  /** How training was asked for: epochs, batches an epoch, verbosity. */
  readonly params: { readonly epochs: number; readonly steps: number; readonly verbose: number };
}

/** A History to which epochs are added. */
export class Recorder implements History {
  readonly history: Record<string, number[]> = {};
  readonly epoch: number[] = [];
  readonly params: History['params'];

  constructor(params: History['params']) {
    this.params = params;
  }

  add(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [key, value] of Object.entries(logs)) {
      this.history[key] ??= [];
      this.history[key].push(value);
    }
  }
}
