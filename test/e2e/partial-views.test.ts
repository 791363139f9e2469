/** The sample domain, seen in part: what two views show together, and what the evidence says of what neither shows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assembleSnapshot } from '../../src/assemble/index.js';
import { runAudit } from '../../src/audit/run.js';
import type { EvidenceBlock, Summary } from '../../src/result/audit.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import type { RawEntry, RawItem } from '../../src/sources/entry.js';
import { openLdif } from '../../src/sources/ldif/index.js';
import { Random } from '../fuzz/random.js';
import { FIXTURES } from '../truth/predict.js';

const RULES = loadRules([]);
const folder = mkdtempSync(join(tmpdir(), 'adreach-views-'));
afterAll(() => rmSync(folder, { recursive: true }));

let entries: RawEntry[];
let whole: Audited;
beforeAll(async () => {
  entries = [];
  for await (const item of openLdif(join(FIXTURES, 'securelab.ldif.gz')).items) {
    if ('entry' in item) entries.push({ dn: item.entry.dn, attributes: item.entry.attributes });
  }
  whole = await audit(entries.map((entry) => ({ entry })));
}, 60_000);

interface Audited {
  /** One line a verdict. */
  readonly verdicts: readonly string[];
  /** Verdicts that are not unknown, by account, target and action. */
  readonly known: ReadonlyMap<string, string>;
  /** How many unknown verdicts there are, by DN and reason. */
  readonly unknown: ReadonlyMap<string, number>;
  readonly summary: Summary;
  readonly block: EvidenceBlock;
}

let files = 0;
async function audit(items: readonly RawItem[]): Promise<Audited> {
  const path = join(folder, `${files++}.snapshot`);
  async function* stream(): AsyncGenerator<RawItem> {
    yield* items;
  }
  await assembleSnapshot(stream(), {
    path,
    tool: { name: 'adreach', version: '0' },
    sources: () => [],
    tempDir: folder,
  });
  const evidence = await openSnapshot(path);
  const verdicts: string[] = [];
  const unknown = new Map<string, number>();
  const known = new Map<string, string>();
  try {
    const { summary, evidence: block } = await runAudit({
      evidence,
      accounts: ['mdiAction$', 'local-system'],
      actions: RULES.actions,
      rules: createEvaluator([]),
      tool: { name: 'adreach', version: '0', rules: '' },
      appliedRules: [],
      sink: {
        begin: () => {},
        targets(batch) {
          for (const { account, target, outcomes } of batch) {
            for (const { action, verdict, reason, ace, documentedSet } of outcomes) {
              const name = `${account} ${target.dn} ${action}`;
              if (verdict !== 'unknown') known.set(name, verdict);
              verdicts.push(
                [account, target.sid, target.dn, action, verdict, reason, documentedSet, ace?.sddl, ace?.from].join(
                  ' ',
                ),
              );
              const key = `${target.dn} ${reason}`;
              if (verdict === 'unknown') unknown.set(key, (unknown.get(key) ?? 0) + 1);
            }
          }
        },
        findings: () => {},
        end: () => {},
      },
    });
    return { verdicts: verdicts.sort(), known, unknown, summary, block };
  } finally {
    await evidence.close();
  }
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const out = [...values];
  for (let left = out.length - 1; left > 0; left--) {
    const other = random.below(left + 1);
    [out[left], out[other]] = [out[other]!, out[left]!];
  }
  return out;
}

describe('two views of one domain', () => {
  test.each([1, 2, 3, 4])(
    'each attribute is shown by one of them at least: the verdicts of the whole (%i)',
    async (seed) => {
      const random = new Random(seed);
      const views: [RawItem[], RawItem[]] = [[], []];
      for (const { dn, attributes } of entries) {
        const seen = [...attributes].map(([name, values]) => ({ name, values, by: random.below(3) }));
        // Definitions and settings are read as they are; who may read one mostly may read all of it.
        const split = (attributes.get('objectclass') ?? []).some((value) =>
          ['user', 'group', 'organizationalUnit', 'container'].includes(value.toString()),
        );
        for (const view of [0, 1]) {
          const shown = seen.filter(({ by }) => !split || by === view || by === 2);
          if (shown.length > 0)
            views[view]!.push({ entry: { dn, attributes: new Map(shown.map((s) => [s.name, s.values])) } });
        }
      }
      const { verdicts, block } = await audit([
        { source: 'one' },
        ...shuffled(views[0], random),
        { source: 'two' },
        ...shuffled(views[1], random),
      ]);
      expect(verdicts).toEqual(whole.verdicts);
      // What an object may do without is told where only one view has it; nothing else is.
      const added = block.gaps.filter(({ code }) => !whole.block.gaps.some((gap) => gap.code === code));
      for (const { code, message } of added) {
        expect(code).toBe('readings-differ');
        expect(message).toMatch(/: only one of the readings/);
      }
    },
    60_000,
  );
});

