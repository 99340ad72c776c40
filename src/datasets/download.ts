/**
 * Downloads: a file from a server into a folder, whole and checked, or not at all.
 *
 * What has come stands beside it under another name until its size and its SHA-256 are right. If the connection is cut,
 * the rest is asked for; so it is when a later call finds what an earlier one left.
 *
 * @see RFC 9110, HTTP Semantics, section 14: Range Requests
 */
import { openPart, type Part } from '../cache.ts';
import { ArgumentError, complain, DataError, StateError, show } from '../errors.ts';

/** How far a download is. */
export interface DownloadProgress {
  /** The name of the file. */
  readonly file: string;
  /** Bytes that are there, those of an earlier call included. */
  readonly received: number;
  /** Bytes of the whole file; null if the server does not say. */
  readonly total: number | null;
}

/** What is used of an AbortSignal. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
}

/** What a file must be, and how it is to be loaded. */
export interface DownloadOptions {
  /** Bytes of the file, if they are known. */
  readonly size?: number | undefined;
  /** Its SHA-256, in hexadecimal digits. */
  readonly sha256: string;
  /** How often it is tried again when the connection is cut; default 2. */
  readonly retries?: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignalLike | undefined;
  /** A sentence that says what can be done by hand. */
  readonly byHand: string;
}

/** What is used of a platform that has `fetch`. */
interface Platform {
  fetch?(url: string, init: object): Promise<Response>;
  readonly URL: new (text: string) => { readonly protocol: string };
}
interface Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): Reader; cancel(): Promise<void> } | null;
}
interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
  cancel(): Promise<void>;
}

/** A download while it goes on. */
interface Job extends DownloadOptions {
  readonly who: string;
  readonly url: string;
  readonly file: string;
  readonly part: Part;
  /** By which the server tells one version of the file from another. */
  etag: string | null;
  /** What the server packed it in on the way; fetch unpacks it, and a file that was so packed itself is then another. */
  packedIn: string | null;
  /** Whether the part holds what an earlier call left, of whichever file. */
  inherited: boolean;
}

const platform = globalThis as unknown as Platform;

/** What Node calls a connection that ended before an answer came. */
const CUT_CODES = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * Loads a file to a path. Nothing stands there before all of it has come and is right.
 *
 * @param who the speaker of errors: the function that the user called
 * @throws DataError if the server is not reached, refuses, or sends too little or something else; the signal's reason
 * when it is aborted; StateError where there is no `fetch`
 */
