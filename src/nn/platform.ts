/**
 * What this room asks of the platform: the clock, a line on the terminal, a pause. Nothing else reaches for them.
 */
interface Platform {
  readonly console?: { log(text: string): void; warn(text: string): void };
  readonly performance: { now(): number };
  readonly process?: { readonly stdout?: { readonly isTTY?: boolean; write(text: string): void } };
  setTimeout(work: () => void, milliseconds: number): unknown;
}

const platform = globalThis as unknown as Platform;

/** Milliseconds since some moment. */
export function now(): number {
  return platform.performance.now();
}

/** Prints a line. */
export function print(line: string): void {
  platform.console?.log(line);
}

/** Prints a warning: something that may be meant, and is more often a mistake. */
export function warn(line: string): void {
  platform.console?.warn(line);
}

/** Whether there is a terminal whose last line can be drawn again. */
export function isTerminal(): boolean {
  return platform.process?.stdout?.isTTY === true;
}

/** Draws the last line of the terminal again; '' clears it. */
export function draw(line: string): void {
  platform.process?.stdout?.write(`\r\u001b[2K${line}`);
}

/** Whether somebody promises this for later, be it by a Promise of their own making. */
export function isPromise(value: unknown): value is PromiseLike<void> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** When somebody last paused. */
let paused = Number.NEGATIVE_INFINITY;

/** Milliseconds since the last pause, whoever made it: several short trainings in a row are one long one to a page. */
export function sincePause(): number {
  return now() - paused;
}

/** Lets everything else that waits have its turn: drawing, clicks, timers. */
export async function pause(): Promise<void> {
  await new Promise((resolve) => platform.setTimeout(() => resolve(null), 0));
  paused = now();
}
