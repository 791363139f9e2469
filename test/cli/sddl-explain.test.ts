import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sddlCommand } from '../../src/cli/sddl.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';

const SECURELAB = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab/securelab.ldif.gz');
const base64 = (sddl: string) => Buffer.from(encodeSecurityDescriptor(parseSddl(sddl))).toString('base64');

async function run(args: readonly string[], input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const collected = Promise.all([text(stdout), text(stderr)]);
  await sddlCommand({ stdin: Readable.from([input], { objectMode: false }), stdout, stderr }).parseAsync(args, {
    from: 'user',
  });
  stdout.end();
  stderr.end();
  const [out, err] = await collected;
  return { stdout: out, stderr: err, status: Number(process.exitCode ?? 0) };
}

describe('adreach sddl --explain', () => {
  let before: typeof process.exitCode;
  beforeEach(() => {
    before = process.exitCode;
    process.exitCode = undefined;
  });
  afterEach(() => {
    process.exitCode = before;
  });

  it('one sentence an entry, an empty line between descriptors', async () => {
    const lines = [base64('O:BAD:(A;;RC;;;WD)'), base64('D:P')].join('\n');
    expect(await run(['decode', '--explain'], lines)).toEqual({
      stdout: [
        'Owner: BUILTIN\\Administrators',
        'Group: none',
        'Permissions (DACL): 1 entry',
        '  0  Allows Everyone to read permissions on this object only',
        '',
        'Owner: none',
        'Group: none',
        'Permissions (DACL): an empty list, so nobody but the owner has any right; protected: inherits nothing from above',
        '',
      ].join('\n'),
      stderr: '',
      status: 0,
    });
  });

  it('a line that cannot be read is told, and the next one explained', async () => {
    const { stdout, stderr, status } = await run(['encode', '--explain'], 'D:(A;;RP;;;QQ)\nD:(A;;RC;;;WD)\n');
    expect(stderr).toBe('line 1: SDDL, offset 11: "QQ" is no alias of a SID\n');
    expect(stdout).toMatch(/^\n\nOwner: none\n/);
    expect(status).toBe(2);
  });

  it('takes names and the domain of aliases from a source', async () => {
    const { stdout } = await run(['encode', '--explain', '--source', SECURELAB, 'O:DAD:(A;;RC;;;DU)']);
    expect(stdout).toContain('Owner: SECURELAB\\Domain Admins\n');
    expect(stdout).toContain('Allows SECURELAB\\Domain Users to read permissions');
  });

  it('text in a descriptor cannot control the terminal', async () => {
    const { stdout } = await run(['encode', '--explain', 'D:S:(RA;;;;;WD;("Dept",TS,0,"\u001b[31mred"))']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('red');
  });

  it('a source without --explain is a mistake', async () => {
    await expect(run(['decode', '--source', SECURELAB, 'x'])).rejects.toThrow(/--source gives names to --explain only/);
  });
});
