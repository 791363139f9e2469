/** `adreach sddl encode`, then `decode`, gives back the text: for every default descriptor of a schema, and thousands more. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sddlCommand } from '../../src/cli/sddl.js';
import { formatSddl } from '../../src/descriptor/index.js';
import { printableDescriptor } from '../descriptor/arbitraries.js';

const FIXTURE = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab/securelab.ldif.gz');
const DOMAIN = 'S-1-5-21-1-2-3';
const SEED = 20260101;
/** The least that is promised, in lines a minute; both ways together are two lines of work for one of text. */
const LINES_A_MINUTE = 50_000;

async function run(args: readonly string[], input: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const collected = Promise.all([text(stdout), text(stderr)]);
  const command = sddlCommand({ stdin: Readable.from([input], { objectMode: false }), stdout, stderr });
  await command.parseAsync(args, { from: 'user' });
  stdout.end();
  stderr.end();
  const [out, err] = await collected;
  return { stdout: out, stderr: err };
}

async function thereAndBack(lines: readonly string[], to: 'base64' | 'hex' = 'base64'): Promise<string[]> {
  const encoded = await run(['encode', '--domain-sid', DOMAIN, '--to', to], `${lines.join('\n')}\n`);
  expect(encoded.stderr).toBe('');
  const decoded = await run(['decode', '--domain-sid', DOMAIN], encoded.stdout);
  expect(decoded.stderr).toBe('');
  return decoded.stdout.split('\n').slice(0, -1);
}

/** Every value of defaultSecurityDescriptor, as the schema of the recorded domain has it. */
function defaultDescriptors(): string[] {
  const ldif = gunzipSync(readFileSync(FIXTURE))
    .toString('utf8')
    .replace(/\r?\n /g, '');
  return [...ldif.matchAll(/^defaultSecurityDescriptor(::?) ?(.*?)\r?$/gim)].map(([, colons, value]) =>
    colons === '::' ? Buffer.from(value!, 'base64').toString('utf8') : value!,
  );
}

describe('adreach sddl encode | adreach sddl decode', () => {
  let before: typeof process.exitCode;
  beforeEach(() => {
    before = process.exitCode;
    process.exitCode = undefined;
  });
  afterEach(() => {
    process.exitCode = before;
  });

  it('gives back every default descriptor of the schema', async () => {
    const lines = defaultDescriptors();
    expect(lines.length).toBeGreaterThan(200);
    expect(new Set(lines).size).toBeGreaterThan(20);
    const back = await thereAndBack(lines);
    // People wrote these: letters of rights and flags in an order of their own. What Windows prints has one order.
    const canonical = await thereAndBack(back);
    expect(canonical).toEqual(back);
    expect(back.map(unordered)).toEqual(lines.map(unordered));
  });

  it('gives back thousands of generated ones, fast enough', async () => {
    const lines = fc
      .sample(printableDescriptor, { seed: SEED, numRuns: 6000 })
      .map((sd) => formatSddl(sd, { domainSid: DOMAIN }))
      .filter((line) => line !== '')
      .slice(0, 5000);
    expect(lines).toHaveLength(5000);
    const start = performance.now();
    const back = await thereAndBack(lines);
    const minutes = (performance.now() - start) / 60_000;
    expect(back).toEqual(lines);
    expect((2 * lines.length) / minutes).toBeGreaterThan(LINES_A_MINUTE);
    expect(await thereAndBack(lines.slice(0, 500), 'hex')).toEqual(lines.slice(0, 500));
  });
});

/** The same text, letters of flags and rights in one order, SIDs and GUIDs in one case. */
function unordered(sddl: string): string {
  return sddl
    .trim()
    .replace(/\(([^()]*)\)/g, (_, ace: string) => {
      const [type, flags, rights, ...rest] = ace.split(';').map((field) => field.trim());
      return `(${[type, letters(flags!), letters(rights!), ...rest.map((field) => field.toLowerCase())].join(';')})`;
    })
    .replace(/\s+/g, '');
}

function letters(pairs: string): string {
  return /^0x/i.test(pairs)
    ? pairs.toLowerCase()
    : [...new Set(pairs.toUpperCase().match(/../g) ?? [])].sort().join('');
}
