/** One account under audit, one target: the scene in which every hard case plays. */
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Ace, SecurityDescriptor, Sid } from '../../src/descriptor/types.js';
import type { AccountRecord, ModelRecord } from '../../src/directory/records.js';
import {
  BUILTIN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  type Plain,
  sd,
  USER_ACCOUNT_CONTROL,
  USER_CLASS,
  user,
} from '../directory/memory-source.js';
import { type Prediction, predict } from '../truth/predict.js';

export const ACTOR = `${DOMAIN_SID}-1000` as const;
export const TARGET = `${DOMAIN_SID}-1001` as const;
/** Holds the account under audit, through another group. */
export const TEAM = `${DOMAIN_SID}-2001` as const;
/** Does not. */
export const OTHER = `${DOMAIN_SID}-2002` as const;
export const PRIMARY = `${DOMAIN_SID}-2003` as const;
export const FORMER = 'S-1-5-21-40-40-40-1105';
export const FOREIGN = 'S-1-5-21-77-77-77-1001';
export const PRE_WINDOWS_2000 = 'S-1-5-32-554';
const OPERATORS = 'S-1-5-32-548';

const builtin = (sid: Sid, samAccountName: string) => ({
  dn: `CN=${samAccountName},CN=Builtin,DC=example,DC=com`,
  parent: 4,
  sid,
  samAccountName,
  groupType: BUILTIN,
});
const GROUPS = [
  group(513, 'Domain Users', GLOBAL),
  group(2001, 'team', DOMAIN_LOCAL),
  group(2002, 'other', GLOBAL),
  group(512, 'Domain Admins', GLOBAL),
  group(2003, 'primary', GLOBAL),
  group(2004, 'inner', GLOBAL, [1]),
  builtin(PRE_WINDOWS_2000, 'Pre-Windows 2000 Compatible Access'),
  builtin(OPERATORS, 'Account Operators'),
];
export const IN_DOMAIN_ADMINS = { memberOf: [3] };

export interface Scene {
  /** The target's descriptor: SDDL, the bytes of one, or null where it was not readable. */
  readonly sd: string | Uint8Array | null;
  readonly target?: Plain<Partial<AccountRecord>>;
  readonly actor?: Plain<Partial<AccountRecord>>;
  /** SDDL of AdminSDHolder's; absent: it is not in the sources. */
  readonly adminSDHolder?: string;
  /** SDDL of the organisational unit above. */
  readonly above?: string;
  /** The account under audit is the target. */
  readonly itself?: boolean;
}

export interface Answers {
  readonly disable: Prediction;
  readonly enable: Prediction;
  readonly force: Prediction;
  readonly reset: Prediction;
}

/** What the audit says about the one target, by action. */
export async function answers(scene: Scene): Promise<Answers> {
  const above = scene.above ?? `O:SYG:SYD:AI(OA;CIIO;WP;${USER_ACCOUNT_CONTROL};${USER_CLASS};${TEAM})`;
  const descriptors = [above, scene.adminSDHolder ?? 'O:SYG:SYD:P(A;;RC;;;AU)'];
  const bytes = typeof scene.sd === 'string' ? sd(scene.sd) : scene.sd && Buffer.from(scene.sd).toString('base64');
  const more: ModelRecord[] = bytes === null ? [] : [{ type: 'descriptor', base64: bytes }];
  const own = bytes === null ? {} : { descriptor: 2 };
  const evidence = memorySource({
    groups: GROUPS,
    foreign: [{ sid: 'S-1-5-11', memberOf: [6] }],
    descriptors,
    more,
    ...(scene.adminSDHolder === undefined ? {} : { adminSDHolder: 1 }),
    accounts: [
      user(1000, 'actor', { memberOf: [5], descriptor: 0, ...(scene.itself ? own : {}), ...scene.actor }),
      ...(scene.itself ? [] : [user(1001, 'target', { ...own, ...scene.target })]),
    ],
  });
  const { byKey } = await predict(evidence, ['actor']);
  const of = (action: string) => byKey.get(`${ACTOR} ${scene.itself ? ACTOR : TARGET} ${action}`)!;
  return {
    disable: of('disable'),
    enable: of('enable'),
    force: of('force-password-change'),
    reset: of('reset-password'),
  };
}

export const short = ({ access, verdict, reason }: Prediction) => `${access} ${verdict} ${reason}`;

export const disable = async (scene: Scene) => short((await answers(scene)).disable);

/** The bytes of a descriptor written as SDDL, its entries changed before they are encoded. */
export function bytesOf(sddl: string, change: (aces: readonly Ace[]) => readonly Ace[]): Uint8Array {
  const parsed: SecurityDescriptor = parseSddl(sddl, { domainSid: DOMAIN_SID });
  return encodeSecurityDescriptor({ ...parsed, dacl: { ...parsed.dacl!, aces: change(parsed.dacl!.aces) } });
}
