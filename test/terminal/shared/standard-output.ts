/**
 * Standard output for tests: a terminal, or none.
 */

/** What the platform tells of standard output. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Does the work while standard output is another, or, if undefined, while there is no process, as in a browser. */
export function withOutput<T>(output: Output | undefined, work: () => T): T {
  const standIn = output && {
    stdout: { isTTY: output.isTTY, columns: output.columns },
    env: output.env ?? {},
  };
  const { process } = globalThis;
  Object.assign(globalThis, { process: standIn });
  try {
    return work();
  } finally {
    Object.assign(globalThis, { process });
  }
}

/** Escape codes as letters, so that a snapshot shows them: `<86,180,233>` ink, `<#…>` background, `</>` none. */
export function readable(text: string): string {
  return text
    .replaceAll('\u001b[0m', '</>')
    .replaceAll('\u001b[', '<')
    .replace(/<38;2;(\d+);(\d+);(\d+)(?:;48;2;(\d+);(\d+);(\d+))?m/g, (_, ...numbers: string[]) => {
      const ink = numbers.slice(0, 3).join(',');
      return numbers[3] === undefined ? `<${ink}>` : `<${ink}#${numbers.slice(3, 6).join(',')}>`;
    });
}

/** The longest line, without escape codes. */
export function widthOf(text: string): number {
  const lines = readable(text)
    .replace(/<[^>]*>/g, '')
    .split('\n');
  return Math.max(...lines.map((line) => Array.from(line).length));
}
