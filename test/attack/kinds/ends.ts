/** How the program ends: by signals in the middle of its work, into pipes that nobody reads, on full devices. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificates } from '../../sources/ldap/stand-in/certificates.js';
import { sampleDirectory } from '../../sources/ldap/stand-in/directory.js';
import { PASSWORD, startStandIn, USER } from '../../sources/ldap/stand-in/server.js';
import { type Attack, answered, type Mounted, type Outcome, refused } from '../attack.js';
import { auditing, DOMAIN, domainFile } from '../domain.js';

const MOST = { seconds: 10, mebibytes: 500 };
/** What somebody waits who has typed Ctrl-C. */
const PROMPT_SECONDS = 1.5;

/** Folders for temporary files and for outputs, and what has been left in them. */
function places(folder: string) {
  const [temporary, out] = [join(folder, 'temporary'), join(folder, 'out')];
  for (const path of [temporary, out]) mkdirSync(path);
  const files = (path: string): string[] => readdirSync(path, { recursive: true }).map(String);
  return {
    out: (name: string) => join(out, name),
    env: { TMPDIR: temporary, TMP: temporary, TEMP: temporary },
    temporary: () => files(temporary),
    outputs: () => files(out),
  };
}
type Places = ReturnType<typeof places>;

/** A judge: the signal ended it, soon, and nothing is left but the files of these names. */
const gone =
  (where: Places, signals: readonly NodeJS.Signals[], kept: readonly string[] = []) =>
  ({ status, signal, secondsToEnd, stderr }: Outcome): string | null => {
    if (secondsToEnd === null) return `it ended before the signal was sent: ${stderr.slice(-300)}`;
    if (signal === null || !signals.includes(signal)) return `ended by ${signal ?? status} instead of ${signals}`;
    const left = [...where.temporary(), ...where.outputs()].filter((name) => !kept.includes(name));
    if (left.length > 0) return `left behind: ${left.join(', ')}`;
    return secondsToEnd > PROMPT_SECONDS ? `ended ${secondsToEnd.toFixed(1)} s after the signal` : null;
  };

/** When a signal comes, as the files tell; each is asked again and again. */
const MOMENTS: Readonly<Record<string, (where: Places) => () => boolean>> = {
  reading: (where) => () => where.temporary().length > 0,
  joining: (where) => () => where.temporary().some((name) => name.includes('assembled')),
  evaluating: (where) => {
    let began = false;
    return () => {
      const there = where.temporary().length > 0;
      began ||= there;
      return began && !there;
    };
  },
};

const users = (count: number) => Array.from({ length: count }, (_, number) => DOMAIN.user(`u${number}`));

function interrupted(
  moment: keyof typeof MOMENTS,
  name: NodeJS.Signals,
  more: { readonly and?: NodeJS.Signals; readonly accounts?: number; readonly quick?: true } = {},
): Attack {
  const { and, accounts = 3000, quick } = more;
  const twice = and === undefined ? '' : `-${and.toLowerCase()}`;
  return {
    name: `${name.toLowerCase()}${twice}-${moment}-${accounts}`,
    kind: 'ends',
    what: `${name}${and === undefined ? '' : ` and ${and}`} while ${accounts.toLocaleString('en')} accounts are audited: ${moment}`,
    most: { seconds: 60, mebibytes: 800 },
    ...(quick && { quick }),
    async mount(folder) {
      const where = places(folder);
      const path = domainFile(folder, users(accounts));
      const outputs = ['-o', where.out('r.json'), '--html', where.out('r.html'), '--manifest', where.out('m.json')];
      return {
        run: auditing(path, '--format', 'json', ...outputs),
        env: where.env,
        signal: { name, after: MOMENTS[moment]!(where), ...(and && { and }) },
        judge: gone(where, and === undefined ? [name] : [name, and]),
      };
    },
  };
}

const PSEUDONYMIZED: Attack = {
  name: 'sigterm-pseudonymize',
  kind: 'ends',
  what: 'SIGTERM while 20,000 accounts are pseudonymized: the key stays, nothing else',
  most: MOST,
  async mount(folder) {
    const where = places(folder);
    const path = domainFile(folder, users(20_000));
    return {
      run: ['pseudonymize', path, '-o', where.out('p.snapshot'), '--key', where.out('key')],
      env: where.env,
      signal: {
        name: 'SIGTERM',
        after: () => where.outputs().some((name) => name.endsWith('.tmp') && name.includes('p.')),
      },
      judge: gone(where, ['SIGTERM'], ['key']),
    };
  },
};

