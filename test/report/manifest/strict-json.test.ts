import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strictJson } from '../../../src/report/manifest/strict-json.js';

describe('JSON that means one thing', () => {
  test('everything that a program writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('__proto__'));
        expect(strictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each<[string, string]>([
    ['{"a":1,"a":2}', 'the member "a" stands twice'],
    ['{"a":{"b":1},"c":[{"b":1,"d":2,"\\u0062":3}]}', 'the member "b" stands twice'],
    ['{"__proto__":{"schema":"x"}}', '__proto__'],
    ['{"\\u005f_proto__":1}', '__proto__'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'more than 32 levels'],
    [`{"a":${'['.repeat(1_000_000)}`, 'more than 32 levels'],
    ['{"a', 'without an end'],
    ['{"a":1,}', 'JSON'],
    ['{"a":1}}', 'JSON'],
    ['"a":1,"a":1', 'JSON'],
    ['', 'JSON'],
  ])('refuses %.40s', (text, reason) => {
    expect(() => strictJson(text)).toThrow(reason);
    expect(() => strictJson(text)).toThrow(SyntaxError);
  });

  test('the same name in different objects, in values and in lists is none that stands twice', () => {
    const text = '{"a":{"a":["a","a"]},"b":"a","c":[{"a":1},{"a":1}],"\\\\":"\\"","\\"":"}{,"}';
    expect(strictJson(text)).toEqual(JSON.parse(text));
  });
});
