/**
 * Loading: a model from its file, from bytes, or from its configuration.
 */
import { type FileUrl, nameOf, readBytes } from '../files.ts';
import { readOptions } from '../options.ts';
import type { ModelConfig } from './config.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import type { Custom } from './custom.ts';
import type { Model } from './model.ts';
import { rebuild } from './network-model.ts';
import { readModelFile } from './saving.ts';

/** How to load: `custom`, what users made themselves, by name: layers, functions, initializers, losses, metrics. */
export interface LoadOptions {
  readonly custom?: Custom;
}

const INSTEAD = 'Fetch the file, and call modelFromBytes(bytes).';

/**
 * The model of a file that `model.save` wrote: with its weights, compiled as it was, and ready to be trained further.
 *
 * @param path exactly where the file is
 * @param options `custom`, what is not part of this library, by name
 * @returns a model of one input and one output, by its types; else say which: `loadModel<[TensorLike, TensorLike]>(path)`
 * @throws DataError if there is no such file or it is not that of a model; ArgumentError for a function or layer that is
 * not given; StateError without a file system
 * @example
 * const again = await loadModel('miModelo');
 */
export async function loadModel<X = TensorLike, T = TensorLike, Y = Tensor>(
  path: string | FileUrl,
  options: LoadOptions = {},
): Promise<Model<X, T, Y>> {
  const who = 'loadModel';
  return fromBytes(who, readBytes(who, path, INSTEAD), nameOf(who, path), options);
}

/** The model of a file's bytes, as `model.toBytes()` gave them. See `loadModel`. */
export function modelFromBytes<X = TensorLike, T = TensorLike, Y = Tensor>(
  bytes: Uint8Array,
  options: LoadOptions = {},
): Model<X, T, Y> {
  return fromBytes('modelFromBytes', bytes, 'the file', options);
}

function fromBytes<X, T, Y>(
  who: string,
  bytes: Uint8Array,
  what: string,
  options: LoadOptions,
): Model<X, T, Y> {
  const { custom } = readOptions(who, { custom: {} as Custom }, options);
  const file = readModelFile(who, bytes, what);
  const model = rebuild(who, file.config, custom);
  model.restore(who, file, what, custom);
  return model as unknown as Model<X, T, Y>;
}

/** A model of the architecture that `model.toConfig()` gave, with weights newly drawn from its seed. */
export function modelFromConfig<X = TensorLike, T = TensorLike, Y = Tensor>(
  config: ModelConfig,
  options: LoadOptions = {},
): Model<X, T, Y> {
  const who = 'modelFromConfig';
  const { custom } = readOptions(who, { custom: {} as Custom }, options);
  return rebuild(who, config, custom) as unknown as Model<X, T, Y>;
}
