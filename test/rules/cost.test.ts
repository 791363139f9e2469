/** What an expression can take is told beforehand, and never less than what it takes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { walk } from '../../src/rules/ast.js';
import { canTakeLong, Meter, stepsOf } from '../../src/rules/cost.js';
import { celContext } from '../../src/rules/environment.js';
import { compile } from '../../src/rules/expression.js';
import { account, target } from './facts.js';

const SCOPE = { scope: 'reach', actionIds: ['disable'] } as const;
const TYPES = ['bool', 'string', 'int', 'list<string>'] as const;
const groups = (count: number) => Array.from({ length: count }, (_, i) => `S-1-5-21-1-2-3-${10_000 + i}`);
const context = (count: number, dn = 'CN=Ada,DC=example') =>
  celContext('reach', {
    account: account({ groups: groups(count) }),
    target: target({ dn }),
    reach: { granted: ['disable'], grantedApart: [], lasting: [], untilRun: [] },
  });
const stepsIn = (text: string, count: number, dn?: string) =>
  stepsOf(compile(text, SCOPE, TYPES).ast, context(count, dn));

describe('loops', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'true' : `account.groups.all(g${depth}, ${nested(depth - 1)})`;

  test('within loops multiply', () => {
    const [one, two, three] = [1, 2, 3].map((depth) => stepsIn(nested(depth), 100));
    expect(one).toBeGreaterThanOrEqual(100);
    expect(one).toBeLessThan(1000);
    expect(two).toBeGreaterThanOrEqual(100 ** 2);
    expect(three).toBeGreaterThanOrEqual(100 ** 3);
    expect(three).toBeLessThan(100 ** 3 * 10);
  });

  test('one after the other add up', () => {
    const both = stepsIn(`${nested(1)} && ${nested(1)}`, 1000);
    expect(both).toBeLessThan(3 * stepsIn(nested(1), 1000));
  });

  test.each([
    [
      'a list that was made by a loop',
      'account.groups.map(g, g + "x").exists(g, account.groups.exists(h, h == g))',
      1e6,
    ],
    ['a filter', 'account.groups.filter(g, g != "").all(g, account.groups.all(h, h != g))', 1e6],
    ['a name for a list', 'cel.bind(l, account.groups + account.groups, l.all(a, l.all(b, a != "")))', 4e6],
    [
      'a list within a condition',
      'account.groups.all(g, (account.managed ? account.groups : ["a"]).all(h, h != g))',
      1e6,
    ],
    ['a look-up in a list', 'account.groups.all(g, !(g + "x" in account.groups))', 1e6],
    [
      'texts that are joined and split',
      'account.groups.join(",").split(",").all(g, account.groups.all(h, h != ""))',
      1e6,
    ],
    ['lists of lists', 'account.groups.map(g, account.groups).exists(l, l.exists(g, g == "x"))', 1e6],
    ['characters', 'target.dn.split("").all(c, account.groups.all(g, g != c))', 1e3],
  ])('%s', (_, text, least) => {
    expect(stepsIn(text, 1000)).toBeGreaterThanOrEqual(least);
    expect(stepsIn(text, 1000)).toBeLessThan(least * 1000);
  });

  test('the usual ones are far below what one evaluation may take, with 100,000 groups too', () => {
    for (const text of [
      'account.groups.exists(g, g.endsWith("-512"))',
      'account.groups.filter(g, g.startsWith("S-1-5-21-") && g.endsWith("-512")).map(g, g.lowerAscii())',
      'size(account.groups.filter(g, !g.contains("-1-2-3-"))) > 0',
    ]) {
      expect(compile(text, SCOPE, TYPES).evaluate(context(100_000))).toBeDefined();
    }
    expect(
      compile('target.dn.split(",").exists(part, part.lowerAscii() == "ou=staff")', SCOPE, TYPES).evaluate(
        context(1, 'OU=x,'.repeat(400)),
      ),
    ).toBe(false);
  });
});

describe('what grows', () => {
  const doubled = (levels: number, from: string) =>
    `${Array.from(
      { length: levels },
      (_, i) => `cel.bind(v${i}, ${i === 0 ? from : `v${i - 1}`} + ${i === 0 ? from : `v${i - 1}`}, `,
    ).join('')}size(v${levels - 1}) > 0${')'.repeat(levels)}`;

  test('texts and lists that are doubled again and again are refused before they are made', () => {
    for (const from of ['target.dn', 'account.groups']) {
      expect(compile(doubled(4, from), SCOPE, TYPES).evaluate(context(10))).toBe(true);
      expect(() => compile(doubled(24, from), SCOPE, TYPES).evaluate(context(10))).toThrow(/more than 10,000,000/);
    }
  });
});

describe('the meter', () => {
  test('refuses what takes too long at once, and what is no number', () => {
    const meter = new Meter();
    meter.spend(10_000_000);
    expect(() => meter.spend(10_000_001)).toThrow(
      'it may take 10,000,001 steps here, more than 10,000,000: loops within loops over long lists',
    );
    expect(() => meter.spend(Number.NaN)).toThrow('it may take far too many steps');
    expect(() => meter.spend(Number.POSITIVE_INFINITY)).toThrow('it may take far too many steps');
    expect(() => meter.spend(1e18)).toThrow('it may take far too many steps');
  });

  test('and what takes too long together; small evaluations never do', () => {
    const meter = new Meter();
    for (let i = 0; i < 100_000; i++) meter.spend(10_000);
    for (let i = 0; i < 30; i++) meter.spend(10_000_000);
    expect(() => meter.spend(10_000_000)).toThrow(/together/);
    expect(() => new Meter().spend(10_000_000)).not.toThrow();
  });
});

test('what has no loops and names nothing is not measured', () => {
  const nodes = (text: string) => walk(compile(text, SCOPE, TYPES).ast);
  expect(canTakeLong(nodes('target.dn.contains("x") && "disable" in reach.granted'))).toBe(false);
  expect(canTakeLong(nodes('reach.granted.exists(a, a == "x")'))).toBe(true);
  expect(canTakeLong(nodes('cel.bind(a, 1, a) == 1'))).toBe(true);
});

test('values are never larger than was foretold', () => {
  // Lists of texts, made of each other; what comes out is held against the extent by its own loop.
  const list: fc.Arbitrary<string> = fc.letrec<{ list: string; text: string }>((tie) => ({
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('account.groups', 'reach.granted', '["a", "bc"]'),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
      tie('list').map((a) => `${a}.filter(x, x != "a")`),
      fc.tuple(tie('list'), tie('text')).map(([a, t]) => `${a}.map(x, x + ${t})`),
      tie('text').map((t) => `${t}.split(",")`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(account.managed ? ${a} : ${b})`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `cel.bind(y, ${a}, y + ${b})`),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('target.dn', '"x,y"', 'account.name'),
      tie('list').map((a) => `${a}.join(",")`),
      fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
      tie('text').map((a) => `${a}.upperAscii()`),
    ),
  })).list;
  fc.assert(
    fc.property(list, fc.nat(5), (text, count) => {
      const values = context(count);
      const made = compile(text, SCOPE, TYPES).evaluate(values) as readonly string[];
      // A loop over it goes through all of its elements, and through all characters of each.
      const steps = stepsOf(compile(`${text}.all(each, each.upperAscii() != "")`, SCOPE, TYPES).ast, values);
      expect(steps).toBeGreaterThanOrEqual(made.length * (1 + Math.max(0, ...made.map(({ length }) => length)) / 16));
    }),
    { numRuns: 300 },
  );
});
