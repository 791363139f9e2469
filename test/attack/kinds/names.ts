/** Names as whoever can create an object may choose them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../e2e/domain-text.js';
import { type Attack, answered, type Outcome, refused } from '../attack.js';
import { auditing, DOMAIN, domainFile } from '../domain.js';

function deep(levels: number, accounts: number): Entry[] {
  const entries: Entry[] = [];
  let parent = DOMAIN.dn;
  for (let level = 0; level < levels; level++) {
    parent = `OU=${String(level).padEnd(64, 'W')},${parent}`;
    entries.push(DOMAIN.object(parent, ['top', 'organizationalUnit']));
  }
  for (let number = 0; number < accounts; number++) {
    const { values } = DOMAIN.user(`u${number}`);
    entries.push({ dn: `CN=${`u${number}`.padEnd(64, '\u5b57')},${parent}`, values });
  }
  return entries;
}

/** Of each kind of character that cannot be seen one. */
const UNSEEN = [
  ...['\u0007', '\u001b]0;x\u0007', '\u009b2J', '\u00ad', '\u115f', '\u180e', '\u200b', '\u200d', '\u202e', '\u2028'],
  ...[
    '\u2066',
    '\u2800',
    '\u3164',
    '\ufe0f',
    '\uffa0',
    '\ufffa',
    '\ue000',
    '\u{e0041}',
    '\u{e0100}',
    '\u{e0fff}',
    '\u{f0000}',
  ],
];

function unseen(): Entry[] {
  const name = (before: string, number: number) => `${before}${number}${UNSEEN[number]!}x`;
  return [
    ...UNSEEN.map((_, number) => DOMAIN.user(name('u', number), { userPrincipalName: name('p', number) })),
    ...UNSEEN.map((_, number) =>
      DOMAIN.group(name('g', number), 0x80000002 | 0, [DOMAIN.at('act'), `CN=${name('n', number)},${DOMAIN.dn}`]),
    ),
    DOMAIN.object(`OU=${UNSEEN.slice(3).join('')},${DOMAIN.dn}`, ['top', 'organizationalUnit'], {
      nTSecurityDescriptor: 'no',
    }),
  ];
}

const NOT_SHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** What stands in an output that nobody can see, or a terminal acts on. */
function unseenFault({ stdout, stderr }: Outcome): string | null {
  const found = NOT_SHOWN.exec(`${stdout}${stderr}`.replace(/[\r\n]/g, ''));
  return found === null ? null : `U+${found[0].codePointAt(0)!.toString(16)} stands there as it is`;
}

/** Commands that show names, and the file that they write. */
const SHOWN: Readonly<
  Record<string, (domain: string, folder: string) => { run: readonly string[]; read?: () => string }>
> = {
  ...Object.fromEntries(
    ['table', 'json', 'ndjson', 'csv', 'html', 'md', 'sarif', 'ocsf'].map((format) => [
      `as ${format}`,
      (domain: string, folder: string) => {
        const out = join(folder, 'out');
        const run = auditing(domain, '--fail-on', 'never', '--format', format, '-o', out);
        return { run, read: () => readFileSync(out, 'utf8') };
      },
    ]),
  ),
  ...Object.fromEntries(
    ['text', 'json', 'md'].map((format) => [
      `explained as ${format}`,
      (domain: string) => ({
        run: [
          ...['explain', domain, '--account', 'act', '--target', `u8${UNSEEN[8]}x`, '--action', 'disable'],
          ...['--exported', 'all', '--all', '--format', format],
        ],
      }),
    ]),
  ),
  ...Object.fromEntries(
    ['text', 'json'].map((format) => [
      `inspected as ${format}`,
      (domain: string) => ({ run: ['inspect', domain, '--full', '--format', format] }),
    ]),
  ),
  'in an error': (domain) => ({ run: ['audit', domain, '--account', `none${UNSEEN.slice(1).join('')}`] }),
  'in the line of a result': (domain, folder) => ({
    run: auditing(domain, '--fail-on', 'never', '-o', join(folder, `r${UNSEEN.join('')}`)),
  }),
  pseudonymized: (domain, folder) => ({
    run: ['pseudonymize', domain, '-o', join(folder, `p${UNSEEN.join('')}`), '--show', UNSEEN.join('')],
  }),
  'in a dry run': () => ({
    run: ['collect', 'ldaps://a', '--dry-run', '--format', 'json', '--base', `DC=a${UNSEEN.join('')},DC=b`],
  }),
};

const MOST = { seconds: 10, mebibytes: 400 };

export const NAMES: readonly Attack[] = [
  ...[20, 40].map(
    (levels): Attack => ({
      name: `deep-${levels}`,
      kind: 'names',
      what: `an account below ${levels} organizational units of 64 characters, as a table`,
      most: MOST,
      quick: true,
      async mount(folder) {
        return { run: auditing(domainFile(folder, deep(levels, 1))), judge: answered(/u0/) };
      },
    }),
  ),
  {
    name: 'deep-10000',
    kind: 'names',
    what: '10,000 accounts of 64 wide characters below 20 organizational units of 64 characters, as a table',
    most: MOST,
    quick: true,
    async mount(folder) {
      return { run: auditing(domainFile(folder, deep(20, 10_000))), judge: answered(/u0/) };
    },
  },
  {
    name: 'long-name',
    kind: 'names',
    what: 'accounts whose names have 1,200 and 5,000 characters, as a table',
    most: MOST,
    quick: true,
    async mount(folder) {
      const long = [1200, 5000].map((length) => DOMAIN.user('w'.repeat(length)));
      return { run: auditing(domainFile(folder, long)), judge: answered(/www/) };
    },
  },
  ...Object.entries(SHOWN).map(
    ([name, args]): Attack => ({
      name: `unseen-${name.replaceAll(' ', '-')}`,
      kind: 'names',
      what: `accounts and groups whose names hold characters that cannot be seen, ${name}`,
      most: MOST,
      quick: true,
      async mount(folder) {
        const { run, read } = args(domainFile(folder, unseen()), folder);
        return {
          run,
          judge: (outcome) => unseenFault(outcome) ?? unseenFault({ ...outcome, stdout: read?.() ?? '' }),
        };
      },
    }),
  ),
  ...[5000, 100_000].map(
    (length): Attack => ({
      name: `account-of-${length}`,
      kind: 'names',
      what: `an account that is asked for by a name of ${length.toLocaleString('en')} characters`,
      most: MOST,
      quick: true,
      mount: async (folder) => ({
        run: ['audit', domainFile(folder), '--account', 'w'.repeat(length)],
        judge: refused(/^adreach: .*www \[\.\.\.\] /),
      }),
    }),
  ),
  ...(
    ['--action', '--format', '--fail-on', '--reader', '--exported', '--rules', '-o', '--html', '--\u001b'] as const
  ).map(
    (option): Attack => ({
      name: `long-${option.replace(/^-+/, '').replace('\u001b', 'unknown')}`,
      kind: 'names',
      what: `${option.replace('\u001b', '...')} with 5,000 characters that a terminal would act on`,
      most: MOST,
      ...(option === '--reader' && { quick: true as const }),
      mount: async (folder) => ({
        run: auditing(domainFile(folder), option, '\u001b[2J\u202e'.repeat(1000)),
        judge: (outcome) => refused(/./)(outcome) ?? unseenFault(outcome),
      }),
    }),
  ),
];
