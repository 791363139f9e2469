/** What the built-in rules must keep to, beyond their own cases. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { loadRules } from '../../src/rules/index.js';

const { rules } = loadRules();

/** Identifiers that were verified against their catalogues; a rule may use no other. */
const VERIFIED = {
  attack: ['T1531', 'T1098', 'T1207', 'T1558.001', 'T1558.003', 'T1558.004', 'T1134.005', 'T1069.002', 'T1484'],
  anssi: [
    'vuln_permissions_naming_context',
    'vuln_privileged_members_perm',
    'vuln_permissions_adminsdholder',
    'vuln_dsheuristics_bad',
    'vuln_adcs_template_control',
    'vuln_permissions_msdns',
    'vuln_permissions_schema',
    'vuln_permissions_gmsa_keys',
    'vuln_kerberos_properties_encryption',
    'vuln_dont_expire',
  ],
  pingcastle: [
    'P-UnkownDelegation',
    'P-DangerousExtendedRight',
    'P-ControlPathIndirectMany',
    'P-ControlPathIndirectEveryone',
    'A-AdminSDHolder',
    'S-AesNotEnabled',
    'S-DesEnabled',
    'S-PwdNeverExpires',
    'P-ServiceDomainAdmin',
    'A-BadSuccessor',
    'P-DsHeuristicsAdminSDExMask',
  ],
  // The pages of Microsoft Learn on posture assessments, as of August 2026.
  mdiPosture: [
    'Remove access rights on suspicious accounts with the Admin SDHolder permission',
    'Identify service accounts in privileged groups',
    'Microsoft LAPS usage',
  ],
} as const;

interface Case {
  readonly name: string;
  readonly expect: unknown;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const folder = dirname(rule.path);
  const { cases } = parse(readFileSync(join(folder, 'cases.yaml'), 'utf8')) as { cases: readonly Case[] };

  test('stands in a folder of its name, with the prefix of the program', () => {
    expect(basename(folder)).toBe(id);
    expect(id).toMatch(/^ADR-/);
  });

  test('has a case with a finding, one without, and one in which something is unknown', () => {
    expect(cases.some((item) => item.expect !== 'none')).toBe(true);
    expect(cases.some((item) => item.expect === 'none')).toBe(true);
    expect(cases.some((item) => item.name.startsWith('unknown'))).toBe(true);
  });

  test('its cases hold the whole message at least once', () => {
    expect(cases.some((item) => typeof item.expect === 'object' && 'message' in (item.expect as object))).toBe(true);
  });

  test('names identifiers of other catalogues only where they were verified', () => {
    for (const key of ['attack', 'anssi', 'pingcastle', 'mdiPosture'] as const) {
      expect(VERIFIED[key]).toEqual(expect.arrayContaining([...rule.frameworks[key]]));
    }
    expect(rule.references.length).toBeGreaterThan(0);
  });
});

test('at least the ten of the beginning', () => {
  expect(rules.length).toBeGreaterThanOrEqual(10);
});
