// One target's campaign in a process of its own: campaign-process.mjs JSON, told to descriptor 3 one line at a time.
import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

await import('./typescript.mjs');
const { Defect, runCampaign, variantOf } = await import('./campaign.ts');
const { MemoryPeak } = await import('./memory.ts');
const { MEMORY } = await import('./parser-target.ts');

const { module, target: name, seed, from, to, save } = JSON.parse(process.argv[2]);
const tell = (line) => writeSync(3, `${JSON.stringify(line)}\n`);
const folder = mkdtempSync(join(tmpdir(), 'fuzz-parsers-'));
try {
  const [target] = await (await import(module)).targetsNamed([name], folder, seed);
  const describe = (number, variant) => ({
    number,
    damage: variant.damage,
    index: variant.index,
    input: variant.bytes.toString('base64'),
  });
  if (save !== undefined) {
    // Not read, only made: it may be one that ends this process.
    const variant = variantOf(target, seed, from);
    if (save !== null) writeFileSync(save, variant.bytes);
    tell({ variant: describe(from, variant) });
  } else {
    const memory = new MemoryPeak();
    const bound = target.memory ?? MEMORY;
    tell({ base: memory.base, bound });
    try {
      const tally = await runCampaign(target, {
        seed,
        from,
        to,
        before: (number) => tell({ number }),
        after(number) {
          const above = memory.now();
          if (above <= bound) return;
          const what = `takes ${Math.round(above / 2 ** 20)} MiB above the start, more than ${bound / 2 ** 20}`;
          throw new Defect(name, number, variantOf(target, seed, number), what);
        },
      });
      tell({ tally, peak: memory.peak() });
    } catch (error) {
      if (!(error instanceof Defect)) throw error;
      tell({ defect: { ...describe(error.number, error.variant), what: error.what } });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
