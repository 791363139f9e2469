/** Puts events into the text forms of event files. */
import type { SampleEvent } from './samples.js';

const xml = (text: string) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

export function eventDataXml(event: SampleEvent): string {
  const data = event.data.map(([name, value]) =>
    value === '' ? `<Data Name='${name}'></Data>` : `<Data Name='${name}'>${xml(value)}</Data>`,
  );
  return `<EventData xmlns="${NAMESPACE}">${data.join('')}</EventData>`;
}

/** As Windows renders an event: attributes in single quotation marks, no declaration. */
export function eventXml(event: SampleEvent): string {
  const data = eventDataXml(event).replace(` xmlns="${NAMESPACE}"`, '');
  return (
    `<Event xmlns='${NAMESPACE}'><System>` +
    "<Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/>" +
    `<EventID>${event.id}</EventID><Version>0</Version><Level>0</Level><Task>13824</Task><Opcode>0</Opcode>` +
    `<Keywords>${event.success ? '0x8020000000000000' : '0x8010000000000000'}</Keywords>` +
    `<TimeCreated SystemTime='${new Date(event.time).toISOString().replace('Z', '1234Z')}'/>` +
    `<EventRecordID>${event.record}</EventRecordID><Correlation/><Execution ProcessID='720' ThreadID='4711'/>` +
    `<Channel>Security</Channel><Computer>${xml(event.computer)}</Computer><Security/></System>${data}</Event>`
  );
}

/** `wevtutil qe Security /f:xml`: one behind the other. */
export const wevtutilXml = (events: readonly SampleEvent[]): string => events.map(eventXml).join('\r\n');

