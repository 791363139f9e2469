/**
 * Whoever is a member of Windows' own groups gets no finding about an entry that Windows itself put there: on the lab's domain as
 * its server provisions it, and on a real Windows domain where that sample is present.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { runAudit } from '../../src/audit/run.js';
import type { Finding } from '../../src/result/audit.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { testFolder } from '../snapshot/file.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const LAB = join(ROOT, 'fixtures/securelab/securelab.ldif.gz');
const LAB_SID = 'S-1-5-21-1004336348-1177238915-682003330';
const WINDOWS = join(ROOT, '../shared/data/detectionlab.dat');
const WINDOWS_SID = 'S-1-5-21-2018156605-3479576465-3716879092';

const folder = testFolder();
afterAll(() => folder.dispose());

const ALIASES = [544, 548, 549, 550, 551, 554, 557, 560, 561].map((rid) => `S-1-5-32-${rid}`);
const ofDomain = (domain: string, rids: readonly number[]) => rids.map((rid) => `${domain}-${rid}`);

async function audit(source: string, accounts: readonly string[]): Promise<readonly Finding[]> {
  const { rules, actions, sha256 } = loadRules();
  const evidence = await openSources([source], { tempDir: dirname(folder.path('x')) });
  const found: Finding[] = [];
  try {
    await runAudit({
      evidence,
      accounts,
      actions,
      rules: createEvaluator(rules),
      tool: { name: 'adreach', version: 'test', rules: sha256 },
      appliedRules: [],
      sink: { begin() {}, targets() {}, findings: (some) => void found.push(...some), end() {} },
    });
  } finally {
    await evidence.close();
  }
  return found;
}

/** Where an entry stands that a finding is about. */
function places({ evidence }: Finding): readonly string[] {
  const where = evidence['where'] ?? evidence['holder'];
  return where === undefined ? [] : [where].flat().map(String);
}

describe('the lab, as provisioned', () => {
  test("findings about entries are about the lab's own objects and trustees alone", async () => {
    const groups = [
      ...ALIASES,
      ...ofDomain(LAB_SID, [512, 513, 514, 515, 516, 517, 518, 519, 520, 521, 553, 571, 572]),
    ];
    const found = await audit(LAB, groups);
    // The lab's people and groups are in organisational units of its own; its trustees have RIDs from 1000 on.
    const isLabs = (dn: string) => /,OU=(?!Domain Controllers,)/.test(`,${dn}`);
    const provisioned = found.filter((finding) => places(finding).some((dn) => !isLabs(dn)));
    const told = provisioned.filter(({ rule }) => rule !== 'ADR-ADMINSDHOLDER-DIFFERS');
    expect(told.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    for (const { evidence } of found) expect(evidence['default'] ?? 'no').toBe('no');
    // All of them hold something by default: nothing was left out for want of rights.
    expect(found.filter(({ rule }) => rule === 'ADR-PRIVILEGED-MEMBERSHIP').length).toBeGreaterThanOrEqual(7);
  }, 120_000);
});

(existsSync(WINDOWS) ? describe : describe.skip)('a real Windows domain', () => {
  test('no finding about any entry', async () => {
    const groups = [
      ...ALIASES,
      ...ofDomain(WINDOWS_SID, [512, 513, 515, 516, 517, 518, 519, 520, 526, 527, 553, 1102]),
    ];
    const found = await audit(WINDOWS, groups);
    expect(
      found.filter((finding) => places(finding).length > 0).map(({ rule, message }) => `${rule}: ${message}`),
    ).toEqual([]);
    expect(found.map(({ rule }) => rule)).toContain('ADR-PRIVILEGED-MEMBERSHIP');
  }, 120_000);
});
