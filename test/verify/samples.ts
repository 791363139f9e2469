/** Events of a made-up domain, as data; the writers beside put them into the forms that event files have. */

export interface SampleEvent {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly computer: string;
  readonly record: number;
  readonly success: boolean;
  /** EventData in the order of the log. */
  readonly data: readonly (readonly [name: string, value: string])[];
}

export const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';
export const ACTION_SID = `${DOMAIN_SID}-1105`;
export const TARGET_SID = `${DOMAIN_SID}-1201`;
export const CONTROLLER = 'dc1.example.com';
export const START = Date.UTC(2026, 9, 12, 8, 30, 15, 250);

/** The names and values of the account that was acted on, and of who acted. */
export function parties(
  target: { readonly sid?: string; readonly name?: string } = {},
  actor: { readonly sid?: string; readonly name?: string } = {},
): readonly (readonly [string, string])[] {
  return [
    ['TargetUserName', target.name ?? 'jdoe'],
    ['TargetDomainName', 'EXAMPLE'],
    ['TargetSid', target.sid ?? TARGET_SID],
    ['SubjectUserSid', actor.sid ?? ACTION_SID],
    ['SubjectUserName', actor.name ?? 'mdiAction$'],
    ['SubjectDomainName', 'EXAMPLE'],
    ['SubjectLogonId', '0x3e7a1'],
  ];
}

let records = 1000;

export function sample(
  id: number,
  data: SampleEvent['data'],
  rest: Partial<Pick<SampleEvent, 'time' | 'computer' | 'success' | 'record'>> = {},
): SampleEvent {
  return { id, data, time: START, computer: CONTROLLER, record: records++, success: true, ...rest };
}

/** The fields of 4738 that follow those of the parties, each as it is where it did not change. */
export function changedFields(changes: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const names = [
    'PrivilegeList',
    'SamAccountName',
    'DisplayName',
    'UserPrincipalName',
    'HomeDirectory',
    'HomePath',
    'ScriptPath',
    'ProfilePath',
    'UserWorkstations',
    'PasswordLastSet',
    'AccountExpires',
    'PrimaryGroupId',
    'AllowedToDelegateTo',
    'OldUacValue',
    'NewUacValue',
    'UserAccountControl',
    'UserParameters',
    'SidHistory',
    'LogonHours',
  ];
  return names.map((name) => [name, changes[name] ?? '-'] as const);
}

export const switched = (
  id: 4722 | 4725,
  rest: Parameters<typeof sample>[2] = {},
  ...who: Parameters<typeof parties>
) => sample(id, parties(...who), rest);

export const changed = (
  changes: Readonly<Record<string, string>>,
  rest: Parameters<typeof sample>[2] = {},
  ...who: Parameters<typeof parties>
) => sample(4738, [['Dummy', '-'], ...parties(...who), ...changedFields(changes)], rest);

/** A check of access to an object, by its GUID. */
export function access(
  guid: string,
  mask: string,
  properties: string,
  rest: Parameters<typeof sample>[2] = {},
  actor: { readonly sid?: string; readonly name?: string } = {},
): SampleEvent {
  return sample(
    4662,
    [
      ['SubjectUserSid', actor.sid ?? ACTION_SID],
      ['SubjectUserName', actor.name ?? 'mdiAction$'],
      ['SubjectDomainName', 'EXAMPLE'],
      ['SubjectLogonId', '0x3e7a1'],
      ['ObjectServer', 'DS'],
      ['ObjectType', '%{bf967aba-0de6-11d0-a285-00aa003049e2}'],
      ['ObjectName', `%{${guid}}`],
      ['OperationType', 'Object Access'],
      ['HandleId', '0x0'],
      ['AccessList', mask === '0x100' ? '%%7688\r\n\t\t\t\t' : '%%7685\r\n\t\t\t\t'],
      ['AccessMask', mask],
      ['Properties', properties],
      ['AdditionalInfo', '-'],
      ['AdditionalInfo2', ''],
    ],
    { success: false, ...rest },
  );
}

