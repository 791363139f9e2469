/** The sample domain under other names: the same answers, and nothing left of the old names. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { runAudit } from '../../src/audit/run.js';
import { encodeSid, normalizeSid } from '../../src/descriptor/index.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountStreamRecord, ModelRecord } from '../../src/directory/records.js';
import { parseDn } from '../../src/names/dn.js';
import { pseudonymize } from '../../src/pseudonymize/index.js';
import {
  KEPT_CONTAINERS,
  KEPT_GROUPS,
  KEPT_LABELS,
  KEPT_SCHEMA,
  KEPT_SERVICES,
  keptPrincipals,
} from '../../src/pseudonymize/kept-names.js';
import type { Finding, Summary } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { SnapshotSource } from '../../src/snapshot/reader.js';
import { FIXTURES, predict } from '../truth/predict.js';
import { pseudonymsOf, schemaNames } from './pseudonyms.js';

const META = JSON.parse(await readFile(join(FIXTURES, 'meta.json'), 'utf8')) as {
  readonly accounts: readonly { readonly role: string; readonly dn: string }[];
};
const ACCOUNTS = [...META.accounts.filter(({ role }) => role === 'audited').map(({ dn }) => dn), 'local-system'];

const names = pseudonymsOf(7);
let folder: string;
let path: string;
let original: RecordSource;
let renamed: RecordSource;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-pseudonyms-'));
  path = join(folder, 'renamed.snapshot');
  original = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
  await pseudonymize(original, names, { path, tool: { name: 'adreach', version: 'test' } });
  renamed = await openSources([path]);
}, 60_000);
afterAll(async () => {
  await original?.close();
  await renamed?.close();
  await rm(folder, { recursive: true, force: true });
});

const accountsThere = (): string[] =>
  ACCOUNTS.map((account) => (account === 'local-system' ? account : names.dn(account)));

/** What a SID in a result is called under the other names. */
const pseudonym = (sid: string): string => names.sid(normalizeSid(sid));

describe('verdicts', () => {
  test('the same up to the renaming, for every account, target and action', async () => {
    const before = await predict(original, ACCOUNTS);
    const after = await predict(renamed, accountsThere());
    const expected = [...before.byKey.values()].map(({ account, target, targetDn, action, ...rest }) =>
      line(pseudonym(account), pseudonym(target), names.dn(targetDn), action, rest),
    );
    const found = [...after.byKey.values()].map(({ account, target, targetDn, action, ...rest }) =>
      line(account, target, targetDn, action, rest),
    );
    expect(found.length).toBeGreaterThan(1000);
    expect(found.sort()).toEqual(expected.sort());
  }, 60_000);

  test('tokens and findings are the same', async () => {
    const before = await audit(original, ACCOUNTS);
    const after = await audit(renamed, accountsThere());
    expect(after.summary.findingsByRule).toEqual(before.summary.findingsByRule);
    const subject = (text: string): string => (text.startsWith('S-1-') ? pseudonym(text) : names.dn(text));
    // The first of several objects is another one under other names.
    const about = ({ subject: of, evidence }: Finding, named: (text: string) => string) =>
      of.startsWith('S-1-') || !Array.isArray(evidence['where'])
        ? named(of)
        : evidence['where']
            .map((where) => named(String(where)))
            .sort()
            .join(' and ');
    const expected = before.findings.map((finding) => [
      finding.rule,
      about(finding, subject),
      finding.account && pseudonym(finding.account),
    ]);
    const found = after.findings.map((finding) => [finding.rule, about(finding, (text) => text), finding.account]);
    expect(found.length).toBeGreaterThan(50);
    expect(found.map(String).sort()).toEqual(expected.map(String).sort());
    expect(after.gaps).toEqual(before.gaps);
    expect(after.tokens.map((token) => token.sort())).toEqual(
      before.tokens.map((token) => token.map(pseudonym).sort()),
    );
  }, 60_000);
});

