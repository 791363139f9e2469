/** Manifests, signed and not, as `adreach check` takes them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { checkCommand } from '../../../src/cli/check.js';
import { buildManifest, type ManifestFile } from '../../../src/report/manifest/build.js';
import type { Manifest } from '../../../src/result/manifest.js';
import { keyPair } from '../inputs/keys.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';
import type { Files } from './files.js';

const SIGNER = keyPair('signer');

export async function manifestTargets(files: Files): Promise<readonly ParserTarget[]> {
  const manifests: { readonly manifest: Manifest; readonly signed: boolean }[] = [];
  for (const signed of [true, false]) {
    for (const outputs of [1, 4]) manifests.push({ manifest: await manifestOf(files, outputs, signed), signed });
  }
  const key = files.write('signer.public.pem', SIGNER.publicPem);
  return [
    {
      name: 'manifest',
      costly: 0.2,
      inputs: manifests.map(({ manifest }, n) => Buffer.from(JSON.stringify(manifest, null, n % 2))),
      async run({ bytes, index }): Promise<Outcome> {
        const { signed } = manifests[index]!;
        const path = files.write('fuzz.manifest.json', bytes);
        const { status, text } = await check(signed ? [path, '--key', key] : [path]);
        promised(!/[^\n\x20-\x7e\u00a0-\uffff]/.test(text), () => `control characters in ${JSON.stringify(text)}`);
        if (status !== 0) return 'refused';
        const read = JSON.parse(bytes.toString('utf8')) as Manifest;
        if (signed) {
          const same = manifests.some(({ manifest }) => isDeepStrictEqual(content(manifest), content(read)));
          promised(same, () => 'an altered manifest passes for what was signed');
        }
        for (const { path: named, sha256 } of [...read.inputs, ...read.outputs]) {
          if (named === null) continue;
          const file = isAbsolute(named) ? named : join(files.folder, named);
          const hash = existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex');
          promised(hash === sha256, () => `${named} passes, and is not the file of that hash`);
        }
        return 'accepted';
      },
    },
  ];
}

/** What the signature covers. */
function content({ signature, ...rest }: Manifest): unknown {
  return { ...rest, signature: { ...signature, value: '' } };
}

async function manifestOf(files: Files, outputs: number, signed: boolean): Promise<Manifest> {
  const file = (name: string, kind: string): ManifestFile => ({
    kind,
    name,
    path: files.write(name, Buffer.from(name)),
  });
  return buildManifest(
    join(files.folder, 'fuzz.manifest.json'),
    {
      tool: { name: 'adreach', version: '1', rules: '0'.repeat(64) },
      createdAt: '2026-01-31T10:00:00.000Z',
      command: { name: 'audit', options: { account: ['mdiAction$'], format: ['json'], 'fail-on': 'never' } },
      accounts: [{ sid: 'S-1-5-21-1-2-3-1105', dn: 'CN=Jörg\u202e,DC=lab', name: 'LAB\\mdiAction$' }],
      inputs: [file('domain.ldif', 'source'), { kind: 'source', name: '-', path: null, sha256: 'a'.repeat(64) }],
      outputs: Array.from({ length: outputs }, (_, n) => file(`out${n}.json`, 'json')),
    },
    signed ? SIGNER.privateKey : null,
  );
}

/** Runs the command; its exit status is not that of this process. */
async function check(args: readonly string[]): Promise<{ status: number; text: string }> {
  const before = process.exitCode;
  const chunks: Buffer[] = [];
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  try {
    await checkCommand(out).exitOverride().parseAsync(args, { from: 'user' });
    return { status: Number(process.exitCode), text: Buffer.concat(chunks).toString('utf8') };
  } finally {
    process.exitCode = before;
  }
}
