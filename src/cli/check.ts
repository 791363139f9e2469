/** `adreach check`: the files and the signature of a manifest. */
import { Command } from 'commander';
import { type CheckedEntry, checkFiles, readManifest } from '../report/manifest/check.js';
import { checkSignature, readVerificationKey, type SignatureState } from '../report/manifest/keys.js';
import { sentence } from './diagnostics.js';

interface CheckFlags {
  readonly key?: string;
  readonly file: readonly string[];
}

/** @param out where the answer goes; standard output by default */
export function checkCommand(out: NodeJS.WritableStream = process.stdout): Command {
  return new Command('check')
    .description('verify the files and the signature of a manifest that "adreach audit --manifest" wrote')
    .argument('<manifest>', 'manifest file; files that lie beside it, or below, are looked for where it says')
    .option('--key <file>', 'public key (Ed25519, PEM) that must have signed it')
    .option(
      '--file <path>',
      'a file elsewhere, or a folder of files, that may be read where the manifest names it (repeatable)',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .addHelpText(
      'after',
      `
Exit status: 0 everything is as the manifest says; 1 a file differs, is missing or was not read, or the signature is not the right one;
2 could not do it.

Examples:
  adreach check result.manifest.json
  adreach check result.manifest.json --key auditor.public.pem
  adreach check out/result.manifest.json --file example.snapshot`,
    )
    .action(async (path: string, flags: CheckFlags) => {
      process.exitCode = await check(path, flags, (line) => void out.write(`${sentence(line)}\n`));
    });
}

async function check(path: string, flags: CheckFlags, say: (line: string) => void): Promise<number> {
  const manifest = await readManifest(path);
  const key = flags.key === undefined ? null : await readVerificationKey(flags.key);
  const signature = checkSignature(manifest, key);
  let wrong = 0;
  let same = 0;
  let unread = 0;
  for await (const entry of checkFiles(path, manifest, flags.file)) {
    if (entry.state === 'different' || entry.state === 'missing') wrong++;
    if (entry.state === 'elsewhere') unread++;
    if (entry.state === 'same') same++;
    for (const line of entryLines(entry)) say(line);
  }
  const { line, good } = signatureLine(signature, flags.key);
  say(line);
  if (wrong + unread === 0 && good) {
    say(`ok: ${same} files are as the manifest says`);
    return 0;
  }
  say(
    wrong + unread === 0
      ? 'NOT OK: the files are as the manifest says, but it cannot be trusted'
      : `NOT OK: ${wrong + unread} of ${wrong + unread + same} files${unread === 0 ? '' : `, of which ${unread} were not read: name them with --file, where you trust the manifest`}`,
  );
  return 1;
}

function entryLines({ role, entry, state, found }: CheckedEntry): string[] {
  const what = `${entry.path ?? entry.name} (${role}, ${entry.kind})`;
  switch (state) {
    case 'same':
      return [`same       ${what}`];
    case 'no-file':
      return [`no file    ${what}: nothing to check`];
    case 'elsewhere':
      return [`NOT READ   ${what}: it does not lie beside the manifest`];
    case 'missing':
      return [`MISSING    ${what}`, `           expected ${entry.sha256}, ${entry.bytes} bytes`];
    case 'different':
      return [
        `DIFFERENT  ${what}`,
        `           expected ${entry.sha256}, ${entry.bytes} bytes`,
        `           found    ${found!.sha256}, ${found!.bytes} bytes`,
      ];
  }
}

function signatureLine(signature: SignatureState, wanted: string | undefined): { line: string; good: boolean } {
  switch (signature.state) {
    case 'none':
      return wanted === undefined
        ? { line: 'signature  none: anyone can have written this manifest', good: true }
        : { line: `signature  NONE, although it must be signed with ${wanted}`, good: false };
    case 'good':
      return {
        line: signature.trusted
          ? `signature  good, by the key of ${wanted} (SHA-256 ${signature.fingerprint})`
          : `signature  good, by the key that the manifest names (SHA-256 ${signature.fingerprint}); whose that is --key tells`,
        good: true,
      };
    case 'wrong-key':
      return {
        line: `signature  WRONG KEY: made with SHA-256 ${signature.fingerprint}, not with ${wanted} (${signature.wanted})`,
        good: false,
      };
    case 'bad':
      return { line: 'signature  BAD: the manifest was changed after it was signed', good: false };
  }
}
