/**
 * Rows of IdentityDirectoryEvents. The table has no column for the SID of the target: queries take it from
 * AdditionalFields.TargetAccountSid, and may make one. Its types of actions are documented only as far as queries of Microsoft's use them.
 */

import { named } from './action-center.js';
import type { ActionMapping } from './action-mapping.js';
import { type Cell, cellText, jsonObject, type Row, timeOf } from './cells.js';
import type { Place, ReportedEvent } from './event.js';
import { principal, sidOf } from './windows.js';

/** @throws AdreachError `format` where AdditionalFields is text and no JSON */
export function identityEvent(row: Row, place: Place, mapping: ActionMapping): ReportedEvent {
  const text = (name: string) => cellText(row.cells.get(name)).trim();
  const more = additional(row.cells.get('additionalfields'));
  const title = text('actiontype');
  const upn = text('targetaccountupn');
  const shown = more.get('target_object.user') ?? more.get('targetaccountname') ?? '';
  const target = named(upn === '' ? shown : upn);
  const actor = principal(text('accountsid'), text('accountname'), text('accountdomain'));
  const device = text('destinationdevicename') || text('devicename');
  return {
    kind: 'reported',
    by: 'identity-directory-events',
    place,
    time: timeOf(row, ['timestamp', 'timegenerated']),
    controller: device === '' ? null : device,
    title,
    action: mapping.actions.get(title.toLowerCase()) ?? null,
    // The table tells what was seen to have happened.
    outcome: 'succeeded',
    error: '',
    target: { ...target, sid: sidOf(more.get('targetaccountsid') || text('targetaccountsid')) },
    actor: actor.sid === null && actor.name === null ? null : actor,
  };
}

function additional(value: Cell): ReadonlyMap<string, string> {
  const text = typeof value === 'string' ? value.trim() : '';
  const object = typeof value === 'object' && value !== null ? value : text === '' ? {} : jsonObject(text);
  return new Map(Object.entries(object).map(([name, each]) => [name.toLowerCase(), cellText(each)]));
}
