/** Files of changes that somebody else wrote, and directories in which a small change reaches far. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, GroupType, sd } from '../../e2e/domain-text.js';
import { type Attack, answered, type Mounted, refused } from '../attack.js';
import { DOMAIN, domainFile } from '../domain.js';

const AU = '(A;CIIO;WP;;;AU)';

interface Case {
  readonly name: string;
  readonly what: string;
  readonly seconds?: number;
  readonly mebibytes?: number;
  readonly quick?: true;
  /** What the directory holds beside the account under audit. */
  readonly entries?: () => readonly Entry[];
  /** The text of the file, or its pieces where it is large. */
  readonly changes: () => string | Iterable<string>;
  readonly options?: readonly string[];
  readonly judge: Mounted['judge'];
}

function simulated({
  name,
  what,
  seconds = 10,
  mebibytes = 400,
  quick,
  entries,
  changes,
  options,
  judge,
}: Case): Attack {
  return {
    name: `changes-${name}`,
    kind: 'changes',
    what,
    most: { seconds, mebibytes },
    ...(quick && { quick }),
    async mount(folder) {
      const domain = domainFile(folder, entries?.() ?? []);
      const path = join(folder, 'changes');
      const text = changes();
      const out = createWriteStream(path);
      for (const piece of typeof text === 'string' ? [text] : text) if (!out.write(piece)) await once(out, 'drain');
      out.end();
      await once(out, 'close');
      return {
        run: ['simulate', domain, '--changes', path, '--account', 'act', '--exported', 'all', ...(options ?? [])],
        judge,
      };
    },
  };
}

