/**
 * In a page: what is printed, what goes wrong and what the content policy refuses, from before the library loads.
 *
 * Imported first, since a library may print while it is imported.
 */

/** What is used of a browser; Node's types lack it. */
interface Page {
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  requestAnimationFrame(work: () => void): void;
  readonly location: { readonly search: string };
}

/** What is used of the events `error`, `unhandledrejection` and `securitypolicyviolation`. */
interface PageEvent {
  readonly message?: string;
  readonly reason?: unknown;
  readonly violatedDirective?: string;
  readonly blockedURI?: string;
}

/** The window of the page. */
export const page = globalThis as unknown as Page;

/** The lines that were printed, `level: text`. */
export const printed: string[] = [];
/** What the content policy refused, `directive: what`. */
export const refused: string[] = [];
/** Errors that nobody caught. */
export const uncaught: string[] = [];

for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
  const print = console[level];
  console[level] = (...values: unknown[]) => {
    printed.push(`${level}: ${values.map(String).join(' ')}`);
    print(...values);
  };
}
page.addEventListener('error', ({ message }) => uncaught.push(String(message)));
page.addEventListener('unhandledrejection', ({ reason }) => uncaught.push(String(reason)));
page.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  refused.push(`${violatedDirective}: ${blockedURI}`),
);
