/** Certificates for the stand-in, made anew for each run: nothing that expires lies in the repository. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Certificates {
  readonly ca: Buffer;
  readonly wrongCa: Buffer;
  /** For 127.0.0.1 and localhost. */
  readonly server: KeyPair;
  readonly otherName: KeyPair;
  readonly expired: KeyPair;
  readonly client: KeyPair;
}

let made: Certificates | undefined;

export function certificates(): Certificates {
  made ??= make();
  return made;
}

function make(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-certificates-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = (name: string) => {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-keyout',
      file(`${name}.key`),
      '-out',
      file(`${name}.pem`),
    );
    return readFileSync(file(`${name}.pem`));
  };
  const signed = (name: string, names: string, days: string): KeyPair => {
    writeFileSync(file('ext'), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
    openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`));
    const ca = ['-CA', file('authority.pem'), '-CAkey', file('authority.key'), '-set_serial', String(Date.now())];
    openssl(
      'x509',
      '-req',
      '-in',
      file(`${name}.csr`),
      ...ca,
      '-days',
      days,
      '-extfile',
      file('ext'),
      '-out',
      file(`${name}.pem`),
    );
    return { cert: readFileSync(file(`${name}.pem`)), key: readFileSync(file(`${name}.key`)) };
  };
  try {
    return {
      ca: authority('authority'),
      wrongCa: authority('stranger'),
      server: signed('server', 'IP:127.0.0.1,DNS:localhost', '30'),
      otherName: signed('other', 'DNS:dc9.elsewhere.example', '30'),
      expired: signed('expired', 'IP:127.0.0.1,DNS:localhost', '-1'),
      client: signed('client', 'DNS:client', '30'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
