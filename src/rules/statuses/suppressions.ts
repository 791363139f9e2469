/** Suppressions files: which findings somebody accepts, why, and until when (docs/suppressions.md). */
import { z } from 'zod';
import { nearest } from '../nearest.js';
import type { Rule } from '../types.js';
import { placeOf, type YamlPath } from '../yaml-file.js';
import { checkYamlInput, readYamlInput, type YamlKind } from '../yaml-input.js';
import { parseSubject, type SubjectMatch } from './subject.js';

/** One entry of a file. */
export interface SuppressionEntry {
  /** Id of the rule as it is now, whatever it was called when the entry was written. */
  readonly rule: string;
  /** As written. */
  readonly subject: string;
  readonly match: SubjectMatch;
  /** Only this cause. */
  readonly fingerprint?: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, YYYY-MM-DD (UTC). */
  readonly expires: string;
  readonly file: string;
  readonly line: number;
}

/** What `--suppress` was given, and which files that were. */
export interface LoadedSuppressions {
  readonly entries: readonly SuppressionEntry[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

const KIND: YamlKind = {
  what: 'suppressions file',
  hint: 'docs/suppressions.md describes the file; "adreach schema suppressions" prints its JSON Schema',
  mostBytes: 4_000_000,
};

/** Why a text is no id of a rule; null where it is one. */
type RuleCheck = (id: string) => string | null;

const words = z.string().trim().min(1, 'must be a text that is not empty').max(1000);

function shapeOf(check: RuleCheck) {
  const rule = z
    .string()
    .max(64)
    .superRefine((id, context) => {
      const fault = check(id);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    })
    .describe('Id of the rule.');
  const subject = z
    .string()
    .max(10_000)
    .refine((text) => parseSubject(text) !== null, 'must be a DN, a pattern of DNs with *, or a SID')
    .describe('What the finding is about: a DN, a pattern of DNs in which * stands for any text, or a SID.');
  const expires = z
    .string()
    .refine(isDay, 'must be a day that there is, as 2027-01-31')
    .describe('The last day on which it holds, YYYY-MM-DD (UTC).');
  const entry = z.strictObject({
    rule,
    subject,
    reason: words.describe('Why the finding is accepted.'),
    owner: words.describe('Who answers for that.'),
    expires,
    fingerprint: words.describe('Only the finding with this fingerprint, of all on the subject.').optional(),
  });
  return z.strictObject({ suppressions: z.array(entry).max(10_000) });
}

/** The shape of a file, for whoever has no rules at hand. */
export const suppressionsShape = shapeOf(() => null);

const ENTRY_KEYS = Object.keys(suppressionsShape.shape.suppressions.element.shape);

function keysAt(path: YamlPath): readonly string[] {
  if (path.length === 0) return ['suppressions'];
  return path.length === 2 ? ENTRY_KEYS : [];
}

/**
 * Reads suppressions files.
 * @param rules all that are known, whether they are applied or not
 * @throws AdreachError `file`, or `rule` with file, place and the nearest right name
 */
export function loadSuppressions(files: readonly string[], rules: readonly Rule[]): LoadedSuppressions {
  const current = new Map(rules.flatMap(({ id, aliases }) => [id, ...aliases].map((name) => [name, id] as const)));
  const shape = shapeOf((id) => (current.has(id) ? null : unknownRule(id, [...current.keys()])));
  const entries: SuppressionEntry[] = [];
  const read = files.map((path) => {
    const input = readYamlInput(path, KIND);
    const { suppressions } = checkYamlInput(input, KIND, shape, keysAt);
    for (const [number, { fingerprint, ...entry }] of suppressions.entries()) {
      entries.push({
        ...entry,
        rule: current.get(entry.rule)!,
        match: parseSubject(entry.subject)!,
        ...(fingerprint !== undefined && { fingerprint }),
        file: path,
        line: placeOf(input.yaml, ['suppressions', number]).line,
      });
    }
    return { path, sha256: input.sha256 };
  });
  return { entries, files: read };
}

function unknownRule(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return `there is no such rule${near === null ? '' : `, did you mean "${near}"?`}`;
}

/** @returns whether the text is a day of the calendar, YYYY-MM-DD */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
