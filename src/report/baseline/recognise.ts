/** Whether a file is the result of an audit, found from its first bytes. */
import { open } from 'node:fs/promises';
import { AUDIT_SCHEMA } from '../../result/audit.js';

const HEAD = 4096;
const RESULT = new RegExp(`^\\ufeff?\\s*\\{\\s*"schema"\\s*:\\s*"${AUDIT_SCHEMA.replaceAll('/', '\\\\?/')}"`);

/** @returns false for what cannot be read: whoever reads it says why */
export async function isAuditResult(path: string): Promise<boolean> {
  return RESULT.test(await beginningOf(path));
}

/** Whether a file is JSON, one value or one a line: no source is. */
export async function isJson(path: string): Promise<boolean> {
  return /^\ufeff?\s*[{[]/.test(await beginningOf(path));
}

async function beginningOf(path: string): Promise<string> {
  if (path === '-' || /^ldaps?:\/\//i.test(path)) return '';
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    if (!(await file.stat()).isFile()) return '';
    const buffer = Buffer.alloc(HEAD);
    const { bytesRead } = await file.read(buffer, 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
