/** Temporary rule folders for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const made: string[] = [];

/** A new folder with these files (path within it, content). */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-rules-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A rule file; every part can be changed. */
export function ruleYaml(changes: Readonly<Record<string, string | null>> = {}): string {
  const parts: Record<string, string | null> = {
    id: 'ORG-TEST',
    title: 'Test rule',
    severity: 'low',
    scope: 'target',
    description: 'Looks for something.',
    when: 'target.enabled == "yes"',
    subject: 'target.sid',
    message: 'Hit.',
    risk: 'Some.',
    remediation: 'Do something.',
    ...changes,
  };
  return Object.entries(parts)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
