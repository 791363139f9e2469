import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BerError } from '../../../src/sources/ldap/ber.js';
import { MessageFramer } from '../../../src/sources/ldap/framing.js';
import { decodeMessage } from '../../../src/sources/ldap/messages.js';
import { encodeEntry, encodeReference, encodeResult } from './stand-in/protocol.js';

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const entries = fc.record({
  dn: fc.string({ unit: 'binary', maxLength: 200 }),
  attributes: fc.array(fc.tuple(fc.string({ maxLength: 40 }), fc.array(bytes, { maxLength: 4 })), { maxLength: 6 }),
});

describe('messages from a server', () => {
  test('an entry comes out as it went in, byte for byte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), entries, (id, { dn, attributes }) => {
        const message = decodeMessage(encodeEntry(id, dn, attributes));
        expect(message).toEqual({ kind: 'entry', id, entry: { dn, attributes } });
      }),
    );
  });

  test('what stands behind the attributes, or in a name that is no UTF-8, is not passed over', () => {
    const element = (tag: number, ...contents: Buffer[]) => {
      const content = Buffer.concat(contents);
      return Buffer.concat([Buffer.from([tag, content.length]), content]);
    };
    const attribute = element(0x30, element(4, Buffer.from('cn')), element(0x31, element(4, Buffer.from('x'))));
    const message = (name: Buffer, ...rest: Buffer[]) =>
      element(0x30, element(2, Buffer.from([1])), element(0x64, element(4, name), element(0x30, attribute), ...rest));
    expect(decodeMessage(message(Buffer.from('CN=x')))).toMatchObject({ entry: { dn: 'CN=x' } });
    expect(() => decodeMessage(message(Buffer.from('CN=x'), attribute))).toThrow(BerError);
    expect(decodeMessage(message(Buffer.from('CN=\xfc', 'latin1')))).toMatchObject({ entry: { damagedName: true } });
    expect(decodeMessage(message(Buffer.from('CN=\ufffd')))).not.toMatchObject({ entry: { damagedName: true } });
  });

  test('results with and without a cookie, references', () => {
    expect(decodeMessage(encodeResult(7, 0x65, 4, 'size', 'cookie'))).toEqual({
      kind: 'result',
      id: 7,
      operation: 'search',
      result: { code: 4, matchedDn: '', message: 'size', cookie: Buffer.from('cookie') },
    });
    expect(decodeMessage(encodeResult(8, 0x61, 49))).toMatchObject({ operation: 'bind', result: { code: 49 } });
    expect(decodeMessage(encodeReference(9, ['ldap://a', 'ldap://b']))).toMatchObject({
      urls: ['ldap://a', 'ldap://b'],
    });
  });

  test('the stream may be cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(entries, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        (list, cuts) => {
          const messages = list.map(({ dn, attributes }, id) => encodeEntry(id, dn, attributes));
          const stream = Buffer.concat(messages);
          const framer = new MessageFramer();
          const found: Buffer[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length]!;
            found.push(...framer.push(stream.subarray(at, at + size)));
            at += size;
          }
          expect(found.map((message) => message.toString('hex'))).toEqual(
            messages.map((message) => message.toString('hex')),
          );
          expect(framer.pending).toBe(false);
        },
      ),
    );
  });

  test('damaged messages are refused or read, never read past, and take no time', () => {
    const good = [
      encodeEntry(3, 'CN=a,DC=b', [['objectClass', [Buffer.from('top'), Buffer.from('user')]]]),
      encodeResult(4, 0x65, 0, 'text', 'cookie'),
      encodeReference(5, ['ldap://a']),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (message, flips, cut) => {
          const damaged = Buffer.from(message);
          for (const [at, value] of flips) damaged[at % damaged.length] = value;
          try {
            for (const whole of new MessageFramer().push(damaged.subarray(0, (cut % damaged.length) + 1)))
              decodeMessage(whole);
          } catch (error) {
            expect(error).toBeInstanceOf(BerError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('a message that claims to be huge is refused at its header', () => {
    expect(() => new MessageFramer().push(Buffer.from([0x30, 0x84, 0x40, 0, 0, 0]))).toThrow(BerError);
  });
});
