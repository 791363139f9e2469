// biome-ignore-all lint/suspicious/noTemplateCurlyInString: message templates of rules use these
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReachFacts } from '../../src/facts/reach.js';
import type { TargetFacts } from '../../src/facts/target.js';
import { ConditionRunner, compileCondition } from '../../src/rules/condition.js';
import { celContext } from '../../src/rules/environment.js';
import { compile } from '../../src/rules/expression.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { account, target, verdict } from './facts.js';
import { folderWith, removeFolders, ruleYaml } from './folder.js';

afterEach(removeFolders);

function evaluatorOf(changes: Readonly<Record<string, string | null>>) {
  const { rules } = loadRules([folderWith({ 'rule.yaml': ruleYaml(changes) })]);
  return createEvaluator(rules.filter((rule) => rule.id === 'ORG-TEST'));
}

describe('createEvaluator', () => {
  test('a finding carries the rule, the account, and the filled-in texts', () => {
    const evaluator = evaluatorOf({
      scope: 'verdict',
      when: 'verdict.access == "granted"',
      message:
        "'${account.name}: ${verdict.action} on ${target.name}, ${target.adminCount + 1}, ${target.adminCount > 0}, $${x}.'",
      evidence:
        '{count: target.adminCount, groups: account.groups, never: target.passwordNeverExpires, flag: account.managed}',
      frameworks: '{nist: [AC-6(1), AC-2], stig: [], attack: [T1098]}',
    });
    expect(
      evaluator.evaluate('verdict', { account: account(), target: target({ adminCount: 1 }), verdict: verdict() }),
    ).toEqual([
      {
        rule: 'ORG-TEST',
        severity: 'low',
        title: 'Test rule',
        subject: target().sid,
        account: account().sid,
        message: 'SECURELAB\\mdiAction$: disable on SECURELAB\\ada, 2, true, ${x}.',
        evidence: { count: 1, groups: ['S-1-5-21-1-2-3-1701'], never: 'no', flag: true },
        remediation: 'Do something.',
        subjectName: target().name,
        fingerprint: `ORG-TEST/${account().sid}/${target().sid}/disable`,
        status: 'open',
        suppression: null,
        // Catalogues without an identifier are left out.
        frameworks: { attack: ['T1098'], nist: ['AC-6(1)', 'AC-2'] },
      },
    ]);
  });

  test('rules of other scopes stay silent, and unused scopes are told', () => {
    const evaluator = evaluatorOf({});
    expect(evaluator.uses('target')).toBe(true);
    expect(evaluator.uses('verdict')).toBe(false);
    expect(evaluator.evaluate('verdict', { account: account(), target: target(), verdict: verdict() })).toEqual([]);
    expect(evaluator.evaluate('target', { target: target() })).toMatchObject([{ rule: 'ORG-TEST', account: null }]);
  });

  test('mayFind answers for all objects that differ in names and SIDs only', () => {
    const evaluator = evaluatorOf({ when: 'target.adminCount == 1 && target.name == "SECURELAB\\\\grace"' });
    expect(evaluator.mayFind('target', { target: target({ adminCount: 0 }) })).toBe(false);
    expect(evaluator.mayFind('target', { target: target({ adminCount: 1 }) })).toBe(true);
    expect(evaluator.evaluate('target', { target: target({ adminCount: 1 }) })).toEqual([]);
    expect(evaluator.evaluate('target', { target: target({ adminCount: 1, name: 'SECURELAB\\grace' }) })).toHaveLength(
      1,
    );
    expect(
      evaluator.mayFind('reach', {
        account: account(),
        target: target(),
        reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] },
      }),
    ).toBe(false);
    const failing = evaluatorOf({ when: '1 / target.adminCount == 1' });
    expect(failing.mayFind('target', { target: target({ adminCount: 0 }) })).toBe(true);
  });

  test('a rule that fails says so once, counts, and the others go on', () => {
    const folder = folderWith({
      'a.yaml': ruleYaml({ when: '10 / target.adminCount > 5' }),
      'b.yaml': ruleYaml({ id: 'ORG-SOUND' }),
    });
    const evaluator = createEvaluator(loadRules([folder]).rules.filter((rule) => rule.id.startsWith('ORG-')));
    const first = evaluator.evaluate('target', { target: target({ adminCount: 0, sid: 'S-1-5-21-1-2-3-1' }) });
    expect(first).toHaveLength(2);
    expect(first.find((finding) => finding.rule === 'ORG-TEST')).toMatchObject({
      severity: 'info',
      title: 'Rule ORG-TEST could not be evaluated',
      subject: 'S-1-5-21-1-2-3-1',
      evidence: { error: 'division by zero' },
    });
    const second = evaluator.evaluate('target', { target: target({ adminCount: 0, sid: 'S-1-5-21-1-2-3-2' }) });
    expect(second.map((finding) => finding.rule)).toEqual(['ORG-SOUND']);
    expect(evaluator.evaluate('target', { target: target({ adminCount: 1 }) }).map((finding) => finding.rule)).toEqual([
      'ORG-SOUND',
      'ORG-TEST',
    ]);
    expect(evaluator.failures()).toEqual([
      { rule: 'ORG-TEST', count: 2, message: 'division by zero', subject: 'S-1-5-21-1-2-3-1' },
    ]);
  });

  test('a message that fails is the failure of its rule too', () => {
    const evaluator = evaluatorOf({
      scope: 'reach',
      when: 'target.enabled == "yes"',
      message: '"${reach.granted[0]}"',
    });
    const facts = {
      account: account(),
      target: target(),
      reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] },
    };
    expect(evaluator.evaluate('reach', facts)).toMatchObject([{ title: 'Rule ORG-TEST could not be evaluated' }]);
    expect(evaluator.failures()).toMatchObject([{ rule: 'ORG-TEST', count: 1 }]);
  });
});

