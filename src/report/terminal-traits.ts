/** How wide the terminal is, and whether it wants colours. */
export interface TerminalTraits {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
}

const DEFAULT_WIDTH = 80;
/** Narrower than this the tables do not get: the terminal wraps their lines then. */
const NARROWEST = 72;
const WIDEST = 400;

/**
 * @param stream where the table goes; not a terminal: 80 columns, no colours
 * @param env `NO_COLOR` set to anything, or `TERM=dumb`, switches colours off (no-color.org)
 */
export function terminalTraits(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): TerminalTraits {
  if (stream.isTTY !== true) return { width: DEFAULT_WIDTH, colour: false };
  const columns = stream.columns ?? 0;
  return {
    width: columns > 0 ? Math.min(Math.max(columns, NARROWEST), WIDEST) : DEFAULT_WIDTH,
    colour: (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  };
}
