/**
 * Callbacks: what happens between the epochs of training.
 */
export type { Callback, Result, Training } from './callback.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
