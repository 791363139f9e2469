import { expect, test } from '@jest/globals';
import { type EvidenceNote, evidenceNoteText } from '../../src/words/evidence-notes.js';

test.each<[EvidenceNote, string]>([
  [
    { note: 'builtin-schema' },
    'The sources hold no schema: classes, attributes and property sets are those of the base product.',
  ],
  [{ note: 'builtin-rights' }, 'The sources hold no extended rights: those of the base product are used.'],
  [
    { note: 'heuristics-unread' },
    'dSHeuristics was not read, so it is not known whether operator groups are excluded from AdminSDHolder; their members count as undecided.',
  ],
  [
    { note: 'local-system' },
    'LocalSystem is taken to act with S-1-5-18, S-1-5-32-544, S-1-1-0 and S-1-5-11 on a domain controller of the target; whether the computer account ever takes part is not documented.',
  ],
  [
    { note: 'domains-missing', domains: ['DC=child,DC=lab,DC=example'] },
    'The sources do not hold DC=child,DC=lab,DC=example of the forest: entries that name their groups, and groups that hold them, are undecided.',
  ],
  [
    { note: 'protected-groups-missing', groups: ['Administrators', 'Domain Admins'], domain: 'lab.example' },
    "The sources do not hold Administrators, Domain Admins of lab.example: whether accounts are protected as their members is known only where all of an account's memberships are (memberOf).",
  ],
  [
    { note: 'rule-failed', rule: 'LAB-1', count: 3, message: 'no such field' },
    'Rule LAB-1 could not be evaluated on 3 object(s), so findings may be missing: no such field',
  ],
  [
    { note: 'simulated', sources: ['lab.snapshot'], changes: 1 },
    'SIMULATED: this is no evidence of a directory as it is. 1 change was made in memory to lab.snapshot ("adreach simulate"); verdicts are those that the real directory would give after the real changes.',
  ],
])('%j', (note, text) => {
  expect(evidenceNoteText(note)).toBe(text);
});
