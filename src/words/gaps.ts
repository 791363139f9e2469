/** What each kind of gap means for verdicts, in words. */
import type { GapCode } from '../result/gaps.js';

export const GAP_TEXTS: Readonly<Record<GapCode, string>> = {
  'descriptor-unreadable':
    'Verdicts on these accounts are unknown; of containers, where inherited entries come from cannot be told.',
  'descriptor-damaged': 'Verdicts on these accounts are unknown.',
  'attribute-unreadable':
    'Of accounts: whether a forced change takes effect, or of which primary group they are, is unknown. Of groups: whether they count in tokens. Of trusts: who comes over them. An object without objectClass has no verdict, though it may be an account.',
  'object-not-visible':
    'These members of groups have no verdict if they are accounts; if they are groups, who else is in the group is not known: entries that name it are undecided, and where it makes its members protected, what lasts on accounts that do not show as protected rests on its being none.',
  'parent-missing': 'Where inherited entries come from cannot be told.',
  'schema-missing':
    'Verdicts rest on the classes, attributes and property sets of the base product; those on other classes may be unknown.',
  'configuration-missing':
    'Verdicts on extended rights rest on those of the base product; without dSHeuristics, whether members of operator groups are protected is not known.',
  'domain-missing': 'Who is privileged or protected there is not known: what is granted on these accounts is unknown.',
  'adminsdholder-missing': 'Whether what is granted on protected accounts of the domain lasts is unknown.',
  'members-incomplete':
    'Who else is in these groups is not known: entries that name them, or a group they are in, are undecided, and where they make their members protected, what lasts on accounts that do not show as protected rests on it.',
  'search-incomplete':
    'Objects that were not read have no verdict; entries that name groups which were not read are undecided.',
  'entry-damaged':
    'The value counts as not read: verdicts that need it are unknown; an entry that was left out has no verdict.',
  'sid-missing':
    'Accounts without a SID have verdicts as targets only; entries that name a group whose SID was not read are undecided.',
  'readings-differ':
    'Verdicts rest on the reading of the source that was named first; members of groups on all readings.',
  'object-moved': 'The object has one set of verdicts, under the name that was read first.',
  'name-reused':
    'Verdicts are those of the object that was read first; the other one has none, and its memberships do not count.',
  'sid-duplicate':
    'A domain controller decides by SIDs: what is granted to one of these objects is granted to the other. Names of trustees may be those of the other.',
  'attribute-not-exported':
    'No object of the sources has the attribute though some must: it was not asked for. What rests on it is unknown.',
  'memberships-contradict':
    'The member list of a group and memberOf of the object tell different things: both are taken to hold.',
  'global-catalog':
    'Who is in global and domain-local groups is not known: entries that name them are undecided, unless memberOf tells it. Export from port 389 or 636.',
  'class-not-in-schema':
    'Of objects of that class it is not known which entries are for their class: verdicts that rest on it are unknown. Export the whole schema.',
  'sid-of-other-domain':
    'Two directories may be mixed up there: verdicts on these accounts may be about another domain.',
};
