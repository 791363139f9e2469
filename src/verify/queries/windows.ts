/** Commands for a domain controller: to export the events that `verify` reads. */
import { type QueryAccount, xpathValue } from './literals.js';
import type { Query } from './query.js';

const ACTS = [4722, 4724, 4725, 4738, 4742];
const CHANGES = [4738, 4742, 4780, 4781, 4728, 4729, 4732, 4733, 4756, 4757, 5136, 5139];
/** The keyword of a failed audit. */
const FAILURE = '4503599627370496';

const ids = (numbers: readonly number[]) => numbers.map((number) => `EventID=${number}`).join(' or ');

/** @throws AdreachError `usage` for a name that cannot be put into a filter */
export function windowsQueries(accounts: readonly QueryAccount[]): readonly Query[] {
  const actors = accounts
    .map(({ sid, name }) =>
      sid === null
        ? `Data[@Name='SubjectUserName']='${xpathValue(name)}'`
        : `Data[@Name='SubjectUserSid']='${xpathValue(sid)}'`,
    )
    .join(' or ');
  const acts = `*[System[(${ids(ACTS)})] and EventData[${actors}]]`;
  const system = `*[System[(${ids(ACTS)})] and EventData[Data[@Name='SubjectUserSid']='S-1-5-18']]`;
  const refused = `*[System[EventID=4662 and band(Keywords,${FAILURE})] and EventData[${actors}]]`;
  const changes = `*[System[(${ids(CHANGES)})]]`;
  return [
    {
      title: 'On each domain controller, what the accounts under audit did, as an event log',
      text: `wevtutil epl Security adreach-acts.evtx "/q:${acts}"`,
    },
    { title: 'The same as XML', text: `wevtutil qe Security "/q:${acts}" /f:xml /uni:true > adreach-acts.xml` },
    {
      title: 'What the system of the controller did: to be matched with the list of actions',
      text: `wevtutil epl Security adreach-system.evtx "/q:${system}"`,
    },
    { title: 'Refused attempts', text: `wevtutil epl Security adreach-refused.evtx "/q:${refused}"` },
    { title: 'What was changed in between', text: `wevtutil epl Security adreach-changes.evtx "/q:${changes}"` },
    {
      title: 'With PowerShell',
      text: `Get-WinEvent -LogName Security -FilterXPath '${acts.replaceAll("'", "''")}' | ForEach-Object { $_.ToXml() } | Set-Content -Encoding utf8 adreach-acts.xml`,
    },
  ];
}