const COLLECTED: Attack = {
  name: 'sighup-collect',
  kind: 'ends',
  what: 'SIGHUP while a server is read that falls silent: the journal stays, for --resume',
  most: MOST,
  quick: true,
  async mount(folder) {
    const where = places(folder);
    const server = await startStandIn({
      entries: sampleDirectory(30),
      onSearch: (_, { earlier }) => (earlier > 6 ? { kind: 'silence' } : undefined),
    });
    const files = { ca: join(folder, 'ca.pem'), password: join(folder, 'password') };
    writeFileSync(files.ca, certificates().ca);
    writeFileSync(files.password, PASSWORD);
    const logon = ['--ca', files.ca, '--user', USER, '--password-file', files.password];
    let silentSince: number | null = null;
    const silent = () => {
      if (server.requests.length > 8) silentSince ??= performance.now();
      return silentSince !== null && performance.now() - silentSince > 200;
    };
    return {
      run: ['collect', server.url, ...logon, '--connections', '1', '-o', where.out('c.snapshot')],
      env: where.env,
      signal: { name: 'SIGHUP', after: silent },
      judge: (outcome) =>
        gone(where, ['SIGHUP'], ['c.snapshot.partial'])(outcome) ??
        (/^adreach: interrupted\n {2}.*go on by the same command with --resume\n$/.test(outcome.stderr)
          ? null
          : `it does not say how to go on: ${outcome.stderr}`),
      close: () => server.stop(),
    };
  },
};

/** Commands that write to standard output, by what they are told. */
const WRITING: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  help: () => ['--help'],
  'audit-help': () => ['audit', '--help'],
  version: () => ['--version'],
  sddl: () => ['sddl', 'encode', 'O:SYG:SYD:(A;;GA;;;SY)'],
  'sddl-explain': () => ['sddl', 'decode', '--explain', 'AQAEgAAAAAAAAAAAAAAAAAAAAAA='],
  'dry-run': () => ['collect', 'ldaps://dc.example', '--dry-run', '--base', 'DC=a,DC=example'],
  rules: () => ['rules', 'list'],
  'rules-json': () => ['rules', 'list', '--format', 'json'],
  schema: () => ['schema', 'audit'],
  check: (folder) => {
    writeFileSync(join(folder, 'm.json'), JSON.stringify(MANIFEST));
    return ['check', join(folder, 'm.json')];
  },
  inspect: (folder) => ['inspect', domainFile(folder)],
  audit: (folder) => auditing(domainFile(folder), '--fail-on', 'never'),
  ndjson: (folder) => auditing(domainFile(folder), '--fail-on', 'never', '--format', 'ndjson'),
  explain: (folder) => [
    ...['explain', domainFile(folder), '--account', 'act', '--target', 'somebody'],
    ...['--action', 'disable', '--exported', 'all'],
  ],
};

const MANIFEST = {
  schema: 'adreach/manifest/v1',
  tool: { name: 'adreach', version: '0.1.0', rules: '0'.repeat(64) },
  createdAt: '2026-01-31T10:00:00.000Z',
  command: { name: 'audit', options: {} },
  accounts: [],
  inputs: [],
  outputs: [],
};

const silently = ({ status, stderr }: Outcome): string | null =>
  status === 0 && stderr === '' ? null : `exit status ${status}, and it says: ${stderr.slice(0, 300)}`;

/** Those that `npm test` tries: one of each way to write. */
const QUICK: ReadonlySet<string> = new Set(['help', 'sddl', 'dry-run', 'check', 'ndjson']);

function into(where: 'closed' | 'full'): readonly Attack[] {
  return Object.entries(WRITING).map(([name, args]) => ({
    name: `stdout-${where}-${name}`,
    kind: 'ends',
    what: `standard output ${where === 'closed' ? 'into a pipe whose reader is gone' : 'on a full device'}: ${name}`,
    most: MOST,
    ...(QUICK.has(name) && { quick: true as const }),
    mount: async (folder): Promise<Mounted> => ({
      run: args(folder),
      stdout: where === 'closed' ? 'closed' : { path: '/dev/full' },
      judge: where === 'closed' ? silently : refused(/^adreach: cannot write standard output: no space is left/),
    }),
  }));
}

export const ENDS: readonly Attack[] = [
  interrupted('reading', 'SIGINT', { quick: true }),
  interrupted('joining', 'SIGTERM', { quick: true }),
  interrupted('evaluating', 'SIGHUP', { quick: true }),
  interrupted('reading', 'SIGINT', { and: 'SIGTERM' }),
  interrupted('joining', 'SIGINT', { accounts: 100_000 }),
  interrupted('evaluating', 'SIGINT', { accounts: 100_000 }),
  PSEUDONYMIZED,
  COLLECTED,
  ...into('closed'),
  ...into('full'),
  {
    name: 'no-home-for-temporary-files',
    kind: 'ends',
    what: 'a folder for temporary files that does not exist',
    most: MOST,
    quick: true,
    mount: async (folder) => ({
      run: auditing(domainFile(folder)),
      env: { TMPDIR: join(folder, 'none') },
      judge: refused(/cannot write .*none: there is no such file/),
    }),
  },
  {
    name: 'bare',
    kind: 'ends',
    what: 'no command at all',
    most: MOST,
    quick: true,
    mount: async () => ({
      run: [],
      judge: ({ status, stdout, stderr }) =>
        status === 2 && stdout === '' && /Usage: adreach/.test(stderr) ? null : `exit status ${status}: ${stdout}`,
    }),
  },
  {
    name: 'help-is-an-answer',
    kind: 'ends',
    what: 'help that was asked for',
    most: MOST,
    quick: true,
    mount: async () => ({ run: ['--help'], judge: answered(/Usage: adreach/) }),
  },
];
