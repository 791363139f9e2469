import { describe, expect, test } from '@jest/globals';
import { streamAudit } from '../../../src/library/audit.js';
import { wordCount } from '../../../src/report/answer/bounded.js';
import { type Answer, answersOf } from '../../../src/report/answer/index.js';
import { DigestBuilder } from '../../../src/report/digest.js';
import type { AuditedAccount, AuditHeader, Summary } from '../../../src/result/audit.js';
import type { TargetOutcomes } from '../../../src/result/sink.js';

interface Run {
  readonly answers: readonly Answer[];
  readonly targets: readonly TargetOutcomes[];
  readonly summary: Summary;
}

let populations: AuditHeader['populations'] = [];
/** The id of a population by its position; null: not in scope. */
const populationId = (position: number | null) => (position === null ? null : populations[position]!.id);

async function run(...accounts: string[]): Promise<Run> {
  const builder = new DigestBuilder({ rows: 10, findingsPerRule: 1 });
  const targets: TargetOutcomes[] = [];
  let header: AuditHeader;
  let audited: readonly AuditedAccount[];
  let made: Run | null = null;
  await streamAudit(
    { sources: ['fixtures/securelab/securelab.ldif.gz'], accounts },
    {
      begin(...given) {
        [header, audited] = given;
        populations = given[0].populations;
      },
      targets(batch) {
        targets.push(...batch);
        builder.addTargets(batch);
      },
      findings: (batch) => builder.addFindings(batch),
      end(summary, evidence) {
        made = { answers: answersOf(builder.build(header, audited, summary, evidence)), targets, summary };
      },
    },
  );
  return made!;
}

const sample = run('mdiAction$', 'helpdesk1');

describe('the sample domain', () => {
  test('says whom it counts, and counts them', async () => {
    const { answers, targets } = await sample;
    const { headline, main, bars, reasons } = answers[0]!;
    // By hand: whoever is enabled, no member of what AdminSDHolder protects, a person, and nothing that programs run as.
    const people = targets.filter(({ account, population }) => account === 0 && populationId(population) === 'people');
    expect(people.every(({ state }) => state.enabled === 'yes' && state.protected === 'no')).toBe(true);
    expect(people.every(({ state }) => ['user', 'inetOrgPerson'].includes(state.className))).toBe(true);
    const can = people.filter(({ outcomes }) => outcomes[0]!.verdict === 'can').length;
    const of = targets.filter(
      ({ account, population }) => account === 0 && populationId(population) === 'tier-zero',
    ).length;
    const now = targets.filter(
      ({ account, population, outcomes }) =>
        account === 0 && populationId(population) === 'tier-zero' && outcomes[0]!.verdict === 'can-until-sdprop',
    ).length;
    // An operator whom dSHeuristics takes out of protection.
    const lasting = targets.filter(
      ({ account, population, outcomes }) =>
        account === 0 && populationId(population) === 'tier-zero' && outcomes[0]!.verdict === 'can',
    ).length;
    expect([lasting, now]).toEqual([1, 4]);
    expect(main).toMatchObject({ action: 'disable', can, targets: people.length });
    expect(headline).toBe(
      `SECURELAB\\mdiAction$ can disable ${can} of ${people.length} enabled people it is meant to reach, and it lasts; also ${lasting} of ${of} Tier-0 accounts, ${now} more until AdminSDHolder's run.`,
    );
    expect(bars.map(({ population }) => population)).toEqual([
      'people',
      'tier-zero',
      'service-accounts',
      'computers',
      'trust-accounts',
      'disabled',
      'undecided',
    ]);
    expect(bars.reduce((sum, bar) => sum + bar.targets, 0)).toBe(targets.length / 2);
    for (const { reason, action, count } of reasons) {
      const same = people.filter(({ outcomes }) =>
        outcomes.some((each) => each.action === action && each.reason === reason),
      );
      expect(count).toBe(same.length);
    }
  });

  test('in at most 60 words what it says and how it stands, in at most 120 all of it', async () => {
    for (const { headline, questions, reasons, worst, dated } of (await sample).answers) {
      const first = [headline, ...questions.flatMap(({ question, sign, answer }) => [question, sign, answer])];
      expect(wordCount(first.join(' '))).toBeLessThanOrEqual(60);
      const rest = reasons.flatMap(({ count, words, mend, gain, caution }) => [count, words, mend, gain, caution]);
      const all = [...first, ...rest, worst?.severity, worst?.sentence, dated];
      expect(wordCount(all.filter((text) => text !== null && text !== undefined).join(' '))).toBeLessThanOrEqual(120);
    }
  });

  test('gives no all-clear', async () => {
    for (const { questions, worst } of (await sample).answers) {
      expect(questions.map(({ sign }) => sign)).not.toContain('yes');
      expect(worst!.severity).toBe('critical');
    }
  });

  test('counts as gained who lacks it for that reason', async () => {
    const { summary, targets } = await sample;
    const { holes } = summary.accounts[0]!;
    expect(holes.length).toBeGreaterThan(5);
    for (const { accounts, actions, gains } of holes) {
      expect([...new Set(gains.map(({ action }) => action))]).toEqual(actions);
      const most = Math.max(...actions.map((id) => sum(gains.filter(({ action }) => action === id))));
      expect(most).toBeLessThanOrEqual(accounts);
      expect(sum(gains)).toBeGreaterThanOrEqual(accounts);
    }
    // No account is gained by more than one change: together they are no more than there are.
    const gained = (reason: string) =>
      sum(holes.flatMap(({ gains }) => gains).filter((gain) => gain.action === 'disable' && gain.reason === reason));
    const lacking = targets.filter(
      ({ account, population, outcomes }) =>
        account === 0 && populationId(population) === 'people' && outcomes[0]!.reason === 'no-entry',
    );
    expect(gained('no-entry')).toBeGreaterThan(0);
    expect(gained('no-entry')).toBeLessThanOrEqual(lacking.length);
  });
});

function sum(list: readonly { readonly accounts: number }[]): number {
  return list.reduce((total, { accounts }) => total + accounts, 0);
}
