/**
 * The words of explanations on the sample domain, as files that were read and found good. After a change of words:
 * UPDATE_GOLDEN=1 npm run jest -- test/report/explain, and read the differences.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../../src/assemble/open.js';
import { openSession } from '../../../src/audit/session.js';
import type { RecordSource } from '../../../src/directory/record-source.js';
import { Explainer, findTarget } from '../../../src/explain/index.js';
import { formatExplanation } from '../../../src/report/explain/index.js';
import { loadRules } from '../../../src/rules/index.js';
import { ROOT } from '../../truth/predict.js';

const GOLDEN = join(ROOT, 'test/report/explain/golden');

/** File, account, target, action. */
const CASES = [
  ['success', 'mdiAction$', 'flag-normal', 'disable'],
  ['deny-in-nested-group', 'mdiAction$', 'deny-group-allow-user', 'disable'],
  ['near-deny-far-allow', 'mdiAction$', 'near-deny-far-allow', 'disable'],
  ['orphaned-admincount', 'mdiAction$', 'orphan', 'disable'],
  ['inherit-only', 'mdiAction$', 'inherit-only-explicit', 'disable'],
  ['other-class', 'mdiAction$', 'inet-one', 'disable'],
  ['well-known-sid', 'known1', 'trustee-pre-windows-2000', 'disable'],
  ['conditional', 'mdiAction$', 'conditional-deny', 'disable'],
  ['adminsdholder-takes-away', 'mdiAction$', 'da-pending-nested', 'disable'],
  ['adminsdholder-allows', 'mdiHolder$', 'da-normal', 'disable'],
  ['protected', 'mdiAction$', 'da-normal-in-scope', 'disable'],
  ['nothing-matches', 'mdiPrimary$', 'deny-other-trustee', 'disable'],
  ['inheritance-off-above', 'mdiAction$', 'blocked-by-ou', 'disable'],
  ['read-right-missing', 'mdiAction$', 'uac-unreadable-by-actor', 'disable'],
  ['no-effect', 'mdiAction$', 'flag-dont-expire', 'force-password-change'],
  ['null-dacl', 'mdiAction$', 'null-dacl', 'reset-password'],
  ['unknown-trustee', 'mdiAction$', 'trustee-foreign-unknown', 'disable'],
] as const;

const TRAITS = { width: 80, colour: false };

describe('explanations as they read', () => {
  let evidence: RecordSource;
  beforeAll(async () => {
    evidence = await openSources(['fixtures/securelab/securelab.ldif.gz']);
  }, 60_000);
  afterAll(() => evidence.close());

  test.each(CASES)('%s', async (file, account, target, action) => {
    const session = await openSession(
      evidence,
      [account],
      loadRules([]).actions.filter(({ id }) => id === action),
    );
    const explainer = new Explainer(session, 0, { name: 'adreach', version: 'test', rules: '' });
    const explanation = explainer.explain(await findTarget(session, target), action);
    const formats = file === 'success' ? (['text', 'md'] as const) : (['text'] as const);
    for (const format of formats) {
      const text = formatExplanation(explanation, format, TRAITS, false);
      const path = join(GOLDEN, `${file}.${format === 'md' ? 'md' : 'txt'}`);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
      expect(text).toBe(readFileSync(path, 'utf8'));
    }
  });
});
