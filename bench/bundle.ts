/**
 * What a page downloads: a program and all that it imports in one script, as esbuild makes it, and what it is made of.
 */
import { builtinModules } from 'node:module';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/** A script of a page. */
export interface Bundle {
  readonly text: string;
  /** Minified. */
  readonly bytes: number;
  /** Minified and compressed by `gzip -9`, as it goes over the line. */
  readonly compressed: number;
  /** The minified bytes of each room of `src/`, and of each package. */
  readonly rooms: ReadonlyMap<string, number>;
  /** What the script would import when it runs. */
  readonly imports: readonly string[];
}

/**
 * Bundles a program.
 *
 * @param program its text, in JavaScript
 * @param folder where it would stand: 'multiperceptron' is what it would be there
 * @param without a room of the library that is left out, to see what the others weigh; such a script would not run
 */
export async function bundleOf(program: string, folder: string, without?: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral', // the browser's own would put empty modules in the place of Node's
    mainFields: ['module', 'main'],
    external: ['node:*', ...builtinModules],
    plugins: without === undefined ? [] : [leaveOut(without)],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const { text, contents } = outputFiles[0];
  const [output] = Object.values(metafile.outputs);
  const rooms = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const room = roomOf(path);
    rooms.set(room, (rooms.get(room) ?? 0) + bytesInOutput);
  }
  return {
    text,
    bytes: contents.length,
    compressed: gzipSync(contents, { level: 9 }).length,
    rooms,
    imports: output.imports.filter(({ external }) => external === true).map(({ path }) => path),
  };
}

/** `dist/nn/fit.js` -> `nn`, `dist/errors.js` -> `errors`, `node_modules/seedrandom/lib/alea.js` -> `seedrandom`. */
function roomOf(path: string): string {
  const [, room] = /(?:^|\/)(?:dist|node_modules)\/([^/.]+)/.exec(path) ?? [];
  return room ?? 'the program';
}

/** Puts an empty module in the place of a room. A CommonJS one: the names of others must be there for the bundler. */
function leaveOut(room: string): Plugin {
  return {
    name: 'leave-out',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/dist/${room}/index\\.js$`) }, () => ({
        contents: 'module.exports = {};',
      }));
    },
  };
}

/** What a strict content policy forbids, and what no browser has. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\beval\s*\(/, 'eval(…)'],
  [/\bFunction\s*\(/, 'Function(…)'],
  [/\brequire\s*\(|\btypeof require\b/, 'require(…)'],
];

/** What of a bundle would not run in a page, one phrase each. */
export function faultsOf({ text, imports }: Pick<Bundle, 'text' | 'imports'>): string[] {
  return [
    ...imports.map((name) => `it imports '${name}'`),
    ...FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, name]) => `it holds ${name}`),
  ];
}
