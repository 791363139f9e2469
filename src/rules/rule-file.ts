/** Rule files: metadata and expressions, checked when they are loaded. */
import { compileCondition } from './condition.js';
import { compile, ExpressionFault, type ExpressionScope, type ExpressionType } from './expression.js';
import { ruleKeys, ruleShape } from './shapes.js';
import { compileTemplate } from './template.js';
import type { Rule } from './types.js';
import { checkShape, placeInScalar, ruleError, type YamlFile, type YamlPath } from './yaml-file.js';

const ANY: readonly ExpressionType[] = ['string', 'int', 'bool', 'list<string>'];

/**
 * @param path of the file, absolute
 * @param actionIds ids of all loaded actions: what conditions compare actions with is held to them
 * @throws AdreachError `rule` with file, line and the nearest right name
 */
export function readRule(file: YamlFile, path: string, actionIds: readonly string[]): Rule {
  const document = checkShape(file, ruleShape, ruleKeys);
  const scope: ExpressionScope = { scope: document.scope, actionIds };
  const { when, subject, message, evidence, severities, ...metadata } = document;
  return {
    ...metadata,
    file: file.name,
    path,
    when: located(file, ['when'], () => compileCondition(when, scope)),
    subject: located(file, ['subject'], () => compile(subject, scope, ['string'])),
    message: located(file, ['message'], () => compileTemplate(message, scope)),
    severities: severities.map((each, i) => ({
      ...each,
      when: located(file, ['severities', i, 'when'], () => compile(each.when, scope, ['bool'])),
    })),
    evidence: Object.entries(evidence).map(
      ([name, text]) => [name, located(file, ['evidence', name], () => compile(text, scope, ANY))] as const,
    ),
  };
}

/** Turns an offset within an expression into a place in the file. */
function located<T>(file: YamlFile, path: YamlPath, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw ruleError(file.name, placeInScalar(file, path, error.position), `${path.join('.')}: ${error.message}`);
  }
}
