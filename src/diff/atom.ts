/** The smallest things that can be different between two directories, each of which can be done alone to the old one. */
import type { Change } from '../changes/index.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { ClassListId, ContainerId, GroupId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import type { DirectoryChange, EvidenceChange } from '../result/directory-changes.js';
import type { ListStep } from './list-steps.js';

/** Stands for the DN of the target, which depends on what else is done: no object has this name. */
export const TARGET = '';

/** How it is done to a directory. Objects are those of `Common`. */
export type Act =
  | {
      readonly do: 'changes';
      readonly changes: readonly Change[] /** Groups that it takes to be there. */;
      readonly made?: readonly GroupId[];
    }
  /** A step from one descriptor to another; steps of one object are done together. */
  | {
      readonly do: 'list';
      readonly dn: string;
      readonly step: ListStep;
      readonly before: SecurityDescriptor;
      readonly after: SecurityDescriptor;
    }
  /** What it has from above is made anew. */
  | { readonly do: 'propagate'; readonly dn: string }
  | { readonly do: 'move-container'; readonly container: ContainerId; readonly parent: ContainerId | null }
  | { readonly do: 'move-target'; readonly parent: ContainerId }
  | { readonly do: 'class-of-container'; readonly container: ContainerId; readonly classes: ClassListId | null }
  | { readonly do: 'class-of-target'; readonly classes: ClassListId }
  /** With its memberships and those of its members. */
  | { readonly do: 'delete-group'; readonly group: GroupId }
  | { readonly do: 'group-type'; readonly group: GroupId; readonly groupType: number | null }
  /** Attributes of the target or of the account under audit that go together. */
  | { readonly do: 'patch'; readonly whose: 'target' | 'account'; readonly values: Partial<AccountRecord> }
  /** Settings of the directory as a whole. */
  | { readonly do: 'settings'; readonly values: Partial<Pick<Directory, 'forests' | 'trusts'>> }
  /** AdminSDHolder's run. */
  | { readonly do: 'stamp'; readonly domain: string };

export interface Atom {
  /** Equal for the same difference, also where different targets have it in common. */
  readonly key: string;
  /** Equal for the same difference, by whatever way it concerns somebody; absent: the key. */
  readonly identity?: string;
  readonly fact: DirectoryChange;
  readonly act: Act;
  /** It concerns what only one side can have read: nobody can tell whether it changed. */
  readonly unread?: EvidenceChange | null;
  /** It is that something is there that was not, or the other way round: what is not there may not have been read. */
  readonly existence?: 'made' | 'gone';
}
