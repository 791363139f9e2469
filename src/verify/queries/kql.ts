/** Queries in KQL: for a Sentinel workspace, and for advanced hunting in Defender. Columns: `tables.ts`. */
import { kqlString, type QueryAccount } from './literals.js';
import type { Query } from './query.js';

const ACTS = '4722, 4724, 4725, 4738, 4742';
const CHANGES = '4738, 4742, 4780, 4781, 4728, 4729, 4732, 4733, 4756, 4757, 5136, 5139';
const PROJECT =
  'project TimeGenerated, Computer, EventID, SubjectUserSid, SubjectUserName, SubjectLogonId, TargetSid, TargetUserName, TargetDomainName, OldUacValue, NewUacValue, UserAccountControl, PasswordLastSet';

/** `let` statements, and the condition that an event is one of these accounts'. */
function actors(
  accounts: readonly QueryAccount[],
  sid: string,
  name: string,
): { readonly lets: string; readonly where: string } {
  const sids = accounts.flatMap((account) => account.sid ?? []);
  const names = accounts.filter((account) => account.sid === null).map((account) => account.name);
  const list = (values: readonly string[]) => `dynamic([${values.map(kqlString).join(', ')}])`;
  return {
    lets: [
      ...(sids.length > 0 ? [`let actorSids = ${list(sids)};\n`] : []),
      ...(names.length > 0 ? [`let actorNames = ${list(names)};\n`] : []),
    ].join(''),
    where: [
      ...(sids.length > 0 ? [`${sid} in (actorSids)`] : []),
      // Names of accounts are compared without regard to case.
      ...(names.length > 0 ? [`${name} in~ (actorNames)`] : []),
    ].join(' or '),
  };
}

export function sentinelQueries(accounts: readonly QueryAccount[]): readonly Query[] {
  const own = actors(accounts, 'SubjectUserSid', 'SubjectUserName');
  const fromData = [
    'SubjectUserSid',
    'SubjectUserName',
    'SubjectLogonId',
    'TargetSid',
    'TargetUserName',
    'TargetDomainName',
    'OldUacValue',
    'NewUacValue',
    'UserAccountControl',
    'PasswordLastSet',
  ]
    .map((name) => `${name} = tostring(EventData.${name})`)
    .join(', ');
  return [
    {
      title: 'What the accounts under audit did (SecurityEvent)',
      text: `${own.lets}SecurityEvent\n| where EventID in (${ACTS})\n| where ${own.where}\n| ${PROJECT}`,
    },
    {
      title: 'The same where events are collected as WindowsEvent',
      text: `${own.lets}WindowsEvent\n| where EventID in (${ACTS})\n| extend ${fromData}\n| where ${own.where}\n| project TimeGenerated, Computer, EventID, Channel, Provider, Keywords, SubjectUserSid, SubjectUserName, SubjectLogonId, TargetSid, TargetUserName, TargetDomainName, OldUacValue, NewUacValue, UserAccountControl, PasswordLastSet`,
    },
    {
      title: 'What the system of controllers did: to be matched with the list of actions by TargetSid and time',
      text: `SecurityEvent\n| where EventID in (${ACTS})\n| where SubjectUserSid == "S-1-5-18" or SubjectUserName endswith "$"\n| ${PROJECT}`,
    },
    {
      title:
        'Refused attempts: failed checks of access. Whether one failed is in Keywords, which only WindowsEvent has',
      text: `${own.lets}WindowsEvent\n| where EventID == 4662\n| extend SubjectUserSid = tostring(EventData.SubjectUserSid), SubjectUserName = tostring(EventData.SubjectUserName)\n| where ${own.where}\n| project TimeGenerated, Computer, EventID, Channel, Provider, Keywords, EventData`,
    },
    {
      title:
        'What was changed in between: stamps, renames, flags, members of groups, and objects (5136 and 5139, in EventData)',
      text: `SecurityEvent\n| where EventID in (${CHANGES})\n| where EventID != 5136 or EventData has_any ("nTSecurityDescriptor", "member", "primaryGroupID", "userAccountControl")\n| project TimeGenerated, Computer, EventID, SubjectUserSid, SubjectUserName, TargetSid, TargetUserName, TargetDomainName, OldUacValue, NewUacValue, UserAccountControl, PasswordLastSet, EventData`,
    },
  ];
}

/** Types of actions in use: those of Microsoft's own queries, and of others'; none of them is documented. */
const ACTION_TYPES = [
  'Account disabled',
  'Account Disabled changed',
  'Account enabled',
  'Account Password changed',
  'SAM Account Name changed',
];

export function defenderQueries(accounts: readonly QueryAccount[]): readonly Query[] {
  // The table's own name of an account is without the $ of computers in some rows.
  const bare = ({ name }: QueryAccount) => (name.endsWith('$') && name.length > 1 ? [name.slice(0, -1)] : []);
  const unnamed = accounts.filter(({ sid }) => sid === null);
  const own = actors(
    [...accounts, ...unnamed.flatMap((account) => bare(account).map((name) => ({ sid: null, name })))],
    'AccountSid',
    'AccountName',
  );
  const named = accounts.filter(({ sid, name }) => sid !== null && name !== '');
  const names = [...new Set(named.flatMap((account) => [account.name, ...bare(account)]))];
  const types = ACTION_TYPES.map(kqlString).join(', ');
  const columns =
    'project Timestamp, ActionType, AccountName, AccountDomain, AccountSid, TargetAccountUpn, TargetAccountDisplayName, TargetAccountSid, DestinationDeviceName, DeviceName, AdditionalFields';
  const byName = names.length === 0 ? '' : ` or AccountName in~ (${names.map(kqlString).join(', ')})`;
  return [
    {
      title: 'What Defender for Identity saw the accounts under audit do (30 days are kept)',
      text: `${own.lets}IdentityDirectoryEvents\n| where ActionType in~ (${types})\n| where ${own.where}${byName}\n| extend TargetAccountSid = tostring(parse_json(tostring(AdditionalFields)).TargetAccountSid)\n| ${columns}`,
    },
    {
      title: 'The same of anybody: to be matched with the action center by target and time',
      text: `IdentityDirectoryEvents\n| where ActionType in~ (${types})\n| extend TargetAccountSid = tostring(parse_json(tostring(AdditionalFields)).TargetAccountSid)\n| ${columns}`,
    },
  ];
}
