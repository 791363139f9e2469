/** Security descriptors: bytes, text and values (MS-DTYP 2.4, 2.5.1). Pure; knows no directory. */
export * from './access-mask.js';
export * from './condition/index.js';
export { encodeAce, encodeSecurityDescriptor } from './encode.js';
export { encodeGuid, isGuid, normalizeGuid, parseGuid } from './guid.js';
export { descriptorToJson } from './json.js';
export { parseSecurityDescriptor } from './parse.js';
export type { DomainContext } from './sddl/aliases.js';
export { formatAce, formatSddl } from './sddl/print.js';
export { formatCondition } from './sddl/print-condition.js';
export { parseSddl } from './sddl/read.js';
export {
  encodeSid,
  isInDomain,
  isSid,
  normalizeSid,
  parseSid,
  sidDomain,
  sidParts,
  sidRid,
  sidWithoutLast,
} from './sid.js';
export * from './types.js';
export { domainRidName, intrinsicName, isDomainSid, wellKnownName } from './well-known.js';
