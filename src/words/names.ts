/** Names for the SIDs and GUIDs of a descriptor. */
import { intrinsicName, isDomainSid, sidDomain, wellKnownName } from '../descriptor/index.js';
import type { Guid, Sid } from '../descriptor/types.js';
import type { GuidMeaning, SchemaNames } from '../result/schema.js';

export interface Names {
  readonly schema: SchemaNames;
  /** @returns a name, or null where the source has none; text from the directory, as it is */
  nameOf(sid: Sid): string | null;
}

/** @returns the name of a trustee; of a domain's own principal without a source, what its last number means there */
export function trusteeName(sid: Sid, names: Names): string {
  if (sid === 'S-1-5-10') return 'Self (the object itself)';
  const name = names.nameOf(sid) ?? wellKnownName(sid);
  if (name !== null) return name;
  const role = intrinsicName(sid);
  const domain = sidDomain(sid);
  return role !== null && isDomainSid(domain) ? `${role} of the domain ${domain}` : sid;
}

/** @returns the name of what a GUID stands for, of several meanings the first of `kinds`; the GUID where it has none */
export function guidName(guid: Guid, names: Names, kinds: readonly GuidMeaning['kind'][]): string {
  const meanings = names.schema.meanings(guid);
  for (const kind of kinds) {
    const meaning = meanings.find((candidate) => candidate.kind === kind);
    if (meaning) return meaning.name;
  }
  return meanings[0]?.name ?? `{${guid}}`;
}
