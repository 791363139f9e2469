/** How wide the terminal is, and whether it wants colours. */
export interface TerminalTraits {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
}

const DEFAULT_WIDTH = 80;
/** Narrower than this lines do not get: the terminal wraps them then. */
const NARROWEST = 40;
const WIDEST = 400;

/**
 * @param stream where the table goes; not a terminal: 80 columns, no colours
 * @param env `FORCE_COLOR` decides where it is set: off with `0` or `false`, otherwise on, terminal or not; then `NO_COLOR` set to
 *   anything (no-color.org) or `TERM=dumb` switches colours off
 */
export function terminalTraits(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): TerminalTraits {
  if (stream.isTTY !== true) return { width: DEFAULT_WIDTH, colour: forced(env) ?? false };
  const columns = stream.columns ?? 0;
  return {
    width: columns > 0 ? Math.min(Math.max(columns, NARROWEST), WIDEST) : DEFAULT_WIDTH,
    colour: forced(env) ?? ((env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'),
  };
}

/** @returns what `FORCE_COLOR` says; null where it is not set, or to nothing */
function forced(env: Readonly<Record<string, string | undefined>>): boolean | null {
  const value = env['FORCE_COLOR'] ?? '';
  return value === '' ? null : value !== '0' && value.toLowerCase() !== 'false';
}
