/**
 * Tables in CSV that are larger than memory: batch by batch, each forgotten when the next is asked for.
 */
import { ArgumentError, complain, DataError, StateError, show } from '../errors.ts';
import { type FileUrl, nameOf, readChunks } from '../files.ts';
import { wholeNumber } from '../options.ts';
import type { Tensor } from '../tensor/index.ts';
import { type Checked, type CsvOptions, checkOptions } from './csv-options.ts';
import { TableReader } from './csv-table.ts';

/** How a stream of CSV is to be read. */
export interface CsvStreamOptions<C extends string | number = string | number> extends CsvOptions<C> {
  /** Rows in a batch; the last may have fewer. Default 32. */
  readonly batchSize?: number;
}

/** A batch of rows: the list [x, t], as `fit` takes it, which has its parts by name too. */
export type CsvBatch<C extends string | number = string | number> = readonly [x: Tensor, t: Tensor] & {
  /** The columns of numbers, without the targets: [rows, columns]. */
  readonly x: Tensor;
  /** The targets: [rows, targets]. */
  readonly t: Tensor;
  /** The columns of words. */
  readonly text: { readonly [K in C]: string[] };
};

/** A piece of a text: a string, or bytes in UTF-8. It may end anywhere, within a line or a character. */
export type CsvChunk = string | Uint8Array;

/** Where a stream of CSV comes from: a file by its path, pieces of a text, or a function that gives them anew. */
export type CsvSource = string | FileUrl | Iterable<CsvChunk> | (() => Iterable<CsvChunk>);

/**
 * Reads a CSV table of any size, batch by batch: `model.fit(streamCsv('large.csv', …))` trains on it, and memory holds
 * one batch and a few lines at a time.
 *
 * The table is read as strictly as by `parseCsv`, with the same options and errors, whenever a batch is asked for.
 * What is known only after the last row cannot be had: `missing: 'mean'`, and categories that are not listed.
 *
 * Shapes: for each batch x [batchSize, columns], t [batchSize, targets]; fewer rows in the last
 * @param source a file: a path or a `file:` URL; or pieces of text, or of bytes in UTF-8; or a function that gives the
 * pieces anew. Pieces are joined as they are: lines need their line ends. If they come asynchronously, as those of
 * `response.body` do, so do the batches: `await model.fitAsync(streamCsv(response.body, …))`
 * @param options see `CsvOptions`, and `batchSize`
 * @returns an iterable of batches `[x, t]`, which are `{ x, t, text }` too. It begins anew each time it is walked
 * through, which a file, a list or a function allows and a generator does not
 * @throws ArgumentError for a wrong option; while it is read, DataError and what else `readCsv` throws, and StateError
 * if it is to begin anew and cannot
 * @example
 * const stream = streamCsv(['width,height,', 'area\n2,3,6\n4,', '5,20\n1,7,7\n'], {
 *   header: true,
 *   targets: ['area'],
 *   batchSize: 2,
 * });
 * const [first, last] = stream;
 * first.x.toArray(); // [[2, 3], [4, 5]]
 * last.t.toArray(); // [[7]]
 */
export function streamCsv<const C extends string | number = never>(
  source: CsvSource,
  options?: CsvStreamOptions<C>,
): Iterable<CsvBatch<C>>;
export function streamCsv<const C extends string | number = never>(
  source: AsyncIterable<CsvChunk>,
  options?: CsvStreamOptions<C>,
): AsyncIterable<CsvBatch<C>>;
export function streamCsv<C extends string | number>(
  source: CsvSource | AsyncIterable<CsvChunk>,
  options: CsvStreamOptions<C> = {},
): Iterable<CsvBatch<C>> | AsyncIterable<CsvBatch<C>> {
  const { given, batchSize } = readStreamOptions(source, options);
  const reader = () => new Reader<C>(new TableReader(WHO, given, { batchSize }), given.name);
  const isAsync = typeof source === 'object' && source !== null && Symbol.asyncIterator in source;
  if (isAsync) {
    const open = openOnce(source);
    return {
      async *[Symbol.asyncIterator]() {
        const batches = reader();
        for await (const chunk of open()) yield* batches.push(chunk);
        yield* batches.end();
      },
    };
  }
  const open = opener(source as CsvSource);
  return {
    *[Symbol.iterator]() {
      const batches = reader();
      for (const chunk of open()) yield* batches.push(chunk);
      yield* batches.end();
    },
  };
}

const WHO = 'streamCsv';

