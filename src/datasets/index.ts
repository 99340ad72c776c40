/**
 * Data sets: tables as files hold them, and three classics that come with the package.
 *
 * A loader gives tensors that are ready for training: `x` has one row for each sample, `t` what is wanted of it. It
 * reads the file at once and finds it beside the package; its twin that starts with `parse` takes the text itself,
 * for where there is no file system.
 */
export { type Csv, type CsvOptions, parseCsv, readCsv } from './csv.ts';
export { iris, parseIris } from './iris.ts';
export { parseSonar, sonar } from './sonar.ts';
export { type Optdigits, type OptdigitsOptions, optdigits, parseOptdigits } from './optdigits.ts';
export type { Labelled, LabelledOptions } from './shared/labelled.ts';
export type { Decimal } from './shared/numbers.ts';
export type { FileUrl } from '../files.ts';
