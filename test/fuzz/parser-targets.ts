/**
 * The parsers that read what others wrote, each with real input to damage and everything that is done with what it
 * accepts. What is refused must be refused by an AdreachError; what is accepted must survive being used.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { conditionOutcome } from '../../src/access/condition.js';
import { builtinNames, descriptorInWords } from '../../src/audit/in-words/index.js';
import { decodeCondition, encodeCondition } from '../../src/descriptor/condition/index.js';
import {
  descriptorToJson,
  encodeSecurityDescriptor,
  formatCondition,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { decodeResourceAttribute, encodeResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import type { SecurityDescriptor } from '../../src/descriptor/types.js';
import type { EvidenceSource } from '../../src/directory/evidence.js';
import { loadDirectory } from '../../src/directory/load.js';
import { AdreachError } from '../../src/errors/index.js';
import type { RawItem } from '../../src/sources/entry.js';
import { LdifParser } from '../../src/sources/ldif/parser.js';
import { openEvidence } from '../../src/sources/open.js';
import { openSnapshot } from '../../src/sources/snapshot/reader.js';
import { anyDescriptor, condition, printableDescriptor, resourceAttribute } from '../descriptor/arbitraries.js';
import { forge, HEADER, readAll } from '../sources/snapshot/file.js';
import { datOf } from './dat-inputs.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

export interface ParserTarget {
  readonly name: string;
  /** How many inputs it gets for each of the cheapest target's. */
  readonly share: number;
  readonly inputs: readonly Uint8Array[];
  /** Reads the bytes and uses what comes out; AdreachError where they are refused. */
  run(bytes: Buffer): void | Promise<void>;
}

const NAMES = builtinNames();
const WHO = { carries: () => 'maybe' as const, isSelf: true };
const NOTHING = parseSddl('D:S:');

/** Everything that is done with a descriptor. */
function useDescriptor(sd: SecurityDescriptor): void {
  const text = formatSddl(sd);
  descriptorToJson(sd);
  descriptorInWords(sd, NAMES);
  for (const ace of sd.dacl?.aces ?? []) if (ace.form !== 'unknown') conditionOutcome(ace, WHO, sd);
  const again = parseSecurityDescriptor(encodeSecurityDescriptor(sd));
  if (formatSddl(again) !== text) throw new Error('encoding and parsing changed the descriptor');
}

/**
 * @param ldif a real export, plain text
 * @param folder for files; the caller removes it
 * @param seed of the generated part of the input
 */
export async function parserTargets(ldif: string, folder: string, seed: number): Promise<readonly ParserTarget[]> {
  const sample = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.sample(arbitrary, { seed, numRuns: 200 });
  const blocks = ldif.split(/\n\n+/).filter((block) => /^dn:/m.test(block));
  const random = new Random(seed);
  const files = Array.from({ length: 12 }, () => pieceOf(blocks, random));
  const stored = [
    ...new Set([...ldif.matchAll(/^nTSecurityDescriptor:: ((?:.+\n? ?)+?)$/gm)].map(([, text]) => text!)),
  ].slice(0, 60);
  const descriptors = [
    ...stored.map((text) => Buffer.from(text.replace(/\s/g, ''), 'base64')),
    ...sample(anyDescriptor).map(encodeSecurityDescriptor),
  ];
  const sddl = [
    ...stored.map((text) => formatSddl(parseSecurityDescriptor(Buffer.from(text.replace(/\s/g, ''), 'base64')))),
    ...sample(printableDescriptor).map((sd) => formatSddl(sd)),
  ].map((text) => Buffer.from(text));

  const snapshots = await snapshotsOf(files.slice(0, 3), folder);
  const file = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return [
    {
      name: 'descriptor',
      share: 20,
      inputs: descriptors,
      run: (bytes) => useDescriptor(parseSecurityDescriptor(bytes)),
    },
    {
      name: 'sddl',
      share: 20,
      inputs: sddl,
      run: (bytes) => useDescriptor(parseSddl(bytes.toString('utf8'), { domainSid: 'S-1-5-21-1-2-3' })),
    },
    {
      name: 'condition',
      share: 20,
      inputs: sample(condition).map(encodeCondition),
      run(bytes) {
        const ace = { ...NOTHING_ACE, applicationData: bytes };
        conditionOutcome(ace, WHO, NOTHING);
        tolerant(() => formatCondition(decodeCondition(bytes)));
      },
    },
    {
      name: 'resource-attribute',
      share: 20,
      inputs: sample(resourceAttribute).map(encodeResourceAttribute),
      run: (bytes) => void encodeResourceAttribute(decodeResourceAttribute(bytes)),
    },
    { name: 'ldif', share: 10, inputs: files, run: readLdif },
    {
      name: 'ldif-assembled',
      share: 1,
      inputs: [...files, ...files.slice(0, 2).map((bytes) => gzipSync(bytes))],
      run: async (bytes) => useEvidence(await openEvidence([file('fuzz.ldif', bytes)], { tempDir: folder })),
    },
    {
      name: 'adexplorer',
      share: 2,
      inputs: files.map(datOf),
      run: async (bytes) => useEvidence(await openEvidence([file('fuzz.dat', bytes)], { tempDir: folder })),
    },
    {
      name: 'snapshot',
      share: 2,
      inputs: snapshots.map(({ bytes }) => bytes),
      run: async (bytes) => {
        await useEvidence(await openSnapshot(file('fuzz.snapshot', bytes)));
        if (!snapshots.some((snapshot) => snapshot.bytes.equals(bytes)))
          throw new Error('an altered snapshot is accepted');
      },
    },
    {
      // Sums that hold over records that do not: what a snapshot made on purpose can bring.
      name: 'snapshot-records',
      share: 4,
      inputs: snapshots.map(({ lines }) => Buffer.from(lines)),
      run: async (bytes) => {
        const [model, accounts] = bytes.toString('latin1').split('\n\n');
        const lines = (text = '') =>
          text
            .split('\n')
            .filter((line) => line !== '')
            .map(parsedOrText);
        await useEvidence(await openSnapshot(file('forged.snapshot', forge(lines(model), lines(accounts)))));
      },
    },
  ];
}

