/** Rules of somebody else: expressions without end, files that are none. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, GroupType, ldif } from '../../e2e/domain-text.js';
import { type Attack, type Outcome, refused } from '../attack.js';

const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);
const MOST = { seconds: 15, mebibytes: 400 };

/** A domain whose account under audit is in so many groups. */
function domain(folder: string, groups: number): string {
  const path = join(folder, 'domain.ldif');
  const act = DOMAIN.user('act');
  const of = Array.from({ length: groups }, (_, i) => DOMAIN.group(`g${i}`, GroupType.universal, [act.dn]));
  writeFileSync(path, ldif([...DOMAIN.whole(), act, ...of]));
  return path;
}

function rulesOf(folder: string, when: string, scope = 'reach'): string {
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  const lines = [
    'id: ORG-HOSTILE',
    'title: Hostile',
    'severity: low',
    `scope: ${scope}`,
    'description: Hostile.',
    `when: '${when}'`,
    'subject: target.sid',
    'message: Hit.',
    'risk: Some.',
    'remediation: None.',
  ];
  writeFileSync(join(rules, 'rule.yaml'), `${lines.join('\n')}\n`);
  return rules;
}

const audit = (path: string, rules: string) => [
  ...[
    'audit',
    path,
    '--account',
    'act',
    '--exported',
    'all',
    '--rules',
    rules,
    '--format',
    'json',
    '--require-complete',
  ],
];

/** The audit goes on; that the rule was not evaluated is said, and that the result is not complete. */
function named({ status, stdout, stderr }: Outcome): string | null {
  if (status !== 3) return `exit status ${status} instead of 3: ${stderr.slice(-500)}`;
  return /Rule ORG-HOSTILE could not be evaluated/.test(stdout) ? null : `the rule is not named: ${stdout.slice(-500)}`;
}

const expression = (name: string, what: string, when: string): Attack => ({
  name,
  kind: 'rules',
  what,
  most: MOST,
  quick: true,
  async mount(folder) {
    return { run: audit(domain(folder, 1000), rulesOf(folder, when)), judge: named };
  },
});

const LOOPS = ['a', 'b', 'c', 'd', 'e', 'f'];
const nested = (macro: string, inner: string) =>
  LOOPS.reduceRight((body, name) => `account.groups.${macro}(${name}, ${body})`, inner);
const doubled = (value: string) =>
  `${Array.from({ length: 24 }, (_, i) => `cel.bind(v${i}, ${i === 0 ? `${value} + ${value}` : `v${i - 1} + v${i - 1}`}, `).join('')}size(v23) > 0${')'.repeat(24)}`;

const notAFile = (name: string, what: string, make: (path: string) => void): Attack => ({
  name,
  kind: 'rules',
  what,
  most: MOST,
  quick: true,
  async mount(folder) {
    const path = domain(folder, 1);
    const rules = join(folder, 'rules');
    mkdirSync(rules);
    make(join(rules, 'rule.yaml'));
    return { run: audit(path, rules), judge: refused(/rule\.yaml/, /regular file/) };
  },
});

export const RULES: readonly Attack[] = [
  expression('loops-all', 'a rule of six loops in each other over 1,000 groups, with all()', nested('all', 'a != "x"')),
  expression('loops-exists', 'the same with exists()', nested('exists', 'a == "x"')),
  expression(
    'loops-map',
    'the same with lists that the loops make',
    `size(${LOOPS.reduceRight((body, name) => `account.groups.map(${name}, ${body})`, '1 > 0')}) > 0`,
  ),
  expression('text-doubled', 'a rule that doubles a text 24 times', doubled('account.groups.join(",")')),
  expression('list-doubled', 'a rule that doubles a list 24 times', doubled('account.groups')),
  notAFile('fifo', 'a named pipe in the place of a rule', (path) => void execFileSync('mkfifo', [path])),
  notAFile('device', 'a link to an endless device in the place of a rule', (path) => symlinkSync('/dev/zero', path)),
];
