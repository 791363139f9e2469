/** Resource attributes of SYSTEM_RESOURCE_ATTRIBUTE_ACE: values and bytes (MS-DTYP 2.4.10.1); their text is in `../sddl`. */
export { decodeResourceAttribute } from './decode.js';
export { encodeResourceAttribute } from './encode.js';
export type { ResourceAttribute } from './types.js';