const NOTHING_ACE = parseSddl('D:(XD;;RP;;;WD;(a))').dacl!.aces[0] as Extract<
  NonNullable<SecurityDescriptor['dacl']>['aces'][number],
  { form: 'basic' }
>;

/** Text of a condition that SDDL cannot hold is refused by an error of the printer's own. */
function tolerant(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (error instanceof AdreachError || (error as Error).constructor.name === 'UnprintableError') return;
    throw error;
  }
}

function parsedOrText(line: string): string | object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : line;
  } catch {
    return line;
  }
}

/** An export of some twenty objects that belong together as far as chance has it. */
function pieceOf(blocks: readonly string[], random: Random): Buffer {
  const heads = blocks.filter((block) => /^objectClass: domainDNS$/m.test(block)).slice(0, 1);
  const some = Array.from({ length: 20 }, () => random.pick(blocks));
  return Buffer.from(`version: 1\n\n${[...heads, ...some].join('\n\n')}\n`);
}

function readLdif(bytes: Buffer): void {
  const parser = new LdifParser('fuzz.ldif');
  const items: RawItem[] = [];
  const half = bytes.length >> 1;
  parser.push(bytes.subarray(0, half), items);
  parser.push(bytes.subarray(half), items);
  parser.finish(items);
}

async function useEvidence(evidence: EvidenceSource): Promise<void> {
  try {
    const directory = await loadDirectory(evidence);
    for await (const batch of evidence.accounts()) {
      for (const record of batch) if (record.t === 'sd') directory.descriptors.add(record.b);
    }
    for (let number = 0; number < directory.descriptors.size; number++) directory.descriptors.daclText(number);
  } finally {
    await evidence.close();
  }
}

/** Snapshots of the exports: as bytes, and as the lines of their two parts, an empty line between these. */
async function snapshotsOf(
  files: readonly Buffer[],
  folder: string,
): Promise<readonly { readonly bytes: Buffer; readonly lines: string }[]> {
  const snapshots: { bytes: Buffer; lines: string }[] = [];
  for (const bytes of files) {
    const path = join(folder, 'real.ldif');
    writeFileSync(path, bytes);
    const evidence = await openEvidence([path], { tempDir: folder });
    const { model, accounts } = await readAll(evidence);
    await evidence.close();
    const all = [HEADER, ...model];
    const lines = [all, accounts].map((part) => part.map((record) => JSON.stringify(record)).join('\n')).join('\n\n');
    snapshots.push({ bytes: forge(all, accounts), lines });
  }
  return snapshots;
}

/** @returns the text of an export, packed or not */
export function ldifText(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8').replaceAll('\r\n', '\n');
}

export interface ParserTally {
  readonly name: string;
  accepted: number;
  refused: number;
  slowestMs: number;
}

/** One input that broke a promise. */
export class ParserDefect extends Error {
  constructor(
    readonly target: string,
    readonly input: Buffer,
    readonly what: string,
    cause?: unknown,
  ) {
    super(`${target}: ${what}\ninput (base64): ${input.toString('base64').slice(0, 4000)}`, { cause });
  }
}

/** No input of these sizes may take longer; far above what any takes on a slow machine. */
const SLOWEST_MS = 10_000;

/**
 * Gives damaged input to every target.
 * @param runs inputs in all, shared out by the targets' shares
 * @throws ParserDefect for the first input that crashes a parser, or that takes it too long
 */
export async function fuzzParsers(
  targets: readonly ParserTarget[],
  runs: number,
  seed: number,
  told: (done: number) => void = () => {},
): Promise<readonly ParserTally[]> {
  const random = new Random(seed);
  const tallies = new Map(
    targets.map(({ name }): [string, ParserTally] => [name, { name, accepted: 0, refused: 0, slowestMs: 0 }]),
  );
  const choices = targets.map((target): [number, ParserTarget] => [target.share, target]);
  for (let done = 0; done < runs; done++) {
    const target = random.weighted(choices);
    const tally = tallies.get(target.name)!;
    const input = mutate(random.pick(target.inputs), target.inputs, random);
    const start = performance.now();
    try {
      await target.run(input);
      tally.accepted++;
    } catch (error) {
      if (!(error instanceof AdreachError)) {
        throw new ParserDefect(target.name, input, error instanceof Error ? (error.stack ?? '') : String(error), error);
      }
      tally.refused++;
    }
    const took = performance.now() - start;
    tally.slowestMs = Math.max(tally.slowestMs, took);
    if (took > SLOWEST_MS) throw new ParserDefect(target.name, input, `took ${Math.round(took)} ms`);
    if (done % 1000 === 999) told(done + 1);
  }
  return [...tallies.values()];
}
