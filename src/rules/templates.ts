/** Files of templates: known sets of rights, by the names that delegations are told by. */
import type { DelegationTemplate } from '../verdicts/templates.js';
import { requiredRight } from './actions.js';
import { templateKeys, templatesShape } from './shapes.js';
import { checkShape, placeOf, ruleError, type YamlFile } from './yaml-file.js';

/** Those of all files together. */
const MOST = 200;

/**
 * @returns the templates of all files, in their order; one whose id an earlier file has takes that one's place
 * @throws AdreachError `rule` with file and line; also for an id that is in one file twice
 */
export function readTemplates(files: readonly YamlFile[]): readonly DelegationTemplate[] {
  const all = new Map<string, DelegationTemplate>();
  for (const file of files) {
    const seen = new Set<string>();
    for (const [i, template] of checkShape(file, templatesShape, templateKeys).templates.entries()) {
      const { id, title, description, classes, rights } = template;
      const at = placeOf(file, ['templates', i, 'id']);
      if (seen.has(id)) throw ruleError(file.name, at, `template "${id}" is declared twice`);
      seen.add(id);
      const path = ['templates', i, 'rights'];
      const named = rights.map((right, n) => requiredRight(file, [...path, n], right));
      all.set(id, { id, title, description, classes, rights: named });
      if (all.size > MOST) throw ruleError(file.name, at, `more than ${MOST} templates`);
    }
  }
  return [...all.values()];
}
