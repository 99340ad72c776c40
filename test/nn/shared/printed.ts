/**
 * What is printed while something runs.
 */

/** The lines that `work` prints, warnings too, in place of printing them. */
export function printed(work: () => void): string[] {
  const lines: string[] = [];
  const { log, warn } = console;
  const note = (line: string) => void lines.push(line);
  Object.assign(console, { log: note, warn: note });
  try {
    work();
  } finally {
    Object.assign(console, { log, warn });
  }
  return lines;
}
