/** A naive reader of LDAP messages: elements within elements, the whole stream at once (X.690 8.1, definite lengths). */

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * The elements one after the other; null where an element runs over the end, or has a length of another form.
 * @param most what follows so many of them is not looked at (RFC 4511 4: further components are ignored)
 */
export function elements(bytes: Buffer, most = Number.POSITIVE_INFINITY): readonly Element[] | null {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length && found.length < most; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1];
    if (first === undefined || first === 0x80 || first > 0x84) return null;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    if (at + 2 + octets > bytes.length) return null;
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    if (start + length > bytes.length) return null;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

export interface NaiveEntry {
  readonly dn: string;
  readonly attributes: ReadonlyArray<readonly [description: string, values: readonly Buffer[]]>;
}

/** A SearchResultEntry (RFC 4511 4.5.2) out of a whole LDAPMessage; null where it is something else. */
export function naiveEntry(message: Buffer): NaiveEntry | null {
  const operation = elements(elements(message, 1)?.[0]?.content ?? Buffer.alloc(0), 2)?.[1];
  if (operation?.tag !== 0x64) return null;
  const [name, list] = elements(operation.content, 2) ?? [];
  if (name === undefined || list === undefined) return null;
  const attributes = (elements(list.content) ?? []).map(({ content }): NaiveEntry['attributes'][number] => {
    const [description, values] = elements(content, 2) ?? [];
    return [
      description?.content.toString('utf8') ?? '',
      (elements(values?.content ?? Buffer.alloc(0)) ?? []).map((value) => value.content),
    ];
  });
  return { dn: name.content.toString('utf8'), attributes };
}
