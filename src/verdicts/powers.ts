/**
 * What a right on an object is good for, beyond the actions: everything by which whoever holds an account gets further than
 * it was meant to. Each is asked for as the directory would be asked.
 */
import {
  controlAccessRequest,
  objectRequest,
  propertyRequest,
  Right,
  type RightRequest,
  validatedWriteRequest,
} from '../access/request.js';
import { FULL_CONTROL } from '../descriptor/index.js';
import type { Guid } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import { POWER_CODES, type PowerCode } from '../result/codes.js';

/** A power over objects of one class: held where all requests of one of the alternatives are granted. */
export interface Power {
  readonly code: PowerCode;
  readonly alternatives: readonly (readonly RightRequest[])[];
}

/** Attributes by name, with the GUID and property set that MS-ADA gives them, for a schema that does not show them. */
const ATTRIBUTES: Readonly<Record<string, { readonly guid: Guid; readonly set?: Guid }>> = {
  member: { guid: 'bf9679c0-0de6-11d0-a285-00aa003049e2', set: 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf' },
  servicePrincipalName: {
    guid: 'f3a64788-5306-11d1-a9c5-0000f80367c1',
    set: 'e48d0154-bcf8-11d1-8702-00c04fb96050',
  },
  altSecurityIdentities: {
    guid: '00fbf30c-91fe-11d1-aebc-0000f80367c1',
    set: 'e48d0154-bcf8-11d1-8702-00c04fb96050',
  },
  gPLink: { guid: 'f30e3bbe-9ff0-11d1-b603-0000f80367c1' },
  'msDS-KeyCredentialLink': {
    guid: '5b47d60f-6090-40b2-9f37-2a4de88f3063',
    set: '9b026da6-0d3c-465c-8bee-5199d7165cba',
  },
  'msDS-AllowedToActOnBehalfOfOtherIdentity': {
    guid: '3f78c3e5-f79a-46bd-a0b8-9d18116ddc79',
    set: '4c164200-20c0-11d0-a768-00aa006e0529',
  },
  'msDS-GroupMSAMembership': { guid: '888eedd6-ce04-df40-b462-b8a50e41ba38' },
  'msDS-ManagedAccountPrecededByLink': { guid: 'a0945b2b-57a2-43bd-b327-4d112a4e8bd1' },
  'msDS-DelegatedMSAState': { guid: '2f5c138a-bd38-4016-88b4-0ec87cbb4919' },
  gPCFileSysPath: { guid: 'f30e3bc1-9ff0-11d1-b603-0000f80367c1' },
  gPCMachineExtensionNames: { guid: '32ff8ecc-783f-11d2-9916-0000f87a57d4' },
  gPCUserExtensionNames: { guid: '42a75fc6-783f-11d2-9916-0000f87a57d4' },
  'msPKI-Certificate-Name-Flag': { guid: 'ea1dddc4-60ff-416e-8cc0-17cee534bce7' },
  'msPKI-Enrollment-Flag': { guid: 'd15ef7d8-f226-46db-ae79-b34e560bd12c' },
  'msPKI-RA-Signature': { guid: 'fe17e04b-937d-4f7e-8e0e-9292c8d5683e' },
  'msPKI-Certificate-Application-Policy': { guid: 'dbd90548-aa37-4202-9966-8c537ba5ce32' },
  pKIExtendedKeyUsage: { guid: '18976af6-3b9e-11d2-90cc-00c04fd91ab1' },
  cACertificate: { guid: 'bf967932-0de6-11d0-a285-00aa003049e2' },
  certificateTemplates: { guid: '2a39c5b1-8960-11d1-aebc-0000f80367c1' },
};

/** Control access rights and validated writes of MS-ADTS 5.1.3.2.1 and 5.1.3.2.2; the server knows them by GUID. */
const RESET_PASSWORD: Guid = '00299570-246d-11d0-a768-00aa006e0529';
const SELF_MEMBERSHIP: Guid = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const GET_CHANGES: Guid = '1131f6aa-9c07-11d1-f79f-00c04fc2dcd2';
const GET_CHANGES_ALL: Guid = '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2';
/** msDS-DelegatedManagedServiceAccount (MS-ADSC, schema of 2025). */
const DELEGATED_ACCOUNT: Guid = '0feb936f-47b3-49f2-9386-1dedc2c23765';

/** groupPolicyContainer and pKICertificateTemplate (MS-ADSC). */
const GROUP_POLICY: Guid = 'f30e3bc2-9ff0-11d1-b603-0000f80367c1';
const CERTIFICATE_TEMPLATE: Guid = 'e5209ca2-3bba-11d2-90cc-00c04fd91ab1';

/** Attributes in which passwords of local administrators are kept; a schema has those of the products that were installed. */
const LAPS = ['ms-Mcs-AdmPwd', 'msLAPS-Password', 'msLAPS-EncryptedPassword'] as const;

/** Class names in lower case. */
type Classes = ReadonlySet<string>;

const hasAny =
  (...names: readonly string[]) =>
  (classes: Classes) =>
    names.some((name) => classes.has(name));

const isAny = () => true;
const isAccount = hasAny('user');
const isGroup = hasAny('group');
const isManaged = hasAny('msds-groupmanagedserviceaccount', 'msds-delegatedmanagedserviceaccount');
const isPlace = hasAny('organizationalunit', 'domaindns', 'container', 'builtindomain');

interface Kind {
  readonly on: (classes: Classes) => boolean;
  readonly alternatives: (schema: Schema, classGuid: Guid | undefined) => readonly (readonly RightRequest[])[];
}

const object =
  (right: number) =>
  (_: Schema, classGuid: Guid | undefined): readonly (readonly RightRequest[])[] => [[objectRequest(right, classGuid)]];

/** Every bit of full control at once, each as the whole object is asked for. */
const fullControl = (_: Schema, classGuid: Guid | undefined) => {
  const bits = Array.from({ length: 20 }, (_each, number) => 1 << number).filter((bit) => (FULL_CONTROL & bit) !== 0);
  return [bits.map((bit) => ({ ...objectRequest(bit, classGuid), ownerImplicit: false }))];
};

const write =
  (...names: readonly string[]) =>
  (schema: Schema, classGuid: Guid | undefined) =>
    names.map((name) => {
      const { guid, set } = schema.attribute(name) ?? ATTRIBUTES[name]!;
      return [propertyRequest(Right.WriteProperty, guid, set, classGuid)];
    });

/** All properties: no object type, or the class. */
const anyProperty = (_: Schema, classGuid: Guid | undefined) => [
  [{ ...objectRequest(Right.WriteProperty, classGuid), ownerImplicit: false }],
];

const readLaps = (schema: Schema, classGuid: Guid | undefined) =>
  LAPS.flatMap((name) => {
    const attribute = schema.attribute(name);
    if (attribute === undefined) return [];
    const read = propertyRequest(Right.ReadProperty, attribute.guid, attribute.set, classGuid);
    return [[read, { ...read, right: Right.ControlAccess }]];
  });

/** Of any class, or of one. */
const create = (child?: Guid) => () => [
  [{ right: Right.CreateChild, covers: child === undefined ? [] : [child], ownerImplicit: false }],
];

const KINDS: Readonly<Record<PowerCode, Kind>> = {
  'full-control': { on: isAny, alternatives: fullControl },
  'write-dac': { on: isAny, alternatives: object(Right.WriteDac) },
  'write-owner': { on: isAny, alternatives: object(Right.WriteOwner) },
  'write-all-properties': { on: isAny, alternatives: anyProperty },
  'all-extended-rights': {
    on: isAny,
    alternatives: () => [[{ right: Right.ControlAccess, covers: [], ownerImplicit: false }]],
  },
  'replicate-secrets': {
    on: hasAny('domaindns'),
    alternatives: () => [[controlAccessRequest(GET_CHANGES), controlAccessRequest(GET_CHANGES_ALL)]],
  },
  'reset-password': { on: isAccount, alternatives: () => [[controlAccessRequest(RESET_PASSWORD)]] },
  'write-members': { on: isGroup, alternatives: write('member') },
  'add-self': { on: isGroup, alternatives: () => [[validatedWriteRequest(SELF_MEMBERSHIP)]] },
  'write-key-credential': { on: isAccount, alternatives: write('msDS-KeyCredentialLink') },
  'write-allowed-to-act': { on: isAccount, alternatives: write('msDS-AllowedToActOnBehalfOfOtherIdentity') },
  'write-spn': { on: isAccount, alternatives: write('servicePrincipalName') },
  'write-alt-security-identities': { on: isAccount, alternatives: write('altSecurityIdentities') },
  'write-password-readers': { on: isManaged, alternatives: write('msDS-GroupMSAMembership') },
  'write-succession': {
    on: hasAny('msds-delegatedmanagedserviceaccount'),
    alternatives: write('msDS-ManagedAccountPrecededByLink', 'msDS-DelegatedMSAState'),
  },
  'read-local-admin-password': { on: hasAny('computer'), alternatives: readLaps },
  'link-group-policy': { on: hasAny('organizationalunit', 'domaindns', 'site'), alternatives: write('gPLink') },
  'create-delegated-account': { on: isPlace, alternatives: create(DELEGATED_ACCOUNT) },
  'write-group-policy': {
    on: hasAny('grouppolicycontainer'),
    alternatives: write('gPCFileSysPath', 'gPCMachineExtensionNames', 'gPCUserExtensionNames'),
  },
  'create-group-policy': { on: hasAny('container'), alternatives: create(GROUP_POLICY) },
  'write-certificate-template': {
    on: hasAny('pkicertificatetemplate'),
    alternatives: write(
      'msPKI-Certificate-Name-Flag',
      'msPKI-Enrollment-Flag',
      'msPKI-RA-Signature',
      'msPKI-Certificate-Application-Policy',
      'pKIExtendedKeyUsage',
    ),
  },
  'create-certificate-template': { on: hasAny('container'), alternatives: create(CERTIFICATE_TEMPLATE) },
  'write-certificate-authority': {
    on: hasAny('pkienrollmentservice', 'certificationauthority'),
    alternatives: write('cACertificate', 'certificateTemplates'),
  },
  'create-any-child': { on: isAny, alternatives: create() },
  'delete-any-child': {
    on: isAny,
    alternatives: () => [[{ right: Right.DeleteChild, covers: [], ownerImplicit: false }]],
  },
  delete: { on: isAny, alternatives: object(Right.Delete) },
  'delete-tree': { on: isAny, alternatives: object(Right.DeleteTree) },
};

/**
 * @param names class names of the objects, as objectClass has them
 * @param classGuid schemaIDGUID of the most specific of them; undefined where the schema does not show it
 * @returns the powers that there are over such objects
 */
export function powersOver(names: readonly string[], classGuid: Guid | undefined, schema: Schema): readonly Power[] {
  const classes = new Set(names.map((name) => name.toLowerCase()));
  return POWER_CODES.flatMap((code) => {
    const { on, alternatives } = KINDS[code];
    const found = on(classes) ? alternatives(schema, classGuid) : [];
    return found.length === 0 ? [] : [{ code, alternatives: found }];
  });
}
