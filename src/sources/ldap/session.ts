/** From options to a connection on which searches may be sent. */

import { isIP } from 'node:net';
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import { AdreachError } from '../../errors/index.js';
import type { Bounds } from './bounds.js';
import { LdapConnection } from './connection.js';
import { CONNECTING, explainFailure } from './explain.js';
import type { LdapOptions } from './options.js';
import { type Endpoint, parseLdapUrl } from './url.js';

/**
 * Where to connect, once the options are known to make sense together.
 * @throws AdreachError usage: a bad URL, or a password that would travel in clear text
 */
function checkOptions(options: LdapOptions): Endpoint {
  const endpoint = parseLdapUrl(options.url);
  if (endpoint.secure && options.startTls) {
    throw new AdreachError('usage', '--start-tls does not go with ldaps://', 'use it with ldap://, or leave it out');
  }
  if (!endpoint.secure && !options.startTls) {
    throw new AdreachError(
      'usage',
      `${endpoint.name} is not encrypted: the credentials would be readable on the network`,
      'use ldaps://, or add --start-tls',
    );
  }
  if (options.credentials.kind === 'simple' && options.credentials.password === '') {
    throw new AdreachError(
      'credentials',
      'the password is empty',
      'a directory takes an empty password for an anonymous bind',
    );
  }
  return endpoint;
}

/**
 * The TLS settings of Node for these options, made once for all connections.
 * @throws AdreachError tls when a certificate or key cannot be used
 */
function tlsOptions(options: LdapOptions, endpoint: Endpoint): ConnectionOptions {
  const { ca, cert, key, passphrase, insecure } = options.tls;
  try {
    const secureContext = createSecureContext({ minVersion: 'TLSv1.2', ca, cert, key, passphrase });
    return {
      secureContext,
      rejectUnauthorized: !insecure,
      ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }),
    };
  } catch (error) {
    throw new AdreachError(
      'tls',
      `the certificate or key cannot be used: ${(error as Error).message}`,
      '--cert and --key take PEM files that belong together; --ca a PEM file of certificates',
      { cause: error },
    );
  }
}

/** Opens connections, encrypts them, and proves the identity on each. */
export interface SessionFactory {
  readonly endpoint: Endpoint;
  /** @throws AdreachError network, tls or credentials */
  open(): Promise<LdapConnection>;
}

/**
 * A name may stand for several servers (that of a domain does): after the first connection all others go to its address,
 * so that one server answers everything.
 * @param bounds of all that these connections read
 * @throws AdreachError usage or tls, when the options cannot work
 */
export function sessionFactory(options: LdapOptions, bounds: Bounds): SessionFactory {
  const endpoint = checkOptions(options);
  const tls = tlsOptions(options, endpoint);
  let address: string | undefined;
  return {
    endpoint,
    async open() {
      const connection = await openSession(options, { ...endpoint, host: address ?? endpoint.host }, tls, bounds);
      address ??= connection.address;
      return connection;
    },
  };
}

async function openSession(
  options: LdapOptions,
  endpoint: Endpoint,
  tls: ConnectionOptions,
  bounds: Bounds,
): Promise<LdapConnection> {
  const { credentials, timeout } = options;
  let connection: LdapConnection | undefined;
  try {
    connection = await LdapConnection.open(endpoint, tls, timeout, bounds);
    if (options.startTls) await connection.startTls(tls);
    if (credentials.kind === 'simple') await connection.bindSimple(credentials.user, credentials.password);
    else await connection.bindExternal();
    return connection;
  } catch (error) {
    connection?.close();
    throw explainFailure(error, endpoint, connection ? 'log on to' : CONNECTING);
  }
}
