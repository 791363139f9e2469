/** What changed in a directory between two sources, as data. */
import { z } from 'zod';
import { dn, list, object, sidText } from './parts.js';

const on = dn
  .nullable()
  .describe('DN of the object whose list it is; null: each of the targets themselves, which have it in common.');

export const changedEntrySchema = object({
  sddl: z.string(),
  text: z.string().describe('In words.'),
  trustee: sidText.nullable(),
  trusteeName: z.string().nullable(),
}).meta({ id: 'ChangedEntry', description: 'An entry of an access control list, one of its object’s own.' });
export type ChangedEntry = z.infer<typeof changedEntrySchema>;

const principal = object({ dn, name: z.string() });

export const MEMBERSHIP_BECAUSE = ['membership', 'group-created', 'member-created'] as const;

/** Settings that memberships and protection depend on. */
export const CHANGED_SETTINGS = ['dSHeuristics', 'trusts'] as const;

/** Beside the reasons of verdicts, what was not known on one side. */
export const DOMAIN_NOT_READ = 'domain-not-in-sources';
/** A group that every domain has, or an object that others name. */
export const OBJECT_NOT_READ = 'object-not-in-sources';
export const DOCUMENTED_SET_OPEN = 'documented-set-undecided';

export const EVIDENCE_CHANGES = ['evidence-better', 'evidence-worse'] as const;
export interface EvidenceChange {
  readonly change: (typeof EVIDENCE_CHANGES)[number];
  readonly what: string;
}

export const directoryChangeSchema = z
  .discriminatedUnion('change', [
    object({ change: z.enum(['entry-added', 'entry-removed']), on, entry: changedEntrySchema }),
    object({ change: z.literal('entry-changed'), on, former: changedEntrySchema, entry: changedEntrySchema }),
    object({ change: z.enum(['inheritance-on', 'entries-reordered', 'list-replaced', 'entries-propagated']), on }),
    object({
      change: z.literal('inheritance-off'),
      on,
      keeps: z.boolean().describe('The entries from above stayed, as copies of its own.'),
    }),
    object({
      change: z.enum(['owner-changed', 'primary-owner-group-changed']),
      on,
      before: sidText.nullable(),
      after: sidText.nullable(),
    }),
    object({
      change: z.enum(['member-added', 'member-removed']),
      group: principal,
      member: principal.nullable().describe('Null: each of the targets themselves.'),
      because: z.enum(MEMBERSHIP_BECAUSE).describe('Whether only the membership changed, or the object came or went.'),
      via: list(z.string()).describe(
        'The way to the member: the account under audit, or the target, then each group; names. Empty where it is that itself.',
      ),
    }),
    object({
      change: z.literal('group-deleted'),
      group: principal,
      via: list(z.string()).describe('The way to the group, as above.'),
    }),
    object({
      change: z.literal('primary-group-changed'),
      member: principal.nullable(),
      before: z.int().nullable(),
      after: z.int().nullable(),
    }),
    object({ change: z.enum(['flag-set', 'flag-cleared']), flag: z.string(), bit: z.int() }),
    object({
      change: z.literal('moved'),
      object: dn.nullable().describe('Null: each of the targets themselves.'),
      from: dn,
      to: dn,
      created: z.boolean().describe('The place itself is new.'),
    }),
    object({ change: z.literal('class-changed'), on, before: list(z.string()), after: list(z.string()) }),
    object({
      change: z.enum(['adminsdholder-stamped', 'adminsdholder-released']),
      domain: dn.describe('The domain whose AdminSDHolder it was.'),
    }),
    object({ change: z.enum(['target-created', 'target-deleted']) }),
    object({
      change: z.enum(['account-created', 'account-deleted']),
      account: z.string().describe('The account under audit.'),
    }),
    object({
      change: z.enum(['audited-now-only', 'audited-before-only']),
      account: z.string().describe('The account under audit: the other result is not about it.'),
    }),
    object({
      change: z.literal('group-type-changed'),
      group: principal,
      before: z.int().nullable(),
      after: z.int().nullable(),
    }),
    object({
      change: z.literal('setting-changed'),
      setting: z.enum(CHANGED_SETTINGS),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
    object({
      change: z.literal('former-sids-changed'),
      account: z.string().describe('The account under audit.'),
      gained: list(sidText),
      lost: list(sidText),
    }),
    object({
      change: z.enum(EVIDENCE_CHANGES),
      what: z
        .string()
        .describe(
          `The code of the reason for which a verdict was, or is, unknown; or ${DOMAIN_NOT_READ}: the sources of one side do not have the domain; or ${OBJECT_NOT_READ}: or not a group that every domain has, or an object that others name; or ${DOCUMENTED_SET_OPEN}: only whether the documented set is held was, or is, unknown.`,
        ),
    }),
    object({ change: z.enum(['rules-changed', 'program-changed']), before: z.string(), after: z.string() }),
  ])
  .meta({ id: 'DirectoryChange', description: 'One thing that is different.' });
export type DirectoryChange = z.infer<typeof directoryChangeSchema>;
