/** A directory server that sends without end, or more than anybody can hold. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, type Entry, GroupType } from '../../e2e/domain-text.js';
import { certificates } from '../../sources/ldap/stand-in/certificates.js';
import {
  CONFIGURATION,
  DOMAIN,
  entry,
  SCHEMA,
  type StandInEntry,
  sampleDirectory,
} from '../../sources/ldap/stand-in/directory.js';
import {
  encodeEntry,
  encodeReference,
  encodeResult,
  type SearchRequest,
} from '../../sources/ldap/stand-in/protocol.js';
import { type Behaviour, PASSWORD, type SearchFault, startStandIn, USER } from '../../sources/ldap/stand-in/server.js';
import type { Attack, Outcome } from '../attack.js';

const DOMAIN_TEXT = new DomainText(DOMAIN, 'S-1-5-21-11-22-33' as Sid);
const MEBIBYTE = 1 << 20;
const SEARCH_DONE = 0x65;
/** A message id that takes four bytes, to be replaced in a message that is made once. */
const SOME_ID = 0x01010101;

function standIn({ dn, values }: Entry): StandInEntry {
  const bytes = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value) : String(value));
  return entry(dn, Object.fromEntries(Object.entries(values).map(([name, of]) => [name, [of].flat().map(bytes)])));
}

/** A domain, and the forest around it. */
const ENTRIES: readonly StandInEntry[] = [
  ...DOMAIN_TEXT.whole().map(standIn),
  ...sampleDirectory(0).filter(({ dn }) => dn.includes(CONFIGURATION) || dn.includes('RID Manager')),
];

const accounts = ({ attributes }: SearchRequest) =>
  attributes.includes('userAccountControl') && !attributes.includes('dNSHostName');
const structure = ({ attributes, scope }: SearchRequest) => attributes.includes('groupType') && scope === 2;
const managed = ({ attributes, scope }: SearchRequest) => attributes.includes('servicePrincipalName') && scope === 2;
const ranges = ({ attributes }: SearchRequest) => attributes[0]?.startsWith('member;range') ?? false;

/** A message that is made once and then only changed: its id, and the places where a mark of ten characters stands. */
class Stamp {
  readonly #bytes: Buffer;
  readonly #id: number;
  readonly #marks: number[] = [];
  readonly #guid: number;
  readonly #sid: number;

