/** More kinds of targets than are remembered: every account has a list of its own. Nothing is counted less often, or twice. */
import { expect, test } from '@jest/globals';
import { runAudit } from '../../src/audit/run.js';
import type { Finding, Summary } from '../../src/result/audit.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import {
  DOMAIN_DN,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  USER_ACCOUNT_CONTROL,
  user,
} from '../directory/memory-source.js';

const COUNT = 40_000;
const RULES = loadRules([]);
const TEAM = `${DOMAIN_SID}-2001`;

test('40,000 accounts, each with its own descriptor, for two accounts under audit', async () => {
  // Every third is open to the team; of every fourth the descriptor was not read.
  const kind = (number: number) => (number % 4 === 0 ? 'unread' : number % 3 === 0 ? 'open' : 'closed');
  const count = (wanted: string) => Array.from({ length: COUNT }, (_, i) => i).filter((i) => kind(i) === wanted).length;
  const list = (number: number) => (kind(number) === 'open' ? `(OA;;WP;${USER_ACCOUNT_CONTROL};;${TEAM})` : '');
  const evidence = memorySource({
    groups: [group(513, 'Domain Users', GLOBAL), group(2001, 'team', GLOBAL), group(512, 'Domain Admins', GLOBAL)],
    descriptors: [
      ...Array.from({ length: COUNT }, (_, i) => `O:SYG:SYD:(A;;RC;;;S-1-5-21-${i}-1-1-1)${list(i)}`),
      'O:SYG:SYD:',
    ],
    adminSDHolder: COUNT,
    accounts: [
      user(1000, 'one', { memberOf: [1], descriptor: COUNT }),
      user(1001, 'two', { descriptor: COUNT }),
      ...Array.from({ length: COUNT }, (_, i) =>
        user(10_000 + i, `u${i}`, kind(i) === 'unread' ? {} : { descriptor: i }),
      ),
    ],
  });
  const findings: Finding[] = [];
  let summary: Summary | undefined;
  const { evidence: block } = await runAudit({
    evidence,
    accounts: ['one', 'two'],
    actions: RULES.actions,
    rules: createEvaluator(RULES.rules),
    tool: { name: 'adreach', version: '0', rules: '' },
    appliedRules: [],
    sink: {
      begin: () => {},
      targets: () => {},
      findings: (batch) => void findings.push(...batch),
      end: (end) => {
        summary = end;
      },
    },
  });
  const of = (account: string) => {
    const { verdicts } = summary!.actions.find(
      (each) => each.account === `${DOMAIN_SID}-${account}` && each.action === 'disable',
    )!;
    return [verdicts.can + verdicts['can-until-sdprop'], verdicts.unknown];
  };
  expect(of('1000')).toEqual([count('open'), count('unread')]);
  expect(of('1001')).toEqual([0, count('unread')]);
  const inStaff = summary!.containers.filter(
    ({ action, container }) => action === 'disable' && container === `OU=Staff,${DOMAIN_DN}`,
  );
  expect(inStaff.map(({ verdicts }) => Object.values(verdicts).reduce((sum, each) => sum + each, 0))).toEqual([
    COUNT + 2,
    COUNT + 2,
  ]);
  expect(block.unknown?.find(({ reason }) => reason === 'descriptor-unreadable')).toMatchObject({
    verdicts: count('unread') * 2 * RULES.actions.length,
    targets: count('unread'),
  });
});
