/** A rule to begin with: it loads, its cases hold, and they tell its condition from wrong ones. */
import { join } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { fileSchemaText } from './file-schemas.js';
import { ruleShape } from './shapes.js';

/** A file to be written. */
export interface NewFile {
  /** Within the rule folder. */
  readonly path: string;
  readonly text: string;
  /** It may be there already, and stays as it is then. */
  readonly shared: boolean;
}

/** Beside the rules: files whose names begin with a dot are no rule files. */
const SCHEMAS = '.schemas';

/**
 * @returns the files of a new rule, and the schemas that editors complete them with
 * @throws AdreachError `usage` for an id of the wrong form
 */
export function newRule(id: string): readonly NewFile[] {
  const checked = ruleShape.shape.id.safeParse(id);
  if (!checked.success) {
    throw new AdreachError(
      'usage',
      `"${id}" is no id of a rule: it ${checked.error.issues[0]!.message}`,
      'For example ORG-OLD-CONTAINER: your prefix, then what the rule finds.',
    );
  }
  const own = join('checks', id);
  return [
    { path: join(own, 'rule.yaml'), text: ruleText(id), shared: false },
    { path: join(own, 'cases.yaml'), text: CASES, shared: false },
    { path: join(SCHEMAS, 'rule.json'), text: fileSchemaText('rule-file'), shared: true },
    { path: join(SCHEMAS, 'cases.json'), text: fileSchemaText('cases-file'), shared: true },
    { path: join(SCHEMAS, 'action.json'), text: fileSchemaText('action-file'), shared: true },
  ];
}

const schemaLine = (name: string) => `# yaml-language-server: $schema=../../${SCHEMAS}/${name}.json`;

const ruleText = (id: string) => `${schemaLine('rule')}
# The variables and functions of conditions: docs/rules.md.
id: ${id}
title: Account in the old container
severity: low # critical, high, medium, low, info
scope: reach # when the rule is evaluated, and which variables it sees
description: >-
  What the rule looks for, and what it leaves alone. Here: accounts that can be disabled, are not protected and lie in a
  container that is to be emptied. Where it is not known whether an account is protected, nothing is said.
when: >-
  "disable" in reach.granted && target.protected == "no" &&
  target.container.lowerAscii() == "ou=old,dc=example,dc=com"
subject: target.sid
message: >-
  \${account.name} can disable \${target.name}, which is still in \${target.container}.
evidence:
  target: target.dn
  granted: reach.granted
risk: Why that matters.
remediation: What to do about it.
references: []
frameworks: {}
`;

const CASES = `${schemaLine('cases')}
# Facts that no case names are those of the example in docs/rules.md. "adreach rules test --mutate DIR" tells which part of the
# condition no case looks at.
base:
  target: {container: "OU=Old,DC=example,DC=com"}
cases:
  - name: an account in the old container
    expect:
      severity: low
      subject: S-1-5-21-1000000000-2000000000-3000000000-1105
      message: SECURELAB\\mdiAction$ can disable SECURELAB\\ada, which is still in OU=Old,DC=example,DC=com.
  - name: an account elsewhere
    given: {target: {container: "OU=Staff,DC=example,DC=com"}}
    expect: none
  - name: what cannot be disabled
    given: {reach: {granted: [enable]}}
    expect: none
  - name: a protected account
    given: {target: {protected: "yes"}}
    expect: none
  - name: "unknown: whether it is protected"
    given: {target: {protected: unknown}}
    expect: none
`;
