/** One access control entry as one plain sentence. */
import { namedRightsOf } from '../access/named-rights.js';
import { decodeCondition } from '../descriptor/condition/index.js';
import { InheritanceFlag } from '../descriptor/inheritance-flags.js';
import { decodeResourceAttribute, type ResourceAttribute } from '../descriptor/resource-attribute/index.js';
import { type Ace, AceFlag, AceType, type BasicAce, type ObjectAce, type SystemAce } from '../descriptor/types.js';
import { AdreachError } from '../errors/index.js';
import { conditionInWords } from './condition.js';
import { givenRightPhrases } from './given-right.js';
import { listed } from './lists.js';
import { guidName, type Names, trusteeName } from './names.js';

const ALLOWING: ReadonlySet<number> = new Set([
  AceType.AccessAllowed,
  AceType.AccessAllowedObject,
  AceType.AccessAllowedCallback,
  AceType.AccessAllowedCallbackObject,
]);
const DENYING: ReadonlySet<number> = new Set([
  AceType.AccessDenied,
  AceType.AccessDeniedObject,
  AceType.AccessDeniedCallback,
  AceType.AccessDeniedCallbackObject,
]);
const CONDITIONAL: ReadonlySet<number> = new Set([
  AceType.AccessAllowedCallback,
  AceType.AccessAllowedCallbackObject,
  AceType.AccessDeniedCallback,
  AceType.AccessDeniedCallbackObject,
  AceType.SystemAuditCallback,
  AceType.SystemAuditCallbackObject,
]);

/**
 * @returns one sentence without a full stop, for example
 *   `Allows SECURELAB\helpdesk to reset passwords on descendant user objects; inherited`. Names in it are those of the
 *   directory, as they are: a caller that prints them makes them safe
 */
export function entryInWords(ace: Ace, names: Names): string {
  if (ace.form === 'unknown') {
    return `An entry of the type 0x${ace.type.toString(16).padStart(2, '0')}, which takes no part in a check${origin(ace)}`;
  }
  if (ace.form === 'system') return `${systemEntry(ace, names)}${origin(ace)}`;
  const trustee = trusteeName(ace.sid, names);
  const what = `${listed(givenRightPhrases(namedRightsOf(ace, names.schema)))} on ${scope(ace, names)}${condition(ace, names)}${origin(ace)}`;
  if (ALLOWING.has(ace.type)) return `Allows ${trustee} to ${what}`;
  if (DENYING.has(ace.type)) return `Denies ${trustee} the right to ${what}`;
  return `Audits ${attempts(ace)} of ${trustee} to ${what}`;
}

/** The objects that the entry is for (MS-DTYP 2.5.3.4, MS-ADTS 6.1.3): every object of a directory can hold others. */
function scope(ace: BasicAce | ObjectAce, names: Names): string {
  const here = (ace.flags & AceFlag.InheritOnly) === 0;
  if ((ace.flags & InheritanceFlag.ContainerInherit) === 0)
    return here ? 'this object only' : 'no object (inherit-only, and no flag to inherit it)';
  const guid = ace.form === 'object' ? ace.inheritedObjectType : null;
  const kind = guid === null ? 'objects' : `${guidName(guid, names, ['class'])} objects`;
  const below = (ace.flags & InheritanceFlag.NoPropagateInherit) === 0 ? `descendant ${kind}` : `direct child ${kind}`;
  if (!here) return below;
  return guid === null && (ace.flags & InheritanceFlag.NoPropagateInherit) === 0
    ? `this object and all ${below}`
    : `this object and ${below}`;
}

function condition(ace: BasicAce | ObjectAce, names: Names): string {
  if (!CONDITIONAL.has(ace.type)) return '';
  try {
    return `, if ${conditionInWords(decodeCondition(ace.applicationData), names)}`;
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    return ', under a condition that cannot be read';
  }
}

function attempts({ flags }: Ace): string {
  const success = (flags & AceFlag.SuccessfulAccess) !== 0;
  const failure = (flags & AceFlag.FailedAccess) !== 0;
  return success ? (failure ? 'all attempts' : 'successful attempts') : failure ? 'failed attempts' : 'no attempts';
}

const LABEL_POLICIES: readonly (readonly [number, string])[] = [
  [0x1, 'write up'],
  [0x2, 'read up'],
  [0x4, 'execute up'],
];

function systemEntry(ace: SystemAce, names: Names): string {
  switch (ace.type) {
    case AceType.SystemMandatoryLabel: {
      const denied = LABEL_POLICIES.filter(([bit]) => (ace.mask & bit) !== 0).map(([, text]) => text);
      const policy = denied.length === 0 ? '' : `: whoever is below may not ${listed(denied, 'or')}`;
      return `Labels the object with ${trusteeName(ace.sid, names)}${policy}`;
    }
    case AceType.SystemScopedPolicyId:
      return `Puts the object under the central access policy ${ace.sid}`;
    default:
      return resourceAttribute(ace, names);
  }
}

function resourceAttribute(ace: SystemAce, names: Names): string {
  try {
    const attribute = decodeResourceAttribute(ace.applicationData);
    const values = claimValues(attribute, names);
    return `States the object's attribute ${attribute.name}: ${values.length === 0 ? 'no value' : listed(values)}`;
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    return "States an attribute of the object's that cannot be read";
  }
}

function claimValues(attribute: ResourceAttribute, names: Names): string[] {
  switch (attribute.type) {
    case 'int64':
    case 'uint64':
      return attribute.values.map(String);
    case 'boolean':
      return attribute.values.map(String);
    case 'string':
      return attribute.values.map((value) => JSON.stringify(value));
    case 'sid':
      return attribute.values.map((sid) => trusteeName(sid, names));
    case 'octets':
      return attribute.values.map((bytes) => `the bytes ${Buffer.from(bytes).toString('hex')}`);
  }
}

function origin({ flags }: Ace): string {
  return (flags & AceFlag.Inherited) === 0 ? '' : '; inherited';
}
