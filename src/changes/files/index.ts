/** Changes as files that other programs read and write. */
export { formatLdif } from './ldif-write.js';
