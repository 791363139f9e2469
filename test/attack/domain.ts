/** A small domain as a file, with an account under audit, `act`, and whatever else an attack puts into it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../src/descriptor/types.js';
import { DomainText, type Entry, ldif } from '../e2e/domain-text.js';

export const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);

/** @returns the path of the file */
export function domainFile(folder: string, entries: readonly Entry[] = [], name = 'domain.ldif'): string {
  const path = join(folder, name);
  writeFileSync(path, ldif([...DOMAIN.whole(), DOMAIN.user('act'), ...entries]));
  return path;
}

/** The arguments of an audit of it. */
export const auditing = (path: string, ...more: readonly string[]): readonly string[] => [
  'audit',
  path,
  '--account',
  'act',
  '--exported',
  'all',
  // The names are in the details.
  '--verbose',
  ...more,
];
