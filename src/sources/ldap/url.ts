/** LDAP URLs as far as this program takes them: scheme, host and port. */
import { AdreachError } from '../../errors/index.js';

export interface Endpoint {
  /** True for ldaps: TLS from the first byte. */
  readonly secure: boolean;
  /** Host name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** `ldaps://host:port`, for messages. */
  readonly name: string;
}

/**
 * @param text `ldap://host[:port]` or `ldaps://host[:port]`
 * @throws AdreachError usage for anything else, for credentials in the URL and for the ports of the global catalog
 */
export function parseLdapUrl(text: string): Endpoint {
  const usage = (what: string, hint: string) => new AdreachError('usage', what, hint);
  const shape = 'give it as ldaps://dc1.example.com or ldap://dc1.example.com';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw usage(`"${text}" is not an LDAP URL`, shape);
  }
  if (url.username !== '' || url.password !== '') {
    throw usage('the LDAP URL holds credentials', 'use --user and --password-file');
  }
  const scheme = url.protocol.toLowerCase();
  if ((scheme !== 'ldap:' && scheme !== 'ldaps:') || url.hostname === '') {
    throw usage(`"${text}" is not an LDAP URL`, shape);
  }
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '') {
    throw usage(
      `the LDAP URL "${text}" holds more than a host and a port`,
      `${shape}; the domain is asked from the server`,
    );
  }
  const secure = scheme === 'ldaps:';
  const port = url.port === '' ? (secure ? 636 : 389) : Number(url.port);
  if (port === 3268 || port === 3269) {
    throw usage(
      `port ${port} is the global catalog, which lacks attributes that the audit needs`,
      'use port 636 or 389 of a domain controller of the domain',
    );
  }
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1');
  return {
    secure,
    host,
    port,
    name: `${secure ? 'ldaps' : 'ldap'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
  };
}
