/** The expected findings of fixtures/expected: how the files say what a finding is about, and how they are read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Finding } from '../../src/result/audit.js';
import { ROOT } from './ldif-records.js';

/** One finding, as an expected-findings file tells it. */
export interface Expected {
  readonly rule: string;
  readonly severity: string;
  readonly subject: string;
  /** What of the evidence tells it from others, shortened: of objects the first part of their names. */
  readonly about?: Readonly<Record<string, unknown>>;
}

interface ExpectedFile {
  /** By account under audit. */
  readonly accounts: Readonly<Record<string, readonly Expected[] | null>>;
  /** By rule: what the review of its findings came to. */
  readonly reviewed: Readonly<Record<string, string>>;
}

export const readExpected = (name: string): ExpectedFile =>
  parse(readFileSync(join(ROOT, `fixtures/expected/${name}.yaml`), 'utf8')) as ExpectedFile;

/** Keys of evidence that tell one finding of a rule from another. */
const ABOUT = [
  'from',
  'powers',
  'objects',
  'tierZero',
  'where',
  'path',
  'groups',
  'granted',
  'change',
  'accounts',
  'action',
  'reason',
  'index',
  'nextRun',
];
/** Objects that are named of each finding. */
const NAMED = 8;

/** A finding in the words of the file. */
export function expectedOf({ rule, severity, subjectName, evidence }: Finding): Expected {
  const about: Record<string, unknown> = Object.fromEntries(
    ABOUT.filter((key) => evidence[key] !== undefined).map((key) => [
      key,
      key === 'where' ? places(evidence[key]) : evidence[key],
    ]),
  );
  // Where Windows may have put it there itself.
  if (evidence['default'] === 'unknown') about['default'] = 'unknown';
  return { rule, severity, subject: subjectName, ...(Object.keys(about).length > 0 && { about }) };
}

function places(where: unknown): readonly string[] {
  return [where]
    .flat()
    .slice(0, NAMED)
    .map((dn) => /^(?:\\.|[^,\\])*/.exec(String(dn))![0]);
}

/** The same whatever the order of findings. */
export const inOrder = (findings: readonly Expected[]) =>
  findings
    .map((one) => JSON.stringify(one))
    .sort()
    .map((one) => JSON.parse(one) as Expected);
