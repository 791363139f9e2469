/** Attribute descriptions of LDIF and LDAP: a name with options (RFC 4512 section 2.5, MS-ADTS 3.1.1.3.1.3.3). */

export interface AttributeDescription {
  /** The attribute's name in lower case, without options. */
  readonly name: string;
  /** Where the value list is a part of the whole: the first index, and the last (null: to the end, `*`). */
  readonly range: { readonly from: number; readonly to: number | null } | null;
}

const DESCRIPTION = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*_-]+)*$/;
const RANGE = /^range=(\d{1,10})-(\d{1,10}|\*)$/i;

/**
 * Takes an attribute description apart, for example `member;range=0-1499`.
 * @returns null where the text is no attribute description
 */
function parseAttributeDescription(text: string): AttributeDescription | null {
  if (!DESCRIPTION.test(text)) return null;
  const [name, ...options] = text.split(';');
  let range: AttributeDescription['range'] = null;
  for (const option of options) {
    const match = RANGE.exec(option);
    if (match) range = { from: Number(match[1]), to: match[2] === '*' ? null : Number(match[2]) };
  }
  return { name: name!.toLowerCase(), range };
}

/** `parseAttributeDescription` that remembers the names it has seen. */
export function attributeCache(limit = 4096): (text: string) => AttributeDescription | null {
  const seen = new Map<string, AttributeDescription>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const parsed = parseAttributeDescription(text);
    if (parsed !== null) {
      if (seen.size >= limit) seen.clear();
      seen.set(text, parsed);
    }
    return parsed;
  };
}
