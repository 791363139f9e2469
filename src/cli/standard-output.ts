/** What becomes of standard output, whoever writes there: help, reports, lists. */
import { fileError } from '../errors/file-error.js';
import { isGone } from '../report/output/stream.js';
import { reportError, USAGE_STATUS } from './failure.js';

/**
 * Listens to what goes wrong there, once for the process: a closed pipe is silent; anything else, a full device above all, is
 * told in one line and ends with status 2, since what was asked for is not there.
 */
export function watchStandardOutput({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'> = process): void {
  let failed: NodeJS.ErrnoException | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) failed ??= error;
  });
  // There is nowhere to tell it.
  stderr.on('error', () => undefined);
  // At the end: whatever status a command sets, and where it has not told the failure itself.
  process.on('exit', () => {
    if (failed === null || process.exitCode === USAGE_STATUS) return;
    process.exitCode = reportError(fileError('write', 'standard output', failed), stderr);
  });
}
