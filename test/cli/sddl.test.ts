import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sddlCommand } from '../../src/cli/sddl.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import { validJson } from '../valid-json.js';

interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

async function run(args: readonly string[], input: Iterable<string | Buffer> = []): Promise<Run> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const collected = Promise.all([text(stdout), text(stderr)]);
  const command = sddlCommand({ stdin: Readable.from(input, { objectMode: false }), stdout, stderr });
  await command.parseAsync(args, { from: 'user' });
  stdout.end();
  stderr.end();
  const [out, err] = await collected;
  return { stdout: out, stderr: err, status: Number(process.exitCode ?? 0) };
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const SDDL = 'O:BAG:SYD:PAI(A;CI;RPWP;;;AU)';
const BYTES = Buffer.from(encodeSecurityDescriptor(parseSddl(SDDL)));

describe('adreach sddl', () => {
  let before: typeof process.exitCode;
  beforeEach(() => {
    before = process.exitCode;
    process.exitCode = undefined;
  });
  afterEach(() => {
    process.exitCode = before;
  });

  it('shows what cannot be seen, in JSON, on a terminal and in what is wrong', async () => {
    const hostile = parseSddl('D:(XA;;GA;;;WD;(@USER.a == "\u001b[2J\u202e"))');
    const line = Buffer.from(encodeSecurityDescriptor(hostile)).toString('base64');
    const json = await run(['decode', '--to', 'json', line]);
    expect(json.stdout).toMatch(/^[ -~]*\n$/);
    expect(validJson('descriptor', json.stdout).sddl).toContain('\u001b[2J\u202e');
    const plain = await run(['decode', line]);
    expect(plain.stdout).toContain('"\u001b[2J\u202e"');
    const failed = await run(['encode', 'D:\u001b[2J\n\u202e']);
    expect(failed.stderr).toMatch(/^argument 1: [ -~]*\n$/);
  });

  it('decodes base64 and hexadecimal arguments, in their order', async () => {
    const result = await run([
      'decode',
      BYTES.toString('base64'),
      BYTES.toString('hex'),
      `0x${BYTES.toString('hex').toUpperCase()}`,
    ]);
    expect(result).toEqual({ stdout: `${SDDL}\n`.repeat(3), stderr: '', status: 0 });
  });

  it('encodes arguments to base64 or hexadecimal', async () => {
    expect((await run(['encode', SDDL])).stdout).toBe(`${BYTES.toString('base64')}\n`);
    expect((await run(['encode', '--to', 'hex', SDDL])).stdout).toBe(`${BYTES.toString('hex')}\n`);
  });

  it('reads lines, whatever their ends and however they arrive in pieces', async () => {
    const base64 = BYTES.toString('base64');
    const result = await run(['decode'], [`${base64.slice(0, 10)}`, `${base64.slice(10)}\r\n${base64}\n`, base64]);
    expect(result).toEqual({ stdout: `${SDDL}\n`.repeat(3), stderr: '', status: 0 });
  });

  it('puts an empty line for what cannot be converted, says why, and goes on', async () => {
    const result = await run(['encode'], ['D:(A;;RP;;;WD)\n\nD:(A;;RP;;;QQ)\nD:\n']);
    const lines = result.stdout.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.map((line) => line === '')).toEqual([false, true, true, false, true]);
    expect(result.stderr).toBe(
      'line 2: SDDL, offset 0: the text is empty\nline 3: SDDL, offset 11: "QQ" is no alias of a SID\n',
    );
    expect(result.status).toBe(2);
  });

  it.each([
    ['!!!!', /neither base64 nor hexadecimal: offset 0: unexpected "!"/],
    ['AQAEg', /neither base64 nor hexadecimal: its length or padding is wrong/],
    ['0100048', /neither base64 nor hexadecimal/],
    ['01000480', /byte 0: a descriptor needs at least 20 bytes, there are 4/],
    [`${BYTES.toString('hex').replace(/^01/, '02')}`, /byte 0: descriptor revision 2/],
  ])('decode refuses %s', async (input, message) => {
    const result = await run(['decode', input]);
    expect(result).toMatchObject({ stdout: '\n', status: 2 });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).toMatch(/^argument 1: /);
  });

  it('resolves domain-relative aliases both ways', async () => {
    const flags = ['--domain-sid', 'S-1-5-21-1-2-3'];
    const encoded = (await run(['encode', ...flags, 'O:DA'])).stdout.trim();
    expect((await run(['decode', ...flags, encoded])).stdout).toBe('O:DA\n');
    expect((await run(['decode', encoded])).stdout).toBe('O:S-1-5-21-1-2-3-512\n');
    await expect(run(['decode', '--domain-sid', 'S-1-5-32', encoded])).rejects.toThrow(
      /--domain-sid: S-1-5-32 is no domain's SID/,
    );
  });

  it('prints one JSON object a line', async () => {
    const { stdout } = await run(['decode', '--to', 'json', BYTES.toString('base64')]);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(validJson('descriptor', stdout)).toMatchObject({
      sddl: SDDL,
      owner: { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators', alias: 'BA' },
      control: { flags: ['daclPresent', 'daclAutoInherited', 'daclProtected', 'selfRelative'] },
      dacl: {
        aces: [
          {
            sddl: '(A;CI;RPWP;;;AU)',
            type: { name: 'accessAllowed' },
            mask: { rights: ['read property', 'write property'] },
          },
        ],
      },
      sacl: null,
    });
  });

  it('an entry that SDDL has no word for fails as text and not as JSON', async () => {
    const bytes = Buffer.from(encodeSecurityDescriptor(parseSddl('D:(A;;RP;;;WD)')));
    bytes[28] = 0x16;
    expect((await run(['decode', bytes.toString('hex')])).stderr).toMatch(/Entry 0 of the DACL has no text in SDDL/);
    process.exitCode = undefined;
    const json = await run(['decode', '--to', 'json', bytes.toString('hex')]);
    expect(json.status).toBe(0);
    expect(validJson('descriptor', json.stdout)).toMatchObject({
      sddl: null,
      dacl: { aces: [{ type: { value: 0x16, name: null } }] },
    });
  });

  it('converts a thousand lines to and fro', async () => {
    const input = Array.from({ length: 1000 }, (_, index) => `D:(A;;RP;;;S-1-5-21-1-2-3-${index})`).join('\n');
    const encoded = await run(['encode'], [input]);
    const decoded = await run(['decode'], [encoded.stdout]);
    expect(decoded).toEqual({ stdout: `${input}\n`, stderr: '', status: 0 });
  });
});
