/** SARIF and OCSF: what their readers require, and, where the published schemas are at hand, all that these say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { ocsfSink } from '../../src/report/ocsf.js';
import { sarifSink } from '../../src/report/sarif.js';
import type { AuditHeader, Finding } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { mentionLeftOut } from '../left-out.js';
import { type MemoryOutput, memoryOutput } from './memory-output.js';
import { ACCOUNTS, EVIDENCE, FINAL_EVIDENCE, finding, HEADER, summarise } from './sample.js';

const SCHEMAS = '../shared/data/schemas';
const present = existsSync(SCHEMAS);
if (!present) mentionLeftOut('SARIF and OCSF against their published schemas', `${SCHEMAS} is not there`);
const published = present ? test : test.skip;

const SUPPRESSED: Finding = {
  ...finding(5),
  status: 'suppressed',
  suppression: { reason: 'a known exception', owner: 'Ada', expires: '2027-01-31' },
};
const MAPPED: Finding = { ...finding(6), frameworks: { attack: ['T1098', 'T1558.004'], nist: ['AC-6(5)'] } };
const BASELINE: Finding = { ...finding(7), status: 'baseline' };
const LINKING: Finding = { ...finding(9), message: 'see [here](https://example.org) and {0}, but not {name}' };
const FINDINGS = [finding(0), finding(4), SUPPRESSED, MAPPED, BASELINE, LINKING];

const FAILED = { rule: HEADER.rules[1]!.id, count: 3, message: 'division by zero' };

async function written(
  make: (output: MemoryOutput) => AuditSink,
  findings: readonly Finding[],
  header: AuditHeader = HEADER,
): Promise<string> {
  const output = memoryOutput();
  const sink = make(output);
  await sink.begin(header, ACCOUNTS);
  for (const each of findings) await sink.findings([each]);
  await sink.end(summarise([], findings), { ...FINAL_EVIDENCE, failedRules: [FAILED] });
  return output.text;
}

type Json = Readonly<Record<string, unknown>>;
const UNDATED: AuditHeader = {
  ...HEADER,
  evidence: { ...EVIDENCE, sources: EVIDENCE.sources.map((source) => ({ ...source, collectedAt: null })) },
};

describe('sarif', () => {
  let log: { readonly version: string; readonly $schema: string; readonly runs: readonly [Json] };
  beforeAll(async () => {
    log = JSON.parse(await written(sarifSink, FINDINGS));
  });

  test('declares every rule that was applied, those without a finding too, and points to them', () => {
    expect(log.version).toBe('2.1.0');
    const { tool, results } = log.runs[0] as unknown as {
      tool: { driver: { name: string; rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string }[];
    };
    expect(tool.driver.name).toBe('adreach');
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(HEADER.rules.map(({ id }) => id));
    expect(tool.driver.rules.some(({ id }) => id === 'ADR-NEVER-FOUND')).toBe(true);
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]!.id)).toEqual(FINDINGS.map(({ rule }) => rule));
    expect(results.map(({ level }) => level)).toEqual(['error', 'note', 'error', 'error', 'warning', 'note']);
  });

  test('a run without findings declares the rules all the same, so that alerts close', async () => {
    const { runs } = JSON.parse(await written(sarifSink, []));
    expect(runs[0].results).toEqual([]);
    expect(runs[0].tool.driver.rules).toHaveLength(HEADER.rules.length);
  });

  test('fingerprints and the one path are what alerts are matched by', () => {
    const { results } = log.runs[0] as unknown as {
      results: {
        partialFingerprints: Record<string, string>;
        locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
      }[];
    };
    expect(results.map(({ partialFingerprints }) => partialFingerprints['adreach/v1'])).toEqual(
      FINDINGS.map(({ fingerprint }) => fingerprint),
    );
    const hashes = results.map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash']);
    expect(new Set(hashes).size).toBe(FINDINGS.length);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash!))).toBe(true);
    const paths = results.flatMap(({ locations }) => locations.map((at) => at.physicalLocation.artifactLocation.uri));
    expect(new Set(paths)).toEqual(new Set(['active-directory']));
  });

  test('what somebody accepts is suppressed, with why; what counts says that it is not', () => {
    const { results } = log.runs[0] as unknown as { results: { suppressions: unknown }[] };
    const accepted = (justification: string) => [{ kind: 'external', status: 'accepted', justification }];
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [],
      accepted('Suppressed until 2027-01-31 by Ada: a known exception'),
      [],
      // Nobody accepted what a former result has: it is told by the state.
      [],
      [],
    ]);
  });

  test('what the baseline has already is unchanged since then (SARIF 3.27.24)', () => {
    const { results } = log.runs[0] as unknown as { results: { baselineState?: string }[] };
    expect(results.map(({ baselineState = 'none' }) => baselineState)).toEqual(
      FINDINGS.map(({ status }) => (status === 'baseline' ? 'unchanged' : 'none')),
    );
  });

  test('a name makes no link and no place to fill in', () => {
    const { results } = log.runs[0] as unknown as { results: { message: { text: string } }[] };
    expect(results.at(-1)!.message.text).toBe(
      String.raw`see \[here\](https://example.org) and {{0}}, but not {{name}}`,
    );
  });

  test('gaps are notes on the run, and its properties say when the evidence was collected', () => {
    const run = log.runs[0] as unknown as {
      invocations: { toolExecutionNotifications: { descriptor: { id: string } }[] }[];
      properties: { collectedAt: string; evidence: { complete: boolean } };
    };
    expect(run.invocations[0]!.toolExecutionNotifications.map(({ descriptor }) => descriptor.id)).toEqual([
      ...FINAL_EVIDENCE.gaps.map(({ code }) => code),
      'rule-failed',
    ]);
    expect(run.properties).toMatchObject({ collectedAt: '2026-03-02T08:15:30.000Z', evidence: { complete: false } });
  });

  test('rules that failed are notes on the run beside the gaps', () => {
    const run = log.runs[0] as unknown as {
      invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
      properties: { evidence: object };
    };
    expect(run.invocations[0]!.toolExecutionNotifications.slice(FINAL_EVIDENCE.gaps.length)).toEqual([
      {
        level: 'error',
        message: {
          text: `Rule ${FAILED.rule} could not be evaluated on 3 object(s), so findings may be missing: division by zero`,
        },
        descriptor: { id: 'rule-failed' },
        associatedRule: { id: FAILED.rule, index: 1 },
        properties: { count: 3 },
      },
    ]);
    expect(run.properties.evidence).toMatchObject({ gaps: 2, failedRules: 1 });
  });

  published('is valid against the published schema', () => {
    const { id, $schema: _, ...schema } = JSON.parse(readFileSync(join(SCHEMAS, 'sarif-schema-2.1.0.json'), 'utf8'));
    expect(log.$schema).toBe(id);
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    expect(validate(log) || validate.errors).toBe(true);
    expect(validate({ ...log, version: '2.0.0' })).toBe(false);
  });
});

/** What OCSF 1.8.0 requires of the class, its base, and the objects that are used. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['activity_id', 'category_uid', 'class_uid', 'type_uid', 'severity_id', 'time', 'metadata'],
    ...['finding_info', 'compliance'],
  ],
  metadata: ['product', 'version'],
  finding_info: ['uid'],
  remediation: ['desc'],
};

describe('ocsf', () => {
  let events: readonly Json[];
  beforeAll(async () => {
    const text = await written((output) => ocsfSink(output, () => new Date(0)), FINDINGS);
    expect(text.endsWith('}\n')).toBe(true);
    events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  });

  test('one Compliance Finding a line, with all that is required', () => {
    expect(events).toHaveLength(FINDINGS.length);
    for (const event of events) {
      expect(event).toMatchObject({ category_uid: 2, class_uid: 2003, activity_id: 1, type_uid: 200301 });
      expect(event).toMatchObject({ metadata: { version: '1.8.0', product: { name: 'adreach' } } });
      for (const [at, names] of Object.entries(REQUIRED)) {
        expect(Object.keys((at === '' ? event : event[at]) as Json)).toEqual(expect.arrayContaining([...names]));
      }
    }
  });

  test('severity and status', () => {
    expect(events.map(({ severity_id, status_id, status }) => [severity_id, status_id, status])).toEqual([
      [5, 1, 'New'],
      [1, 1, 'New'],
      [5, 3, 'Suppressed'],
      [4, 1, 'New'],
      [3, 99, 'Baseline'],
      [1, 1, 'New'],
    ]);
    expect(events.map(({ compliance }) => (compliance as { status: string }).status)).toEqual([
      ...['Fail', 'Informational', 'Fail', 'Fail', 'Fail', 'Informational'],
    ]);
  });

  test('techniques stand where they are looked for', () => {
    expect(events[3]!['finding_info']).toMatchObject({
      attacks: [
        { version: '18', technique: { uid: 'T1098' } },
        { version: '18', technique: { uid: 'T1558' }, sub_technique: { uid: 'T1558.004' } },
      ],
    });
    expect(events[0]!['finding_info']).not.toHaveProperty('attacks');
    expect(events[3]!['compliance']).toMatchObject({ requirements: ['T1098', 'T1558.004', 'AC-6(5)'] });
  });

  test('the time is that of the evidence; the time of the audit only where the evidence has none', async () => {
    expect(events[0]).toMatchObject({ time: Date.parse('2026-03-02T08:15:30.000Z') });
    const now = () => new Date('2026-11-26T12:00:00Z');
    const undated = JSON.parse(await written((output) => ocsfSink(output, now), [finding(0)], UNDATED));
    expect(undated).toMatchObject({ time: now().getTime(), unmapped: { run: { collectedAt: null } } });
    expect(undated.metadata).not.toHaveProperty('original_time');
  });

  published('has the attributes of the published class, and no others', () => {
    for (const event of events) expect(against('compliance_finding', event)).toEqual([]);
    expect(against('compliance_finding', { ...events[0]!, metadata: {} })).toEqual([
      'metadata: product is required',
      'metadata: version is required',
    ]);
    expect(against('compliance_finding', { ...events[0]!, time: 'now', resources: {} })).toEqual([
      ': time is no number',
      ': resources is no list',
    ]);
  });
});

interface Attribute {
  readonly requirement?: string;
  readonly enum?: Readonly<Record<string, unknown>>;
}
interface Published {
  readonly extends?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const fileOf = (name: string) => join(SCHEMAS, 'ocsf', `${name}.json`);

function attributesOf(name: string): Readonly<Record<string, Attribute>> {
  const made = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Published;
  const base = made.extends !== undefined && existsSync(fileOf(made.extends)) ? attributesOf(made.extends) : {};
  const merged: Record<string, Attribute> = { ...base };
  for (const [key, attribute] of Object.entries(made.attributes ?? {})) merged[key] = { ...merged[key], ...attribute };
  return merged;
}

/** What says which class it is. */
const INCLUDED = ['activity_id', 'activity_name', 'category_uid', 'category_name', 'class_uid', 'class_name'];
/** What an object has from one that is not at hand. */
const INHERITED: Readonly<Record<string, readonly string[]>> = { product: [], resource_details: ['uid', 'type'] };
const OBJECTS: Readonly<Record<string, string>> = { resources: 'resource_details', attacks: 'attack' };

