import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeSecurityDescriptor,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { dnKey } from '../../src/names/dn.js';
import { pseudonymizeDescriptor } from '../../src/pseudonymize/descriptor.js';
import { readOrCreateKey } from '../../src/pseudonymize/index.js';
import { pseudonymsOf } from './pseudonyms.js';

const p = pseudonymsOf(1);

describe('names', () => {
  test('case does not count, and `$` at the end stays', () => {
    expect(p.name('Alice')).toBe(p.name('aLICE'));
    expect(p.name('WS01$')).toBe(`${p.name('ws01')}$`);
    expect(p.name('Alice')).toMatch(/^n[a-z2-7]{13}$/);
    expect(pseudonymsOf(2).name('Alice')).not.toBe(p.name('Alice'));
  });

  test('what is known by its name is kept', () => {
    expect(p.dn('CN=AdminSDHolder,CN=System,DC=example,DC=com')).toBe(
      `CN=AdminSDHolder,CN=System,${p.dn('DC=example,DC=com')}`,
    );
    expect(p.name('Domain Admins')).toBe('Domain Admins');
  });

  test('names of one thing stay names of one thing', () => {
    const [host, domain] = [p.name('dc1'), p.dns('example.com')];
    expect(p.dns('DC1.example.com')).toBe(`${host}.${domain}`);
    expect(p.dn('DC=example,DC=com')).toBe(
      domain
        .split('.')
        .map((label) => `DC=${label}`)
        .join(','),
    );
    expect(p.servicePrincipalName('HOST/dc1.example.com:389/EXAMPLE')).toBe(
      `HOST/${host}.${domain}:389/${p.name('example')}`,
    );
    expect(p.userPrincipalName('alice@example.com')).toBe(`${p.name('alice')}@${domain}`);
    expect(p.dn('CN=other.example,CN=System,DC=example,DC=com')).toContain(`CN=${p.dns('other.example')},CN=System`);
    expect(p.servicePrincipalName('OurOwnService/x')).not.toContain('OurOwn');
  });

  test('DNs that are one stay one, whatever their spelling', () => {
    const spelled = fc.array(
      fc.tuple(fc.constantFrom('CN', 'ou', 'DC'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(spelled, (rdns) => {
        const escaped = (value: string, hex: boolean): string =>
          hex
            ? [...Buffer.from(value)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
            : value.replace(
                /["+,;<>\\=#\u0000-\u001f\u007f ]/g,
                (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
              );
        const dn = (hex: boolean): string => rdns.map(([type, value]) => `${type}=${escaped(value, hex)}`).join(',');
        expect(dnKey(dn(true))).toBe(dnKey(dn(false)));
        expect(dnKey(p.dn(dn(true)))).toBe(dnKey(p.dn(dn(false))));
      }),
      { numRuns: 200 },
    );
  });
});

describe('SIDs', () => {
  test('the domain is replaced, the relative identifier and well-known SIDs stay', () => {
    const domain = p.sid('S-1-5-21-1-2-3');
    expect(domain).toMatch(/^S-1-5-21-\d+-\d+-\d+$/);
    expect(domain).not.toBe('S-1-5-21-1-2-3');
    expect(p.sid('S-1-5-21-1-2-3-512')).toBe(`${domain}-512`);
    const known = ['S-1-5-18', 'S-1-5-32-544', 'S-1-1-0', 'S-1-5-21-0-0-0-497', 'S-1-5-80-0', 'S-1-16-8192'] as const;
    for (const sid of known) {
      expect(p.sid(sid)).toBe(sid);
    }
    expect(p.sid('S-1-12-1-11-22-33-44')).toMatch(/^S-1-12-1-\d+-\d+-\d+-\d+$/);
    expect(p.sid('S-1-12-1-11-22-33-44')).not.toContain('-11-22-');
    expect(p.sid('S-1-17-11-22-33-44')).not.toContain('22');
  });
});

describe('descriptors', () => {
  const D = 'S-1-5-21-1-2-3';
  const convert = (sddl: string): string => {
    const bytes = encodeSecurityDescriptor(parseSddl(sddl));
    return formatSddl(parseSecurityDescriptor(pseudonymizeDescriptor(bytes, p)));
  };

  test('owner, group, trustees, conditions and resource attributes', () => {
    const N = p.sid(D);
    expect(
      convert(`O:${D}-512G:${D}-513D:AI(OA;CIID;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;${D}-1105)(A;;GA;;;SY)`),
    ).toBe(`O:${N}-512G:${N}-513D:AI(OA;CIID;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;${N}-1105)(A;;GA;;;SY)`);
    const conditional = convert(
      `D:(XA;;GA;;;${D}-1105;(@User.Dept == "Sales" && Member_of {SID(${D}-1106), SID(BA)}))`,
    );
    expect(conditional).toContain(`SID(${N}-1106)`);
    expect(conditional).toContain(`"${p.comparedText('Sales')}"`);
    expect(conditional).not.toMatch(/Sales|Dept/);
    const resource = convert(
      'S:(RA;;;;;WD;("Project",TS,0x0,"Windows","SQL"))D:(XA;;GA;;;WD;(@Resource.Project Any_of {"windows"}))',
    );
    expect(resource).not.toMatch(/Project|Windows|SQL/i);
    expect(resource.toLowerCase().split(p.comparedText('windows')).length).toBe(3);
  });

  test('texts compare as before, with case and without', () => {
    expect(p.comparedText('Sales').toLowerCase()).toBe(p.comparedText('sales'));
    expect(p.comparedText('Sales')).not.toBe(p.comparedText('sales'));
    expect(p.comparedText('SALES')).not.toBe(p.comparedText('Sales'));
    expect(/^[\0-\x7f]*$/.test(p.comparedText('Zoë'))).toBe(false);
    expect(p.comparedText('')).toBe('');
  });

  test('damaged descriptors stay damaged; every byte of the input may be anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const out = pseudonymizeDescriptor(bytes, p);
        const damaged = (sd: Uint8Array): boolean => {
          try {
            parseSecurityDescriptor(sd);
            return false;
          } catch {
            return true;
          }
        };
        expect(damaged(out)).toBe(damaged(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

test('a key file is made once, for its owner only, and anything else is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adreach-key-'));
  try {
    const path = join(folder, 'key');
    const first = await readOrCreateKey(path);
    expect([first.created, first.key.length, (await stat(path)).mode & 0o777]).toEqual([true, 32, 0o600]);
    const second = await readOrCreateKey(path);
    expect([second.created, second.key.equals(first.key)]).toEqual([false, true]);
    await writeFile(path, 'not a key');
    await expect(readOrCreateKey(path)).rejects.toThrow('holds no key');
    await expect(readOrCreateKey(join(folder, 'missing', 'key'))).rejects.toThrow('cannot write');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
