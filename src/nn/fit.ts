/**
 * `fit`, `fitAsync` and `train`: one training loop, driven in three ways.
 */
import type { History } from './history.ts';
import { pause, sincePause } from './platform.ts';
import { refusePromise, type TrainEvent, trainLoop } from './train.ts';
import type { Work } from './work.ts';

/** How long `fitAsync` works before it lets others have their turn, in milliseconds: below a frame of 60 Hz. */
const BUDGET = 12;

/** Drives the loop to its end. */
export function fit(work: Work): History {
  const loop = trainLoop(work);
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    if (value instanceof Promise) loop.throw(refusePromise('fit', value));
  }
}

/** Drives the loop step by step for the caller. */
export function* train(work: Work): Generator<TrainEvent, History> {
  const loop = trainLoop(work);
  try {
    for (;;) {
      const { done, value } = loop.next();
      if (done) return value;
      if (value instanceof Promise) loop.throw(refusePromise('train', value));
      else if (value !== null) yield value;
    }
  } finally {
    loop.return(undefined as never); // a caller that breaks off ends the loop too
  }
}

/** Drives the loop batch by batch, awaiting callbacks and batches, and pausing whenever its time is used up. */
export async function fitAsync(work: Work): Promise<History> {
  const loop = trainLoop(work);
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    if (value instanceof Promise) await value.catch((error) => void loop.throw(error));
    if (sincePause() >= BUDGET) await pause();
  }
}