interface Dictionary {
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly is_array?: boolean }>>;
  readonly types: { readonly attributes: Readonly<Record<string, { readonly type?: string }>> };
}
const PLAIN: Readonly<Record<string, string>> = {
  string_t: 'string',
  integer_t: 'number',
  long_t: 'number',
  boolean_t: 'boolean',
};

let dictionary: Dictionary | undefined;

/** How the dictionary has an attribute; null where it does not say. */
function typeOf(key: string): { readonly is: string; readonly list: boolean } | null {
  dictionary ??= JSON.parse(readFileSync(fileOf('dictionary'), 'utf8')) as Dictionary;
  const { attributes, types } = dictionary;
  const said = attributes[key];
  if (said === undefined) return null;
  const type = types.attributes[said.type];
  if (type !== undefined && !((type.type ?? said.type) in PLAIN)) return null;
  return { is: type === undefined ? 'object' : PLAIN[type.type ?? said.type]!, list: said.is_array === true };
}

function against(name: string, value: Json, path = ''): string[] {
  const attributes = attributesOf(name);
  const wrong: string[] = [];
  for (const [key, { requirement }] of Object.entries(attributes)) {
    if (requirement === 'required' && !(key in value)) wrong.push(`${path}: ${key} is required`);
  }
  for (const [key, part] of Object.entries(value)) {
    const attribute = attributes[key];
    if (attribute === undefined && !INCLUDED.includes(key) && !INHERITED[name]?.includes(key)) {
      wrong.push(`${path}: ${key} is not an attribute of ${name}`);
    }
    // The base class lists the values of its own; those of a class are made from its name.
    const codes = INCLUDED.includes(key) ? [] : Object.keys(attribute?.enum ?? {});
    if (codes.length > 0 && !['0', '99', ...codes].includes(String(part))) wrong.push(`${path}: ${key} ${part}`);
    const type = attribute === undefined ? null : typeOf(key);
    if (type !== null && [part].flat().some((each) => typeof each !== type.is))
      wrong.push(`${path}: ${key} is no ${type.is}`);
    if (type !== null && Array.isArray(part) !== type.list)
      wrong.push(`${path}: ${key} is ${type.list ? 'no' : 'a'} list`);
    const object = OBJECTS[key] ?? key;
    if (typeof part !== 'object' || !existsSync(fileOf(object))) continue;
    for (const each of [part].flat()) wrong.push(...against(object, each as Json, `${path}${key}`));
  }
  return wrong;
}
