/** Names of the userAccountControl bits (MS-ADTS 2.2.16; those of MS-SAMR 2.2.1.12 that the directory stores too). */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'SCRIPT'],
  [0x2, 'ACCOUNTDISABLE'],
  [0x8, 'HOMEDIR_REQUIRED'],
  [0x10, 'LOCKOUT'],
  [0x20, 'PASSWD_NOTREQD'],
  [0x40, 'PASSWD_CANT_CHANGE'],
  [0x80, 'ENCRYPTED_TEXT_PASSWORD_ALLOWED'],
  [0x100, 'TEMP_DUPLICATE_ACCOUNT'],
  [0x200, 'NORMAL_ACCOUNT'],
  [0x800, 'INTERDOMAIN_TRUST_ACCOUNT'],
  [0x1000, 'WORKSTATION_TRUST_ACCOUNT'],
  [0x2000, 'SERVER_TRUST_ACCOUNT'],
  [0x10000, 'DONT_EXPIRE_PASSWD'],
  [0x20000, 'MNS_LOGON_ACCOUNT'],
  [0x40000, 'SMARTCARD_REQUIRED'],
  [0x80000, 'TRUSTED_FOR_DELEGATION'],
  [0x100000, 'NOT_DELEGATED'],
  [0x200000, 'USE_DES_KEY_ONLY'],
  [0x400000, 'DONT_REQUIRE_PREAUTH'],
  [0x800000, 'PASSWORD_EXPIRED'],
  [0x1000000, 'TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION'],
  [0x2000000, 'NO_AUTH_DATA_REQUIRED'],
  [0x4000000, 'PARTIAL_SECRETS_ACCOUNT'],
  [0x8000000, 'USE_AES_KEYS'],
];

/** @returns the names of the bits that are set, lowest first; a bit without a name as `0x4` */
export function flagNames(value: number): readonly string[] {
  const names: string[] = [];
  for (let bit = 1, rest = value >>> 0; rest !== 0; bit *= 2) {
    if ((rest & bit) === 0) continue;
    names.push(FLAGS.find(([known]) => known === bit)?.[1] ?? `0x${bit.toString(16)}`);
    rest = (rest & ~bit) >>> 0;
  }
  return names;
}