/** A value of an attribute added or removed. */
export function attribute(
  dn: string,
  name: string,
  value: string,
  operation: '%%14674' | '%%14675' = '%%14674',
  rest: Parameters<typeof sample>[2] = {},
): SampleEvent {
  return sample(
    5136,
    [
      ['OpCorrelationID', '{f82768a6-3994-471e-8664-a191e31b95a1}'],
      ['AppCorrelationID', '-'],
      ['SubjectUserSid', `${DOMAIN_SID}-500`],
      ['SubjectUserName', 'Administrator'],
      ['SubjectDomainName', 'EXAMPLE'],
      ['SubjectLogonId', '0x4711'],
      ['DSName', 'example.com'],
      ['DSType', '%%14676'],
      ['ObjectDN', dn],
      ['ObjectGUID', '{584f37e2-73c1-44f4-ab29-eb48dce59ed4}'],
      ['ObjectClass', 'organizationalUnit'],
      ['AttributeLDAPDisplayName', name],
      ['AttributeSyntaxOID', '2.5.5.15'],
      ['AttributeValue', value],
      ['OperationType', operation],
    ],
    rest,
  );
}

/** A member of a security group that came or went: 4728 and its like. */
export function membership(
  id: number,
  member: { readonly sid: string; readonly dn: string },
  rest: Parameters<typeof sample>[2] = {},
): SampleEvent {
  return sample(
    id,
    [
      ['MemberName', member.dn],
      ['MemberSid', member.sid],
      ...parties({ sid: `${DOMAIN_SID}-1500`, name: 'Helpers' }, { sid: `${DOMAIN_SID}-500`, name: 'Administrator' }),
      ['PrivilegeList', '-'],
    ],
    rest,
  );
}

export function moved(from: string, to: string, guid: string, rest: Parameters<typeof sample>[2] = {}): SampleEvent {
  return sample(
    5139,
    [
      ['OpCorrelationID', '{f82768a6-3994-471e-8664-a191e31b95a1}'],
      ['AppCorrelationID', '-'],
      ['SubjectUserSid', `${DOMAIN_SID}-500`],
      ['SubjectUserName', 'Administrator'],
      ['SubjectDomainName', 'EXAMPLE'],
      ['SubjectLogonId', '0x4711'],
      ['DSName', 'example.com'],
      ['DSType', '%%14676'],
      ['OldObjectDN', from],
      ['NewObjectDN', to],
      ['ObjectGUID', `{${guid}}`],
      ['ObjectClass', 'user'],
    ],
    rest,
  );
}

/** One of each kind that is read, with a name that tries what names can. */
export const HOSTILE = 'O\u2019Hara"; <b>&amp;</b> $(x) =1+1 \u202e, {`$`}';

export function everyKind(): readonly SampleEvent[] {
  const guid = '6f1b5a3c-5e0c-4f0e-9a47-3f3c5a0d1b77';
  return [
    switched(4725),
    changed(
      { OldUacValue: '0x210', NewUacValue: '0x211', UserAccountControl: '\r\n\t\t%%2080' },
      {},
      { name: HOSTILE },
    ),
    switched(4722),
    sample(4724, parties()),
    sample(4724, parties(), { success: false }),
    sample(4723, [...parties({}, { sid: TARGET_SID, name: 'jdoe' }), ['PrivilegeList', '-']]),
    changed({ PasswordLastSet: '%%1794' }),
    sample(4781, [
      ['OldTargetUserName', 'jdoe'],
      ['NewTargetUserName', HOSTILE],
      ['TargetDomainName', 'EXAMPLE'],
      ['TargetSid', TARGET_SID],
      ...parties().slice(3),
      ['PrivilegeList', '-'],
    ]),
    sample(4780, parties({}, { sid: 'S-1-5-7', name: 'ANONYMOUS LOGON' })),
    attribute('OU=Staff,DC=example,DC=com', 'nTSecurityDescriptor', 'O:DAG:DAD:AI(A;;RPWP;;;DA)'),
    membership(4728, { sid: TARGET_SID, dn: `CN=${HOSTILE.replaceAll(/[",+=]/g, '')},DC=example,DC=com` }),
    membership(4757, { sid: TARGET_SID, dn: '-' }),
    moved('CN=jdoe,OU=Staff,DC=example,DC=com', 'CN=jdoe,OU=Left,DC=example,DC=com', guid),
    access(
      guid,
      '0x20',
      '%%7685\r\n\t\t{4c164200-20c0-11d0-a768-00aa006e0529}\r\n\t\t\t{bf967a68-0de6-11d0-a285-00aa003049e2}\r\n',
    ),
    sample(4742, [
      ['ComputerAccountChange', '-'],
      ...parties({ sid: `${DOMAIN_SID}-1301`, name: 'PC1$' }),
      ...changedFields({ OldUacValue: '0x80', NewUacValue: '0x81', UserAccountControl: '\r\n\t\t%%2080' }),
      ['DnsHostName', '-'],
      ['ServicePrincipalNames', '-'],
    ]),
  ];
}
