import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadRules, testRules } from '../../src/rules/index.js';
import { withReference } from '../../src/rules/reference.js';
import { folderWith, removeFolders } from './folder.js';

const page = readFileSync('docs/rules.md', 'utf8');

/** The fenced YAML examples of the page, by the name of their first key. */
function examples(): ReadonlyMap<string, string> {
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
  return new Map(blocks.map((block) => [/^id: (\S+)/.exec(block)?.[1] ?? 'cases', block]));
}

describe('docs/rules.md', () => {
  test('its tables are up to date (node scripts/rules-reference.mjs writes them)', () => {
    expect(withReference(page, loadRules()) === page).toBe(true);
  });

  test('its examples load, and its cases pass', () => {
    const blocks = examples();
    const folder = folderWith({
      'checks/ORG-OLD-CONTAINER/rule.yaml': blocks.get('ORG-OLD-CONTAINER')!,
      'checks/ORG-OLD-CONTAINER/cases.yaml': blocks.get('cases')!,
      'actions/unlock.yaml': blocks.get('unlock')!,
    });
    try {
      expect(testRules(folder)).toMatchObject([{ rule: 'ORG-OLD-CONTAINER', cases: [{ faults: [] }, { faults: [] }] }]);
      expect(loadRules([folder]).actions.map((action) => action.id)).toContain('unlock');
    } finally {
      removeFolders();
    }
  });
});
