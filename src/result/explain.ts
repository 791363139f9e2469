/** An explanation as data; field names are those of the published format (`explain-document.ts`). The words are made by reports. */
import { z } from 'zod';
import { outcomeSchema, toolBlockSchema } from './audit.js';
import { ACCESS_CODES, ACCOUNT_KINDS, INHERITANCE_STATES } from './codes.js';
import { evidenceBlockSchema } from './evidence.js';
import { count, dn, list, object, positionOrNone, sid, sidText } from './parts.js';
import { namedGivenRightSchema, namedRequiredRightSchema, placeSchema } from './rights.js';
import { effectSchema, inquirySchema, namedSchema, namedShape, stepSchema } from './steps.js';
import { DOUBTS, OBSTACLES, ROLES, traceOutcomeSchema } from './trace.js';
import { TRISTATES } from './tristate.js';

export const EXPLAIN_SCHEMA = 'adreach/explain/v1';

const tristate = z.enum(TRISTATES);
const names = list(z.string());
const positions = list(count);

export const accountViewSchema = object({
  sid,
  dn: dn.nullable(),
  name: z.string(),
  kind: z.enum(ACCOUNT_KINDS),
}).meta({ id: 'AccountView' });
export type AccountView = z.infer<typeof accountViewSchema>;

export const protectionPathSchema = object({
  via: names.describe('Names from the target to the protected group; of a long way its beginning and its end.'),
  groups: list(dn).describe('DNs of the groups that are named, without the target.'),
  certain: z
    .boolean()
    .describe('False: it counts in some versions or settings only, or the way goes through the primary group.'),
}).meta({ id: 'ProtectionPath' });
export type ProtectionPath = z.infer<typeof protectionPathSchema>;

export const targetViewSchema = object({
  sid: sidText.nullable().describe('Null where objectSid was not read, and where objects of the class have none.'),
  dn,
  name: z.string(),
  kind: z.enum(['account', 'group', 'other']).describe('What userAccountControl says goes for accounts only.'),
  className: z.string(),
  classKnown: z.boolean().describe('False: the class is not in the schema, or was not read.'),
  enabled: tristate,
  userAccountControl: object({ value: z.int(), flags: names })
    .nullable()
    .describe('Null where it was not read, which is not 0.'),
  inheritance: z.enum(INHERITANCE_STATES),
  adminCount: z.int().nullable(),
  protected: tristate,
  protectedBy: list(protectionPathSchema).describe('The protected groups that hold it, each with the way there.'),
  excluded: z
    .boolean()
    .describe(
      'It is in a group that dSHeuristics takes out of the protected set, or is one, and is not protected otherwise.',
    ),
  equalsAdminSDHolder: tristate,
  owner: namedSchema.nullable(),
  isAccount: z.boolean().describe('The target is the account under audit.'),
}).meta({ id: 'TargetView' });
export type TargetView = z.infer<typeof targetViewSchema>;

/** Parts of `RightView` beside the right. */
export const rightShape = {
  reading: z.boolean().describe('It only lets something be read.'),
  access: z.enum(ACCESS_CODES),
  index: positionOrNone.describe(
    "The entry of the target's list that decides, or leaves it open; null where none does.",
  ),
};

/** One right that is asked for. */
export const rightViewSchema = object({ right: namedRequiredRightSchema, ...rightShape });
export type RightView = z.infer<typeof rightViewSchema>;

/** Parts of `RequestView` beside the rights. */
export const requestShape = {
  traced: count.describe('Index into `rights` of the one that `dacl.entries` are about: the one that decides.'),
  places: list(placeSchema).describe('What an entry can name to cover it, beside nothing at all.'),
};

export const requestViewSchema = object({
  rights: list(rightViewSchema).describe('All have to be granted.'),
  ...requestShape,
});
export type RequestView = z.infer<typeof requestViewSchema>;

const tokenSid = {
  ...namedShape,
  via: names.describe('Names from the account to this SID, both included.'),
  entries: positions.describe("Entries of the target's list that name it."),
};

export const tokenSidViewSchema = object(tokenSid).meta({ id: 'TokenSidView' });
export type TokenSidView = z.infer<typeof tokenSidViewSchema>;

export const filteredSidSchema = object({
  ...tokenSid,
  certain: z.boolean().describe('False: whether the filter takes it away is not known.'),
}).meta({ id: 'FilteredSid' });
export type FilteredSid = z.infer<typeof filteredSidSchema>;

