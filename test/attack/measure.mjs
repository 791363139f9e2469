// Loaded before the program whose memory is measured: notes the most of it that was resident, in bytes, at the end.
import { readFileSync, writeFileSync } from 'node:fs';

function most() {
  try {
    // What getrusage tells begins with the process that started this one.
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

process.on('exit', () => {
  try {
    writeFileSync(process.env.ADREACH_MEASURED, String(most()));
  } catch {
    // No space is what some attacks are about; what was seen from outside counts then.
  }
});