/** With `/e:Events`. */
export const rootedXml = (events: readonly SampleEvent[]): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>\r\n${wevtutilXml(events)}\r\n</Events>\r\n`;

export function csv(rows: readonly (readonly string[])[], separator = ','): string {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return rows.map((row) => `${row.map(cell).join(separator)}\r\n`).join('');
}

const COLUMNS = [
  'SubjectUserSid',
  'SubjectUserName',
  'SubjectDomainName',
  'SubjectLogonId',
  'TargetSid',
  'TargetUserName',
  'TargetDomainName',
  'OldUacValue',
  'NewUacValue',
  'UserAccountControl',
  'PasswordLastSet',
  'AccessMask',
  'Properties',
  'ObjectName',
  'ObjectServer',
];

const fieldOf = (event: SampleEvent, name: string) => event.data.find(([key]) => key === name)?.[1] ?? '';

/** SecurityEvent: columns for most fields, all of them in EventData. */
export function securityEventRows(events: readonly SampleEvent[]): readonly Readonly<Record<string, string>>[] {
  return events.map((event) => ({
    'TimeGenerated [UTC]': new Date(event.time).toISOString(),
    Computer: event.computer,
    EventID: String(event.id),
    Channel: 'Security',
    EventSourceName: 'Microsoft-Windows-Security-Auditing',
    Keywords: event.success ? '0x8020000000000000' : '0x8010000000000000',
    Activity: `${event.id} - something happened`,
    ...Object.fromEntries(COLUMNS.map((name) => [name, fieldOf(event, name)])),
    EventData: eventDataXml(event),
  }));
}

/** WindowsEvent: the fields in EventData, an object. */
export function windowsEventRows(events: readonly SampleEvent[]): readonly Readonly<Record<string, unknown>>[] {
  return events.map((event) => ({
    TimeGenerated: new Date(event.time).toISOString(),
    Computer: event.computer,
    Channel: 'Security',
    Provider: 'Microsoft-Windows-Security-Auditing',
    EventID: event.id,
    Keywords: event.success ? '0x8020000000000000' : '0x8010000000000000',
    EventData: Object.fromEntries(event.data),
    RawEventData: '',
  }));
}

/** What the queries for Splunk print: the event as it is, and what Splunk made of it. */
export function splunkRows(events: readonly SampleEvent[]): readonly Readonly<Record<string, string>>[] {
  return events.map((event) => ({
    _time: new Date(event.time).toISOString(),
    _raw: eventXml(event),
    Computer: event.computer,
    EventCode: String(event.id),
    SubjectUserSid: fieldOf(event, 'SubjectUserSid'),
    TargetSid: fieldOf(event, 'TargetSid'),
    Keywords: event.success ? 'Audit Success' : 'Audit Failure',
  }));
}

export function csvOf(rows: readonly Readonly<Record<string, unknown>>[], separator = ','): string {
  const names = Object.keys(rows[0]!);
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return csv([names, ...rows.map((row) => names.map((name) => text(row[name])))], separator);
}

export interface SampleAction {
  readonly time: number;
  readonly type: string;
  readonly target: { readonly sid?: string; readonly name?: string; readonly upn?: string };
  readonly actor?: string;
  /** Of who acted. */
  readonly domain?: string;
  readonly device?: string;
}

/** IdentityDirectoryEvents: the SID of the target in AdditionalFields only. */
export function identityRows(actions: readonly SampleAction[]): readonly Readonly<Record<string, unknown>>[] {
  return actions.map(
    ({ time, type, target, actor = 'mdiAction$', domain = 'securelab.local', device = 'dc1.example.com' }) => ({
      Timestamp: new Date(time).toISOString(),
      ActionType: type,
      Application: 'Active Directory',
      TargetAccountUpn: target.upn ?? '',
      TargetAccountDisplayName: '',
      DestinationDeviceName: device,
      AccountName: actor,
      AccountDomain: domain,
      AccountSid: '',
      AdditionalFields: {
        'ACTOR.ACCOUNT': actor,
        'ACTOR.DEVICE': device,
        'TARGET_OBJECT.USER': target.name ?? '',
        ...(target.sid !== undefined && { TargetAccountSid: target.sid }),
      },
    }),
  );
}

/** The action center, with the names of columns that are tried first. */
export function actionCenterRows(
  actions: readonly {
    readonly time: string;
    readonly action: string;
    readonly status: string;
    readonly asset: string;
    readonly error?: string;
  }[],
): readonly Readonly<Record<string, string>>[] {
  return actions.map(({ time, action, status, asset, error = '' }) => ({
    'Action update time': time,
    'Action type': action,
    Status: status,
    Asset: asset,
    'Action source': 'Manual user action',
    'Decided by': 'soc@example.com',
    Error: error,
  }));
}

export const SENSOR_LOG = [
  '2026-10-12 08:00:01.1234 Info Program Main started [Version=2.254.19112.470]',
  '2026-10-12 08:00:02.0001 Info EntityRemediatorConfiguration UpdateAsync [IsEnabled=True Accounts=1]',
  '2026-10-12 08:00:02.5000 Info SensorConfigurationManager UpdateConfigurationAsync finished [Count=4]',
  '2026-10-12 08:00:03.0000 Debug ImpersonationManager CreateImpersonatorAsync started [UserName=mdiAction$ Domain=example.com IsGroupManagedServiceAccount=True]',
  '2026-10-12 08:00:03.2000 Debug ImpersonationManager CreateImpersonatorAsync finished [UserName=mdiAction$ Domain=example.com IsGroupManagedServiceAccount=True IsSuccess=False]',
  '2026-10-12 08:00:03.2500 Error GroupManagedServiceAccountImpersonationHelper GetGroupManagedServiceAccountAccessTokenAsync failed GMSA password could not be retrieved [errorCode=AccessDenied AccountName=mdiAction$ DomainDnsName=example.com]',
  '   at Microsoft.Tri.Sensor.Something.More()',
  '2026-10-12 08:00:04.0000 Warn DirectoryServicesClient CreateLdapConnectionAsync failed to connect [DomainControllerDnsName=dc1.example.com Domain=example.com UserName=mdiAction$]',
  '',
].join('\r\n');