export const UNDECIDED_BECAUSE = [
  /** SID filtering between the domains may take it away. */
  'sid-filtering',
  /** A member of the group (at some depth) is in no source. */
  'members-missing',
  /** The account's primary group was not read. */
  'primary-group-unread',
  /** Depends on how the account logs on. */
  'kind-of-logon',
  /** An alias of BUILTIN that the sources lack. */
  'builtin-missing',
  /** Its domain is in the sources and has no such object: deleted, or hidden. */
  'deleted-or-hidden',
  /** A SID of a domain that is not in the sources. */
  'other-domain',
] as const;

export const undecidedSidSchema = object({
  ...namedShape,
  entries: positions,
  because: z.enum(UNDECIDED_BECAUSE),
  detail: names.describe("The missing members' DNs, or the name of the trust's other side."),
}).meta({ id: 'UndecidedSid' });
export type UndecidedSid = z.infer<typeof undecidedSidSchema>;

export const tokenViewSchema = object({
  domain: dn
    .nullable()
    .describe('DN of the domain on whose controllers the token stands; null where that is not known.'),
  sids: list(tokenSidViewSchema),
  filtered: list(filteredSidSchema).describe(
    'SIDs that the account has, and that SID filtering takes away, or may take away, on the way to that domain.',
  ),
  undecided: list(undecidedSidSchema).describe('SIDs of the list that the token may or may not hold.'),
}).meta({ id: 'TokenView' });
export type TokenView = z.infer<typeof tokenViewSchema>;

export const conditionFactSchema = z
  .union([
    object({ kind: z.enum(['member', 'device-member']), ...namedShape }),
    object({
      kind: z.literal('attribute'),
      scope: z.enum(['local', 'user', 'resource', 'device']),
      name: z.string(),
    }),
  ])
  .meta({
    id: 'ConditionFact',
    description:
      "What a condition depends on: membership of the account's or the device's token, or an attribute (MS-DTYP 2.4.4.17).",
  });
export type ConditionFact = z.infer<typeof conditionFactSchema>;

/** Parts of `ConditionView` beside what is missing. */
export const conditionShape = {
  text: z.string().nullable().describe('As SDDL writes it; null where it cannot be read.'),
  result: z
    .enum(['true', 'false', 'unknown', 'undecided'])
    .nullable()
    .describe("What it evaluates to; null where the trustee is not the account's, so that nobody asks."),
};

export const conditionViewSchema = object({
  ...conditionShape,
  missing: list(conditionFactSchema).describe('What would have to be known, in the order of the expression.'),
});
export type ConditionView = z.infer<typeof conditionViewSchema>;

export const writtenViewSchema = object({
  dn,
  index: count.describe('Position in the list of that object.'),
  sddl: z.string(),
}).meta({ id: 'WrittenView', description: 'Where an entry is written.' });
export type WrittenView = z.infer<typeof writtenViewSchema>;

/** Parts of `EntryView` beside rights and condition. */
export const entryShape = {
  index: count.describe('Position in the stored list, from 0.'),
  sddl: z.string(),
  effect: z.enum(['allow', 'deny']).nullable(),
  trustee: namedSchema.nullable(),
  says: z.string().describe('The entry in one plain sentence without a full stop; its wording may change.'),
  inheritOnly: z.boolean(),
  inherits: z.boolean(),
  appliesTo: z
    .string()
    .nullable()
    .describe('The class that inherits it: lDAPDisplayName, or the GUID in braces; null: every class.'),
  inherited: z.boolean(),
  written: writtenViewSchema
    .nullable()
    .describe('For an inherited entry: where it is written; null for others, and where no ancestor carries it.'),
  role: z.enum(ROLES),
  obstacles: list(z.enum(OBSTACLES)).describe('Why it has no say.'),
  doubts: list(z.enum(DOUBTS)).describe('What makes it undecided whether it matches.'),
  reached: z.boolean(),
  node: placeSchema
    .nullable()
    .describe('Where it covers the request; null where it does not, or names no object type.'),
  via: names.describe('How the account comes to the trustee, where it does.'),
};

export const entryViewSchema = object({
  ...entryShape,
  rights: list(namedGivenRightSchema)
    .nullable()
    .describe('What it lets somebody do; null for an entry of a type that gives no rights.'),
  condition: conditionViewSchema.nullable().describe('Of a conditional entry.'),
});
export type EntryView = z.infer<typeof entryViewSchema>;

/** Parts of `DaclView` beside the entries. */
export const daclShape = {
  state: z.enum(['present', 'empty', 'null', 'absent', 'unreadable', 'damaged']),
  problem: z.string().nullable().describe('Why a damaged descriptor is one.'),
  ownerGrants: z
    .boolean()
    .describe("What the check asks first: the owner's implicit rights. True where they grant the request."),
  outcomes: list(traceOutcomeSchema).describe(
    'For an unknown answer: what it would be in each case that is left open.',
  ),
};

