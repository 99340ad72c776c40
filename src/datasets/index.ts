/**
 * Data sets: tables as files hold them, and three classics that come with the package.
 *
 * A loader gives tensors that are ready for training: `x` has one row for each sample, `t` what is wanted of it. It
 * reads the file at once and finds it beside the package; its twin that starts with `parse` takes the text itself,
 * for where there is no file system.
 */
export { type Csv, parseCsv, readCsv } from './csv.ts';
export type { CsvOptions, MissingPolicy } from './csv-options.ts';
export {
  type CsvBatch,
  type CsvChunk,
  type CsvSource,
  type CsvStreamOptions,
  streamCsv,
} from './csv-stream.ts';
export { iris, parseIris } from './iris.ts';
export { parseSonar, sonar } from './sonar.ts';
export { type Optdigits, type OptdigitsOptions, optdigits, parseOptdigits } from './optdigits.ts';
export { type IdxOptions, parseIdx, readIdx } from './idx.ts';
export { gunzip } from './shared/gzip.ts';
export { type Cifar10, type Cifar10Options, parseCifar10, readCifar10 } from './cifar.ts';
export { fashionMnist } from './fashion-mnist.ts';
export { mnist } from './mnist.ts';
export { cifar10 } from './cifar10.ts';
export type { ImageSet, ImageSetOptions } from './shared/image-sets.ts';
export type { AbortSignalLike, DownloadProgress } from './download.ts';
export type { Labelled, LabelledOptions } from './shared/labelled.ts';
export type { Categorical } from './shared/columns.ts';
export type { Decimal } from './shared/numbers.ts';
export type { FileUrl } from '../files.ts';
