/** Security descriptors, their entries and conditions in plain words, for people. */
export { conditionInWords } from './condition.js';
export { descriptorInWords } from './descriptor.js';
export { entryInWords } from './entry.js';
export { type Names, trusteeName } from './names.js';
