/**
 * What this room asks of the platform: whether there is a terminal, how wide it is, and whether it shows colours.
 * Elsewhere, as in browsers, there is none.
 */
interface Platform {
  readonly process?: {
    readonly stdout?: { readonly isTTY?: boolean; readonly columns?: number };
    readonly env?: Readonly<Record<string, string | undefined>>;
  };
}

const platform = globalThis as unknown as Platform;

/** Columns of a terminal that does not say how many it has. */
const USUAL_COLUMNS = 80;

/**
 * Whether standard output shows colours: a terminal does, unless NO_COLOR is set; FORCE_COLOR decides alone.
 *
 * @see https://no-color.org, and Node's documentation of `tty` for FORCE_COLOR
 */
export function showsColor(): boolean {
  const { stdout, env = {} } = platform.process ?? {};
  const { NO_COLOR: no = '', FORCE_COLOR: force } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stdout?.isTTY === true && no === '' && env.TERM !== 'dumb';
}

/** How many characters a line of the terminal has. */
export function terminalColumns(): number {
  const columns = platform.process?.stdout?.columns;
  return columns !== undefined && columns > 0 ? columns : USUAL_COLUMNS;
}
