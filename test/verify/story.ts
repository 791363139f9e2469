/**
 * A morning in the sample domain, as events and as a list of actions: what docs/verify.md shows. The files are
 * fixtures/securelab/events.evtx and actions.csv; `node --import ./test/fuzz/typescript.mjs test/verify/write-story.ts` writes them.
 */
import { evtxFile } from './evtx-file.js';
import { actionCenterRows, csvOf } from './forms.js';
import { access, attribute, changed, DOMAIN_SID, parties, type SampleEvent, sample, switched } from './samples.js';

const BEGIN = Date.UTC(2026, 9, 12, 8, 30, 0);
const minutes = (count: number) => BEGIN + count * 60_000;
const CONTROLLER = 'dc1.securelab.local';
const who = (rid: number, name: string) => ({ sid: `${DOMAIN_SID}-${rid}`, name });
const NEAR_DENY = 'CN=near-deny-far-allow,OU=Denied Here,OU=Managed,DC=securelab,DC=local';

/** @param guidOf objectGUIDs of accounts by name: the log names objects by them where access is refused */
export function storyEvents(guidOf: (name: string) => string): readonly SampleEvent[] {
  let record = 7000;
  const at = (count: number) => ({ time: minutes(count), computer: CONTROLLER, record: record++ });
  return [
    // Disabled as predicted, with its 4738 beside it.
    switched(4725, at(0), who(1177, 'user020')),
    changed(
      { OldUacValue: '0x10', NewUacValue: '0x11', UserAccountControl: '\r\n\t\t%%2080' },
      at(0),
      who(1177, 'user020'),
    ),
    // A forced change that nothing comes of.
    changed({ PasswordLastSet: '%%1794' }, at(5), who(1125, 'flag-dont-expire')),
    // Refused, as predicted.
    access(guidOf('near-deny-far-allow'), '0x20', '%%7685\r\n\t\t{bf967a68-0de6-11d0-a285-00aa003049e2}\r\n', at(10)),
    // Somebody changed the list, and then it worked.
    attribute(NEAR_DENY, 'nTSecurityDescriptor', 'O:DAG:DAD:AI(A;;RPWP;;;DA)', '%%14674', at(20)),
    switched(4725, at(25), who(1231, 'near-deny-far-allow')),
    // By the system of the controller: the list of actions says that it was for an action.
    switched(4725, at(30), who(1358, 'ao-normal'), { sid: 'S-1-5-18', name: 'DC1$' }),
    // And what nothing explains.
    sample(4724, parties(who(1358, 'ao-normal')), at(40)),
    // Somebody else's.
    switched(4722, at(50), who(1177, 'user020'), who(500, 'Administrator')),
  ].map((event) => ({
    ...event,
    data: event.data.map(([name, value]) => [name, value === 'EXAMPLE' ? 'SECURELAB' : value] as const),
  }));
}

export function storyLog(guidOf: (name: string) => string): Buffer {
  return evtxFile(storyEvents(guidOf));
}

export function storyActions(): string {
  const action = (count: number, what: string, asset: string) => ({
    time: new Date(minutes(count) - 20_000).toISOString(),
    action: what,
    status: 'Completed',
    asset: `SECURELAB\\${asset}`,
  });
  return csvOf(
    actionCenterRows([
      action(0, 'Disable user', 'user020'),
      action(5, 'Force password reset', 'flag-dont-expire'),
      action(30, 'Disable user', 'ao-normal'),
      action(45, 'Disable user', 'user021'),
    ]),
  );
}
