/**
 * The server of the test pages: the built package in one script, as a page would bundle it, the data, and the reports.
 *
 * `page.html` has no content policy; `strict.html` allows scripts of this server only, so neither code made from text
 * nor WebAssembly.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Report } from './page.ts';

const root = new URL('../../../', import.meta.url); // from build/test/browser/
const pathOf = (file: string) => fileURLToPath(new URL(file, root));

/** A page whose report is awaited. */
export interface Visit {
  readonly url: string;
  readonly report: Promise<Report>;
}

/** A server on this machine. */
export interface Server {
  /** How many programs of the README there are: `/readme-1.js` is the first. */
  readonly programs: number;
  /** The address of a page that runs a check, and what it will say. */
  visit(page: 'page.html' | 'strict.html', check: string, options: object): Visit;
  close(): void;
}

/** Bundles everything and starts to listen. */
export async function serve(): Promise<Server> {
  const programs = readmePrograms();
  const files = new Map<string, string>([
    ['/page.js', await bundle(readFileSync(pathOf('build/test/browser/page.js'), 'utf8'))],
  ]);
  for (const [i, program] of programs.entries())
    files.set(`/readme-${i + 1}.js`, await bundle(program, [fetchedData]));

  const waiting = new Map<string, (report: Report) => void>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const answer = (type: string, body: string, headers = {}) =>
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
    if (pathname === '/page.html') answer('text/html', html);
    else if (pathname === '/strict.html') answer('text/html', html, { 'content-security-policy': policy });
    else if (files.has(pathname)) answer('text/javascript', files.get(pathname)!);
    else if (/^\/data\/\w+\.csv$/.test(pathname))
      answer('text/csv', readFileSync(pathOf(`.${pathname}`), 'utf8'));
    else if (pathname === '/report') {
      let text = '';
      for await (const part of request.setEncoding('utf8')) text += part;
      waiting.get(searchParams.get('run')!)?.(JSON.parse(text));
      answer('text/plain', '');
    } else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  let visits = 0;
  return {
    programs: programs.length,
    visit(page, check, options) {
      const run = String(++visits);
      const query = new URLSearchParams({ run, check, with: JSON.stringify(options) });
      const report = new Promise<Report>((resolve) => waiting.set(run, resolve));
      return { url: `http://127.0.0.1:${port}/${page}?${query}`, report };
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const policy = "default-src 'self'; script-src 'self'";
const html = `<!doctype html>
<html lang="en">
<title>Multiperceptron</title>
<script type="module" src="/page.js"></script>
</html>
`;

/** The programs of the README that need nothing but the core and the data sets. */
function readmePrograms(): string[] {
  const text = readFileSync(pathOf('README.md'), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)]
    .map(([, code]) => code)
    .filter((code) =>
      [...code.matchAll(/ from '(.*)';/g)].every(([, name]) => /^multiperceptron(\/data)?$/.test(name)),
    );
}

/** One script of a program and all that it imports. */
async function bundle(contents: string, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', sourcefile: 'program.ts', resolveDir: pathOf('build/test/browser') },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
    plugins,
  });
  return outputFiles[0].text;
}

/** Gives programs loaders that work in a page: the text of the files is fetched before the program starts. */
const fetchedData: Plugin = {
  name: 'fetched-data',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^multiperceptron\/data$/ }, ({ namespace }) =>
      namespace === 'fetched' ? undefined : { path: 'data', namespace: 'fetched' },
    );
    onLoad({ filter: /.*/, namespace: 'fetched' }, () => ({
      resolveDir: pathOf('build/test/browser'),
      contents: `
        import { parseIris, parseOptdigits, parseSonar } from 'multiperceptron/data';
        export * from 'multiperceptron/data';
        const names = ['iris', 'sonar', 'optdigits_train', 'optdigits_test'];
        const texts = await Promise.all(names.map(async (name) => (await fetch('/data/' + name + '.csv')).text()));
        export const iris = (options) => parseIris(texts[0], options);
        export const sonar = (options) => parseSonar(texts[1], options);
        export const optdigits = (options) => parseOptdigits(texts[2], texts[3], options);
      `,
    }));
  },
};