  constructor({ dn, attributes }: StandInEntry) {
    this.#bytes = encodeEntry(SOME_ID, dn, Object.entries(attributes));
    this.#id = this.#bytes.indexOf(Buffer.from([2, 4, 1, 1, 1, 1])) + 2;
    for (let at = this.#bytes.indexOf(MARK); at >= 0; at = this.#bytes.indexOf(MARK, at + 1)) this.#marks.push(at);
    this.#guid = this.#bytes.indexOf(attributes['objectGUID']![0]!);
    const sid = attributes['objectSid']?.[0];
    this.#sid = sid === undefined ? -1 : this.#bytes.indexOf(sid) + sid.length - 4;
  }

  /** As the object of a number. */
  of(id: number, number: number): Buffer {
    const bytes = Buffer.from(this.#bytes);
    bytes.writeUInt32BE(id, this.#id);
    for (const at of this.#marks) bytes.write(String(number).padStart(MARK.length, 'x'), at);
    bytes.writeUInt32BE(Math.imul(number, 2654435761) >>> 0, this.#guid);
    bytes.writeUInt32BE(number, this.#guid + 8);
    if (this.#sid >= 0) bytes.writeUInt32LE(5000 + number, this.#sid);
    return bytes;
  }
}

const MARK = 'xxxxxxxxxx';
const DEEP_MARK = `CN=${MARK},${'OU=o,'.repeat(30)}`;
const marked = {
  account: standIn(DOMAIN_TEXT.user(MARK)),
  group: standIn(DOMAIN_TEXT.group(MARK, GroupType.global)),
  managed: standIn(DOMAIN_TEXT.managed(MARK, 'Group')),
  schemaClass: entry(`CN=${MARK},${SCHEMA}`, {
    objectClass: ['top', 'classSchema'],
    lDAPDisplayName: MARK,
    mayContain: Array.from({ length: 2000 }, (_, number) => `attribute${MARK}${number}`),
  }),
  container: standIn(DOMAIN_TEXT.object(DOMAIN_TEXT.at(MARK), ['top', 'organizationalUnit'])),
};
const at = (dn: string, { attributes }: StandInEntry): StandInEntry => ({ dn, attributes });

const done = (id: number, cookie?: string, code = 0, text = '') => encodeResult(id, SEARCH_DONE, code, text, cookie);
const raw = (...messages: readonly Buffer[]): SearchFault => ({ kind: 'raw', bytes: Buffer.concat(messages) });
const stream = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>): SearchFault => ({ kind: 'stream', chunks });

type Answering = NonNullable<Behaviour['onSearch']>;

/** Pages of new objects without end. */
function endless(of: (search: SearchRequest) => boolean, stamp: Stamp): Answering {
  let number = 0;
  return (search) =>
    of(search)
      ? raw(
          ...Array.from({ length: search.pageSize ?? 1 }, () => stamp.of(search.id, ++number)),
          done(search.id, `c${number}`),
        )
      : undefined;
}

function* forever(make: (number: number) => Buffer): Generator<Buffer> {
  for (let number = 0; ; number++) yield make(number);
}

/** Pages of groups without end, with so many values of so many bytes in an attribute. */
function large(attribute: string, values: number, size: number): Answering {
  const value = Buffer.alloc(size, 'v');
  let number = 0;
  return (search) => {
    if (!structure(search)) return undefined;
    const { id, pageSize = 1 } = search;
    return stream(
      (function* () {
        for (let left = pageSize; left > 0; left--) {
          const { dn, attributes } = standIn(DOMAIN_TEXT.group(`large${number++}`, GroupType.global));
          yield encodeEntry(id, dn, [...Object.entries(attributes), [attribute, Array(values).fill(value)]]);
        }
        yield done(id, `c${number}`);
      })(),
    );
  };
}

/** Pages of objects without end, with so many names in an attribute that nobody else has. */
function naming(of: (search: SearchRequest) => boolean, attribute: string, values: number): Answering {
  let [number, name] = [0, 0];
  return (search) => {
    if (!of(search)) return undefined;
    const page = Array.from({ length: Math.min(20, search.pageSize ?? 1) }, () => {
      const make =
        attribute === 'member' ? DOMAIN_TEXT.group(`n${number++}`, GroupType.global) : DOMAIN_TEXT.user(`n${number++}`);
      const { dn, attributes } = standIn(make);
      const names = Array.from({ length: values }, () => Buffer.from(`CN=${name++},${DOMAIN}`));
      return encodeEntry(search.id, dn, [...Object.entries(attributes), [attribute, names]]);
    });
    return raw(...page, done(search.id, `c${number}`));
  };
}

/** A group whose members come in ranges, as `range` makes them. */
function ranged(range: (first: number) => readonly [description: string, values: readonly Buffer[]]): Answering {
  const group = standIn(DOMAIN_TEXT.group('ranged', GroupType.global));
  return (search) => {
    const first = ranges(search) ? Number(/range=(\d+)/.exec(search.attributes[0]!)![1]) : 0;
    if (!ranges(search) && (!structure(search) || search.cookie)) return undefined;
    const own = ranges(search) ? [] : Object.entries(group.attributes);
    return raw(encodeEntry(search.id, group.dn, [...own, range(first)]), done(search.id, ''));
  };
}
const members = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => Buffer.from(`CN=member${first + i},OU=Nowhere,${DOMAIN}`));

/** The judge of an audit or a collection that ended, and said of what it did not read. */
const incomplete =
  (...words: readonly RegExp[]) =>
  ({ status, stdout, stderr }: Outcome): string | null => {
    if (status !== 3) return `exit status ${status} instead of 3: ${stderr.slice(-500)}`;
    const text = `${stdout}${stderr}`.replace(/\s+/g, ' ');
    const missing = [/incomplete/i, ...words].find((word) => !word.test(text));
    return missing ? `nothing is said of ${missing}: ${text.slice(0, 3000)}` : null;
  };
const failed =
  (...words: readonly RegExp[]) =>
  ({ status, stderr }: Outcome): string | null => {
    const missing = [/^adreach: /m, ...words].find((word) => !word.test(stderr));
    if (status !== 2) return `exit status ${status} instead of 2: ${stderr.slice(-500)}`;
    return missing || stderr.length > 2000 ? `nothing is said of ${missing}: ${stderr.slice(-500)}` : null;
  };

interface Hostile {
  readonly what: string;
  readonly behaviour: () => Partial<Behaviour>;
  readonly judge: (outcome: Outcome) => string | null;
  /** Seconds it may take; 10, and a matter of few, where it is not given. */
  readonly seconds?: number;
  readonly options?: readonly string[];
}

/** The attack on one command. */
function attack(name: string, command: 'audit' | 'collect', hostile: Hostile): Attack {
  const { what, behaviour, judge, seconds, options = [] } = hostile;
  return {
    name: command === 'audit' ? name : `${name}-collected`,
    kind: 'server',
    what: command === 'audit' ? what : `${what}; collected`,
    most: { seconds: seconds ?? 10, mebibytes: 500 },
    ...(seconds === undefined && command === 'audit' && { quick: true }),
    async mount(folder) {
      const server = await startStandIn({ entries: ENTRIES, forgets: true, ...behaviour() });
      const ca = join(folder, 'ca.pem');
      writeFileSync(ca, certificates().ca);
      const of =
        command === 'audit'
          ? ['--account', 'local-system', '--fail-on', 'never', '--verbose']
          : ['-o', join(folder, 'hostile.snapshot')];
      return {
        run: [command, server.url, ...of, '--user', USER, '--ca', ca, '--require-complete', ...options],
        env: { ADREACH_PASSWORD: PASSWORD },
        judge,
        close: () => server.stop(),
      };
    },
  };
}

const TWICE = /2 pages in succession that brought nothing new/;
const first = (search: SearchRequest) => accounts(search) && !search.cookie;

const AUDITED: Readonly<Record<string, Hostile>> = {
  'cookie-same': {
    what: 'empty pages without end, under one cookie',
    behaviour: () => ({ onSearch: (search) => (accounts(search) ? raw(done(search.id, 'again')) : undefined) }),
    judge: incomplete(TWICE),
  },
  'cookie-new': {
    what: 'empty pages without end, under ever new cookies, for all that is asked',
    behaviour: () => {
      let number = 0;
      return {
        onSearch: (search) => (search.pageSize === undefined ? undefined : raw(done(search.id, `c${++number}`))),
      };
    },
    judge: incomplete(),
  },
  'page-again': {
    what: 'the same page of accounts without end',
    behaviour: () => {
      const stamp = new Stamp(marked.account);
      return {
        onSearch: (search) =>
          accounts(search)
            ? raw(...[1, 2, 3].map((number) => stamp.of(search.id, number)), done(search.id, 'again'))
            : undefined,
      };
    },
    judge: incomplete(TWICE),
  },
  'page-again-broken': {
    what: 'pages that come again after connections broke, without end',
    behaviour: () => {
      const stamp = new Stamp(marked.account);
      let asked = 0;
      return {
        onSearch: (search) => {
          if (!accounts(search)) return undefined;
          if (++asked % 3 === 0 && asked < 9) return { kind: 'drop', after: 0 };
          return raw(...[1, 2, 3].map((number) => stamp.of(search.id, number)), done(search.id, `c${asked}`));
        },
      };
    },
    judge: incomplete(TWICE),
  },
  'cookie-huge': {
    what: 'a cookie of 16 MB',
    behaviour: () => ({
      onSearch: (search) => (first(search) ? raw(done(search.id, 'c'.repeat(16_000_000))) : undefined),
    }),
    judge: incomplete(/a cookie of 16,000,000 bytes/),
  },
  'ranges-endless': {
    what: 'members in ranges without end',
    behaviour: () => ({
      onSearch: ranged((first) => [`member;range=${first}-${first + 4999}`, members(first, 5000)]),
    }),
    judge: incomplete(/only some values of member could be read: they take more than 96 MiB/),
    seconds: 90,
  },
  'ranges-again': {
    what: 'the same members in ever new ranges',
    behaviour: () => ({ onSearch: ranged((first) => [`member;range=${first}-${first + 99}`, members(0, 100)]) }),
    judge: incomplete(/2 ranges in succession that brought nothing new/),
  },
  'ranges-empty': {
    what: 'ranges without members, without end',
    behaviour: () => ({ onSearch: ranged((first) => [`member;range=${first}-${first + 99}`, []]) }),
    judge: incomplete(/2 ranges in succession that brought nothing new/),
  },
  'ranges-2-53': {
    what: 'members numbered beyond 2^53',
    behaviour: () => ({
      onSearch: ranged((first) => [`member;range=${first}-${first === 0 ? '9007199254740992' : first}`, members(0, 1)]),
    }),
    judge: incomplete(/the server numbers them beyond 2\^53/),
  },
  'ranges-back': {
    what: 'ranges that do not advance',
    behaviour: () => ({ onSearch: ranged(() => ['member;range=0-9', members(0, 10)]) }),
    judge: incomplete(/the server answered with another range/),
  },
  'accounts-endless': {
    what: 'new accounts without end',
    behaviour: () => ({ onSearch: endless(accounts, new Stamp(marked.account)) }),
    judge: incomplete(/the server has 1,040,000 objects or more: allow more with --object-limit/),
    seconds: 240,
  },
  'groups-endless': {
    what: 'new groups without end',
    behaviour: () => ({ onSearch: endless(structure, new Stamp(marked.group)) }),
    judge: incomplete(/managed accounts or more: allow more with --object-limit/),
    seconds: 90,
  },
  'containers-endless': {
    what: 'new containers without end',
    behaviour: () => ({ onSearch: endless(structure, new Stamp(marked.container)) }),
    judge: incomplete(/managed accounts or more: allow more with --object-limit/),
    seconds: 90,
  },
  'managed-endless': {
    what: 'new managed service accounts without end',
    behaviour: () => ({ onSearch: endless(managed, new Stamp(marked.managed)) }),
    judge: incomplete(/managed accounts or more: allow more with --object-limit/),
    seconds: 90,
  },
  'schema-endless': {
    what: 'new classes of the schema without end, with 2,000 attributes each',
    behaviour: () => ({
      onSearch: endless(({ attributes }) => attributes.includes('lDAPDisplayName'), new Stamp(marked.schemaClass)),
    }),
    judge: incomplete(/schema and configuration have more than/),
    seconds: 60,
  },
  'names-endless': {
    what: 'accounts with names of 4,000 bytes, without end',
    behaviour: () => ({
      onSearch: endless(accounts, new Stamp(at(`CN=${MARK},CN=${'n'.repeat(3900)},${DOMAIN}`, marked.account))),
    }),
    judge: incomplete(/the names of [\d,]+ objects have more than/),
    seconds: 60,
  },
  'group-names-endless': {
    what: 'groups with names of 4,000 bytes, without end',
    behaviour: () => ({
      onSearch: endless(structure, new Stamp(at(`CN=${MARK},CN=${'n'.repeat(3900)},${DOMAIN}`, marked.group))),
    }),
    judge: incomplete(/the names of [\d,]+ objects have more than/),
    seconds: 60,
  },
  'parents-endless': {
    what: 'accounts without end, each below 20 containers that nobody shows',
    behaviour: () => ({
      onSearch: endless(accounts, new Stamp(at(`CN=a,${'OU=o,'.repeat(20)}OU=${MARK},${DOMAIN}`, marked.account))),
    }),
    judge: incomplete(/the objects lie in 2[\d,]+ places or more/),
    seconds: 60,
  },
  'parents-long': {
    what: 'accounts without end, each below 30 containers with names of 100 bytes that nobody shows',
    behaviour: () => ({
      onSearch: endless(
        accounts,
        new Stamp(at(`CN=a,${`OU=${'o'.repeat(100)},`.repeat(30)}OU=${MARK},${DOMAIN}`, marked.account)),
      ),
    }),
    judge: incomplete(/the objects lie in [\d,]+ places or more/),
    seconds: 60,
  },
  'parents-other': {
    what: 'parents that are answered with ever deeper objects',
    behaviour: () => {
      const deep = at(`${DEEP_MARK}${DOMAIN}`, marked.container);
      let number = 0;
      return {
        onSearch: (search) => {
          if (first(search))
            return raw(new Stamp(at(`CN=a,OU=apart,${DOMAIN}`, marked.account)).of(search.id, 1), done(search.id, ''));
          if (search.scope !== 0 || !search.base.includes('OU=apart')) return undefined;
          return raw(new Stamp(deep).of(search.id, ++number), done(search.id));
        },
      };
    },
    judge: incomplete(/the server answered with it where another object was asked for/),
  },
  splitting: {
    what: 'one new account a search, and a limit of size reached each time',
    behaviour: () => {
      const stamp = new Stamp(marked.account);
      let number = 0;
      return {
        onSearch: (search) =>
          accounts(search) ? raw(stamp.of(search.id, ++number), done(search.id, undefined, 4)) : undefined,
      };
    },
    judge: incomplete(/size limit exceeded/),
    seconds: 60,
  },
  'retries-endless': {
    what: 'one new account a search, and the connection closed each time',
    behaviour: () => {
      const stamp = new Stamp(marked.account);
      let number = 0;
      return {
        onSearch: (search) =>
          accounts(search) ? stream([stamp.of(search.id, ++number), Buffer.from('30')]) : undefined,
      };
    },
    judge: failed(/tried 4 times/),
  },
  'values-large': {
    what: 'pages of 1,000 groups with a value of 10 MB each, without end',
    behaviour: () => ({
      onSearch: large('description', 1, 10_000_000),
    }),
    judge: incomplete(/the server sent more than 256 MiB and 32 KiB for each/),
    seconds: 90,
  },
  'entry-large': {
    what: 'an entry with 1,000 values of 10 MB each',
    behaviour: () => ({
      onSearch: (search) => {
        if (!structure(search)) return undefined;
        const head = Buffer.from('3084ffffffff020101648400ffffff0406434e3d612c62', 'hex');
        return stream([head, ...Array<Buffer>(100).fill(Buffer.alloc(10_000_000))]);
      },
    }),
    judge: incomplete(/a message of 4,294,967,301 bytes, more than 128 MiB/),
    seconds: 30,
  },
  'values-many': {
    what: 'an entry with 60 million empty values',
    behaviour: () => ({
      onSearch: (search) => (structure(search) ? stream(manyValues(search.id, 60_000_000)) : undefined),
    }),
    judge: incomplete(/too many values|more than (96|256) MiB/),
    seconds: 60,
  },
  'members-large': {
    what: 'pages of groups with 100,000 members each, in one message, without end',
    behaviour: () => ({
      onSearch: large('member', 100_000, 90),
    }),
    judge: incomplete(/the server sent more than 256 MiB/),
    seconds: 60,
  },
  'members-new': {
    what: 'groups without end, each with 100,000 members that nobody else has',
    behaviour: () => ({ onSearch: naming(structure, 'member', 100_000) }),
    judge: incomplete(/member names more objects than there can be|more than 256 MiB/),
    seconds: 60,
  },
  'member-of-new': {
    what: 'accounts without end, each in 9,000 groups that nobody else is in',
    behaviour: () => ({ onSearch: naming(accounts, 'memberOf', 9000) }),
    judge: incomplete(/memberOf names more groups than there can be|more than 256 MiB/),
    seconds: 60,
  },
  'descriptions-many': {
    what: 'an entry with 200,000 attributes, and one with the name of an attribute of 10 MB',
    behaviour: () => ({
      onSearch: (search) => {
        if (!first(search)) return undefined;
        const many = Array.from({ length: 200_000 }, (_, i) => [`a${i}`, [Buffer.from('v')]] as const);
        return raw(
          encodeEntry(search.id, `CN=many,${DOMAIN}`, many),
          encodeEntry(search.id, `CN=long,${DOMAIN}`, [['a'.repeat(10_000_000), []]]),
          encodeEntry(search.id, `CN=${'long'.repeat(1_000_000)},${DOMAIN}`, []),
          done(search.id, ''),
        );
      },
    }),
    judge: incomplete(/more than 1000 attributes/),
  },
  'error-text': {
    what: 'error texts of 10 MB for all that is asked',
    behaviour: () => ({
      onSearch: (search) =>
        search.pageSize === undefined ? undefined : raw(done(search.id, undefined, 80, 'error '.repeat(1_700_000))),
    }),
    judge: incomplete(),
  },
  'error-text-accounts': {
    what: 'an error text of 10 MB for the accounts',
    behaviour: () => ({
      onSearch: (search) =>
        first(search) ? raw(done(search.id, undefined, 80, `\u001b[2J${'error '.repeat(1_700_000)}`)) : undefined,
    }),
    judge: incomplete(/error error.*\.\.\./),
  },
  'bind-text': {
    what: 'a logon that is refused in 10 MB',
    behaviour: () => ({ bind: () => [49, 'no '.repeat(3_400_000)] }),
    judge: failed(/the server refuses the credentials/, /no no.*\.\.\./),
  },
  'root-dse-large': {
    what: 'a rootDSE whose naming context has 10 MB',
    behaviour: () => ({ rootDse: { defaultNamingContext: `DC=${'a'.repeat(10_000_000)}` } }),
    judge: failed(/defaultNamingContext/),
  },
  'referrals-20000': {
    what: '20,000 referrals of 10 KB beside the accounts',
    behaviour: () => ({
      onSearch: (search) =>
        first(search)
          ? raw(
              ...Array.from({ length: 200 }, (_, i) =>
                encodeReference(
                  search.id,
                  Array.from({ length: 100 }, (_, j) => `ldap://${i}.${j}.${'r'.repeat(10_000)}/`),
                ),
              ),
              done(search.id, ''),
            )
          : undefined,
    }),
    judge: incomplete(),
    seconds: 30,
  },
  'referrals-endless': {
    what: 'referrals without end',
    behaviour: () => ({
      onSearch: (search) =>
        accounts(search) ? stream(forever((n) => encodeReference(search.id, [`ldap://${n}.example/`]))) : undefined,
    }),
    judge: incomplete(/more than 50,000 references to other servers/),
  },
  'foreign-endless': {
    what: 'answers to what was not asked, without end',
    behaviour: () => ({
      onSearch: (search) =>
        accounts(search) ? stream(forever((n) => encodeReference(7_000_000 + (n % 1000), ['ldap://a/']))) : undefined,
    }),
    judge: incomplete(/more than 50,000 messages that answer nothing/),
  },
  trickle: {
    what: 'an answer that comes byte by byte, without end',
    behaviour: () => ({ onSearch: (search) => (accounts(search) ? stream(trickle()) : undefined) }),
    judge: failed(/no answer within/),
    seconds: 120,
    options: ['--timeout', '1'],
  },
  'busy-endless': {
    what: 'a server that is busy whatever is asked',
    behaviour: () => ({
      onSearch: (search) => (accounts(search) ? raw(done(search.id, undefined, 51, 'busy')) : undefined),
    }),
    judge: incomplete(),
    options: ['--timeout', '2'],
    seconds: 60,
  },
  nesting: {
    what: 'a message of a million elements, each in the next',
    behaviour: () => ({
      onSearch: (search) =>
        accounts(search) ? raw(Buffer.alloc(6_000_000, Buffer.from('30845fffffff', 'hex'))) : undefined,
    }),
    judge: incomplete(/more than 128 MiB/),
  },
};

function* manyValues(id: number, values: number): Generator<Buffer> {
  const long = (tag: number, length: number) => {
    const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
    head.writeUInt32BE(length, 2);
    return head;
  };
  const dn = Buffer.from(`\x04\x05CN=a,`);
  const name = Buffer.from('\x04\x06member');
  const set = 2 * values;
  const attribute = name.length + 6 + set;
  const operation = dn.length + 6 + 6 + attribute;
  const head = Buffer.from([2, 4, 0, 0, 0, 0]);
  head.writeUInt32BE(id, 2);
  yield Buffer.concat([
    long(0x30, head.length + 6 + operation),
    head,
    long(0x64, operation),
    dn,
    long(0x30, 6 + attribute),
    long(0x30, attribute),
    name,
    long(0x31, set),
  ]);
  const piece = Buffer.alloc(MEBIBYTE, Buffer.from([4, 0]));
  for (let left = set; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

async function* trickle(): AsyncGenerator<Buffer> {
  yield Buffer.from('3084000fffff', 'hex');
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    yield Buffer.from([0]);
  }
}

const COLLECTED = [
  'cookie-new',
  'page-again',
  'accounts-endless',
  'groups-endless',
  'ranges-endless',
  'values-large',
  'members-large',
];

export const SERVER: readonly Attack[] = [
  ...Object.entries(AUDITED).map(([name, hostile]) => attack(name, 'audit', hostile)),
  ...COLLECTED.map((name) => attack(name, 'collect', AUDITED[name]!)),
];
