/**
 * How long `adreach collect` takes for a domain of 20,000 accounts on the lab's server, beside `ldapsearch` reading the
 * same accounts with the same attributes and control: one after the other, several times, on the same server.
 * `adreach` reads the schema, the configuration, containers and groups besides, and writes a snapshot; `ldapsearch`
 * reads the accounts only, and its output is thrown away.
 *
 *   node test/bench/collect.mjs [--accounts 20000] [--rounds 5] [--connections N] [--address 127.0.0.57]
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { labUnavailable, startLab } from '../lab/lab.mjs';
import { measure, median } from './measure.mjs';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string' },
    address: { type: 'string', default: '127.0.0.57' },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url)) },
  },
});

const unavailable = await labUnavailable();
if (unavailable) {
  console.log(`not measured: ${unavailable}`);
  process.exit(0);
}
await stat(values.cli).catch(() => {
  console.error('build first: npm run build');
  process.exit(2);
});

const { attributesFor } = await import(new URL('../sources/ldap/attributes.js', `file://${values.cli}`).href);
const folder = await mkdtemp(join(tmpdir(), 'adreach-bench-'));
console.log(`making a domain of ${values.accounts} accounts ...`);
const lab = await startLab({ address: values.address, accounts: Number(values.accounts) });
try {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, lab.adminPassword, { mode: 0o600 });
  const snapshot = join(folder, 'bench.snapshot');
  const adreach = () =>
    timed(process.execPath, [
      ...[values.cli, 'collect', lab.url, '--ca', lab.caFile, '--user', lab.adminUser, '--password-file', passwordFile],
      ...['-o', snapshot, ...(values.connections ? ['--connections', values.connections] : [])],
    ]);
  const ldapsearch = () =>
    timed('ldapsearch', [
      ...[
        '-LLL',
        '-x',
        '-H',
        lab.url,
        '-D',
        lab.adminUser,
        '-y',
        passwordFile,
        '-o',
        'ldif-wrap=no',
        '-b',
        lab.domainDn,
      ],
      ...[
        '-E',
        'pr=1000/noprompt',
        '-E',
        '!1.2.840.113556.1.4.801=::MAMCAQc=',
        '(objectClass=user)',
        ...attributesFor('accounts'),
      ],
    ]);
  await adreach();
  await ldapsearch();
  const ratios = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const [first, second] = round % 2 ? [adreach, ldapsearch] : [ldapsearch, adreach];
    const times = new Map([
      [first, await first()],
      [second, await second()],
    ]);
    const ratio = times.get(adreach) / times.get(ldapsearch);
    ratios.push(ratio);
    console.log(
      `round ${round}: adreach collect ${times.get(adreach).toFixed(2)} s, ldapsearch ${times.get(ldapsearch).toFixed(2)} s, ratio ${ratio.toFixed(2)}`,
    );
  }
  console.log(`${values.accounts} accounts, ${availableParallelism()} processors shared by server and client`);
  console.log(
    `ratio adreach collect : ldapsearch (median of ${ratios.length}) = ${median(ratios).toFixed(2)} (aim: at most 1)`,
  );
} finally {
  await lab.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @returns the seconds that a command takes */
async function timed(command, args) {
  const env = { ...process.env, LDAPTLS_CACERT: lab.caFile, LDAPTLS_REQCERT: 'demand' };
  return (await measure(command, args, env)).seconds;
}
