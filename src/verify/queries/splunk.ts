/**
 * Searches for Splunk. Names of fields are those that Windows gives to the data of its events, as the XML input has them;
 * what an installation calls its index, and the number of the event, differs.
 */
import { type QueryAccount, splString } from './literals.js';
import type { Query } from './query.js';

const SOURCE = 'index=* source="XmlWinEventLog:Security"';
const TABLE =
  'table _time, _raw, Computer, EventCode, SubjectUserSid, SubjectUserName, TargetSid, TargetUserName, OldUacValue, NewUacValue, UserAccountControl, PasswordLastSet, Keywords, Properties, ObjectName';

export function splunkQueries(accounts: readonly QueryAccount[]): readonly Query[] {
  // In `where`: as a word of the search a * would stand for anything.
  const actors = accounts
    .map(({ sid, name }) =>
      sid === null ? `lower(SubjectUserName)=${splString(name.toLowerCase())}` : `SubjectUserSid=${splString(sid)}`,
    )
    .join(' OR ');
  return [
    {
      title: 'What the accounts under audit did, and what they were refused',
      text: `${SOURCE} EventCode IN (4722, 4724, 4725, 4738, 4742, 4662)\n| where ${actors}\n| ${TABLE}`,
    },
    {
      title: 'What the system of controllers did: to be matched with the list of actions by TargetSid and time',
      text: `${SOURCE} EventCode IN (4722, 4724, 4725, 4738, 4742)\n| where SubjectUserSid="S-1-5-18" OR like(SubjectUserName, "%$")\n| ${TABLE}`,
    },
    {
      title: 'What was changed in between',
      text: `${SOURCE} EventCode IN (4738, 4742, 4780, 4781, 4728, 4729, 4732, 4733, 4756, 4757, 5136, 5139)\n| ${TABLE}`,
    },
  ];
}
