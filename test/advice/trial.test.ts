/** Everything that is advised on the sample domain comes to what is asked for, by what is said to come of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession } from '../../src/audit/session.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { Explainer } from '../../src/explain/index.js';
import { loadRules } from '../../src/rules/index.js';
import { FIXTURES } from '../truth/predict.js';
import { short, shortEffect } from './situations.js';

const META = JSON.parse(readFileSync(join(FIXTURES, 'meta.json'), 'utf8')) as {
  readonly accounts: readonly { readonly role: string; readonly dn: string }[];
};

let evidence: RecordSource;
beforeAll(async () => {
  evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
}, 60_000);
afterAll(() => evidence.close());

/** The verdicts in which what is asked for has come true, by goal. */
const GOALS: Readonly<Record<string, readonly string[]>> = {
  allow: ['can', 'no-effect'],
  last: ['can', 'no-effect'],
  'take-effect': ['can', 'can-until-sdprop'],
  repair: ['cannot', 'can', 'no-effect', 'can-until-sdprop'],
  none: ['can', 'no-effect', 'can-until-sdprop'],
};

test('every way out of the sample domain comes to what is asked for, or says that it was not tried or is not known', async () => {
  const accounts = META.accounts.filter(({ role }) => role === 'audited').map(({ dn }) => dn);
  const session = await openSession(evidence, accounts, loadRules([]).actions);
  const records: AccountRecord[] = [];
  for await (const batch of session.stream.pass()) records.push(...batch);
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  for (const position of session.accounts.keys()) {
    const explainer = new Explainer(session, position, { name: 'adreach', version: 'test', rules: '' });
    for (const record of records.filter((_, index) => (index + position) % 5 === 0)) {
      const { change, account, target } = explainer.explain(record, 'disable');
      const told = (of: string, steps: (typeof change.options)[number], effect: string, good: boolean) => {
        seen.set(of, (seen.get(of) ?? 0) + 1);
        if (!good) wrong.push(`${account.name} ${target.dn}: ${of}: ${steps.map(short).join('; ')} = ${effect}`);
      };
      expect([change.effects.length, change.revokeEffects.length]).toEqual([
        change.options.length,
        change.revoke.length,
      ]);
      for (const [index, effect] of change.effects.entries()) {
        const last = effect.tried ? (effect.afterRun ?? effect.after).verdict : effect.because;
        const good = GOALS[change.goal]?.includes(last) ?? last === 'nothing-changes';
        // Where it cannot be known, that is what is said.
        const open = last === 'unknown' || last === 'default-list-unread' || last === 'evidence-missing';
        told(open ? `${change.goal}, open` : change.goal, change.options[index]!, shortEffect(effect), good || open);
      }
      for (const [index, effect] of change.revokeEffects.entries()) {
        const last = effect.tried ? (effect.afterRun ?? effect.after).access : effect.because;
        told('revoke', change.revoke[index]!, shortEffect(effect), last === 'denied');
      }
    }
  }
  expect(wrong).toEqual([]);
  for (const goal of ['allow', 'last', 'revoke', 'know'])
    expect([goal, (seen.get(goal) ?? 0) > 3]).toEqual([goal, true]);
}, 120_000);
