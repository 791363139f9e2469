/** Rules and actions as JSON. */
import type { RuleDocument } from '../result/rules.js';
import type { Rule } from '../rules/index.js';

/** A rule with the source text of its expressions. */
export function ruleJson(rule: Rule): RuleDocument {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    scope: rule.scope,
    description: rule.description,
    when: rule.when.text,
    severities: rule.severities.map(({ when, severity, because }) => ({ when: when.text, severity, because })),
    subject: rule.subject.text,
    message: rule.message.text,
    evidence: Object.fromEntries(rule.evidence.map(([name, value]) => [name, value.text])),
    risk: rule.risk,
    remediation: rule.remediation,
    references: rule.references,
    frameworks: rule.frameworks,
    profiles: rule.profiles,
    aliases: rule.aliases,
    file: rule.file,
  };
}
