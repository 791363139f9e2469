// Loaded before the program whose memory is measured: notes the most of it that was resident, at the end.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  try {
    writeFileSync(process.env.ADREACH_MEASURED, String(maxRSS));
  } catch {
    // No space is what some attacks are about; what was seen from outside counts then.
  }
});
