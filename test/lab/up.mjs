/** `npm run lab:up [-- --address A] [-- --accounts N]`: starts the lab in .lab/ and says how to use it. */

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openLab, startLab } from './lab.mjs';

const dir = path.resolve('.lab');
const { values } = parseArgs({ options: { address: { type: 'string' }, accounts: { type: 'string', default: '0' } } });

try {
  const old = await openLab(dir).catch(() => null);
  await old?.stop();
  await rm(dir, { recursive: true, force: true });
  const lab = await startLab({ dir, address: values.address, accounts: Number(values.accounts) });
  console.log(`The lab runs: ${lab.url} (domain ${lab.domainDn}, ${lab.netbiosName})

  CA file         ${lab.caFile}
  administrator   ${lab.adminUser}
  passwords       ${path.join(dir, 'passwords.json')} (test data of this lab; all but the administrator's are the same)

Accounts:
${lab.accounts.map((a) => `  ${a.name.padEnd(14)} ${a.title}`).join('\n')}

Use it:
  export ADREACH_PASSWORD=$(node -p 'require("./.lab/passwords.json").auditor')
  npx --no-install adreach audit ${lab.url} --ca ${path.relative('.', lab.caFile)} --user auditor@securelab.local --account 'mdiAction$'

Stop it: npm run lab:down`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
