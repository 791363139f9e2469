/** Kinds of gaps in the evidence: something that could not be read, or that was damaged. */
export const GAP_CODES = [
  'descriptor-unreadable',
  'descriptor-damaged',
  'attribute-unreadable',
  'object-not-visible',
  'parent-missing',
  'schema-missing',
  'configuration-missing',
  'domain-missing',
  'adminsdholder-missing',
  'members-incomplete',
  'search-incomplete',
  'entry-damaged',
  'sid-missing',
  'readings-differ',
  'object-moved',
  'name-reused',
  'sid-duplicate',
  'sid-of-other-domain',
  'attribute-not-exported',
  'memberships-contradict',
] as const;
export type GapCode = (typeof GAP_CODES)[number];
