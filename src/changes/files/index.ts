/** Changes as files: LDIF change records, written and read. */
export { isHeld } from './attributes.js';
export { type ChangeFile, readChangeFile } from './files.js';
export { changesOfRecords } from './ldif-read.js';
export { formatLdif } from './ldif-write.js';
export { parseChangeRecords } from './parse-records.js';
export { NOTHING_KNOWN, neededValues, type PresentValues, presentValues } from './present.js';
