import { writeSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { TokenStep, TokenWay } from '../../src/directory/token.js';
import { labAddress, labOrReason } from '../lab-available.js';
import { TOKEN_DEVIATIONS } from './token-model.js';
import { judgeTrial, runTrial, type Trial, type TriedToken, trialSummary } from './token-trial.js';

const reason = await labOrReason('tokens over random groups');
const SEED = 2026;

/** A token without the SIDs whose way is so: a mistake that a walk through memberships could make. */
const without =
  (mistaken: (steps: readonly TokenStep[], sid: Sid) => boolean) =>
  ({ token }: TriedToken): readonly Sid[] =>
    [...token.sids.values()].filter(({ sid, way }) => !mistaken(stepsOf(way), sid)).map(({ sid }) => sid);

/** From the account to the SID. */
function stepsOf(way: TokenWay): readonly TokenStep[] {
  const steps: TokenStep[] = [];
  for (let at: TokenWay | null = way; at !== null; at = at.before) steps.unshift(at.step);
  return steps;
}

const leadsOn = (steps: readonly TokenStep[], kind: TokenStep['kind']) =>
  steps.slice(0, -1).some((step) => step.kind === kind);

const MISTAKES: Readonly<Record<string, (tried: TriedToken) => readonly Sid[]>> = {
  'leaves out nested groups': without((steps) => steps.filter(({ kind }) => kind === 'group').length > 1),
  'stops at the fourth group': without((steps) => steps.filter(({ kind }) => kind === 'group').length > 3),
  'leaves out the aliases of BUILTIN': without((_steps, sid) => sid.startsWith('S-1-5-32-')),
  'leaves out what Everyone and its like are members of': without((steps) => leadsOn(steps, 'well-known')),
  'leaves out former SIDs': without((steps) => steps.at(-1)!.kind === 'former-sid'),
  'leaves out the former SIDs of groups': without(
    (steps) => steps.at(-1)!.kind === 'former-sid' && leadsOn(steps, 'group'),
  ),
  'leaves out what former SIDs are members of': without((steps) => leadsOn(steps, 'former-sid')),
};

(reason === null ? describe : describe.skip)("tokens over random groups, and the server's own", () => {
  let trial: Trial;

  beforeAll(async () => {
    const started = Date.now();
    trial = await runTrial(await labAddress(), { seed: SEED, accounts: 30 });
    writeSync(1, `${trialSummary(trial, judgeTrial(trial), SEED, Date.now() - started)}\n`);
  }, 180_000);

  test('hold the same SIDs, or differ for a known cause; from LDIF and from LDAP alike', () => {
    const { tried, shared, causes, disagreements } = judgeTrial(trial);
    expect(disagreements).toEqual([]);
    expect(tried).toBeGreaterThan(30);
    // The exceptions stay exceptions, and each is there.
    const excused = [...causes.values()].reduce((sum, count) => sum + count, 0);
    expect(shared).toBeGreaterThan(excused);
    const seen = new Set([...causes.keys()].flatMap((key) => key.split(' + ')));
    expect([...seen].sort()).toEqual([...TOKEN_DEVIATIONS].sort());
  });

  test.each(Object.keys(MISTAKES))('a token that %s would be found out', (mistake) => {
    expect(judgeTrial(trial, MISTAKES[mistake]!).disagreements.length).toBeGreaterThan(0);
  });

  test('a token that counts distribution groups would be found out', () => {
    const { plan, model } = trial;
    const distribution = new Set(plan.groups.filter(({ security }) => !security).map(({ name }) => name));
    const sidOf = new Map(model.holdings.map(({ name, sid }) => [name, sid]));
    const counting = ({ account, token }: TriedToken): readonly Sid[] => [
      ...token.sids.keys(),
      ...[...distribution].filter((name) => plan.links[name]?.includes(account.name)).map((name) => sidOf.get(name)!),
    ];
    const { disagreements } = judgeTrial(trial, counting);
    expect(disagreements.length).toBeGreaterThan(0);
    expect(disagreements[0]).toMatch(/: adreach has it, the server has it not; the specification has it not/);
  });
});
