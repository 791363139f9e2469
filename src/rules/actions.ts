/** Action files: what an action asks of the directory, by names. */

import type { RequiredRight } from '../result/rights.js';
import type { ActionDefinition, NoEffectFlag } from '../verdicts/action.js';
import { suggestion } from './nearest.js';
import { type ActionDocument, actionKeys, actionShape, type RightDocument } from './shapes.js';
import { checkShape, placeOf, ruleError, type YamlFile, type YamlPath } from './yaml-file.js';

/** Flags of userAccountControl as the directory stores them (MS-ADTS 2.2.16), without their prefix. */
export const USER_ACCOUNT_CONTROL: Readonly<Record<string, number>> = {
  ACCOUNTDISABLE: 0x2,
  HOMEDIR_REQUIRED: 0x8,
  LOCKOUT: 0x10,
  PASSWD_NOTREQD: 0x20,
  PASSWD_CANT_CHANGE: 0x40,
  ENCRYPTED_TEXT_PWD_ALLOWED: 0x80,
  NORMAL_ACCOUNT: 0x200,
  INTERDOMAIN_TRUST_ACCOUNT: 0x800,
  WORKSTATION_TRUST_ACCOUNT: 0x1000,
  SERVER_TRUST_ACCOUNT: 0x2000,
  DONT_EXPIRE_PASSWD: 0x10000,
  SMARTCARD_REQUIRED: 0x40000,
  TRUSTED_FOR_DELEGATION: 0x80000,
  NOT_DELEGATED: 0x100000,
  USE_DES_KEY_ONLY: 0x200000,
  DONT_REQUIRE_PREAUTH: 0x400000,
  PASSWORD_EXPIRED: 0x800000,
  TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION: 0x1000000,
  NO_AUTH_DATA_REQUIRED: 0x2000000,
  PARTIAL_SECRETS_ACCOUNT: 0x4000000,
};

const OBJECT_KEYS = ['attribute', 'controlAccessRight', 'validatedWrite'] as const;

/** Which name a right goes with; the rights on the object as a whole go with none. */
const OBJECT_KEY_OF: Readonly<Record<string, (typeof OBJECT_KEYS)[number]>> = {
  'read-property': 'attribute',
  'write-property': 'attribute',
  'read-confidential': 'attribute',
  'control-access': 'controlAccessRight',
  'validated-write': 'validatedWrite',
};

/** @throws AdreachError `rule` with file, line and the nearest right name */
export function readAction(file: YamlFile): ActionDefinition {
  const document: ActionDocument = checkShape(file, actionShape, actionKeys);
  return {
    id: document.id,
    title: document.title,
    description: document.description,
    request: requiredRight(file, ['request'], document.request),
    documented: document.documented.map((item, i) => requiredRight(file, ['documented', i], item)),
    targets: document.targets.map((name, i) => targetClass(file, ['targets', i], name)),
    noEffect: document.noEffect.map((item, i): NoEffectFlag => {
      const flag = item.userAccountControl;
      const bit = Object.hasOwn(USER_ACCOUNT_CONTROL, flag) ? USER_ACCOUNT_CONTROL[flag] : undefined;
      if (bit === undefined) {
        const problem = `noEffect.${i}: unknown userAccountControl flag "${flag}"${suggestion(flag, Object.keys(USER_ACCOUNT_CONTROL))}`;
        throw ruleError(file.name, placeOf(file, ['noEffect', i, 'userAccountControl']), problem);
      }
      return { flag, bit, reason: item.reason };
    }),
    references: document.references,
  };
}

/**
 * Classes whose objects are kept without their permissions, or in part: names, settings and members are read of them. And
 * `top`, which is the class of those too.
 */
const WITHOUT_VERDICTS: ReadonlySet<string> = new Set(
  [
    'top',
    'foreignSecurityPrincipal',
    'classSchema',
    'attributeSchema',
    'controlAccessRight',
    'crossRef',
    'nTDSService',
    'msKds-ProvRootKey',
    'trustedDomain',
  ].map((name) => name.toLowerCase()),
);

/** Which other classes there are, the schema of the directory says. */
function targetClass(file: YamlFile, path: YamlPath, name: string): string {
  if (!WITHOUT_VERDICTS.has(name.toLowerCase())) return name;
  const problem = `${path.join('.')}: objects of the class "${name}" have no verdicts: name groups, organizational units, other containers, or accounts`;
  throw ruleError(file.name, placeOf(file, path), problem);
}

/** @throws AdreachError `rule` where a right goes with other names than are given */
export function requiredRight(file: YamlFile, path: YamlPath, document: RightDocument): RequiredRight {
  const wanted = OBJECT_KEY_OF[document.right];
  const given = OBJECT_KEYS.filter((key) => document[key] !== undefined);
  const only = given.length === (wanted === undefined ? 0 : 1) && given[0] === wanted;
  if (!only) {
    const needs = wanted === undefined ? 'no further name' : `exactly one further name, "${wanted}"`;
    throw ruleError(file.name, placeOf(file, path), `${path.join('.')}: right "${document.right}" goes with ${needs}`);
  }
  return wanted === undefined
    ? ({ right: document.right } as RequiredRight)
    : ({ right: document.right, [wanted]: document[wanted] } as unknown as RequiredRight);
}
