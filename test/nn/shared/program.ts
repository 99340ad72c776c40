/**
 * Programs as newcomers write them: JavaScript that is run with every public name in scope.
 */
import { compileFunction } from 'node:vm';
import * as data from '../../../src/data.ts';
import * as core from '../../../src/index.ts';

/** What a program came to. */
export interface Outcome {
  /** The lines it printed, warnings too. */
  readonly lines: readonly string[];
  /** What it threw: 'ShapeError: fit: …'; '' if nothing. */
  readonly error: string;
}

/**
 * Runs a program to its end, or to its first error.
 *
 * @param given further names in its scope
 */
export async function runProgram(
  code: string,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  const scope = { ...core, ...data, ...given };
  // compiled by node:vm, since the suites run where code may not be made of text
  const body = `return (async () => {\n'use strict';\n${code}\n})();`;
  const program = compileFunction(body, Object.keys(scope)) as (...values: unknown[]) => Promise<void>;
  const lines: string[] = [];
  const note = (line: unknown) => void lines.push(String(line));
  const { log, warn } = console;
  Object.assign(console, { log: note, warn: note });
  let error = '';
  try {
    await program(...Object.values(scope));
  } catch (thrown) {
    error = String(thrown);
  } finally {
    Object.assign(console, { log, warn });
  }
  return { lines, error };
}
