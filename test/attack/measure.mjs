// Loaded before the program whose memory is measured: notes the most of it that was resident, in KiB, at the end.
import { readFileSync, writeFileSync } from 'node:fs';

/** Where the system tells that of the program alone: `maxRSS` is inherited from whoever started it. */
function most() {
  try {
    return /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => writeFileSync(process.env.ADREACH_MEASURED, String(most())));
