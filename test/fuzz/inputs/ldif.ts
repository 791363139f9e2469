/** Objects as LDIF, as the tools that people use write it. */
import { isUtf8 } from 'node:buffer';
import type { PlainObject } from './objects.js';

/** `ldapsearch`: with comments and result lines; `ldifde`: change records, CRLF, no version; `plain`: what scripts write. */
export const LDIF_STYLES = ['plain', 'folded', 'ldapsearch', 'ldifde'] as const;
export type LdifStyle = (typeof LDIF_STYLES)[number];

/** Starts with a blank, a colon or `<`, ends with a blank, or is not printable ASCII: goes into base64 (RFC 2849, note 4). */
const NOT_SAFE = /^[ :<]|[^\x20-\x7e]| $/;

export function ldifOf(objects: readonly PlainObject[], style: LdifStyle): Buffer {
  const eol = style === 'ldifde' ? '\r\n' : '\n';
  const width = style === 'folded' || style === 'ldifde' ? 76 : Number.POSITIVE_INFINITY;
  const out: string[] = [];
  const line = (text: string): void => {
    out.push(text.slice(0, width));
    for (let at = width; at < text.length; at += width - 1) out.push(` ${text.slice(at, at + width - 1)}`);
  };
  if (style === 'ldapsearch') {
    out.push(
      '# extended LDIF',
      '#',
      '# LDAPv3',
      '# base <DC=lab> with scope subtree',
      '# filter: (objectClass=*)',
      '#',
      '',
    );
  } else if (style !== 'ldifde') {
    out.push('version: 1', '');
  }
  for (const { dn, attributes } of objects) {
    // ldapsearch puts the name into a comment, unescaped: a line break in it breaks the comment.
    if (style === 'ldapsearch') out.push(...`# ${dn.replace(/\\0A/gi, '\n').replace(/[A-Za-z]+=/g, '')}`.split('\n'));
    line(attribute('dn', Buffer.from(dn)));
    if (style === 'ldifde') out.push('changetype: add');
    for (const [name, values] of attributes) for (const value of values) line(attribute(name, value));
    out.push('');
  }
  if (style === 'ldapsearch') {
    out.push(
      '# search result',
      'search: 2',
      'result: 0 Success',
      '',
      `# numResponses: ${objects.length + 1}`,
      `# numEntries: ${objects.length}`,
    );
  }
  return Buffer.from(out.map((text) => text + eol).join(''));
}

function attribute(name: string, value: Buffer): string {
  const text = isUtf8(value) ? value.toString('utf8') : '\0';
  return NOT_SAFE.test(text) ? `${name}:: ${value.toString('base64')}` : `${name}: ${text}`;
}
