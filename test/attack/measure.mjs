// Loaded before the program whose memory is measured: notes the most of it that was resident, at the end.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.ADREACH_MEASURED, String(maxRSS));
});
