/** Facts about an account under audit, for rule conditions. */
import type { Directory } from '../directory/directory.js';
import type { ProtectedSet } from '../directory/protected-set.js';
import type { Tristate } from '../result/tristate.js';
import type { Subject, Tokens } from '../verdicts/subject.js';
import type { AccountFacts } from './types.js';

/** msDS-SupportedEncryptionTypes bits (MS-KILE 2.2.7). */
const DES = 0x1 | 0x2;
const RC4 = 0x4;
const AES128 = 0x8;
const AES256 = 0x10;

function protection(subject: Subject, sets: ReadonlyMap<number, ProtectedSet>): Tristate {
  const set = sets.get(subject.domain);
  if (!set) return subject.kind === 'local-system' ? 'no' : 'unknown';
  if (subject.group >= 0) return set.group(subject.group);
  return set.account(subject.sid, subject.record?.pg, subject.record?.m);
}

/** Builds them; the token's groups are joined over all domains of the sources. */
export function accountFacts(
  tokens: Tokens,
  directory: Directory,
  sets: ReadonlyMap<number, ProtectedSet>,
): AccountFacts {
  const { subject } = tokens;
  const managed = subject.record?.managed;
  const types = managed?.encryptionTypes;
  const has = (bits: number) => types !== undefined && (types & bits) !== 0;
  const groups = new Set<string>();
  const wanted = directory.domains.length === 0 ? [-1] : directory.domains.map((_, number) => number);
  for (const domain of wanted) {
    for (const entry of tokens.on(domain).sids.values())
      if (directory.groupsBySid.has(entry.sid)) groups.add(entry.sid);
  }
  return {
    sid: subject.sid,
    dn: subject.dn,
    name: subject.name,
    kind: subject.kind,
    protected: protection(subject, sets),
    groups: [...groups],
    primaryGroup: subject.record?.pg ?? 0,
    managed: managed !== undefined || ['gmsa', 'smsa', 'dmsa'].includes(subject.kind),
    passwordInterval: managed?.interval ?? 0,
    encryptionTypesKnown: types !== undefined,
    des: has(DES),
    rc4: has(RC4),
    aes128: has(AES128),
    aes256: has(AES256),
    retrieversKnown: managed?.retrievers !== undefined,
  };
}
