/** Every explanation of the sample domain: the verdict of the audit, by the entry that the audit names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession, type Session } from '../../src/audit/session.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { Explainer, type Explanation, findTarget } from '../../src/explain/index.js';
import { formatExplanation } from '../../src/report/explain/index.js';
import { loadRules } from '../../src/rules/index.js';
import { FIXTURES, keyOf, type Predictions, predict } from '../truth/predict.js';

const META = JSON.parse(readFileSync(join(FIXTURES, 'meta.json'), 'utf8')) as {
  readonly accounts: readonly { readonly role: string; readonly dn: string }[];
};
const TOOL = { name: 'adreach', version: 'test', rules: '' } as const;
const ACTIONS = loadRules([]).actions;

let evidence: RecordSource;
let session: Session;
let audit: Predictions;
const records: AccountRecord[] = [];

beforeAll(async () => {
  evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
  const accounts = [...META.accounts.filter(({ role }) => role === 'audited').map(({ dn }) => dn), 'local-system'];
  audit = await predict(evidence, accounts);
  session = await openSession(evidence, accounts, ACTIONS);
  for await (const batch of session.stream.pass()) records.push(...batch);
}, 60_000);
afterAll(() => evidence.close());

describe('explanations of the whole sample domain', () => {
  test('the same verdict as the audit, and a trace that accounts for it', () => {
    let seen = 0;
    const wrong: string[] = [];
    for (const [position, subject] of session.accounts.entries()) {
      const explainer = new Explainer(session, position, TOOL);
      for (const record of records) {
        if (record.sid === undefined) continue;
        for (const { id } of ACTIONS) {
          const explanation = explainer.explain(record, id);
          const key = keyOf(subject.sid, record.sid, id);
          seen++;
          const fault = faultOf(explanation, audit.byKey.get(key));
          if (fault !== null) wrong.push(`${explanation.account.name} ${explanation.target.dn} ${id}: ${fault}`);
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(seen).toBe(audit.byKey.size);
  }, 120_000);

  test('every text fits 80 columns, holds no control characters, and ends with what to change', () => {
    const explainer = new Explainer(session, 0, TOOL);
    for (const record of records) {
      for (const id of ['disable', 'force-password-change']) {
        const text = formatExplanation(explainer.explain(record, id), 'text', { width: 80, colour: false }, false);
        const lines = text.split('\n');
        expect(lines.filter((line) => /[\u0000-\u001f\u007f-\u009f\u202e]/.test(line))).toEqual([]);
        expect(lines.filter((line) => /^[ -~]*$/.test(line) && line.length > 80)).toEqual([]);
        const last = text.trimEnd().split('\n\n').at(-1)!;
        expect(last).toMatch(/^What to change: \S.*\.$/s);
        expect(text).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  }, 120_000);
});

function faultOf(
  explanation: Explanation,
  predicted: Predictions['byKey'] extends ReadonlyMap<string, infer P> ? P | undefined : never,
): string | null {
  if (!predicted) return 'the audit has no such verdict';
  const { access, verdict, reason, documentedSet, ace } = explanation.verdict;
  const mine = JSON.stringify({ access, verdict, reason, documentedSet, ace });
  const theirs = JSON.stringify({
    access: predicted.access,
    verdict: predicted.verdict,
    reason: predicted.reason,
    documentedSet: predicted.documentedSet,
    ace: predicted.ace,
  });
  if (mine !== theirs) return `${mine} instead of ${theirs}`;
  const { dacl, request, documented, change } = explanation;
  const deciding = dacl.entries.find(({ role }) => role === 'decides');
  if (access !== 'unknown' && (deciding?.index ?? -1) !== (ace?.index ?? -1))
    return `the trace decides at ${deciding?.index}`;
  if (access === 'unknown' && ace !== null && dacl.entries[ace.index]?.role !== 'open')
    return 'the open entry is not open';
  if (ace !== null && dacl.entries[ace.index]?.sddl !== ace.sddl) return 'another entry';
  if (ace !== null && (dacl.entries[ace.index]?.written?.dn ?? null) !== ace.from) return 'written elsewhere';
  const whole = request.rights.every((right) => right.access === 'granted');
  if (whole !== (access === 'granted')) return 'the requested rights say otherwise';
  const held = documented.every((right) => right.access === 'granted');
  if (held !== (documentedSet === true)) return 'the documented rights say otherwise';
  if (access === 'denied' && change.goal !== 'allow') return 'no way to have it allowed';
  if (access === 'denied' && change.options.length === 0) return 'no option';
  if (change.goal === 'know' && change.options.length === 0) return 'nothing to look at';
  return null;
}

test('an operator whom dSHeuristics takes out of the protected set is told as one, with a caution', async () => {
  const position = session.accounts.findIndex(({ name }) => name.endsWith('mdiAction$'));
  const explainer = new Explainer(session, position, TOOL);
  const record = await findTarget(session, 'po-excluded-stamped');
  const { target, change } = explainer.explain(record, 'disable');
  expect(target).toMatchObject({ protected: 'no', excluded: true, adminCount: 1 });
  expect(change).toMatchObject({ goal: 'allow', caution: 'operator-taken-out' });
  // It never left the group: there is nothing of that kind to confirm.
  expect(change.options.flat().map((step) => step.do)).toEqual(['enable-inheritance', 'clear-admin-count']);
});
