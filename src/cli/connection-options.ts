/** The options of every command that connects to a directory server, and what becomes of them. */
import { X509Certificate } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { AdreachError } from '../errors/index.js';
import type { ConnectionOptions } from '../library/connection.js';
import { readSmallFile } from '../snapshot/small-file.js';
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_PAGE_SIZE,
  DEFAULT_TIMEOUT,
  type LdapCredentials,
} from '../sources/ldap/options.js';
import { sentence } from './diagnostics.js';
import type { NamedFile } from './keep-apart.js';
import { canPrompt, promptSecret } from './prompt.js';

/** The options as commander gives them. */
export interface ConnectionFlags {
  readonly user?: string;
  readonly passwordFile?: string;
  readonly ca?: string;
  readonly startTls?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
  readonly pageSize: number;
  readonly connections: number;
  readonly timeout: number;
  readonly rate?: number;
  readonly timeLimit?: number;
  readonly objectLimit?: number;
}

/** Adds the connection options to a command. */
export function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup('Connecting to a directory server:')
    .option('--user <name>', 'log on as: DN, UPN (user@domain) or DOMAIN\\name')
    .option('--password-file <file>', 'file that holds the password (or ADREACH_PASSWORD, or a prompt)')
    .option('--ca <file>', 'certificates of the authorities to trust, instead of the built-in ones')
    .option('--start-tls', 'encrypt an ldap:// connection before logging on')
    .option('--cert <file>', 'client certificate (PEM): logs on with it (SASL EXTERNAL) unless --user is given')
    .option('--key <file>', 'private key of the client certificate (PEM)')
    .option('--insecure', "do not verify the server's certificate: anyone in between can read the password")
    .option('--page-size <entries>', 'entries a page', integer(1, 50_000), DEFAULT_PAGE_SIZE)
    .option('--connections <number>', 'connections that read side by side', integer(1, 16), DEFAULT_CONNECTIONS)
    .option('--timeout <seconds>', 'give up when the server is silent for so long', integer(1, 86_400), DEFAULT_TIMEOUT)
    .option('--rate <entries>', 'entries a second at most, over all connections', integer(1, 1_000_000))
    .option('--time-limit <seconds>', 'stop reading after so long; what was not read is a gap', integer(1, 604_800))
    .option('--object-limit <objects>', 'stop reading after so many (default: 1,040,000)', integer(1, 16_000_000))
    .optionsGroup('');
}

/** The files that the connection options name. */
export function connectionFiles({ passwordFile, ca, cert, key }: ConnectionFlags): readonly NamedFile[] {
  const files = { 'the password file': passwordFile, '--ca': ca, '--cert': cert, 'the private key (--key)': key };
  return Object.entries(files).flatMap(([is, path]) => (path === undefined ? [] : [{ is, path }]));
}

/**
 * What the flags mean for a connection. Reads files and may ask for the password.
 * @throws AdreachError usage, file or credentials
 */
export async function connectionOf(flags: ConnectionFlags): Promise<ConnectionOptions> {
  if ((flags.cert === undefined) !== (flags.key === undefined)) {
    throw new AdreachError('usage', '--cert and --key belong together', 'give both, as PEM files');
  }
  const ca = flags.ca === undefined ? undefined : await readCa(flags.ca);
  const cert = flags.cert === undefined ? undefined : await readInput(flags.cert, 'client certificate');
  const key = flags.key === undefined ? undefined : await readInput(flags.key, 'private key');
  const passphrase = key?.includes('ENCRYPTED') ? await keyPassphrase(flags.key!) : undefined;
  const credentials = await readCredentials(flags);
  if (flags.insecure) {
    process.stderr.write(
      'WARNING: --insecure: the identity of the server is NOT verified. Anyone between here and there can read the\n' +
        'password and invent the directory that is reported on. Use --ca with the right certificate instead.\n',
    );
  }
  return {
    startTls: flags.startTls ?? false,
    insecure: flags.insecure ?? false,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(passphrase !== undefined && { passphrase }),
    credentials,
    pageSize: flags.pageSize,
    connections: flags.connections,
    timeout: flags.timeout,
    ...(flags.rate !== undefined && { rate: flags.rate }),
    ...(flags.timeLimit !== undefined && { timeLimit: flags.timeLimit }),
    ...(flags.objectLimit !== undefined && { objectLimit: flags.objectLimit }),
  };
}

async function readCredentials(flags: ConnectionFlags): Promise<LdapCredentials> {
  if (flags.user === undefined) {
    if (flags.cert !== undefined) return { kind: 'external' };
    throw new AdreachError(
      'usage',
      'nobody to log on as was named',
      'give --user NAME (with --password-file, ADREACH_PASSWORD or a prompt), or --cert and --key',
    );
  }
  if (flags.user.trim() === '') throw new AdreachError('usage', '--user is empty');
  return { kind: 'simple', user: flags.user, password: await readPassword(flags.user, flags.passwordFile) };
}

async function readPassword(user: string, file: string | undefined): Promise<string> {
  const password = await findPassword(user, file);
  if (password === '') {
    const where = file === undefined ? 'the password' : `the password in ${file}`;
    throw new AdreachError(
      'credentials',
      `${where} is empty`,
      'a directory takes an empty password for an anonymous logon',
    );
  }
  return password;
}

async function findPassword(user: string, file: string | undefined): Promise<string> {
  // A line end at the end of the file is the editor's, not the password's.
  if (file !== undefined) return passwordIn(await readInput(file, 'password file'), file);
  const fromEnvironment = process.env['ADREACH_PASSWORD'];
  if (fromEnvironment !== undefined) return fromEnvironment;
  if (canPrompt()) return promptSecret(`Password of ${sentence(user)}: `);
  throw new AdreachError(
    'usage',
    'there is no password and no terminal to ask on',
    'give --password-file FILE, or set ADREACH_PASSWORD',
  );
}

/** @throws AdreachError `credentials`: some programs write UTF-16, and what is read of that is another password */
function passwordIn(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    throw new AdreachError(
      'credentials',
      `the password file ${file} is not UTF-8`,
      'save it as UTF-8 (in PowerShell: Set-Content -Encoding utf8)',
    );
  }
}

async function keyPassphrase(file: string): Promise<string> {
  if (canPrompt()) return promptSecret(`Passphrase of ${sentence(file)}: `);
  throw new AdreachError(
    'usage',
    `${file} is encrypted and there is no terminal to ask for its passphrase`,
    'give a key without a passphrase',
  );
}

/** A file of certificates, as PEM; a single one in DER, as Windows exports it, is accepted too. */
async function readCa(file: string): Promise<Buffer> {
  const bytes = await readInput(file, 'CA file');
  if (bytes.includes('-----BEGIN CERTIFICATE-----')) return bytes;
  try {
    return Buffer.from(new X509Certificate(bytes).toString());
  } catch (error) {
    throw new AdreachError(
      'file',
      `the CA file ${file} holds no certificate`,
      'export the certificate of the authority as PEM (Base-64 X.509)',
      {
        cause: error,
      },
    );
  }
}

/** These files are small; something else under the name is not read into memory. */
const MAX_FILE = 4 * 1024 * 1024;

async function readInput(file: string, what: string): Promise<Buffer> {
  try {
    return readSmallFile(file, what, MAX_FILE);
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new AdreachError('file', `cannot read the ${what} ${file} (${code ?? (error as Error).message})`, undefined, {
      cause: error,
    });
  }
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  };
}
