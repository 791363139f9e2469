/** What a directory server answers: the bytes of a connection, up to the evidence that comes of them. */
import { isDeepStrictEqual } from 'node:util';
import { openSources } from '../../../src/assemble/open.js';
import type { RawEntry, RawItem, SourceGap } from '../../../src/sources/entry.js';
import { BerError } from '../../../src/sources/ldap/ber.js';
import type { Searcher, SearchPage } from '../../../src/sources/ldap/connection.js';
import { completeEntry } from '../../../src/sources/ldap/entries.js';
import { MessageFramer } from '../../../src/sources/ldap/framing.js';
import { decodeMessage, type WireEntry, type WireMessage } from '../../../src/sources/ldap/messages.js';
import { encodeEntry, encodeReference, encodeResult } from '../../sources/ldap/stand-in/protocol.js';
import type { PlainObject } from '../inputs/objects.js';
import { type Outcome, type ParserTarget, promised, type Variant } from '../parser-target.js';
import { holdAgainst } from '../reference/accounting.js';
import { naiveEntry } from '../reference/ber.js';
import { useEvidence } from '../reference/view.js';
import type { Files } from './files.js';
import { directories } from './ldif.js';

const SEARCH_DONE = 0x65;
const PAGE = 9;
const SPEC = {} as Parameters<Searcher['search']>[0];

export function ldapTargets(lab: Buffer, files: Files, seed: number): readonly ParserTarget[] {
  return [
    {
      name: 'ldap',
      inputs: directories(lab, seed).map(answers),
      async run(variant): Promise<Outcome> {
        const items = await itemsOf(variant);
        if (items === null) return 'refused';
        const evidence = await openSources(['ldap://server'], {
          tempDir: files.folder,
          ldap: async () => ({
            items: stream(items),
            info: () => ({ name: 'ldap://server', server: null, collectedAt: null }),
            close() {},
          }),
        });
        const view = await useEvidence(evidence);
        const entries = items.flatMap((item) => ('entry' in item ? [item.entry] : []));
        holdAgainst(
          entries.map(({ dn, attributes }) => ({ dn, attributes, faults: new Set() })),
          view,
        );
        return view.gaps.length > 0 ? 'with-gaps' : 'without-gaps';
      },
    },
  ];
}

/** The answers to one search: pages of entries, a referral, each page ended by its result; ranges are asked for in between. */
function answers(objects: readonly PlainObject[]): Buffer {
  const messages: Buffer[] = [];
  let left = objects.length;
  for (let at = 0; at < objects.length; at += PAGE) {
    const page = objects.slice(at, at + PAGE);
    left -= page.length;
    const ranged: Buffer[] = [];
    for (const { dn, attributes } of page) {
      const split = attributes.map(([name, values]): readonly [string, readonly Buffer[]] => {
        if (name !== 'member' || values.length < 2) return [name.split(';range=')[0]!, values];
        ranged.push(encodeEntry(1, dn, [['member;range=1-*', values.slice(1)]]), encodeResult(1, SEARCH_DONE, 0));
        return ['member;range=0-0', values.slice(0, 1)];
      });
      messages.push(encodeEntry(1, dn, split));
    }
    if (at === 0) messages.push(encodeReference(1, ['ldap://other.example/DC=other']));
    messages.push(encodeResult(1, SEARCH_DONE, 0, '', left > 0 ? 'next' : ''), ...ranged);
  }
  return Buffer.concat(messages);
}

/** As a reader takes them; null where the answers do not come to their end, or cannot be read. */
async function itemsOf({ bytes, index }: Variant): Promise<readonly RawItem[] | null> {
  try {
    const searcher = new Answers(bytes, index);
    const items: RawItem[] = [];
    for (let more = true; more; ) {
      const page = await searcher.search();
      const { code, cookie, message } = page.result;
      const gaps: SourceGap[] = [];
      for (const wire of page.entries) {
        const entry = await completeEntry(searcher, wire, gaps);
        holdValues(wire, entry);
        items.push({ entry });
      }
      items.push(...gaps.map((gap) => ({ gap })));
      if (code !== 0) items.push({ gap: { code: 'search-incomplete', message: `result ${code} ${message}` } });
      more = code === 0 && cookie !== undefined && cookie.length > 0;
    }
    return items;
  } catch (error) {
    if (error instanceof BerError || error instanceof EndOfStream) return null;
    throw error;
  }
}

class EndOfStream extends Error {}

/** Serves searches from a stream of messages that is there already. */
class Answers implements Searcher {
  private readonly messages: WireMessage[] = [];

  constructor(bytes: Buffer, seed: number) {
    const framer = new MessageFramer();
    const chunk = 1 + ((seed * 997) % 3000);
    for (let at = 0; at < bytes.length; at += chunk) {
      for (const message of framer.push(bytes.subarray(at, at + chunk))) {
        const decoded = decodeMessage(message);
        if (decoded.kind === 'entry') {
          const naive = naiveEntry(message);
          promised(
            isDeepStrictEqual(plain(decoded.entry), naive && plain(naive)),
            () => `${decoded.entry.dn} was read otherwise than it stands there`,
          );
        }
        this.messages.push(decoded);
      }
    }
  }

  async search(_spec = SPEC): Promise<SearchPage> {
    const entries: WireEntry[] = [];
    const references: string[] = [];
    for (let message = this.messages.shift(); message !== undefined; message = this.messages.shift()) {
      if (message.kind === 'entry') entries.push(message.entry);
      else if (message.kind === 'reference') references.push(...message.urls);
      else return { entries, references, result: message.result, size: 0, release: () => undefined };
    }
    throw new EndOfStream();
  }
}

const plain = ({ dn, attributes }: WireEntry): unknown => [
  dn,
  attributes.map(([name, values]) => [name, values.map((v) => v.toString('hex'))]),
];

/** Putting the parts of attributes together loses no value of the entry. */
function holdValues(wire: WireEntry, entry: RawEntry): void {
  const before = wire.attributes.reduce((sum, [, values]) => sum + values.length, 0);
  const after = [...entry.attributes.values()].reduce((sum, values) => sum + values.length, 0);
  promised(after >= before, () => `${before} values came for ${wire.dn}, ${after} are left`);
}

async function* stream(items: readonly RawItem[]): AsyncGenerator<RawItem> {
  yield* items;
}