describe('what no view shows', () => {
  const HIDDEN = ['ntsecuritydescriptor', 'useraccountcontrol', 'objectsid', 'objectclass', 'primarygroupid'];

  test.each([11, 107, 216, 1062])(
    'each unknown verdict is counted, and where a gap is the cause, at that gap (%i)',
    async (seed) => {
      const random = new Random(seed);
      const items = entries.flatMap(({ dn, attributes }): RawItem[] => {
        // Without the definitions that an action names there is no audit.
        const kept = dn.startsWith('CN=mdiAction,') || dn.includes('CN=Configuration,');
        if (!kept && random.below(40) === 0) return [];
        const shown = [...attributes].flatMap(([name, values]) => {
          if (kept || !HIDDEN.includes(name)) return [[name, values] as const];
          const fate = random.below(12);
          if (fate === 0) return [];
          return [[name, fate === 1 ? values.map((value) => value.subarray(0, 9)) : values] as const];
        });
        return [{ entry: { dn, attributes: new Map(shown) } }];
      });
      const { known, unknown, summary, block } = await audit(items);
      const flipped = [...known].filter(([name, verdict]) => (whole.known.get(name) ?? verdict) !== verdict);
      // What makes an account protected may be hidden altogether; that what lasts rests on it is told.
      const told =
        block.gaps.some(({ code, touches }) => code === 'object-not-visible' && (touches!.resting ?? 0) > 0) ||
        block.notes.some((note) => note.includes('count as not protected'));
      const excused = (name: string, verdict: string): boolean =>
        told && verdict === 'can' && whole.known.get(name) === 'can-until-sdprop';
      const wrong = flipped.filter(([name, verdict]) => !excused(name, verdict));
      expect(wrong.map(([name, verdict]) => `${name} ${whole.known.get(name)} -> ${verdict}`)).toEqual([]);
      const totals = new Map<string, number>();
      for (const [key, count] of unknown) {
        const reason = key.slice(key.lastIndexOf(' ') + 1);
        totals.set(reason, (totals.get(reason) ?? 0) + count);
      }
      expect(totals.size).toBeGreaterThan(2);
      expect(new Map(block.unknown!.map(({ reason, verdicts }) => [reason, verdicts]))).toEqual(totals);
      for (const { reason, verdicts, withoutGap, gaps, targets, examples } of block.unknown!) {
        const explained = [
          'descriptor-unreadable',
          'descriptor-damaged',
          'user-account-control-unreadable',
          'adminsdholder-missing',
        ];
        if (explained.includes(reason)) expect([reason, withoutGap]).toEqual([reason, 0]);
        expect(withoutGap).toBeLessThanOrEqual(verdicts);
        expect(gaps.length > 0).toBe(withoutGap < verdicts);
        const keys = [...unknown.keys()].filter((key) => key.endsWith(` ${reason}`));
        expect(keys).toHaveLength(targets);
        for (const dn of examples) expect(keys).toContain(`${dn} ${reason}`);
      }
      const reasonOf = new Map([
        ['descriptor-unreadable', 'descriptor-unreadable'],
        ['attribute-unreadable', 'user-account-control-unreadable'],
      ]);
      for (const { code, dn, touches } of block.gaps) {
        const reason = reasonOf.get(code);
        if (reason === undefined || dn === null || dn.startsWith('CN=AdminSDHolder,')) continue;
        expect([code, dn, touches!.unknown ?? 0]).toEqual([code, dn, unknown.get(`${dn} ${reason}`) ?? 0]);
      }
      const verdicts = summary.actions.flatMap(({ verdicts: of }) => Object.values(of)).reduce((sum, n) => sum + n, 0);
      for (const { unknown: without, resting } of block.gapsByCode!) {
        expect((without ?? 0) + (resting ?? 0)).toBeLessThanOrEqual(verdicts);
      }
      expect(block.counts.accounts).toBe(summary.targets);
      expect(block.counts.accountsByClass!.reduce((sum, { count }) => sum + count, 0)).toBe(summary.targets);
    },
    60_000,
  );
});
