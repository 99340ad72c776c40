/**
 * Platforms for tests: one without files, as a browser is, and ones whose files misbehave.
 */

/** Does the work while `node:fs` is not to be had, or is another. */
export function withFileSystem<T>(files: object | undefined, work: () => T): T {
  const { getBuiltinModule } = process;
  Object.assign(process, { getBuiltinModule: files && (() => files) });
  try {
    return work();
  } finally {
    Object.assign(process, { getBuiltinModule });
  }
}
