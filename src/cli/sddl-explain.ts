/** What `adreach sddl --explain` prints: a descriptor in plain words, with the names of a source where one is given. */

import { openSources } from '../assemble/open.js';
import type { DomainContext } from '../descriptor/index.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { loadDirectory } from '../directory/load.js';
import { builtinNames, directoryNames } from '../directory/names.js';
import { terminal } from '../report/encode/terminal.js';
import { descriptorInWords, type Names } from '../words/index.js';

export interface NameSource {
  readonly names: Names;
  /** SID of the source's domain, where it has one domain only; domain-relative aliases can be relative to it. */
  readonly domainSid: Sid | undefined;
}

/**
 * @param sources snapshots or LDIF files; none: the names that need no source
 * @throws AdreachError for a source that cannot be read
 */
export async function nameSource(sources: readonly string[]): Promise<NameSource> {
  if (sources.length === 0) return { names: builtinNames(), domainSid: undefined };
  const evidence = await openSources(sources);
  try {
    const directory = await loadDirectory(evidence);
    const domainSid = directory.domains.length === 1 ? directory.domains[0]?.sid : undefined;
    return { names: directoryNames(directory), domainSid };
  } finally {
    await evidence.close();
  }
}

/** @returns the descriptor in words, one line a statement; what names and strings hold cannot control a terminal */
export function explained(sd: SecurityDescriptor, names: Names): string {
  return descriptorInWords(sd, names).map(terminal).join('\n');
}

/** @returns the domain that aliases are relative to: the one that was named, else that of the source */
export function domainOf(domain: DomainContext, { domainSid }: NameSource): DomainContext {
  return domain.domainSid === undefined && domainSid !== undefined ? { ...domain, domainSid } : domain;
}
