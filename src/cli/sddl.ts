/** `adreach sddl decode|encode`: security descriptors between base64, hexadecimal, SDDL and JSON, one a line. */

import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import {
  type DomainContext,
  descriptorToJson,
  encodeSecurityDescriptor,
  formatSddl,
  isDomainSid,
  normalizeSid,
  parseSddl,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { jsonText } from '../report/encode/json.js';
import { terminal } from '../report/encode/terminal.js';
import { isGone } from '../report/output/stream.js';
import { tell } from './diagnostics.js';
import { domainOf, explained, nameSource } from './sddl-explain.js';

/** Where the command reads and writes; tests give their own. */
export interface SddlStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

interface CommonFlags {
  readonly domainSid?: string;
  readonly rootDomainSid?: string;
  readonly explain?: boolean;
  readonly source: readonly string[];
}

const CHUNK = 64 * 1024;
const HEX = /^(?:0x)?[\da-f]+$/i;
const BASE64 = /^[A-Za-z\d+/]+={0,2}$/;

/** @returns the `sddl` command with its two subcommands; a failed line sets process.exitCode to 2 and goes on */
export function sddlCommand(streams: SddlStreams = process): Command {
  const command = new Command('sddl').description(
    'security descriptors between base64, hexadecimal, SDDL and JSON, or in plain words',
  );
  command
    .command('decode')
    .description('descriptors in base64 or hexadecimal to SDDL or JSON')
    .argument('[descriptor...]', 'base64 or hexadecimal; without any: one a line on standard input')
    .addOption(new Option('--to <form>', 'what to print').choices(['sddl', 'json']).default('sddl'))
    .addOption(domainOption())
    .addOption(rootDomainOption())
    .addOption(explainOption())
    .addOption(sourceOption())
    .action(async (inputs: string[], flags: CommonFlags & { to: 'sddl' | 'json' }) => {
      const domain = domainContext(flags);
      const read = (text: string) => parseSecurityDescriptor(fromText(text));
      if (flags.explain) await explainAll(inputs, flags, streams, domain, read);
      else {
        // Texts in conditions stand in SDDL as they are, since it has no other way to write them: a terminal is not shown that.
        const shown = (streams.stdout as Partial<NodeJS.WriteStream>).isTTY ? terminal : (text: string) => text;
        await convertAll(inputs, streams, (text) => shown(decode(read(text), flags.to, domain)));
      }
    });
  command
    .command('encode')
    .description('descriptors in SDDL to base64 or hexadecimal (self-relative bytes)')
    .argument('[sddl...]', 'SDDL; without any: one a line on standard input')
    .addOption(new Option('--to <form>', 'what to print').choices(['base64', 'hex']).default('base64'))
    .addOption(domainOption())
    .addOption(rootDomainOption())
    .addOption(explainOption())
    .addOption(sourceOption())
    .action(async (inputs: string[], flags: CommonFlags & { to: 'base64' | 'hex' }) => {
      const domain = domainContext(flags);
      if (flags.explain) await explainAll(inputs, flags, streams, domain, parseSddl);
      else
        await convertAll(inputs, streams, (text) =>
          toText(encodeSecurityDescriptor(parseSddl(text, domain)), flags.to),
        );
    });
  return command;
}

function explainOption(): Option {
  return new Option(
    '--explain',
    'say in plain words what it means, one sentence an entry, instead of converting it',
  ).conflicts('to');
}

function sourceOption(): Option {
  return new Option('--source <file>', 'snapshot or LDIF file to take names from, for --explain (repeatable)')
    .argParser((value: string, previous: readonly string[]) => [...previous, value])
    .default([], 'none');
}

/** Descriptors in plain words, an empty line between two of them. */
async function explainAll(
  inputs: readonly string[],
  { source }: CommonFlags,
  streams: SddlStreams,
  domain: DomainContext,
  read: (text: string, domain: DomainContext) => SecurityDescriptor,
): Promise<void> {
  const found = await nameSource(source);
  const relative = domainOf(domain, found);
  await convertAll(inputs, streams, (text) => explained(read(text, relative), found.names), '\n');
}

function domainOption(): Option {
  return new Option('--domain-sid <sid>', 'what domain-relative aliases (DA, DU...) are relative to');
}

function rootDomainOption(): Option {
  return new Option('--root-domain-sid <sid>', "the forest root's SID, for EA, SA, RO and EK (default: the domain's)");
}

function domainContext({ domainSid, rootDomainSid, explain, source }: CommonFlags): DomainContext {
  if (source.length > 0 && !explain) {
    throw new AdreachError('usage', '--source gives names to --explain only', 'Add --explain, or leave it out.');
  }
  return {
    domainSid: checkedDomain('--domain-sid', domainSid),
    rootDomainSid: checkedDomain('--root-domain-sid', rootDomainSid),
  };
}

function checkedDomain(option: string, text: string | undefined): Sid | undefined {
  if (text === undefined) return undefined;
  const hint = "A domain's SID looks like S-1-5-21-1111-2222-3333.";
  let sid: Sid;
  try {
    sid = normalizeSid(text);
  } catch (error) {
    throw new AdreachError('usage', `${option}: not a SID: ${JSON.stringify(text)}`, hint, { cause: error });
  }
  if (!isDomainSid(sid)) throw new AdreachError('usage', `${option}: ${sid} is no domain's SID`, hint);
  return sid;
}

function decode(sd: SecurityDescriptor, to: 'sddl' | 'json', domain: DomainContext): string {
  return to === 'json' ? jsonText(descriptorToJson(sd, domain)) : formatSddl(sd, { ...domain, unprintable: 'throw' });
}

/** Hexadecimal where every character is a digit of it (a descriptor's base64 begins with "AQ", so it never is), else base64. */
function fromText(text: string): Uint8Array {
  const trimmed = text.trim();
  if (trimmed === '') throw new AdreachError('descriptor', 'the line is empty');
  if (trimmed.length % 2 === 0 && HEX.test(trimmed)) return Buffer.from(trimmed.replace(/^0x/i, ''), 'hex');
  if (trimmed.length % 4 === 0 && BASE64.test(trimmed)) return Buffer.from(trimmed, 'base64');
  const at = text.search(/[^A-Za-z\d+/=\s]/);
  const where = at === -1 ? 'its length or padding is wrong' : `offset ${at}: unexpected ${JSON.stringify(text[at])}`;
  throw new AdreachError('descriptor', `neither base64 nor hexadecimal: ${where}`);
}

function toText(bytes: Uint8Array, form: 'base64' | 'hex'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(form);
}

/**
 * What each input becomes, one line each, in the same order; an empty one, a message and exit status 2 for what cannot be
 * converted.
 * @param between stands before every line but the first
 */
async function convertAll(
  inputs: readonly string[],
  streams: SddlStreams,
  convert: (text: string) => string,
  between = '',
): Promise<void> {
  const { stdin, stdout, stderr } = streams;
  const what = inputs.length > 0 ? 'argument' : 'line';
  const texts = inputs.length > 0 ? inputs : lines(stdin);
  async function* output(): AsyncGenerator<string> {
    let number = 0;
    let pending = '';
    for await (const text of texts) {
      number++;
      if (number > 1) pending += between;
      try {
        pending += convert(text);
      } catch (error) {
        if (!(error instanceof AdreachError)) throw error;
        tell(`${what} ${number}: ${error.message}${error.hint ? `. ${error.hint}` : ''}`, stderr);
        process.exitCode = 2;
      }
      pending += '\n';
      if (pending.length < CHUNK) continue;
      yield pending;
      pending = '';
    }
    if (pending !== '') yield pending;
  }
  try {
    await pipeline(output, stdout, { end: false });
  } catch (error) {
    // A reader that goes away is no error.
    if (!isGone(error)) throw fileError('write', 'standard output', error);
  }
}

/** Lines without their ends (LF or CR LF); what follows the last end is a line where it is not empty. */
async function* lines(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let rest: string[] = [];
  for await (const chunk of input as AsyncIterable<string>) {
    let from = 0;
    for (let to = chunk.indexOf('\n'); to !== -1; to = chunk.indexOf('\n', from)) {
      rest.push(chunk.slice(from, to));
      yield withoutReturn(rest.join(''));
      rest = [];
      from = to + 1;
    }
    if (from < chunk.length) rest.push(chunk.slice(from));
  }
  if (rest.length > 0) yield withoutReturn(rest.join(''));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
