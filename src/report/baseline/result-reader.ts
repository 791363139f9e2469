/** Reads the result of an audit again: its counts and findings at once, its verdicts as they come, whatever their number. */
import { open } from 'node:fs/promises';
import type { ZodType } from 'zod';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';
import {
  AUDIT_SCHEMA,
  type AuditedAccount,
  auditedAccountSchema,
  type EvidenceBlock,
  type Finding,
  findingSchema,
  type Summary,
  summarySchema,
  type ToolBlock,
  toolBlockSchema,
  type Verdict,
} from '../../result/audit.js';
import { ACCESS_CODES, REASON_CODES, VERDICT_CODES } from '../../result/codes.js';
import { evidenceBlockSchema } from '../../result/evidence.js';
import { list } from '../../result/parts.js';
import { strictJson } from '../manifest/strict-json.js';
import { ObjectWalker, type Wanted } from './walker.js';

/** What a result says beside its verdicts. */
export interface ResultHead {
  readonly tool: ToolBlock;
  readonly accounts: readonly AuditedAccount[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
}

const MEMBERS = ['schema', 'tool', 'accounts', 'summary', 'evidence'] as const;
const MOST_FINDINGS = 1_000_000;

/** @throws AdreachError `file`; `format` for what is no result of this version of the format, or is cut short */
export async function readResultHead(path: string): Promise<ResultHead> {
  const members = new Map<string, unknown>();
  const findings: Finding[] = [];
  await walk(path, {
    members: MEMBERS,
    member: (name, text) => members.set(name, strictJson(text)),
    list: 'findings',
    element: (text) => {
      if (findings.length === MOST_FINDINGS) throw new SyntaxError(`more than ${MOST_FINDINGS} findings`);
      findings.push(checked(findingSchema, strictJson(text), `finding ${findings.length + 1}`));
    },
    ended: () => undefined,
  });
  if (members.get('schema') !== AUDIT_SCHEMA) throw notOne(path, new SyntaxError('its schema is another one'));
  try {
    return {
      tool: checked(toolBlockSchema, members.get('tool'), '"tool"'),
      accounts: checked(list(auditedAccountSchema), members.get('accounts'), '"accounts"'),
      findings,
      summary: checked(summarySchema, members.get('summary'), '"summary"'),
      evidence: checked(evidenceBlockSchema, members.get('evidence'), '"evidence"'),
    };
  } catch (error) {
    throw error instanceof SyntaxError ? notOne(path, error) : error;
  }
}

/** @throws AdreachError as `readResultHead` */
export async function* readResultVerdicts(path: string): AsyncGenerator<readonly Verdict[]> {
  let batch: Verdict[] = [];
  let count = 0;
  const walker = new ObjectWalker({
    members: [],
    member: () => undefined,
    list: 'verdicts',
    element: (text) => {
      count++;
      const value = JSON.parse(text) as unknown;
      if (!isVerdict(value)) throw new SyntaxError(`verdict ${count} is not as a result has them`);
      batch.push(value);
    },
    ended: () => undefined,
  });
  for await (const chunk of bytesOf(path)) {
    try {
      walker.feed(chunk);
    } catch (error) {
      throw notOne(path, error);
    }
    if (batch.length === 0) continue;
    yield batch;
    batch = [];
  }
}

async function walk(path: string, wanted: Wanted): Promise<void> {
  const walker = new ObjectWalker(wanted);
  try {
    for await (const chunk of bytesOf(path)) walker.feed(chunk);
    walker.end();
  } catch (error) {
    throw error instanceof SyntaxError ? notOne(path, error) : error;
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileError('read', path, error);
  });
  try {
    yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw fileError('read', path, error);
  } finally {
    await file.close();
  }
}

function checked<T>(schema: ZodType<T>, value: unknown, what: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const issue = error.issues[0];
  throw new SyntaxError(`${what} is not as a result has it${issue === undefined ? '' : ` (${issue.path.join('.')})`}`);
}

function notOne(path: string, error: unknown): AdreachError {
  const said = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : String(error);
  return new AdreachError(
    'format',
    `${path} is no result of an audit that can be compared (${AUDIT_SCHEMA}): ${said}`,
    'Name a result that "adreach audit --format json" of this version wrote, or compare the sources themselves.',
  );
}

/** Quicker than a schema: there may be millions. */
function isVerdict(value: unknown): value is Verdict {
  const { account, target, targetDn, targetName, action, access, verdict, reason, documentedSet, ace } = (value ??
    {}) as Partial<Record<keyof Verdict, unknown>>;
  const texts = [account, target, targetDn, targetName, action];
  return (
    texts.every((text) => typeof text === 'string') &&
    (ACCESS_CODES as readonly unknown[]).includes(access) &&
    (VERDICT_CODES as readonly unknown[]).includes(verdict) &&
    (REASON_CODES as readonly unknown[]).includes(reason) &&
    (documentedSet === null || typeof documentedSet === 'boolean') &&
    (ace === null || isAce(ace))
  );
}

function isAce(value: unknown): boolean {
  const { index, sddl, trustee, trusteeName, from } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isName = (text: unknown) => text === null || typeof text === 'string';
  return (
    Number.isSafeInteger(index) &&
    typeof sddl === 'string' &&
    typeof trustee === 'string' &&
    isName(trusteeName) &&
    isName(from)
  );
}
