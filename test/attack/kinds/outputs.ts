/** Outputs in the place of inputs, at the end of links, and on file systems that are full. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Attack, type Mounted, type Outcome, refused } from '../attack.js';
import { auditing, domainFile } from '../domain.js';

const MOST = { seconds: 10, mebibytes: 400 };

/** The files of a folder that is attacked: what they hold, by name. */
function contents(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return JSON.stringify(files.map(({ name }) => [name, readFileSync(join(folder, name)).toString('base64')]).sort());
}

/** Refused in words, and every file is what it was. */
function refusedUntouched(folder: string, ...words: readonly RegExp[]): Mounted['judge'] {
  const before = contents(folder);
  return (outcome) =>
    refused(...words)(outcome) ??
    (contents(folder) === before ? null : `the files are others now: ${readdirSync(folder)}`);
}

function attack(name: string, what: string, mount: (folder: string) => Mounted): Attack {
  return { name, kind: 'outputs', what, most: MOST, mount: async (folder) => mount(folder) };
}

/** A domain, a key to sign with, a rules file and a password, in one folder. */
function desk(folder: string) {
  const at = (name: string) => join(folder, name);
  const domain = domainFile(folder);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('k.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  mkdirSync(at('rules'));
  const action = readFileSync(new URL('../../../rules/actions/disable.yaml', import.meta.url), 'utf8');
  writeFileSync(at('own.yaml'), action.replace(/^id: .*$/m, 'id: disable-too'));
  writeFileSync(at('password'), 'secret');
  return { at, domain };
}

/** An output that is an input, or another output. */
const taken = (name: string, what: string, args: (at: (name: string) => string, domain: string) => readonly string[]) =>
  attack(name, what, (folder) => {
    const { at, domain } = desk(folder);
    return { run: args(at, domain), judge: refusedUntouched(folder, /is also .*would be lost/) };
  });

const kept = (fault: string | null, ...checks: readonly (readonly [boolean, string])[]): string | null =>
  fault ?? checks.find(([holds]) => !holds)?.[1] ?? null;

const done = ({ status, stderr }: Outcome): string | null => (status === 0 ? null : `exit status ${status}: ${stderr}`);

/** Commands with one output, which is given. */
const WRITERS: Readonly<
  Record<string, (domain: string, out: string, at: (name: string) => string) => readonly string[]>
> = {
  audit: (domain, out) => auditing(domain, '--fail-on', 'never', '--format', 'json', '-o', out),
  'audit-html': (domain, out, at) => auditing(domain, '--fail-on', 'never', '-o', at('r'), '--html', out),
  'audit-manifest': (domain, out, at) => auditing(domain, '--fail-on', 'never', '-o', at('r'), '--manifest', out),
  explain: (domain, out) => [
    ...['explain', domain, '--account', 'act', '--target', 'somebody', '--action', 'disable'],
    ...['--exported', 'all', '-o', out],
  ],
  pseudonymize: (domain, out) => ['pseudonymize', domain, '-o', out],
  'pseudonymize-key': (domain, out, at) => ['pseudonymize', domain, '-o', at('p'), '--key', out],
};
/** Those that `npm test` tries: one of each way to write a file. */
const QUICK: ReadonlySet<string> = new Set(['audit', 'pseudonymize', 'pseudonymize-key']);
const each = (make: (name: string, args: (typeof WRITERS)[string]) => Attack): readonly Attack[] =>
  Object.entries(WRITERS).map(([name, args]) => ({
    ...make(name, args),
    ...(QUICK.has(name) && { quick: true as const }),
  }));

const LITTLE = ['bash', '-c', 'ulimit -f 2; exec "$@"', 'bash'];
const NOTHING = ['bash', '-c', 'ulimit -f 0; exec "$@"', 'bash'];

export const OUTPUTS: readonly Attack[] = [
  taken('output-is-source', '-o names the source', (_at, domain) => auditing(domain, '-o', domain)),
  taken('output-is-source-by-link', '-o is a link to the source', (at, domain) => {
    symlinkSync(domain, at('link'));
    return auditing(domain, '-o', at('link'));
  }),
  taken('output-is-key', '-o names the key that signs', (at, domain) =>
    auditing(domain, '-o', at('k.pem'), '--manifest', at('m.json'), '--sign', at('k.pem')),
  ),
  taken('manifest-is-rules', '--manifest names a rules file', (at, domain) =>
    auditing(domain, '--rules', at('own.yaml'), '-o', at('r'), '--manifest', at('own.yaml')),
  ),
  taken('html-is-output', '--html names what -o names', (at, domain) =>
    auditing(domain, '-o', at('r'), '--html', at('r')),
  ),
  taken('html-is-output-by-link', '--html is a link whose end, not there yet, is what -o names', (at, domain) => {
    symlinkSync('r', at('dangling'));
    return auditing(domain, '-o', at('r'), '--html', at('dangling'));
  }),
  taken('collection-is-password', 'collect -o names the password file', (at) => [
    ...['collect', 'ldaps://127.0.0.1:1', '--user', 'a@b', '--password-file', at('password'), '-o', at('password')],
  ]),
  taken('pseudonyms-are-source', 'pseudonymize -o names the source', (_at, domain) => [
    'pseudonymize',
    domain,
    '-o',
    domain,
  ]),
  taken('key-is-source', 'pseudonymize --key names the source', (at, domain) => [
    ...['pseudonymize', domain, '-o', at('p'), '--key', domain],
  ]),
  ...each((name, args) =>
    attack(`dangling-${name}`, `an output that is a link whose end is not there: ${name}`, (folder) => {
      const { at, domain } = desk(folder);
      mkdirSync(at('elsewhere'));
      symlinkSync('elsewhere/new', at('link'));
      return {
        run: args(domain, at('link'), at),
        judge: (outcome) =>
          kept(
            done(outcome),
            [readdirSync(at('elsewhere')).join() === 'new', `in the folder: ${readdirSync(at('elsewhere'))}`],
            [existsSync(at('link')), 'the link leads nowhere'],
            [readdirSync(folder).every((file) => !file.endsWith('.tmp')), `left: ${readdirSync(folder)}`],
          ),
      };
    }),
  ),
  ...each((name, args) =>
    attack(`circle-${name}`, `an output that is a link to itself: ${name}`, (folder) => {
      const { at, domain } = desk(folder);
      symlinkSync('link', at('link'));
      return {
        run: args(domain, at('link'), at),
        judge: refusedUntouched(folder, /link(s in a row|s lead in a circle)/),
      };
    }),
  ),
  ...each((name, args) =>
    attack(`folder-${name}`, `an output that is a folder: ${name}`, (folder) => {
      const { at, domain } = desk(folder);
      const judge = refusedUntouched(folder, /folder/);
      // A folder takes the reports of an audit under names of their own.
      return {
        run: args(domain, at('rules'), at),
        judge: (outcome) => (name === 'audit' || name === 'audit-html' ? done(outcome) : judge(outcome)),
      };
    }),
  ),
  ...each((name, args) =>
    attack(`full-${name}`, `no space for what is written: ${name}`, (folder) => {
      const { at, domain } = desk(folder);
      const temporary = at('temporary');
      mkdirSync(temporary);
      const judge = refusedUntouched(folder, /cannot write .*(?:no space|larger than)/);
      return {
        run: args(domain, at('out'), at),
        within: NOTHING,
        env: { TMPDIR: temporary },
        judge: (outcome) =>
          kept(judge(outcome) as string | null, [readdirSync(temporary).length === 0, 'temporary files']),
      };
    }),
  ),
  attack('little-space', 'space for two kibibytes of a result only', (folder) => {
    const { at, domain } = desk(folder);
    return {
      run: auditing(domain, '--format', 'json', '-o', at('r.json')),
      within: LITTLE,
      judge: refusedUntouched(folder, /cannot write .*(?:no space|larger than)/),
    };
  }),
  attack('device-output', 'a result that goes to a full device', (folder) => {
    const { domain } = desk(folder);
    return {
      run: auditing(domain, '--format', 'json', '-o', '/dev/full'),
      judge: refusedUntouched(folder, /cannot write \/dev\/full: no space left/),
    };
  }),
  ...['/dev/null', '/dev/full'].map((device) =>
    attack(
      `snapshot-to${device.replaceAll('/', '-')}`,
      `a snapshot that would take the place of ${device}`,
      (folder) => {
        const { domain } = desk(folder);
        return {
          run: ['pseudonymize', domain, '-o', device],
          judge: refusedUntouched(folder, /is a device or a pipe/),
        };
      },
    ),
  ),
  attack('no-such-folder', 'an output in a folder that is not there', (folder) => {
    const { at, domain } = desk(folder);
    return { run: auditing(domain, '-o', at('none/r')), judge: refusedUntouched(folder, /the folder does not exist/) };
  }),
];
