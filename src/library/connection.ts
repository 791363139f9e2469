/** How a directory server is reached, for everything that reads one. */
import type { LiveSource } from '../assemble/open.js';
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_PAGE_SIZE,
  DEFAULT_TIMEOUT,
  type LdapCredentials,
  type LdapOptions,
} from '../sources/ldap/options.js';
import { collectionOf } from './collection.js';

/** PEM text or its bytes. */
export type Pem = string | Uint8Array;

/** What is needed to log on to a directory server, and how much is asked of it. */
export interface ConnectionOptions {
  /** The password stays in memory, and goes nowhere but into the bind. */
  readonly credentials: LdapCredentials;
  /** Encrypts an `ldap://` connection before logging on. */
  readonly startTls?: boolean;
  /** Certificates of the authorities to trust, instead of the built-in ones. */
  readonly ca?: Pem;
  /** Client certificate and its key; with `credentials: {kind: 'external'}` it is what logs on. */
  readonly cert?: Pem;
  readonly key?: Pem;
  /** Of an encrypted key. */
  readonly passphrase?: string;
  /** True: the server's certificate is not verified, so that anyone in between can read the password. */
  readonly insecure?: boolean;
  /** Entries a page; 1000 by default. */
  readonly pageSize?: number;
  /** Connections that read side by side; 3 by default. */
  readonly connections?: number;
  /** Seconds of silence after which the server is given up; 120 by default. */
  readonly timeout?: number;
  /** Entries a second at most, over all connections. */
  readonly rate?: number;
  /** Seconds after which reading ends; what was not read is a gap. */
  readonly timeLimit?: number;
  /** Objects that are read at most, about a million by default; what was not read is a gap. */
  readonly objectLimit?: number;
}

/** The same for every server, or asked for when one is connected to. */
export type Connection = ConnectionOptions | ((url: string) => Promise<ConnectionOptions>);

/** Told now and then how far the work is, in a few words. */
export type ProgressListener = (text: string) => void;

/** The connection to one server, with its defaults filled in. */
export async function ldapOptions(url: string, connection: Connection): Promise<LdapOptions> {
  const given = typeof connection === 'function' ? await connection(url) : connection;
  const { credentials, ca, cert, key, passphrase, rate, timeLimit, objectLimit } = given;
  return {
    url,
    credentials,
    startTls: given.startTls ?? false,
    tls: {
      insecure: given.insecure ?? false,
      ...(ca !== undefined && { ca: bytes(ca) }),
      ...(cert !== undefined && { cert: bytes(cert) }),
      ...(key !== undefined && { key: bytes(key) }),
      ...(passphrase !== undefined && { passphrase }),
    },
    pageSize: given.pageSize ?? DEFAULT_PAGE_SIZE,
    connections: given.connections ?? DEFAULT_CONNECTIONS,
    timeout: given.timeout ?? DEFAULT_TIMEOUT,
    ...(rate !== undefined && { rate }),
    ...(timeLimit !== undefined && { timeLimit }),
    ...(objectLimit !== undefined && { objectLimit }),
  };
}

/** Connects to a server as one source among others. */
export async function liveSource(
  url: string,
  connection: Connection,
  progress?: ProgressListener,
): Promise<LiveSource> {
  // The LDAP client is loaded where a server is read.
  const { openLdapSource } = await import('../sources/ldap/index.js');
  const source = await openLdapSource(await ldapOptions(url, connection), ({ objects, reading }) =>
    progress?.(`${objects.toLocaleString('en')} objects read (${reading})`),
  );
  return {
    items: source.items,
    info() {
      const info = source.info();
      const { url: name, endedAt, server } = info;
      return { name, server: server.dnsHostName, collectedAt: endedAt, collection: collectionOf(info) };
    },
    close: () => source.close(),
  };
}

const bytes = (pem: Pem): Buffer => (typeof pem === 'string' ? Buffer.from(pem) : Buffer.from(pem));