export const daclViewSchema = object({ ...daclShape, entries: list(entryViewSchema) });
export type DaclView = z.infer<typeof daclViewSchema>;

export const NEAR_MISS_BECAUSE = [
  /** It is meant for another class: `appliesTo`. */
  'other-class',
  /** Inheritance is off at `blockedAt`. */
  'inheritance-off',
  /** The target's list does not hold it, although it should have come down. */
  'not-propagated',
  /** It goes one level down only. */
  'one-level',
  /** It counts for the object that holds it only. */
  'not-inheritable',
  /** On the target, for objects below it. */
  'inherit-only',
  /** On a container that is no ancestor of the target. */
  'elsewhere',
] as const;

/** Parts of `NearMiss` beside its rights. */
export const nearMissShape = {
  because: z.enum(NEAR_MISS_BECAUSE),
  written: writtenViewSchema,
  trustee: namedSchema,
  appliesTo: z.string().nullable(),
  blockedAt: list(dn).describe(
    'Objects between it and the target, both ends included, whose inheritance is off; nearest to the target first.',
  ),
};

/** An entry that allows the request and does not reach the target. */
export const nearMissSchema = object({ ...nearMissShape, rights: list(namedGivenRightSchema) });
export type NearMiss = z.infer<typeof nearMissSchema>;

export const effectViewSchema = object({
  flags: names.describe('Flags of the target under which the action does nothing.'),
  without: tristate.describe('No: it takes effect; yes: it does not; unknown: userAccountControl was not read.'),
}).meta({ id: 'EffectView' });
export type EffectView = z.infer<typeof effectViewSchema>;

export const holderViewSchema = object({
  dn: dn.nullable().describe('Null where the sources lack it.'),
  access: z
    .enum(ACCESS_CODES)
    .nullable()
    .describe('What its list, put on the target, answers; null where it was not read.'),
  entry: object({ index: count, sddl: z.string(), trustee: namedSchema.nullable() }).nullable(),
  inheritanceOn: z
    .boolean()
    .describe('Its own inheritance is on: entries that it inherits do not reach protected accounts.'),
}).meta({ id: 'HolderView', description: 'AdminSDHolder.' });
export type HolderView = z.infer<typeof holderViewSchema>;

export const GOALS = [
  /** It works. */
  'none',
  /** To have it allowed. */
  'allow',
  /** To have it stay allowed. */
  'last',
  /** To have it take effect. */
  'take-effect',
  /** No change can make this action take effect on this object. */
  'impossible',
  /** To know the answer. */
  'know',
  /** It works for everybody: to put that right. */
  'repair',
] as const;

/** Parts of `ChangeView` beside the steps. */
export const changeShape = {
  goal: z.enum(GOALS),
  caution: z
    .enum(['protected-on-purpose', 'operator-taken-out', 'deny-may-be-meant', 'read-right-missing'])
    .nullable()
    .describe('What speaks against changing anything.'),
  effects: list(effectSchema).describe('What comes of each of `options`, in the same order.'),
  revokeEffects: list(effectSchema).describe('What comes of each of `revoke`, in the same order.'),
};

/** What to change, and where. */
export const changeViewSchema = object({
  ...changeShape,
  options: list(list(z.union([stepSchema, inquirySchema]))).describe(
    'Ways to get there; each is a list of steps that all have to be done.',
  ),
  revoke: list(list(stepSchema)).describe('For an action that works: ways to take it away.'),
});
export type ChangeView = z.infer<typeof changeViewSchema>;

/** Parts that are the same in the published format. */
export const explanationShape = {
  schema: z.literal(EXPLAIN_SCHEMA),
  tool: toolBlockSchema,
  evidence: evidenceBlockSchema,
  account: accountViewSchema,
  action: object({ id: z.string(), title: z.string() }),
  target: targetViewSchema,
  verdict: outcomeSchema.describe('The same as `audit` says.'),
  token: tokenViewSchema,
  effect: effectViewSchema,
  adminSDHolder: holderViewSchema.nullable().describe('Null where AdminSDHolder has nothing to do with the target.'),
};

export const explanationSchema = object({
  ...explanationShape,
  request: requestViewSchema,
  dacl: daclViewSchema,
  nearMisses: list(nearMissSchema).describe(
    'Entries that would have allowed it, had they reached this object; nearest first. Empty unless it is refused.',
  ),
  documented: list(rightViewSchema),
  change: changeViewSchema,
});
export type Explanation = z.infer<typeof explanationSchema>;