describe('rules without end', () => {
  const six = (inner: string) =>
    ['a', 'b', 'c', 'd', 'e', 'f'].reduceRight((body, name) => `account.groups.all(${name}, ${body})`, inner);
  const facts = (groups: number) => ({
    account: account({ groups: Array.from({ length: groups }, (_, i) => `S-1-5-21-1-2-3-${i}`) }),
    target: target(),
    reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] },
  });

  test('loops six deep over groups: the rule fails, by name, and the others go on', () => {
    const folder = folderWith({
      'a.yaml': ruleYaml({ scope: 'reach', when: `'${six('a != "x"')}'` }),
      'b.yaml': ruleYaml({ id: 'ORG-SOUND', scope: 'reach', when: '\'account.groups.exists(g, g != "")\'' }),
    });
    const evaluator = createEvaluator(loadRules([folder]).rules.filter((rule) => rule.id.startsWith('ORG-')));
    const found = evaluator.evaluate('reach', facts(1000));
    expect(found.map(({ rule, title }) => [rule, title])).toEqual([
      ['ORG-SOUND', 'Test rule'],
      ['ORG-TEST', 'Rule ORG-TEST could not be evaluated'],
    ]);
    expect(found[1]!.message).toMatch(/it may take far too many steps here, more than 10,000,000/);
    expect(evaluator.evaluate('reach', facts(5)).map(({ rule }) => rule)).toEqual(['ORG-SOUND', 'ORG-TEST']);
  });

  test('what it says is bounded', () => {
    const evaluator = evaluatorOf({
      scope: 'reach',
      when: "'true'",
      message: '"${account.groups}"',
      evidence: '{groups: account.groups, text: \'account.groups.join(",")\'}',
    });
    const [finding] = evaluator.evaluate('reach', facts(5000));
    expect(finding!.message).toHaveLength(16_384 + '... 91,504 more characters'.length);
    const { groups, text } = finding!.evidence as { groups: string[]; text: string };
    expect(groups).toHaveLength(1001);
    expect(groups.at(-1)).toBe('... 4,000 more');
    expect(text).toMatch(/\.\.\. [\d,]+ more characters$/);
  });
});

