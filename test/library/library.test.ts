/** The functions of the library, on the sample domain. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AdreachError,
  audit,
  explain,
  explanationDocument,
  loadRules,
  openSources,
  type RecordSource,
  streamAudit,
  withActions,
} from '../../src/index.js';
import { jsonSink } from '../../src/report/json.js';
import { memoryOutput } from '../report/memory-output.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const SAMPLE = join(FIXTURES, 'securelab.ldif.gz');
const ACCOUNTS = ['mdiAction$', 'local-system'];

describe('library', () => {
  let evidence: RecordSource;
  beforeAll(async () => {
    evidence = await openSources([SAMPLE]);
  });
  afterAll(() => evidence.close());

  test('audit returns what is written as JSON', async () => {
    const output = memoryOutput();
    const { summary } = await streamAudit({ sources: evidence, accounts: ACCOUNTS }, jsonSink(output));
    const result = await audit({ sources: evidence, accounts: ACCOUNTS });
    expect(result).toEqual(validJson('audit', output.text));
    expect(result.summary).toEqual(summary);
    expect(result.verdicts).toHaveLength(2 * 271 * 4);
    expect(result.summary.actions[0]).toMatchObject({
      action: 'disable',
      verdicts: { can: 136, 'can-until-sdprop': 4, 'no-effect': 0, cannot: 126, unknown: 5 },
    });
  });

  test('sources by name are opened and closed; actions and rules can be chosen', async () => {
    const rules = { ...loadRules(), rules: [] };
    const progress: string[] = [];
    const { actions, findings, verdicts } = await audit({
      sources: [SAMPLE],
      accounts: ['mdiAction$'],
      actions: ['reset-password', 'Disable'],
      rules,
      progress: (text) => progress.push(text),
    });
    expect(actions.map(({ id }) => id)).toEqual(['disable', 'reset-password']);
    expect([findings.length, verdicts.length]).toEqual([0, 2 * 271]);
    expect(progress.at(-1)).toBe('271 accounts evaluated');
    expect(withActions(rules, ['enable']).actions.map(({ id }) => id)).toEqual(['enable']);
  });

  test('explain gives the verdict of the audit, typed; its document the sentences', async () => {
    const explanation = await explain({
      sources: evidence,
      account: 'mdiAction$',
      target: 'inet-one',
      action: 'disable',
    });
    expect(explanation.verdict).toMatchObject({ verdict: 'cannot', reason: 'no-entry-for-class' });
    expect(explanation.request.rights[0]!.right).toMatchObject({
      right: 'write-property',
      attribute: 'userAccountControl',
    });
    expect(explanationDocument(explanation).request.rights[0]!.right).toBe('write userAccountControl');
  });

  test.each([
    ['no account', {}, 'no account under audit was named', undefined],
    [
      'an unknown action',
      { accounts: ACCOUNTS, actions: ['disabel'] },
      'there is no action "disabel"',
      'Did you mean disable? ',
    ],
    ['an unknown account', { accounts: ['nobody-at-all'] }, 'no account "nobody-at-all" in the sources', undefined],
    [
      'a server without a connection',
      { sources: ['ldaps://dc1.invalid'], accounts: ACCOUNTS },
      'a directory server cannot be read here',
      undefined,
    ],
  ])('%s is an AdreachError', async (_what, options, message, hint) => {
    const failed = await audit({ sources: evidence, accounts: [], ...options }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AdreachError);
    expect((failed as AdreachError).message).toContain(message);
    if (hint !== undefined) expect((failed as AdreachError).hint).toContain(hint);
  });
});
