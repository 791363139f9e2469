/**
 * The domain as LDIF: what `ldapsearch` prints, with the SD flags control, in one file. Only the attributes an audit
 * needs; nothing secret.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { openLab } from './lab.mjs';
import { run } from './run.mjs';

const DOMAIN_ATTRIBUTES = [
  ...['objectClass', 'objectGUID', 'objectSid', 'sAMAccountName', 'userPrincipalName', 'sIDHistory'],
  ...[
    'userAccountControl',
    'pwdLastSet',
    'adminCount',
    'primaryGroupID',
    'groupType',
    'member',
    'memberOf',
    'nTSecurityDescriptor',
  ],
  ...['msDS-GroupMSAMembership', 'msDS-ManagedPasswordInterval', 'msDS-ManagedPasswordId'],
  ...['msDS-SupportedEncryptionTypes', 'dNSHostName', 'servicePrincipalName', 'isDeleted'],
  ...['msDS-ShadowPrincipalSid', 'msDS-ManagedAccountPrecededByLink', 'msDS-DelegatedMSAState'],
  ...['trustPartner', 'flatName', 'securityIdentifier', 'trustType', 'trustAttributes', 'trustDirection'],
];
const CONFIGURATION_ATTRIBUTES = [
  ...['objectClass', 'objectGUID', 'objectSid', 'cn', 'memberOf', 'nTSecurityDescriptor'],
  ...['nCName', 'dnsRoot', 'nETBIOSName', 'systemFlags'],
  ...['displayName', 'rightsGuid', 'validAccesses', 'appliesTo', 'dSHeuristics'],
  ...['msKds-Version', 'msKds-CreateTime', 'msKds-UseStartTime', 'msKds-DomainID'],
];
const SCHEMA_ATTRIBUTES = [
  ...['objectClass', 'lDAPDisplayName', 'schemaIDGUID', 'attributeSecurityGUID', 'searchFlags', 'systemFlags'],
  ...['subClassOf', 'objectClassCategory', 'auxiliaryClass', 'systemAuxiliaryClass', 'mustContain', 'mayContain'],
  ...['systemMustContain', 'systemMayContain', 'defaultSecurityDescriptor'],
];
const CONFIGURATION_FILTER =
  '(|(objectClass=crossRef)(objectClass=controlAccessRight)(objectClass=nTDSService)(objectClass=msKds-ProvRootKey)(objectClass=configuration)(objectClass=foreignSecurityPrincipal))';

/**
 * Exports the whole directory.
 * @param {import('./lab.mjs').Lab} lab
 * @param {import('./export.mjs').ExportOptions} [options]
 * @returns {Promise<string>} LDIF, entries in the order of their DNs within each naming context
 */
export async function exportLdif(lab, options = {}) {
  const work = await mkdtemp(path.join(tmpdir(), 'adreach-export-'));
  const secret = path.join(work, 'password');
  await writeFile(secret, options.password ?? lab.adminPassword, { mode: 0o600 });
  const search = async (
    /** @type {string} */ base,
    /** @type {string} */ filter,
    /** @type {string[]} */ attributes,
  ) => {
    const command = [
      ...[`LDAPTLS_CACERT=${lab.caFile}`, 'ldapsearch', '-x', '-LLL', '-o', 'ldif-wrap=no', '-H', lab.url],
      ...['-D', options.user ?? lab.adminUser, '-y', secret, '-E', 'pr=500/noprompt', '-E', SD_FLAGS_7],
      ...['-b', base, '-s', 'sub', filter, ...attributes],
    ];
    return records(await run('/usr/bin/env', command));
  };
  try {
    const configuration = `CN=Configuration,${lab.domainDn}`;
    const parts = [
      await search(lab.domainDn, '(objectClass=*)', DOMAIN_ATTRIBUTES),
      await search(configuration, CONFIGURATION_FILTER, CONFIGURATION_ATTRIBUTES),
      await search(
        `CN=Schema,${configuration}`,
        '(|(objectClass=attributeSchema)(objectClass=classSchema))',
        SCHEMA_ATTRIBUTES,
      ),
    ];
    // As ldapsearch tells it before its entries.
    const requested = new Set([...DOMAIN_ATTRIBUTES, ...CONFIGURATION_ATTRIBUTES, ...SCHEMA_ATTRIBUTES]);
    return `version: 1\n# requesting: ${[...requested].join(' ')}\n\n${parts
      .flat()
      .map((record) => `${record}\n\n`)
      .join('')}`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** LDAP_SERVER_SD_FLAGS_OID, critical, with the BER of SEQUENCE { INTEGER 7 }: owner, group and DACL. */
const SD_FLAGS_7 = '!1.2.840.113556.1.4.801=::MAMCAQc=';

/**
 * The export, compressed the same way each time.
 * @param {import('./lab.mjs').Lab} lab
 * @param {import('./export.mjs').ExportOptions} [options]
 * @returns {Promise<Buffer>}
 */
export async function exportLdifGz(lab, options) {
  return promisify(gzip)(await exportLdif(lab, options), { level: 9 });
}

/**
 * The records of ldapsearch's output, without its remarks, ordered by DN with parents first.
 * @param {string} text
 * @returns {string[]}
 */
function records(text) {
  return text
    .split(/\n\n+/)
    .map((record) =>
      record
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .join('\n'),
    )
    .filter((record) => /^dn::? /.test(record)) // not the search references
    .map((record) => ({ record, key: sortKey(record) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ record }) => record);
}

/** @param {string} record */
function sortKey(record) {
  const [, kind, value] = /** @type {RegExpExecArray} */ (/^dn(::?) (.*)/.exec(record));
  const dn = kind === '::' ? Buffer.from(String(value), 'base64').toString('utf8') : String(value);
  return dn
    .toLowerCase()
    .split(/(?<!\\),/)
    .reverse()
    .join('\u0000');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lab = await openLab(path.resolve(process.argv[2] ?? '.lab'));
  process.stdout.write(await exportLdif(lab));
}
