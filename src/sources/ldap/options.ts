/** What is needed to reach a directory server and to collect from it. */

/** How the connection proves who it is. The password never leaves this value but for the bind. */
export type LdapCredentials =
  | { readonly kind: 'simple'; readonly user: string; readonly password: string }
  /** SASL EXTERNAL with the client certificate of `LdapTls`. */
  | { readonly kind: 'external' };

export interface LdapTls {
  /** PEM of the certification authorities to trust instead of the system's. */
  readonly ca?: Buffer;
  /** PEM of the client certificate and its key. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Passphrase of an encrypted key. */
  readonly passphrase?: string;
  /** True: the server's certificate is not verified. */
  readonly insecure: boolean;
}

export interface LdapOptions {
  /** `ldap://host[:port]` or `ldaps://host[:port]`. */
  readonly url: string;
  readonly startTls: boolean;
  readonly tls: LdapTls;
  readonly credentials: LdapCredentials;
  /** Entries a page. */
  readonly pageSize: number;
  /** Connections that read side by side. */
  readonly connections: number;
  /** Seconds of silence after which the server is given up. */
  readonly timeout: number;
  /** Entries a second at most, over all connections. */
  readonly rate?: number;
  /** Seconds after which the collection ends with what it has. */
  readonly timeLimit?: number;
  /** Objects that are read at most; DEFAULT_OBJECT_LIMIT where it is not given. */
  readonly objectLimit?: number;
  /** Seconds of the time limit that are gone already: other servers were tried before. */
  readonly elapsed?: number;
  /** True: a server that is too busy to let anyone log on is not waited for, as there is another. */
  readonly hurried?: boolean;
}

/** Entries a page in fact: no more than a second allows, so that the server never works far ahead of the rate. */
export function pageSizeOf({ pageSize, rate }: Pick<LdapOptions, 'pageSize' | 'rate'>): number {
  return rate === undefined ? pageSize : Math.min(pageSize, rate);
}

export const DEFAULT_PAGE_SIZE = 1000;
export const DEFAULT_CONNECTIONS = 3;
export const DEFAULT_TIMEOUT = 120;
