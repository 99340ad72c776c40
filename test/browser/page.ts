/**
 * The script of every test page: runs the check that the address names, and posts what came of it to the server.
 *
 * So a browser needs no driver: it is given an address, `page.html?run=…&check=…&with=…`.
 */
import { page, printed, refused, uncaught } from './capture.ts';
import { type Checks, checks } from './checks.ts';

/** What a page tells of its check. */
export interface Report<T = unknown> {
  /** What the check returned, unless it threw. */
  readonly value?: T;
  /** What it threw, with its stack. */
  readonly error?: string;
  readonly printed: readonly string[];
  readonly refused: readonly string[];
  readonly uncaught: readonly string[];
}

const query = new URLSearchParams(page.location.search);
const run = checks[query.get('check') as keyof Checks] as (options: unknown) => unknown;
let outcome: Pick<Report, 'value' | 'error'>;
try {
  outcome = { value: await run(JSON.parse(query.get('with') ?? '{}')) };
} catch (error) {
  outcome = { error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) };
}
const report: Report = { ...outcome, printed, refused, uncaught };
await fetch(`/report?run=${query.get('run')}`, { method: 'POST', body: JSON.stringify(report) });
