import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/rules/expression.js';
import { loadRules } from '../../src/rules/index.js';
import { mutantsOf } from '../../src/rules/mutants.js';
import { sourceOf } from '../../src/rules/source.js';

const scope = { scope: 'reach' as const, actionIds: ['disable'] };
const compiled = (text: string) => compile(text, scope, ['bool']);

describe('conditions that are wrong in one place', () => {
  const mutants = (text: string) => mutantsOf(compiled(text)).map(({ change, text: made }) => [change, made]);

  test('of a comparison: negated, true, false', () => {
    expect(mutants('account.managed')).toEqual([
      ['negated', '!(account.managed)'],
      ['always true', 'true'],
      ['always false', 'false'],
    ]);
  });

  test('each operand of a chain is dropped alone, at every depth, and each comparison turned around', () => {
    expect(
      mutants('account.managed && !(target.adminCount > 1 || "disable" in reach.granted) && account.rc4').slice(3),
    ).toEqual([
      ['without account.rc4', '(account.managed && (!((target.adminCount > 1) || ("disable" in reach.granted))))'],
      ['without account.managed', '((!((target.adminCount > 1) || ("disable" in reach.granted))) && account.rc4)'],
      ['without !(target.adminCount > 1 || "disable" in reach.granted)', '(account.managed && account.rc4)'],
      ['without target.adminCount > 1', '((account.managed && (!("disable" in reach.granted))) && account.rc4)'],
      ['without "disable" in reach.granted', '((account.managed && (!(target.adminCount > 1))) && account.rc4)'],
      [
        '<= in target.adminCount > 1',
        '((account.managed && (!((target.adminCount <= 1) || ("disable" in reach.granted)))) && account.rc4)',
      ],
      [
        'not "disable" in reach.granted',
        '((account.managed && (!((target.adminCount > 1) || (!("disable" in reach.granted))))) && account.rc4)',
      ],
    ]);
  });

  test('within a loop over a list too', () => {
    expect(mutants('reach.granted.exists(x, x == "disable" && account.rc4)').slice(3)).toEqual([
      ['without x == "disable"', 'reach.granted.exists(x, account.rc4)'],
      ['without account.rc4', 'reach.granted.exists(x, (x == "disable"))'],
      ['!= in x == "disable"', 'reach.granted.exists(x, ((x != "disable") && account.rc4))'],
    ]);
  });

  test('each says where it stands', () => {
    const text = 'account.managed && (account.rc4 || account.des)';
    const at = (change: string) => mutantsOf(compiled(text)).find((mutant) => mutant.change === change)?.position;
    expect(at('without account.des')).toBe(text.indexOf('account.des'));
    expect(at('without account.managed')).toBe(0);
  });
});

describe('the source text of a parsed expression', () => {
  test.each([
    '1 - (2 - 3) == 2',
    '-(target.adminCount + 1) % 3 * 2 / 5 >= -7',
    'target.name.lowerAscii().startsWith("a\\"\\\\b\\n\\u00e4")',
    'cel.bind(n, size(reach.granted), n > 1 && n < 5)',
    'reach.granted[0] == (account.managed ? "a" : "b")',
    '"a" in ["a", target.name] || !(!account.managed)',
  ])('means the same: %s', (text) => {
    const made = sourceOf(compiled(text).ast)!;
    expect(shape(compiled(made).ast)).toEqual(shape(compiled(text).ast));
  });

  test('of every built-in rule', () => {
    for (const { scope: of, when } of loadRules().rules) {
      const actionIds = loadRules().actions.map(({ id }) => id);
      const { ast } = compile(when.text, { scope: of, actionIds }, ['bool']);
      expect(shape(compile(sourceOf(ast)!, { scope: of, actionIds }, ['bool']).ast)).toEqual(shape(ast));
    }
  });

  test('there is none of what rules have no use for', () => {
    expect(sourceOf(compiled('{"a": 1} == {"a": 2}').ast)).toBeNull();
    expect(sourceOf(compiled('b"a" == b"b"').ast)).toBeNull();
  });
});

/** An expression without its positions. */
function shape(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shape);
  if (typeof node === 'object' && node !== null && 'op' in node && 'args' in node) return [node.op, shape(node.args)];
  return typeof node === 'bigint' ? `${node}` : node;
}
