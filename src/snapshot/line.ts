/**
 * Records as lines of a snapshot: the same fields under short names, since a file has millions of them. Only this folder
 * knows those names.
 */
import type {
  AccountRecord,
  AccountStreamRecord,
  ContainerRecord,
  GroupRecord,
  ModelRecord,
} from '../directory/records.js';

/** A record in the form of its line. */
export interface Line {
  readonly t: string;
  readonly dn?: unknown;
  readonly p?: unknown;
  readonly c?: unknown;
  readonly d?: unknown;
  readonly g?: unknown;
  readonly s?: unknown;
  readonly h?: unknown;
  readonly n?: unknown;
  readonly u?: unknown;
  readonly f?: unknown;
  readonly w?: unknown;
  readonly a?: unknown;
  readonly pg?: unknown;
  readonly sn?: unknown;
  readonly gt?: unknown;
  readonly m?: unknown;
  readonly x?: unknown;
  readonly mp?: unknown;
  readonly r?: unknown;
  readonly b?: unknown;
  readonly og?: unknown;
  readonly ua?: unknown;
  readonly mr?: unknown;
  readonly su?: unknown;
  readonly sp?: unknown;
  readonly names?: unknown;
  readonly managed?: unknown;
  readonly missing?: unknown;
  readonly adminCount?: unknown;
}

/** The name that a type of record has in a line. */
export type LineType = Exclude<ModelRecord['type'] | 'account', 'descriptor'> | 'sd';

/** Short names, by the fields of accounts, groups, containers, foreign principals and principals. */
const SHORT = {
  rdn: 'r',
  parent: 'p',
  classes: 'c',
  descriptor: 'd',
  guid: 'g',
  sid: 's',
  samAccountName: 'n',
  userPrincipalName: 'u',
  sidHistory: 'h',
  userAccountControl: 'f',
  pwdLastSet: 'w',
  adminCount: 'a',
  primaryGroupId: 'pg',
  hasSpn: 'sn',
  groupType: 'gt',
  memberOf: 'm',
  unresolvedMembers: 'x',
  membershipsProven: 'mp',
  otherGroups: 'og',
  unasked: 'ua',
  membersRead: 'mr',
  supersedes: 'su',
  shadow: 'sp',
} as const;

/** @returns the record as its line has it, in the same order of fields */
export function toLine(record: ModelRecord | AccountStreamRecord): Line {
  switch (record.type) {
    case 'descriptor':
      return { t: 'sd', b: record.base64 };
    case 'container': {
      const { adminCount, type: _, ...fields } = record;
      return adminCount === undefined
        ? { t: 'container', ...shortened(fields) }
        : { t: 'container', ...shortened(fields), adminCount };
    }
    case 'group':
    case 'foreign':
    case 'account': {
      const { type, ...fields } = record;
      return { t: type, ...shortened(fields) };
    }
    case 'principal':
      return { t: 'principal', s: record.sid, n: record.name, dn: record.dn };
    default: {
      const { type, ...fields } = record;
      return { t: type, ...fields };
    }
  }
}

function shortened(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const short: Record<string, unknown> = {};
  for (const name in fields) short[SHORT[name as keyof typeof SHORT] ?? name] = fields[name];
  return short;
}

/** A line whose form has been checked (`modelFault`). */
export function modelRecord(line: Line): ModelRecord {
  const { t, ...fields } = line;
  switch (t) {
    case 'sd':
      return { type: 'descriptor', base64: line.b } as ModelRecord;
    case 'container':
      return {
        type: 'container',
        ...tree(line),
        adminCount: line.adminCount,
        missing: line.missing,
      } as ContainerRecord;
    case 'group':
      return {
        type: 'group',
        ...tree(line),
        sid: line.s,
        sidHistory: line.h,
        samAccountName: line.n,
        groupType: line.gt,
        adminCount: line.a,
        memberOf: line.m,
        unresolvedMembers: line.x,
        membersRead: line.mr,
        otherGroups: line.og,
        unasked: line.ua,
        shadow: line.sp,
      } as GroupRecord;
    case 'foreign':
      return {
        type: 'foreign',
        dn: line.dn,
        sid: line.s,
        memberOf: line.m,
        membershipsProven: line.mp,
      } as ModelRecord;
    case 'principal':
      return { type: 'principal', sid: line.s, name: line.n, dn: line.dn } as ModelRecord;
    default:
      // A field of this name says nothing: `t` does.
      return { ...fields, type: t } as unknown as ModelRecord;
  }
}

/** The same of the second part (`accountFault`). Always the same fields in the same order: accounts come in millions. */
export function accountRecord(line: Line): AccountStreamRecord {
  if (line.t !== 'account') return modelRecord(line) as AccountStreamRecord;
  return {
    type: 'account',
    rdn: line.r,
    parent: line.p,
    classes: line.c,
    descriptor: line.d,
    guid: line.g,
    sid: line.s,
    samAccountName: line.n,
    userPrincipalName: line.u,
    sidHistory: line.h,
    userAccountControl: line.f,
    pwdLastSet: line.w,
    adminCount: line.a,
    primaryGroupId: line.pg,
    hasSpn: line.sn,
    memberOf: line.m,
    otherGroups: line.og,
    unasked: line.ua,
    supersedes: line.su,
    managed: line.managed,
  } as AccountRecord;
}

function tree(line: Line) {
  return { dn: line.dn, parent: line.p, classes: line.c, descriptor: line.d, guid: line.g };
}
