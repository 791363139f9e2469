/** What is computed once about the domains of a directory and the boundaries between them. */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import type { DomainId, GroupId } from './ids.js';
import type { Recent } from './recent.js';

/** The domains of one forest, as far as the sources tell. */
export interface Forest {
  readonly domains: ReadonlySet<DomainId>;
  /** SIDs of its domains, those included that only trusts tell of. */
  readonly sids: ReadonlySet<Sid>;
  /** The partitions were read: no further domain of the sources is one of it. */
  readonly whole: boolean;
  /** The partitions name a domain of which the sources have no object. */
  readonly lacksDomains: boolean;
  /** SID of its root domain; null where the sources lack it. */
  readonly root: Sid | null;
  /** Whether a domain is one of it, by its SID, as far as that was asked. */
  readonly asked: Recent<Sid, Tristate>;
}

/** The boundaries of MS-PAC 4.1.2.2, and the one that the sources do not tell. */
export type BoundaryKind =
  | 'same-domain'
  | 'within-forest'
  | 'quarantined-within-forest'
  /** Within a forest, where the trust was not read that says whether the domain is quarantined. */
  | 'perhaps-quarantined'
  | 'cross-forest'
  /** A forest trust for privileged identity management: SIDs of the trusting forest pass (shadow principals). */
  | 'pim'
  | 'external'
  | 'quarantined-external'
  | 'not-known';

export interface Boundary {
  readonly kind: BoundaryKind;
  readonly from: DomainId;
  readonly to: DomainId;
  /** Whether an account of the one domain can log on at a controller of the other. */
  readonly logon: Tristate;
  /** The trust asks for the right Allowed-To-Authenticate on each controller (MS-KILE 3.3.5.7). */
  readonly selective: boolean;
  /** Within a forest: a trust on the way is in no source, and is taken not to quarantine. */
  readonly assumed?: boolean;
}

/** Answers that depend on the directory alone. */
export interface Memo {
  readonly forests: Map<DomainId, Forest>;
  readonly boundaries: Map<string, Boundary>;
  /** Groups with unseen members that may be others than accounts and groups of their own domain; null: not asked yet. */
  openBeyondDomain: ReadonlySet<GroupId> | null;
}
