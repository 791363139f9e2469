/**
 * Security descriptors from SDDL (MS-DTYP 2.5.1), as Windows reads it: words and aliases in any case, white space where
 * Windows passes over it. Numbers that do not fit their field are refused; Windows saturates or wraps them.
 */
import { ACL_REVISION, ACL_REVISION_DS } from '../layout.js';
import { normalizeSid } from '../sid.js';
import { type Ace, type Acl, SdControl, type SecurityDescriptor, type Sid } from '../types.js';
import type { DomainContext } from './aliases.js';
import { type AclPart, readAce } from './read-ace.js';
import { readSid } from './read-sid.js';
import { Scanner } from './scanner.js';

const SECTION = /[OGDS]:/y;

interface AclText {
  readonly acl: Acl | null;
  readonly control: number;
}

/**
 * @param text SDDL; sections in any order, each at most once
 * @param domain what domain-relative aliases (DA, EA...) are relative to
 * @returns the descriptor: revision 1, self-relative, ACL revision 2, or 4 where the list holds object entries
 * @throws AdreachError `descriptor` with the offset (in UTF-16 units, from 0) of what cannot be read
 */
export function parseSddl(text: string, domain: DomainContext = {}): SecurityDescriptor {
  const context: DomainContext = {
    domainSid: domain.domainSid === undefined ? undefined : normalizeSid(domain.domainSid),
    rootDomainSid: domain.rootDomainSid === undefined ? undefined : normalizeSid(domain.rootDomainSid),
  };
  const scanner = new Scanner(text);
  const seen = new Set<string>();
  let owner: Sid | null = null;
  let group: Sid | null = null;
  let dacl: AclText = { acl: null, control: 0 };
  let sacl: AclText = { acl: null, control: 0 };
  scanner.skipSpace();
  if (scanner.atEnd) throw scanner.fault('the text is empty');
  while (!scanner.atEnd) {
    const start = scanner.at;
    const section = scanner.match(SECTION);
    if (section === null) throw scanner.fault(`expected O:, G:, D: or S:, found ${scanner.shown()}`);
    if (seen.has(section)) throw scanner.fault(`${section} occurs twice`, start);
    seen.add(section);
    scanner.skipSpace();
    if (section === 'O:') owner = readSid(scanner, context);
    else if (section === 'G:') group = readSid(scanner, context);
    else if (section === 'D:') dacl = readAcl(scanner, context, 'DACL');
    else sacl = readAcl(scanner, context, 'SACL');
    scanner.skipSpace();
  }
  const control = SdControl.SelfRelative | dacl.control | sacl.control;
  return { revision: 1, sbz1: 0, control, owner, group, sacl: sacl.acl, dacl: dacl.acl };
}

const ACL_FLAGS = {
  DACL: {
    present: SdControl.DaclPresent,
    P: SdControl.DaclProtected,
    AR: SdControl.DaclComputedInheritanceRequired,
    AI: SdControl.DaclAutoInherited,
  },
  SACL: {
    present: SdControl.SaclPresent,
    P: SdControl.SaclProtected,
    AR: SdControl.SaclComputedInheritanceRequired,
    AI: SdControl.SaclAutoInherited,
  },
} as const;

/** After `D:` or `S:`: flags, then entries, or NO_ACCESS_CONTROL for an ACL that is present and NULL. */
function readAcl(scanner: Scanner, domain: DomainContext, part: AclPart): AclText {
  const bits = ACL_FLAGS[part];
  let control: number = bits.present;
  let isNull = false;
  for (scanner.skipSpace(); !scanner.atEnd && !scanner.sees('('); scanner.skipSpace()) {
    const start = scanner.at;
    if (scanner.match(SECTION) !== null) {
      scanner.at = start;
      break;
    }
    if (scanner.accept('NO_ACCESS_CONTROL', true)) isNull = true;
    else if (scanner.accept('AI', true)) control |= bits.AI;
    else if (scanner.accept('AR', true)) control |= bits.AR;
    else if (scanner.accept('P', true)) control |= bits.P;
    else throw scanner.fault(`expected an ACL flag (P, AR, AI) or "(", found ${scanner.shown()}`);
  }
  const aces: Ace[] = [];
  while (scanner.sees('(')) {
    if (isNull) throw scanner.fault('entries after NO_ACCESS_CONTROL');
    aces.push(readAce(scanner, domain, part));
    scanner.skipSpace();
  }
  if (isNull) return { acl: null, control };
  const revision = aces.some((ace) => ace.form === 'object') ? ACL_REVISION_DS : ACL_REVISION;
  return { acl: { revision, aces }, control };
}