const yaml = (...lines: readonly string[]) => `changes:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const at = (name: string) => DOMAIN.at(name);
const repeat = (count: number, make: (number: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, number) => make(number));

/** The first line of each answer says how much there is. */
const done = answered(/targets before/);

/** So many entries of their own, for so many nobodies. */
const list = (count: number, own: number) =>
  sd(repeat(count, (number) => `(A;CIIO;WP;;;S-1-5-21-9-9-${own}-${1000 + number})`).join(''));

function* records(count: number, make: (number: number) => string): Generator<string> {
  for (let number = 0; number < count; number++) yield `${make(number)}\n`;
}

const HOSTILE = '\u001b]0;owned\u0007\u202e<img src=x onerror=alert(1)>';

export const CHANGES: readonly Attack[] = [
  simulated({
    name: 'aliases',
    what: 'YAML whose aliases unfold to a thousand million changes',
    quick: true,
    changes: () =>
      `a0: &a0 [{do: run-adminsdholder}]\n${repeat(9, (n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`).join('\n')}\nchanges: *a9\n`,
    judge: refused(/changes/),
  }),
  simulated({
    name: 'deep-yaml',
    what: 'YAML of 500,000 brackets',
    quick: true,
    changes: () => `changes: ${'['.repeat(500_000)}`,
    judge: refused(/changes/),
  }),
  simulated({
    name: 'many-yaml',
    what: 'YAML with 5,000 changes of one list',
    seconds: 30,
    mebibytes: 500,
    changes: () =>
      yaml(
        ...repeat(5_000, (n) => `{do: grant, on: '${at('somebody')}', entry: (A;;WP;;;S-1-5-21-8-8-8-${n + 1000})}`),
      ),
    judge: refused(/65,532/),
  }),
  simulated({
    name: 'too-many-yaml',
    what: 'YAML with 10,001 changes',
    changes: () => yaml(...repeat(10_001, () => `{do: run-adminsdholder, domain: '${DOMAIN.dn}'}`)),
    judge: refused(/10000 items/),
  }),
  simulated({
    name: 'runs',
    what: 'AdminSDHolder runs 5,000 times',
    seconds: 60,
    mebibytes: 500,
    changes: () => yaml(...repeat(5_000, () => `{do: run-adminsdholder, domain: '${DOMAIN.dn}'}`)),
    judge: done,
  }),
  simulated({
    name: 'members',
    what: 'LDIF with 99,000 memberships, each given and taken again',
    seconds: 60,
    mebibytes: 600,
    changes: () =>
      records(
        99_000,
        (n) =>
          `dn: ${at('Shown')}\nchangetype: modify\n${n % 2 === 0 ? 'add' : 'delete'}: member\nmember: ${at('act')}\n-\n`,
      ),
    judge: done,
  }),
  simulated({
    name: 'too-many-ldif',
    what: 'LDIF with 100,001 records',
    changes: () => records(100_001, (n) => `dn: ${at(`n${n}`)}\nchangetype: delete\n`),
    judge: refused(/100000 change records/),
  }),
  simulated({
    name: 'chain',
    what: 'LDIF that puts each of 20,000 new groups into the next',
    seconds: 60,
    mebibytes: 700,
    changes: () =>
      records(20_000, (n) =>
        [
          `dn: ${at(`c${n}`)}`,
          ...['changetype: add', 'objectClass: group', `sAMAccountName: c${n}`, 'groupType: -2147483640'],
          `nTSecurityDescriptor:: ${Buffer.from(sd('(A;;RC;;;AU)')).toString('base64')}`,
          `member: ${n === 0 ? at('act') : at(`c${n - 1}`)}`,
          '',
        ].join('\n'),
      ),
    judge: done,
  }),
  simulated({
    name: 'loop',
    what: 'a unit that is moved below itself',
    quick: true,
    entries: () =>
      ['OU=a', 'OU=b,OU=a', 'OU=c,OU=b,OU=a'].map((rdn) =>
        DOMAIN.object(`${rdn},${DOMAIN.dn}`, ['top', 'organizationalUnit']),
      ),
    changes: () => yaml(`{do: move, dn: 'OU=a,${DOMAIN.dn}', to: 'OU=c,OU=b,OU=a,${DOMAIN.dn}'}`),
    judge: refused(/itself/),
  }),
  simulated({
    name: 'moves',
    what: '2,000 moves of a unit with 5,000 accounts, to and fro',
    seconds: 120,
    mebibytes: 700,
    entries: () => [
      ...['OU=a', 'OU=b', 'OU=m,OU=a'].map((rdn) =>
        DOMAIN.object(`${rdn},${DOMAIN.dn}`, ['top', 'organizationalUnit']),
      ),
      ...repeat(5_000, (n) => `u${n}`).map((name) => {
        const user = DOMAIN.user(name);
        return { ...user, dn: `CN=${name},OU=m,OU=a,${DOMAIN.dn}` };
      }),
    ],
    changes: () =>
      yaml(
        ...repeat(
          2_000,
          (n) =>
            `{do: move, dn: 'OU=m,OU=${n % 2 === 0 ? 'a' : 'b'},${DOMAIN.dn}', to: 'OU=${n % 2 === 0 ? 'b' : 'a'},${DOMAIN.dn}'}`,
        ),
      ),
    judge: done,
  }),
  simulated({
    name: 'each-moved',
    what: '20,000 accounts, each moved and then deleted by a record of its own',
    seconds: 60,
    mebibytes: 700,
    entries: () => repeat(20_000, (n) => `u${n}`).map((name) => DOMAIN.user(name)),
    changes: () => [
      ...records(20_000, (n) =>
        [
          `dn: ${at(`u${n}`)}`,
          'changetype: moddn',
          `newrdn: CN=u${n}`,
          'deleteoldrdn: 1',
          `newsuperior: OU=Charges,${DOMAIN.dn}`,
          '',
        ].join('\n'),
      ),
      ...records(20_000, (n) => `dn: CN=u${n},OU=Charges,${DOMAIN.dn}\nchangetype: delete\n`),
    ],
    judge: done,
  }),
  simulated({
    name: 'everything',
    what: 'an entry at the head of a domain, above 10,000 lists of 700 entries that all differ',
    seconds: 90,
    mebibytes: 900,
    entries: () =>
      repeat(10_000, (n) => `u${n}`).map((name, n) => DOMAIN.user(name, { nTSecurityDescriptor: list(700, n) })),
    changes: () => yaml(`{do: grant, on: '${DOMAIN.dn}', entry: '${AU}'}`),
    judge: done,
  }),
  simulated({
    name: 'full',
    what: 'an entry at the head of a domain, above lists that have no room for one more',
    quick: true,
    entries: () => [DOMAIN.user('full', { nTSecurityDescriptor: list(1_820, 1) })],
    changes: () =>
      yaml(
        `{do: grant, on: '${DOMAIN.dn}', entry: '${AU}'}`,
        `{do: grant, on: '${at('full')}', entry: '(A;;WP;;;AU)'}`,
      ),
    judge: ({ status, stdout, stderr }) =>
      status === 0 || status === 2 ? null : `exit status ${status}: ${stdout}${stderr}`,
  }),
  simulated({
    name: 'names',
    what: 'new objects whose names are escapes, markup and a megabyte long',
    entries: () => [],
    changes: () =>
      [
        'version: 1\n',
        `dn:: ${Buffer.from(`CN=${HOSTILE.replace(/[<>]/g, '\\$&')},OU=Crew,${DOMAIN.dn}`).toString('base64')}`,
        ...['changetype: add', 'objectClass: user', `sAMAccountName: evil`, ''],
        `dn: CN=${'x'.repeat(1 << 20)},OU=Crew,${DOMAIN.dn}`,
        ...['changetype: add', 'objectClass: user', 'sAMAccountName: long', ''],
      ].join('\n'),
    judge: ({ status, stdout, stderr }) => {
      if (/[\u001b\u0007\u202e]/.test(stdout + stderr)) return 'an escape reached the terminal';
      if (stderr.length > 4000) return `${stderr.length} characters of error`;
      return status === 0 || status === 2 ? null : `exit status ${status}`;
    },
  }),
  simulated({
    name: 'one-line',
    what: 'LDIF of one line of 60 MiB',
    seconds: 20,
    mebibytes: 700,
    changes: () =>
      records(
        1,
        () => `dn: ${at('act')}\nchangetype: modify\nreplace: description\ndescription: ${'x'.repeat(60 << 20)}\n-\n`,
      ),
    judge: ({ status, stderr }) =>
      status === 0 || (status === 2 && stderr.length < 2000) ? null : `exit status ${status}: ${stderr.slice(0, 500)}`,
  }),
  simulated({
    name: 'group-of-all',
    what: '20,000 accounts put into a protected group, and AdminSDHolder runs',
    seconds: 60,
    mebibytes: 700,
    entries: () => [...repeat(20_000, (n) => `m${n}`)].map((name) => DOMAIN.user(name)),
    changes: () => {
      const admins = at('Domain Admins');
      return [
        `dn: ${admins}\nchangetype: modify\nadd: member\n`,
        ...repeat(20_000, (n) => `member: ${at(`m${n}`)}\n`),
        '-\n',
      ];
    },
    judge: done,
  }),
  {
    name: 'changes-plan-deep',
    kind: 'changes',
    what: 'a plan whose JSON is 100,000 levels deep, held against a source',
    most: { seconds: 10, mebibytes: 400 },
    quick: true,
    async mount(folder) {
      const plan = join(folder, 'plan.json');
      writeFileSync(plan, `{"schema":"adreach/plan/v1","changes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
      return { run: ['plan', 'check', plan, domainFile(folder), '--exported', 'all'], judge: refused(/plan\.json/) };
    },
  },
  {
    name: 'changes-plan-blocked',
    kind: 'changes',
    what: 'a plan for 3,000 units, each without inheritance, with names that are commands',
    most: { seconds: 90, mebibytes: 700 },
    async mount(folder) {
      const evil = (n: number) => `u${n} '; Remove-Item x; \u2019 $(x) \`y %z%`;
      const units = repeat(3_000, evil).flatMap((name, n): readonly Entry[] => {
        const dn = `OU=${name.replaceAll(';', '\\;')},OU=Charges,${DOMAIN.dn}`;
        const user = DOMAIN.user(`p${n}`, { nTSecurityDescriptor: sd('(A;;RPLCRC;;;AU)') });
        return [
          DOMAIN.object(dn, ['top', 'organizationalUnit'], { nTSecurityDescriptor: sd('P(A;;RPLCRC;;;AU)') }),
          { ...user, dn: `CN=p${n},${dn}` },
        ];
      });
      const domain = domainFile(folder, [...units, DOMAIN.group('Doers', GroupType.global, [at('act')])]);
      mkdirSync(join(folder, 'out'));
      return {
        run: ['plan', domain, '--account', 'act', '--exported', 'all', '--group', 'Doers', '-o', join(folder, 'out')],
        judge: ({ status, stderr }) =>
          status === 0 || status === 2 ? null : `exit status ${status}: ${stderr.slice(-500)}`,
      };
    },
  },
];
