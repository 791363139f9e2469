/** What an export holds besides the objects that a collection reads must change nothing that is said; what gives power changes no verdict. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { runAudit } from '../../src/audit/run.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { EvidenceBlock } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { FIXTURES } from '../truth/predict.js';

const DOMAIN = 'DC=securelab,DC=local';
const ACCOUNT = 'mdiAction$';
const RULES = loadRules([]);

interface Said {
  readonly text: string;
  readonly verdicts: string;
  readonly rules: readonly string[];
  readonly account: string;
}

/** Everything that an audit says, but the hash of its source. */
async function said(path: string): Promise<Said> {
  const evidence = await openSources([path]);
  const events: unknown[] = [];
  const verdicts: unknown[] = [];
  const rules: string[] = [];
  let account = '';
  const note = (...what: readonly unknown[]) => void events.push(structuredClone(what));
  const plain = ({ gaps, complete, domains }: EvidenceBlock) => ({ gaps, complete, domains });
  const sink: AuditSink = {
    begin(header, accounts) {
      account = accounts[0]!.sid;
      note(header.evidence.gaps, accounts);
    },
    targets: (batch) => {
      verdicts.push(structuredClone(batch.map(({ origin: _, ...row }) => row)));
      note(...batch);
    },
    findings: (batch) => {
      rules.push(...batch.map(({ rule }) => rule));
      note(...batch);
    },
    end: (summary, block) => note(summary, plain(block)),
  };
  try {
    await runAudit({
      evidence,
      accounts: [ACCOUNT],
      actions: RULES.actions,
      rules: createEvaluator(RULES.rules),
      tool: { name: 'adreach', version: 'test', rules: RULES.sha256 },
      appliedRules: [],
      sink,
    });
  } finally {
    await evidence.close();
  }
  return { text: JSON.stringify(events), verdicts: JSON.stringify(verdicts), rules: rules.sort(), account };
}

test('a DNS zone and the configuration that are open to the account are told as such, and no delegation over accounts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-other-'));
  try {
    const ldif = gunzipSync(readFileSync(join(FIXTURES, 'securelab.ldif.gz'))).toString('utf8');
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const before = await said(file('x.ldif', ldif));
    const sd = (dacl: string) =>
      Buffer.from(encodeSecurityDescriptor(parseSddl(`O:SYG:SYD:${dacl}`))).toString('base64');
    const open = sd(`(A;CI;GA;;;${before.account})(A;CI;WP;;;${before.account})`);
    const object = (dn: string, ...classes: readonly string[]) =>
      `dn: ${dn}\nobjectClass: top\n${classes.map((name) => `objectClass: ${name}\n`).join('')}nTSecurityDescriptor:: ${open}\n\n`;
    const ignored = [
      object(`DC=host,DC=zone,CN=System,${DOMAIN}`, 'dnsNode'),
      object(`CN=user-Display,CN=409,CN=Configuration,${DOMAIN}`, 'displaySpecifier'),
    ];
    expect((await said(file('x.ldif', ldif + ignored.join('')))).text === before.text).toBe(true);

    const more = [
      object(`DC=zone,CN=MicrosoftDNS,CN=System,${DOMAIN}`, 'dnsZone'),
      object(`CN=Sites,CN=Configuration,${DOMAIN}`, 'sitesContainer'),
      object(`CN=Shared,CN=Configuration,${DOMAIN}`, 'container'),
    ];
    const after = await said(file('x.ldif', ldif + more.join('')));
    expect(after.verdicts === before.verdicts).toBe(true);
    const added = after.rules.filter((rule) => !before.rules.includes(rule));
    expect([...new Set(added)]).toEqual(['ADR-CONTROLS-DNS', 'ADR-CONTROLS-SCHEMA-OR-CONFIGURATION']);
    // Each entry once, in its area: the two of the configuration have the same two.
    expect(after.rules).toHaveLength(before.rules.length + added.length);

    // The same entry where accounts are made is one, so that the comparison means something.
    const unit = object(`OU=Open,${DOMAIN}`, 'organizationalUnit');
    expect((await said(file('x.ldif', ldif + unit))).text === before.text).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