describe('privacy', () => {
  test('no name, DN part, UPN, host or service name is left', async () => {
    const originals = await namesIn(original);
    expect(originals.size).toBeGreaterThan(300);
    const searched = (await searchable(path)).toLowerCase();
    const left = [...originals].filter((name) => name.length > 3 && searched.includes(name));
    expect(left).toEqual([]);
    for (const name of ['securelab', 'mdiaction', 'flag-disabled']) expect(originals).toContain(name);
    expect(searched).not.toContain('@securelab');
  });

  test('no domain SID is left, in text or in bytes', async () => {
    const sids = new Set<string>();
    for await (const record of records(original)) {
      for (const [sid] of JSON.stringify(record).matchAll(/S-1-5-21-\d+-\d+-\d+/g)) sids.add(sid);
    }
    expect(sids.size).toBeGreaterThanOrEqual(2);
    const text = unpacked(await readFile(path));
    const descriptors = Buffer.concat(
      [...text.matchAll(/"t":"sd","b":"([^"]*)"/g)].map(([, b]) => Buffer.from(b!, 'base64')),
    );
    for (const sid of sids) {
      expect([sid, text.includes(sid)]).toEqual([sid, false]);
      const numbers = Buffer.from(encodeSid(normalizeSid(sid))).subarray(12);
      expect([sid, descriptors.includes(numbers)]).toEqual([sid, false]);
    }
  });

  test('the schema holds the names of the base product only', async () => {
    const base = new Set([...schemaNames(), ...KEPT_SCHEMA].map((name) => name.toLowerCase()));
    for await (const record of records(renamed)) {
      if (record.type !== 'class' && record.type !== 'attribute' && record.type !== 'right') continue;
      expect(base.has(record.name.toLowerCase()) || /^n[a-z2-7]{13}$/.test(record.name)).toBe(true);
    }
  });

  test('another key gives other names; the same key the same bytes', async () => {
    const again = join(folder, 'again.snapshot');
    const other = join(folder, 'other.snapshot');
    const tool = { name: 'adreach', version: 'test' };
    await pseudonymize(original, pseudonymsOf(7), { path: again, tool });
    await pseudonymize(original, pseudonymsOf(8), { path: other, tool });
    const [first, second, third] = await Promise.all([path, again, other].map((file) => readFile(file)));
    expect(second!.equals(first!)).toBe(true);
    const domain = /"t":"domain","dn":"([^"]+)"/;
    expect(domain.exec(unpacked(third!))![1]).not.toBe(domain.exec(unpacked(first!))![1]);
  });
});

test('docs/pseudonymize.md lists every name that is kept', async () => {
  const page = await readFile('docs/pseudonymize.md', 'utf8');
  const missing = [...KEPT_CONTAINERS, ...KEPT_SCHEMA, ...KEPT_GROUPS, ...KEPT_LABELS, ...KEPT_SERVICES].filter(
    (name) => !page.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});

interface Rest {
  readonly access: string;
  readonly verdict: string;
  readonly reason: string;
  readonly documentedSet: boolean | null;
  readonly ace: { readonly index: number; readonly from: string | null } | null;
}

function line(account: string, target: string, dn: string, action: string, rest: Rest): string {
  const { access, verdict, reason, documentedSet, ace } = rest;
  return [
    account,
    target,
    dn,
    action,
    access,
    verdict,
    reason,
    documentedSet,
    ace?.index,
    ace && ace.from !== null,
  ].join(' ');
}

async function audit(evidence: RecordSource, accounts: readonly string[]) {
  const findings: Finding[] = [];
  let tokens: string[][] = [];
  const sink: AuditSink = {
    begin(_header, list) {
      tokens = list.map(({ token }) => token.map(({ sid }) => sid));
    },
    targets() {},
    findings: (batch) => void findings.push(...batch),
    end() {},
  };
  const loaded = loadRules([]);
  const {
    summary,
    evidence: block,
  }: { summary: Summary; evidence: { gaps: readonly { code: string; count: number }[] } } = await runAudit({
    evidence,
    accounts,
    actions: loaded.actions,
    rules: createEvaluator(loaded.rules),
    tool: { name: 'adreach', version: 'test', rules: loaded.sha256 },
    appliedRules: [],
    sink,
  });
  return { summary, findings, tokens, gaps: block.gaps.map(({ code, count }) => `${code} ${count}`).sort() };
}

async function* records(evidence: RecordSource): AsyncGenerator<ModelRecord | AccountStreamRecord> {
  for await (const batch of evidence.model()) yield* batch;
  for await (const batch of evidence.accounts()) yield* batch;
}

/** Every name that the records of a directory's own objects hold, in lower case. */
async function namesIn(evidence: RecordSource): Promise<Set<string>> {
  const found = new Set<string>();
  const add = (text: string | undefined): void => {
    if (text !== undefined) found.add(text.toLowerCase().replace(/\$$/, ''));
  };
  const addDn = (dn: string | undefined): void => {
    for (const rdn of dn === undefined ? [] : parseDn(dn))
      for (const { value } of rdn) if (!value.startsWith('S-1-')) add(value);
  };
  const addDns = (text: string | undefined): void => {
    for (const label of text?.split('.') ?? []) add(label);
  };
  for await (const record of records(evidence)) {
    if (record.type === 'class' || record.type === 'attribute' || record.type === 'right') continue;
    if ('dn' in record) addDn(record.dn);
    if ('samAccountName' in record) add(record.samAccountName);
    if (record.type === 'principal') add(record.name);
    if (record.type === 'partition') {
      addDns(record.dnsRoot);
      add(record.netbiosName);
    }
    if (record.type === 'trust') {
      addDns(record.partner);
      add(record.flatName);
    }
    if (record.type === 'group') for (const member of record.unresolvedMembers ?? []) addDn(member);
    if (record.type !== 'account') continue;
    addDn(record.rdn);
    for (const part of record.userPrincipalName?.split('@') ?? []) addDns(part);
    addDns(record.managed?.dnsHostName);
    for (const spn of record.managed?.spns ?? []) for (const part of spn.split(/[/:]/)) addDns(part);
  }
  return found;
}

/**
 * The values in a snapshot and the text in its descriptors, without the base product's schema and class names, and without
 * names that are on the list of those kept, where they stand as a whole.
 */
async function searchable(file: string): Promise<string> {
  const kept = [...KEPT_CONTAINERS, ...KEPT_GROUPS, ...KEPT_LABELS, ...KEPT_SERVICES, ...keptPrincipals()];
  const quoted = kept.map((name) => name.replace(/[$.*+?()[\]{}|\\^-]/g, '\\$&'));
  const whole = new RegExp(`(?<=["=])(?:${quoted.join('|')})(?=[",/])`, 'gi');
  return unpacked(await readFile(file))
    .split('\n')
    .filter((text) => text !== '' && !/^\{"t":"(?:class|attribute|right|classes)"/.test(text))
    .map((text) => {
      const sd = /^\{"t":"sd","b":"([^"]*)"/.exec(text);
      if (sd === null) return JSON.stringify(valuesIn(JSON.parse(text))).replace(whole, '');
      const bytes = Buffer.from(sd[1]!, 'base64');
      return `${bytes.toString('latin1')} ${bytes.toString('utf16le')} ${bytes.subarray(1).toString('utf16le')}`;
    })
    .join('\n');
}

function valuesIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value];
}

