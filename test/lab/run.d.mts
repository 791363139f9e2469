/** Running the lab's tools, and waiting for its server. */
/** @returns standard output @throws Error with the end of standard error, when the exit status is not 0 */
export function run(
  command: string,
  args: readonly string[],
  options?: { readonly cwd?: string; readonly input?: string },
): Promise<string>;
