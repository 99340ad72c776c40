/**
 * Callbacks: what happens between the epochs of training.
 */
export {
  type Callback,
  hookNames,
  type Result,
  type Testing,
  type Training,
} from './callback.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
export { LearningRateScheduler, type LearningRateSchedulerOptions } from './learning-rate-scheduler.ts';
export { ModelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint.ts';
export { BackupAndRestore, type BackupAndRestoreOptions } from './backup-and-restore.ts';
export { CSVLogger, type CSVLoggerOptions } from './csv-logger.ts';
export { TerminateOnNaN, type TerminateOnNaNOptions } from './terminate-on-nan.ts';
export { LambdaCallback } from './lambda-callback.ts';