function unpacked(bytes: Buffer): string {
  return gunzipSync(bytes).toString('latin1');
}

test('of a collection the times stay, who read it and with which searches does not', async () => {
  const search = { base: 'DC=securelab,DC=local', scope: 'sub', filter: '(cn=secret)', attributes: ['cn'], entries: 3 };
  const collection = {
    boundAs: 'SECURELAB\\auditor',
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:01:00Z',
    serverTime: '2026-01-01T00:00:01Z',
    highestCommittedUSN: '4711',
    searches: [search, search],
    moreSearches: 3,
  };
  const live = {
    name: 'ldaps://dc1.securelab.local',
    kind: 'ldap',
    sha256: null,
    collectedAt: '2026-01-01T00:01:00Z',
    server: 'dc1.securelab.local',
    collection,
  } as const;
  const source = {
    ...live,
    name: 'securelab.snapshot',
    kind: 'snapshot',
    sha256: 'f'.repeat(64),
    madeFrom: [live],
  } as const;
  const evidence: RecordSource = {
    sources: [source],
    model: () => original.model(),
    accounts: () => original.accounts(),
    store: () => original.store(),
    close: async () => {},
  };
  const out = join(folder, 'sources.snapshot');
  await pseudonymize(evidence, names, { path: out, tool: { name: 'adreach', version: 'test' } });
  const { header, close } = await SnapshotSource.open(out).then((opened) => ({
    header: opened.header,
    close: () => opened.close(),
  }));
  await close();
  const kept = { ...collection, boundAs: '(left out)', searches: [], moreSearches: 5 };
  const server = names.dns('dc1.securelab.local');
  expect(header.sources).toEqual([
    {
      ...source,
      name: 'source 1, pseudonymized',
      sha256: null,
      server,
      collection: kept,
      madeFrom: [{ ...live, name: 'source 1.1, pseudonymized', server, collection: kept }],
    },
  ]);
  expect(JSON.stringify(header)).not.toMatch(/securelab|auditor|secret/i);
}, 60_000);
