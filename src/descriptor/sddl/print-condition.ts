/** Conditional expressions as SDDL, as Windows prints them (MS-DTYP 2.5.1.1): every operand of &&, || and ! in parentheses. */
import type { AttributeReference, Condition } from '../condition/types.js';
import type { DomainContext } from './aliases.js';
import { formatName } from './attribute-name.js';
import { formatLiteral, UnprintableError } from './literals.js';

const PREFIX = { local: '', user: '@USER.', resource: '@RESOURCE.', device: '@DEVICE.' } as const;

/**
 * @returns the expression in parentheses
 * @throws UnprintableError for a string or name that SDDL cannot hold
 */
export function formatCondition(condition: Condition, domain: DomainContext = {}): string {
  return `(${inner(condition, domain)})`;
}

function inner(node: Condition, domain: DomainContext): string {
  switch (node.kind) {
    case 'attribute':
      return formatAttribute(node);
    case 'relational': {
      const right = node.right.kind === 'attribute' ? formatAttribute(node.right) : formatLiteral(node.right, domain);
      return `${formatAttribute(node.left)} ${node.operator} ${right}`;
    }
    case 'membership':
      return `${node.operator} ${formatLiteral(node.operand, domain)}`;
    case 'exists':
      return `${node.operator} ${formatAttribute(node.attribute)}`;
    case 'not':
      return `!(${inner(node.operand, domain)})`;
    case 'and':
      return `(${inner(node.left, domain)}) && (${inner(node.right, domain)})`;
    case 'or':
      return `(${inner(node.left, domain)}) || (${inner(node.right, domain)})`;
  }
}

function formatAttribute({ scope, name }: AttributeReference): string {
  if (name === '' || name.includes('\0'))
    throw new UnprintableError('an attribute has no name, or one with a zero in it');
  return `${PREFIX[scope]}${formatName(name, scope === 'local' ? 'simple' : 'full')}`;
}
