/** Sources that must not be joined: what would come out is a directory that exists nowhere. */
import type { Sid } from '../descriptor/types.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';

interface FoundDomain {
  readonly dn: string;
  readonly sid: Sid | undefined;
  /** Null where there is only one source. */
  readonly source: string | null;
}

/** @param a the head of a domain, or of another naming context, that was read first; @param b the other one */
export function twoDomains(a: FoundDomain, b: FoundDomain): AdreachError {
  const one = ({ sid, source }: FoundDomain): string =>
    `${sid ?? 'one with another objectGUID'}${source === null ? '' : ` in ${source}`}`;
  const hint =
    'audit each on its own: joined, objects of two directories would be taken for one; where both are one domain that was ' +
    'made anew in between, leave the older source out';
  if (dnKey(a.dn) === dnKey(b.dn)) {
    return new AdreachError('ambiguous', `${a.dn} is the name of two directories: ${one(a)}, ${one(b)}`, hint);
  }
  const at = ({ dn, source }: FoundDomain): string => `${dn}${source === null ? '' : ` in ${source}`}`;
  return new AdreachError(
    'ambiguous',
    `two domains have the SID ${b.sid ?? a.sid}: ${at(a)}, ${at(b)}; no objectGUID says that they are one`,
    `${hint}; where it is one domain that was renamed, export objectGUID too`,
  );
}