describe('remembered conditions', () => {
  const scope = { scope: 'reach', actionIds: ['disable', 'enable'] } as const;
  const atoms = [
    'target.enabled == "yes"',
    'target.protected != "no"',
    'size(reach.granted) > 0',
    '"disable" in reach.granted',
    'target.adminCount == 1',
    '10 / target.adminCount > 3',
    'target.name == "a && b"',
    'target.sid != account.sid',
    'reach.lasting[0] == "enable"',
    'account.managed',
  ];
  const expression: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...atoms),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `${a} && ${b}`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}) && (${b})`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} || ${b})`),
      tie('node').map((a) => `!(${a})`),
      tie('node').map((a) => `(${a} ? true : size("&&'") == 3)`),
    ),
  })).node;
  const lists = fc.constantFrom<readonly string[]>([], ['disable'], ['disable', 'enable'], ['enable']);
  const targets: fc.Arbitrary<TargetFacts> = fc
    .record({
      enabled: fc.constantFrom('yes', 'no', 'unknown'),
      protected: fc.constantFrom('yes', 'no', 'unknown'),
      adminCount: fc.constantFrom(0, 1, 5),
      name: fc.constantFrom('a && b', 'c'),
      sid: fc.constantFrom('S-1-5-21-1-2-3-1601', 'S-1-5-21-1-2-3-1'),
    } as const)
    .map((changes) => target(changes as Partial<TargetFacts>));
  const reaches: fc.Arbitrary<ReachFacts> = fc.record({
    granted: lists,
    grantedApart: lists,
    lasting: lists,
    untilRun: lists,
  });

  test('answer as the whole condition does, whatever was remembered before', () => {
    fc.assert(
      fc.property(expression, fc.array(fc.tuple(targets, reaches), { minLength: 1, maxLength: 12 }), (text, facts) => {
        const whole = compile(text, scope, ['bool']);
        const runner = new ConditionRunner(compileCondition(text, scope));
        for (const [targetFacts, reach] of facts) {
          const variables = { account: account(), target: targetFacts, reach };
          const context = celContext('reach', variables);
          const outcome = (run: () => unknown): unknown => {
            try {
              return run();
            } catch {
              return 'failed';
            }
          };
          expect(outcome(() => runner.test(variables as never, () => context))).toBe(
            outcome(() => whole.evaluate(context)),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the parts that read names are not remembered, the others are asked once for all', () => {
    const condition = compileCondition(
      'target.sid != account.sid && target.enabled == "yes" && size(reach.granted) > 0',
      scope,
    );
    expect(condition.memorable?.fields).toEqual([
      ['reach', 'granted'],
      ['target', 'enabled'],
    ]);
    expect(condition.others.map((part) => part.text.trim())).toEqual(['target.sid != account.sid']);
    const remembered = new ConditionRunner(compileCondition('target.enabled == "yes"', scope));
    let asked = 0;
    for (let i = 0; i < 1000; i++) {
      const variables = {
        account: account(),
        target: target({ sid: `S-1-5-21-1-2-3-${i}` }),
        reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] },
      };
      remembered.test(variables as never, () => {
        asked++;
        return celContext('reach', variables);
      });
    }
    expect(asked).toBe(1);
  });

  test('a memory without bound would grow: it starts anew instead, with the same answers', () => {
    const runner = new ConditionRunner(compileCondition('target.adminCount % 2 == 0', scope));
    for (let i = 0; i < 140_000; i++) {
      const variables = {
        account: account(),
        target: target({ adminCount: i }),
        reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] },
      };
      const answer = runner.test(variables as never, () => celContext('reach', variables));
      if (answer !== (i % 2 === 0)) throw new Error(`wrong for ${i}`);
    }
    expect(runner.remembered).toBeLessThanOrEqual(65_536);
  });
});