function readStreamOptions(
  source: unknown,
  options: CsvStreamOptions,
): { given: Checked; batchSize: number } {
  const checked = checkOptions(WHO, options, ['batchSize']);
  const batchSize = wholeNumber(WHO, 'batchSize', options.batchSize ?? 32);
  const isFile = typeof source === 'string' || isUrl(source);
  const given = isFile && options.name === undefined ? { ...checked, name: nameOf(WHO, source) } : checked;
  const refuse = (problem: string, help: string) =>
    new ArgumentError(complain({ who: WHO, problem, help: `${help} readCsv reads all at once.` }));
  if (given.missing === 'mean') {
    throw refuse('the mean is known only after the last row', 'Give a number for missing, or drop the rows.');
  }
  const { categorical } = given;
  const open = Array.isArray(categorical)
    ? categorical[0]
    : Object.entries(categorical).find(([, classes]) => classes === 'auto')?.[0];
  if (open !== undefined) {
    const key = typeof open === 'string' ? open : `[${String(open)}]`;
    const help = `List them: categorical: { ${key}: ['word', 'other'] }.`;
    throw refuse(`the words of column ${show(open)} are known only after the last row`, help);
  }
  return { given, batchSize };
}

function isUrl(source: unknown): source is FileUrl {
  return typeof (source as Partial<FileUrl> | null)?.href === 'string';
}

/** What gives the pieces of the source each time they are wanted; an iterator gives them once. */
function opener(source: CsvSource): () => Iterable<CsvChunk> {
  if (typeof source === 'string' || isUrl(source)) {
    return () => readChunks(WHO, source, 'streamCsv(pieces, options) takes the text in pieces.');
  }
  if (typeof source === 'function') return () => requireIterable(source());
  const chunks: Iterable<CsvChunk> = requireIterable(source);
  return 'next' in chunks ? openOnce(chunks) : () => chunks;
}

/** For pieces that come only once: a second reading is refused, since it would find nothing. */
function openOnce<Chunks>(chunks: Chunks): () => Chunks {
  let isRead = false;
  return () => {
    if (isRead) {
      const help = 'Give a function that makes it anew, () => pieces(), or the path of a file.';
      throw new StateError(complain({ who: WHO, problem: 'the source gives its text only once', help }));
    }
    isRead = true;
    return chunks;
  };
}

function requireIterable(source: unknown): Iterable<CsvChunk> {
  const isList = typeof source === 'object' && source !== null && Symbol.iterator in source;
  if (isList && !ArrayBuffer.isView(source)) return source as Iterable<CsvChunk>;
  throw new ArgumentError(
    complain({
      who: WHO,
      problem: 'the source is not usable',
      expected: 'a path, or pieces of text or bytes',
      received: show(source),
      ...(ArrayBuffer.isView(source) ? { help: 'One piece: streamCsv([bytes], options).' } : {}),
    }),
  );
}

/** What is used of the platform, which browsers have too. */
interface Platform {
  readonly TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean },
  ) => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };
}

/** Pieces of text or bytes -> batches. */
class Reader<C extends string | number> {
  readonly #table: TableReader;
  readonly #name: string;
  readonly #decoder = new (globalThis as unknown as Platform).TextDecoder('utf-8', { fatal: true });
  #pieces = 0;
  #hasLineEnds = false;

  constructor(table: TableReader, name: string) {
    this.#table = table;
    this.#name = name;
  }

  *push(chunk: CsvChunk): Generator<CsvBatch<C>> {
    const text = this.#textOf(chunk);
    this.#pieces++;
    this.#hasLineEnds ||= /[\r\n]/.test(text);
    for (const rows of this.#table.push(text)) yield batchOf(rows);
  }

  *end(): Generator<CsvBatch<C>> {
    const rest = this.#decode(undefined, { stream: false });
    if (this.#pieces > 1 && !this.#hasLineEnds) {
      const problem = `${this.#name} is one line of ${this.#pieces} pieces`;
      const help = "If each piece is a line, end it with '\\n'.";
      throw new DataError(complain({ who: WHO, problem, help }));
    }
    for (const rows of this.#table.push(rest)) yield batchOf(rows);
    for (const rows of this.#table.end()) yield batchOf(rows);
  }

  #textOf(chunk: unknown): string {
    if (typeof chunk === 'string') return chunk;
    if (chunk instanceof Uint8Array) return this.#decode(chunk, { stream: true });
    const expected = 'a string or a Uint8Array';
    throw new ArgumentError(
      complain({ who: WHO, problem: 'a piece is not usable', expected, received: show(chunk) }),
    );
  }

  #decode(bytes: Uint8Array | undefined, options: { stream: boolean }): string {
    try {
      return this.#decoder.decode(bytes, options);
    } catch {
      const problem = `${this.#name} is not text in UTF-8`;
      throw new DataError(complain({ who: WHO, problem, help: 'Save it as UTF-8 and try again.' }));
    }
  }
}

function batchOf<C extends string | number>({
  x,
  t,
  text,
}: {
  readonly x: Tensor;
  readonly t: Tensor;
  readonly text: Record<string, string[]>;
}): CsvBatch<C> {
  return Object.assign([x, t] as const, { x, t, text }) as unknown as CsvBatch<C>;
}
