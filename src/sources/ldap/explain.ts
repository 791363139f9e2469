/** Puts failures of a connection into words: what failed, on which server, and what to do. */
import { AdreachError, type ErrorCode } from '../../errors/index.js';
import { AnswerTooLarge } from './ber.js';
import { ConnectionLost, LdapResultError } from './failures.js';
import type { Endpoint } from './url.js';

/** What is being done while a connection is made, before anything is said on it. */
export const CONNECTING = 'connect to';

/** What Active Directory means by the `data` code of a refused bind (Windows error codes, hexadecimal). */
const BIND_DATA: ReadonlyMap<string, readonly [what: string, hint: string]> = new Map([
  ['525', ['there is no such user', 'check --user: a DN, a UPN (user@domain) or DOMAIN\\name']],
  ['52e', ['the user name or the password is wrong', 'check --user and the password']],
  ['52f', ['the account is restricted (policy or blank password)', 'use another account']],
  ['530', ['the account may not log on at this time', "check the account's logon hours"]],
  ['531', ['the account may not log on at this workstation', "check the account's logon workstations"]],
  ['532', ['the password has expired', 'change the password, then try again']],
  ['533', ['the account is disabled', 'enable it or use another account']],
  ['568', ['the account is in too many groups for a token', 'use another account']],
  ['701', ['the account has expired', 'extend it or use another account']],
  ['773', ['the password must be changed before the first logon', 'change the password, then try again']],
  ['775', ['the account is locked out', 'unlock it, or wait until the lockout ends']],
]);

const LDAP_RESULTS: ReadonlyMap<number, string> = new Map([
  [1, 'operations error'],
  [2, 'protocol error'],
  [3, 'time limit exceeded'],
  [4, 'size limit exceeded'],
  [7, 'authentication method not supported'],
  [8, 'strong authentication required'],
  [10, 'referral to another server'],
  [11, 'administrative limit exceeded'],
  [12, 'a critical control is not supported'],
  [13, 'confidentiality required'],
  [32, 'no such object'],
  [34, 'invalid DN'],
  [49, 'invalid credentials'],
  [50, 'insufficient access rights'],
  [51, 'busy'],
  [52, 'unavailable'],
  [53, 'unwilling to perform'],
]);

/** A result code in words, with what the server added. */
export function describeResult(code: number, message: string): string {
  const name = LDAP_RESULTS.get(code);
  const added = message.replace(/\0/g, '').trim();
  return `${name ? `${name} (LDAP result ${code})` : `LDAP result ${code}`}${added && `: ${added}`}`;
}

/**
 * The error for the user.
 * @param doing what was being done, as in "connect to" or "read the schema from"
 */
export function explainFailure(error: unknown, endpoint: Endpoint, doing: string): unknown {
  if (error instanceof LdapResultError) return explainResult(error, endpoint, doing);
  if (error instanceof ConnectionLost) return explainLoss(error, endpoint, doing);
  if (error instanceof AnswerTooLarge) {
    const what = `cannot ${doing} ${endpoint.name}: the server's answer cannot be read: ${error.message}`;
    return new AdreachError('network', what, 'use another server of the domain', { cause: error });
  }
  return error;
}

function explainResult(error: LdapResultError, endpoint: Endpoint, doing: string): AdreachError {
  const { code, message } = error.result;
  const fail = (kind: ErrorCode, what: string, hint?: string) =>
    new AdreachError(kind, `cannot ${doing} ${endpoint.name}: ${what}`, hint, { cause: error });
  if (/80090346/.test(message)) {
    return fail(
      'credentials',
      'the server demands LDAP channel binding (80090346), which a simple bind does not give',
      'use a client certificate (--cert and --key), or a server whose policy "LDAP server channel binding token requirements" is not "Always"; or export with ldapsearch -Y GSSAPI and audit the LDIF',
    );
  }
  if (code === 49) {
    const data = /\bdata ([0-9a-f]+)/i.exec(message)?.[1]?.toLowerCase();
    const known = data === undefined ? undefined : BIND_DATA.get(data);
    if (known) return fail('credentials', `the server refuses the credentials: ${known[0]} (data ${data})`, known[1]);
    return fail(
      'credentials',
      `the server refuses the credentials: ${describeResult(code, message)}`,
      'check --user and the password',
    );
  }
  if (code === 8 || code === 13) {
    const hint = endpoint.secure
      ? 'the server wants LDAP signing or a stronger method: use a client certificate (--cert and --key), or export with ldapsearch -Y GSSAPI and audit the LDIF'
      : 'use ldaps://, or --start-tls';
    return fail('credentials', describeResult(code, message), hint);
  }
  if (error.operation === 'StartTLS') {
    return fail(
      'tls',
      `StartTLS is refused: ${describeResult(code, message)}`,
      'try ldaps://; the server may have no certificate',
    );
  }
  if (error.operation === 'bind') return fail('credentials', describeResult(code, message), bindHint(code));
  return fail('directory', describeResult(code, message));
}

