/** The words of SDDL for ACE types, ACE flags and rights (MS-DTYP 2.5.1.1), in the order in which Windows prints them. */
import { InheritanceFlag } from '../inheritance-flags.js';
import { AceFlag, AceType } from '../types.js';

const TYPES: readonly (readonly [string, number])[] = [
  ['A', AceType.AccessAllowed],
  ['D', AceType.AccessDenied],
  ['AU', AceType.SystemAudit],
  ['OA', AceType.AccessAllowedObject],
  ['OD', AceType.AccessDeniedObject],
  ['OU', AceType.SystemAuditObject],
  ['XA', AceType.AccessAllowedCallback],
  ['XD', AceType.AccessDeniedCallback],
  // The table of MS-DTYP 2.5.1.1 gives the numbers of XU and ZA wrongly; their names and 2.4.4.1 are right.
  ['ZA', AceType.AccessAllowedCallbackObject],
  ['XU', AceType.SystemAuditCallback],
  ['ML', AceType.SystemMandatoryLabel],
  ['RA', AceType.SystemResourceAttribute],
  ['SP', AceType.SystemScopedPolicyId],
];
export const TYPE_BY_WORD: ReadonlyMap<string, number> = new Map(TYPES);
export const WORD_BY_TYPE: ReadonlyMap<number, string> = new Map(TYPES.map(([word, type]) => [type, word]));

export const ACE_FLAG_WORDS: readonly (readonly [string, number])[] = [
  ['OI', InheritanceFlag.ObjectInherit],
  ['CI', InheritanceFlag.ContainerInherit],
  ['NP', InheritanceFlag.NoPropagateInherit],
  ['IO', AceFlag.InheritOnly],
  ['ID', AceFlag.Inherited],
  // Critical ACE flag: later than the specification's table.
  ['CR', 0x20],
  ['SA', AceFlag.SuccessfulAccess],
  ['FA', AceFlag.FailedAccess],
];

const SINGLE_RIGHTS: readonly (readonly [string, number])[] = [
  ['CC', 0x1],
  ['DC', 0x2],
  ['LC', 0x4],
  ['SW', 0x8],
  ['RP', 0x10],
  ['WP', 0x20],
  ['DT', 0x40],
  ['LO', 0x80],
  ['CR', 0x100],
  ['SD', 0x0001_0000],
  ['RC', 0x0002_0000],
  ['WD', 0x0004_0000],
  ['WO', 0x0008_0000],
  ['GA', 0x1000_0000],
  ['GX', 0x2000_0000],
  ['GW', 0x4000_0000],
  ['GR', 0x8000_0000],
];

/** Words for whole masks of files and registry keys; Windows prints the first one that equals the mask. */
const WHOLE_RIGHTS: readonly (readonly [string, number])[] = [
  ['FA', 0x001f_01ff],
  ['FR', 0x0012_0089],
  ['FW', 0x0012_0116],
  ['FX', 0x0012_00a0],
  ['KA', 0x000f_003f],
  ['KR', 0x0002_0019],
  ['KW', 0x0002_0006],
  ['KX', 0x0002_0019],
];

/** Policy bits of a mandatory label ACE (MS-DTYP 2.4.4.13). */
const LABEL_RIGHTS: readonly (readonly [string, number])[] = [
  ['NW', 0x1],
  ['NR', 0x2],
  ['NX', 0x4],
];

export const RIGHT_BY_WORD: ReadonlyMap<string, number> = new Map([...SINGLE_RIGHTS, ...WHOLE_RIGHTS, ...LABEL_RIGHTS]);

/**
 * @param type the ACE's type octet: a mandatory label has words of its own
 * @returns the mask as Windows prints it: letters where every bit has them, else the whole mask in hexadecimal
 */
export function formatMask(mask: number, type: number): string {
  const value = mask >>> 0;
  const label = type === AceType.SystemMandatoryLabel;
  if (!label) {
    for (const [word, whole] of WHOLE_RIGHTS) if (value === whole) return word;
  }
  let text = '';
  let rest = value;
  for (const [word, bit] of label ? LABEL_RIGHTS : SINGLE_RIGHTS) {
    if ((rest & bit) === 0) continue;
    text += word;
    rest = (rest & ~bit) >>> 0;
  }
  return rest === 0 ? text : `0x${value.toString(16)}`;
}

/** @returns the flags octet as letters, lowest bit first */
export function formatAceFlags(flags: number): string {
  let text = '';
  for (const [word, bit] of ACE_FLAG_WORDS) if ((flags & bit) !== 0) text += word;
  return text;
}
