/** Reads the findings of a former result, of whatever size, in memory bounded by the number of findings; and what it reached. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';
import { AUDIT_SCHEMA } from '../../result/audit.js';
import { FINDING_STATUSES, type FindingStatus, SEVERITIES, type Severity } from '../../result/codes.js';
import type { FormerReach } from '../../result/statuses.js';
import type { Baseline } from '../../rules/statuses/baseline.js';
import { strictJson } from '../manifest/strict-json.js';
import { FormerSummary } from './reach.js';
import { ObjectWalker } from './walker.js';

/** Findings of a former result that are kept, and characters of a fingerprint. */
const MOST_FINDINGS = 1_000_000;
const LONGEST_FINGERPRINT = 1000;
const MOST_ACTIONS = 1000;

const HINT = 'name a result that "adreach audit --format json" wrote';

/**
 * @param path of a result, `adreach/audit/v1` as one JSON object
 * @throws AdreachError `file` where it cannot be read or is no regular file; `format` where it is no such result, cut short, or
 *   means two things
 */
export async function readBaseline(path: string): Promise<Baseline> {
  let file: FileHandle | undefined;
  try {
    // Without waiting for somebody to open the other end of a pipe; where there is no such flag there are no such pipes.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!(await file.stat()).isFile()) throw new AdreachError('file', `the baseline ${path} is no regular file`, HINT);
    const hash = createHash('sha256');
    const findings = new FormerFindings();
    const walker = new ObjectWalker(findings);
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      walker.feed(chunk);
    }
    walker.end();
    const { about, actions, profile, reach, rules } = findings;
    return { sha256: hash.digest('hex'), findings: findings.all(), about, actions, profile, reach, rules };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw fileError('read', `the baseline ${path}`, error);
    // The parser's words quote the text, line breaks and all.
    const said = error.message.replace(/\s+/g, ' ').slice(0, 200);
    throw new AdreachError('format', `the baseline ${path} is no result of an audit (${AUDIT_SCHEMA}): ${said}`, HINT);
  } finally {
    await file?.close();
  }
}

interface FormerFinding {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  /** Left out where it does not say. */
  readonly account?: string | null;
}

class FormerFindings {
  readonly members = ['schema', 'type', 'tool', 'actions', 'profile'];
  readonly list = 'findings';
  readonly #summary = new FormerSummary();
  readonly within = { name: 'summary', wanted: this.#summary };
  readonly #findings = new Map<string, Severity>();
  #schema: unknown;
  #listed = false;
  /** Texts that are the same, once. */
  readonly #sids = new Map<string, string>();
  readonly about = new Map<string, string | null>();
  actions: readonly string[] | null = null;
  profile: string | null = null;
  #count = 0;
  /** SHA-256 over its rule files, where it says so. */
  rules: string | null = null;

  member(name: string, text: string): void {
    const value = strictJson(text);
    if (name === 'tool') {
      const { rules } = (value ?? {}) as { readonly rules?: unknown };
      if (typeof rules === 'string' && /^[0-9a-f]{64}$/.test(rules)) this.rules = rules;
      return;
    }
    if (name === 'actions') {
      this.actions = idsOf(value);
      return;
    }
    if (name === 'profile') {
      this.profile = typeof value === 'string' && value.length <= LONGEST_FINGERPRINT ? value : null;
      return;
    }
    if (name === 'type') {
      if (value === 'header') throw new SyntaxError('it is an ndjson result');
      return;
    }
    if (value !== AUDIT_SCHEMA) throw new SyntaxError(`its schema is ${JSON.stringify(value)?.slice(0, 60)}`);
    this.#schema = value;
  }

  element(text: string): void {
    if (++this.#count > MOST_FINDINGS)
      throw new SyntaxError(`more than ${MOST_FINDINGS.toLocaleString('en')} findings`);
    const { fingerprint, severity, status, account } = formerFinding(strictJson(text), this.#count);
    if (status === 'suppressed') return;
    if (account !== undefined) this.about.set(fingerprint, this.#once(account));
    const other = this.#findings.get(fingerprint);
    if (other === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(other)) {
      this.#findings.set(fingerprint, severity);
    }
  }

  ended(): void {
    this.#listed = true;
  }

  #once(sid: string | null): string | null {
    if (sid === null) return null;
    const known = this.#sids.get(sid) ?? sid;
    this.#sids.set(sid, known);
    return known;
  }

  /** What its accounts reached. */
  get reach(): readonly FormerReach[] {
    return this.#summary.accounts;
  }

  all(): ReadonlyMap<string, Severity> {
    if (this.#schema === undefined) throw new SyntaxError('it has no "schema"');
    if (!this.#listed) throw new SyntaxError('it has no "findings"');
    return this.#findings;
  }
}

/** Ids of a list of actions; null where it is none. */
function idsOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length > MOST_ACTIONS) return null;
  const ids = value.map((each) => (each as { readonly id?: unknown } | null)?.id);
  return ids.every((id): id is string => typeof id === 'string' && id.length <= LONGEST_FINGERPRINT) ? ids : null;
}

/** What a baseline needs of a finding; results of before there was a status had open ones only. */
function formerFinding(value: unknown, number: number): FormerFinding {
  const { fingerprint, severity, status = 'open', account } = value as Partial<FormerFinding>;
  if (typeof fingerprint !== 'string' || fingerprint === '' || fingerprint.length > LONGEST_FINGERPRINT) {
    throw new SyntaxError(`finding ${number} has no fingerprint`);
  }
  if (!SEVERITIES.includes(severity!)) throw new SyntaxError(`finding ${number} has no severity`);
  if (!FINDING_STATUSES.includes(status)) throw new SyntaxError(`finding ${number} has an unknown status`);
  const sid = account === null || (typeof account === 'string' && account.length <= LONGEST_FINGERPRINT);
  return { fingerprint, severity: severity!, status, ...(sid && { account }) };
}