export async function download(
  who: string,
  url: string,
  path: string,
  options: DownloadOptions,
): Promise<void> {
  checkAddress(who, url);
  stopIfAborted(options);
  const part = openPart(who, path);
  const file = url.replace(/[?#].*$/, '').replace(/^.*\//, '');
  try {
    await load({ ...options, who, url, file, part, etag: null, packedIn: null, inherited: part.size > 0 });
    part.finish();
  } catch (error) {
    part.leave();
    throw error;
  }
}

/** Asks until the part is whole and right. */
async function load(job: Job): Promise<void> {
  const { part, size, sha256, retries = 2 } = job;
  for (let cuts = 0; ; ) {
    if (part.size !== size && !(await receive(job))) {
      if (cuts++ >= retries) throw cutOff(job);
      continue;
    }
    if (part.hash() === sha256) return;
    const fault = part.size === size || size === undefined ? wrongBytes(job) : wrongSize(job, part.size);
    const { inherited } = job;
    startAgain(job);
    if (!inherited) throw fault;
  }
}

/** Forgets what is there. */
function startAgain(job: Job): void {
  job.part.clear();
  job.inherited = false;
}

/** Asks for what is missing and takes it. -> whether the answer came to its end */
async function receive(job: Job): Promise<boolean> {
  const { part, size } = job;
  const response = await ask(job);
  if (response === null) return false;
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const continues = response.status === 206 && range !== null && Number(range[1]) === part.size;
  if (!continues && response.status !== 200) {
    await response.body?.cancel();
    const misses = response.status === 206 || response.status === 416;
    if (part.size === 0 || !misses) throw refused(job, response);
    startAgain(job);
    return receive(job);
  }
  if (!continues) startAgain(job);
  job.etag = response.headers.get('etag');
  job.packedIn = response.headers.get('content-encoding');
  const length = job.packedIn === null ? response.headers.get('content-length') : null;
  const told = continues ? range[2] : length;
  const total = told === null || told === '*' ? null : Number(told);
  if (size !== undefined && total !== null && total !== size) {
    await response.body?.cancel();
    startAgain(job);
    throw wrongSize(job, total);
  }
  return take(job, response, size ?? total);
}

/** Takes the body of an answer. -> whether it came to its end */
async function take(job: Job, { body }: Response, total: number | null): Promise<boolean> {
  if (body === null) return true;
  const { part, size, file, onProgress } = job;
  const reader = body.getReader();
  try {
    while (true) {
      const piece = await reader.read().catch(() => null);
      stopIfAborted(job);
      if (piece === null) return false;
      if (piece.done) return true;
      part.append(piece.value!);
      if (size !== undefined && part.size > size) return true;
      onProgress?.({ file, received: part.size, total });
    }
  } finally {
    await reader.cancel().catch(() => null);
  }
}

/** The server's answer; null if the connection is cut before it. */
async function ask(job: Job): Promise<Response | null> {
  const { who, url, part, etag, signal } = job;
  if (platform.fetch === undefined) {
    throw new StateError(complain({ who, problem: 'there is no fetch here', help: job.byHand }));
  }
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (part.size > 0) headers.range = `bytes=${part.size}-`;
  if (part.size > 0 && etag?.startsWith('"')) headers['if-range'] = etag;
  try {
    return await platform.fetch(url, { headers, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    stopIfAborted(job);
    const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
    if (CUT_CODES.includes(cause?.code ?? '')) return null;
    const why = cause?.code ?? cause?.message ?? message;
    const help = `Go online and call it again. ${job.byHand}`;
    throw new DataError(complain({ who, problem: `${url} is not reached (${why})`, help }));
  }
}

function stopIfAborted({ signal }: { readonly signal?: AbortSignalLike | undefined }): void {
  if (signal?.aborted) throw signal.reason;
}

/** Refuses what is no address of a server. @throws ArgumentError */
export function checkAddress(who: string, url: unknown): void {
  const expected = 'an address that begins with http:// or https://';
  try {
    if (/^https?:$/.test(new platform.URL(url as string).protocol)) return;
  } catch {
    // said below
  }
  throw new ArgumentError(complain({ who, problem: 'url is not usable', expected, received: show(url) }));
}

function refused({ who, url, byHand }: Job, { status, statusText }: Response): DataError {
  const problem = `${url} was answered by ${`${status} ${statusText}`.trim()}`;
  const help = `${status >= 500 ? 'The server may work again later.' : 'The address may be old.'} ${byHand}`;
  return new DataError(complain({ who, problem, help }));
}

function cutOff({ who, url, part, size }: Job): DataError {
  const problem = `the connection to ${url} was cut`;
  const expected = size === undefined ? 'the whole file' : `${size} bytes`;
  const help = part.size === 0 ? 'Call it again.' : 'Call it again: it goes on where it ended.';
  return new DataError(complain({ who, problem, expected, received: `${part.size}`, help }));
}

/** Why another file may have come, and what can be done. */
function advice({ packedIn, byHand }: Job): string {
  const why =
    packedIn === null
      ? 'Its server has another file now, or something on the way answered in its place.'
      : `Its server says that it packed it in ${packedIn}, so that it was unpacked on the way.`;
  return `${why} Nothing is kept. ${byHand}`;
}

function wrongSize(job: Job, received: number): DataError {
  const { who, url, size } = job;
  const problem = `${url} has the wrong size`;
  const help = advice(job);
  return new DataError(complain({ who, problem, expected: `${size} bytes`, received: `${received}`, help }));
}

function wrongBytes(job: Job): DataError {
  const { who, url, sha256, part } = job;
  const problem = `${url} is not the file that it was`;
  const help = advice(job);
  const expected = `the SHA-256 ${sha256}`;
  return new DataError(complain({ who, problem, expected, received: part.hash(), help }));
}
