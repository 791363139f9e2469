/**
 * The seed of all random tests: fixed, so that a run fails for a change and not by chance. ADREACH_SEED takes another one.
 */

/** Of a run that names no other. */
export const DEFAULT_SEED = 1;

/**
 * @param text what ADREACH_SEED says; undefined or empty where it is not set
 * @throws Error where it is no whole number of 31 bits, which fast-check would silently make another one of
 */
export function seedOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_SEED;
  const seed = Number(text);
  if (/^[0-9]+$/.test(text) && seed < 2 ** 31) return seed;
  throw new Error(`ADREACH_SEED wants a whole number from 0 to ${2 ** 31 - 1}, not "${text}"`);
}