function bindHint(code: number): string | undefined {
  if (code === 7 || code === 53) return 'this server does not take this kind of bind: try --user, or another server';
  if (code === 34) return 'check --user: a DN, a UPN (user@domain) or DOMAIN\\name';
  return code === 51 || code === 52 ? 'try again later, or another server' : undefined;
}

/** Causes that Node gives as `code`, in words. */
const NETWORK: ReadonlyMap<string, readonly [what: string, hint: string]> = new Map([
  ['ECONNREFUSED', ['nothing listens there', 'check host and port, and that the server runs']],
  ['ENOTFOUND', ['the host name cannot be resolved', 'check the name, or the DNS settings of this machine']],
  [
    'EAI_AGAIN',
    ['the host name cannot be resolved at the moment', 'check the name, or the DNS settings of this machine'],
  ],
  ['EHOSTUNREACH', ['the host cannot be reached', 'check network and firewall']],
  ['ENETUNREACH', ['the network cannot be reached', 'check network and firewall']],
  ['ETIMEDOUT', ['the host does not answer', 'check host and port, network and firewall']],
]);

const TLS: ReadonlyMap<string, readonly [what: string, hint: string]> = new Map([
  ['CERT_HAS_EXPIRED', ['its certificate has expired', "renew the server's certificate"]],
  [
    'CERT_NOT_YET_VALID',
    ['its certificate is not valid yet', "check the clock of this machine and the server's certificate"],
  ],
  ['CERT_REVOKED', ['its certificate is revoked', "renew the server's certificate"]],
]);

const TRUST = [
  'its certificate is not signed by a certification authority that is trusted here',
  'give the right CA with --ca FILE (PEM)',
] as const;
const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

function explainLoss(error: ConnectionLost, endpoint: Endpoint, doing: string): AdreachError {
  const cause = error.cause as (Error & { code?: string; reason?: string }) | undefined;
  const code = cause?.code ?? '';
  const fail = (kind: ErrorCode, what: string, hint?: string) =>
    new AdreachError(kind, `cannot ${doing} ${endpoint.name}: ${what}`, hint, { cause: error });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fail(
      'tls',
      `its certificate is for another name: ${cause?.reason ?? cause?.message}`,
      'use a name that the certificate holds',
    );
  }
  if (UNTRUSTED.has(code)) return fail('tls', `${TRUST[0]} (${code})`, TRUST[1]);
  const tls = TLS.get(code);
  if (tls) return fail('tls', `${tls[0]} (${code})`, tls[1]);
  const network = NETWORK.get(code);
  if (network) return fail('network', `${network[0]} (${code})`, network[1]);
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO') {
    const hint =
      'check that the port speaks TLS (636), and which TLS versions the server allows; ldap:// takes --start-tls';
    return fail('tls', `TLS failed: ${cause?.reason ?? cause?.message ?? code} (${code})`, hint);
  }
  if (code === 'ECONNRESET' && doing === CONNECTING && endpoint.secure) {
    return fail(
      'network',
      `${error.message} (${code})`,
      'check that the port speaks TLS (636); ldap:// takes --start-tls',
    );
  }
  if (error.timedOut) return fail('network', error.message, 'check network and firewall, or allow more with --timeout');
  return fail(
    'network',
    error.message || code || 'the connection failed',
    'try again, or another server of the domain',
  );
}
