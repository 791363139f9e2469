/** From entries as the protocol has them to entries as the assembler wants them; ranged retrieval on the way. */
import { FilterParser } from 'ldapts';
import { dnKey } from '../../names/dn.js';
import type { RawEntry, SourceGap } from '../entry.js';
import { MOST_ANSWER, type Searcher, type SearchPage } from './connection.js';
import { describeResult } from './explain.js';
import type { Room, WireEntry } from './messages.js';
import type { SearchSpec } from './requests.js';

const ANY_OBJECT = FilterParser.parseString('(objectClass=*)');

/** The range in the options of an attribute description: `member;range=0-1499`; `last` is undefined for `*`. */
interface Range {
  readonly first: number;
  readonly last: number | undefined;
}

/** An attribute of which the server sent only a part. */
interface Unfinished {
  /** As the server spells it. */
  readonly name: string;
  /** Number of the next value to ask for. */
  readonly next: number;
}

/** Ranges in succession that brought nothing new, at which the rest is given up: one may be a coincidence. */
const MOST_FRUITLESS = 2;

/**
 * The whole entry. Where the server sent only a range of an attribute's values (MS-ADTS 3.1.1.3.1.3.3), the others are
 * asked for until the last, or until the entry is as large as an answer may be. A plain attribute without values beside its
 * ranged part is that part's empty twin.
 * @param gaps takes a note where values could not be read
 * @param pages takes the answers whose values are in the entry: to be released with it
 * @throws ConnectionLost, AnswerTooLarge and ReadingOver as a search does
 */
export async function completeEntry(
  connection: Searcher,
  wire: WireEntry,
  gaps: SourceGap[],
  pages: SearchPage[] = [],
): Promise<RawEntry> {
  const attributes = new Attributes();
  const unfinished: Unfinished[] = [];
  const cut: string[] = [];
  const miss = (name: string, why: string) => {
    cut.push(lowerCase(name));
    gaps.push({
      code: 'members-incomplete',
      dn: wire.dn,
      message: `only some values of ${name} could be read: ${why}`,
    });
  };
  for (const [description, values] of wire.attributes) {
    const { name, range } = splitDescription(description);
    attributes.add(name, values);
    if (range !== undefined && range.first !== 0) miss(name, 'the server began in the midst of them');
    else if (range?.last !== undefined) unfinished.push({ name, next: range.last + 1 });
  }
  const room = { left: MOST_ANSWER };
  for (const part of unfinished) {
    const missing = await readRest(connection, wire.dn, part, { attributes, pages, room });
    if (missing !== null) miss(part.name, missing);
  }
  return { dn: wire.dn, attributes: attributes.all, ...(cut.length > 0 && { cut }) };
}

/** Values by attribute, with those of all its parts. */
class Attributes {
  readonly all = new Map<string, readonly Buffer[]>();
  /** Those that were put together here. */
  readonly #joined = new Map<string, Buffer[]>();

  add(name: string, values: readonly Buffer[]): void {
    const key = lowerCase(name);
    const there = this.all.get(key);
    if (there === undefined || there.length === 0) {
      this.all.set(key, values);
      return;
    }
    let joined = this.#joined.get(key);
    if (joined === undefined) {
      joined = [...there];
      this.#joined.set(key, joined);
      this.all.set(key, joined);
    }
    for (const value of values) joined.push(value);
  }
}

/** The search for the values of an attribute from number `next` on. */
export const rangeSearch = (dn: string, name: string, next: string): SearchSpec => ({
  base: dn,
  scope: 'base',
  filter: ANY_OBJECT,
  attributes: [`${name};range=${next}-*`],
  descriptors: false,
});

/** @returns why not all values could be read; null where they were */
async function readRest(
  connection: Searcher,
  dn: string,
  part: Unfinished,
  { attributes, pages, room }: { readonly attributes: Attributes; readonly pages: SearchPage[]; readonly room: Room },
): Promise<string | null> {
  const begins = new Set([attributes.all.get(lowerCase(part.name))?.[0]?.toString('latin1')]);
  let fruitless = 0;
  for (let next: number | undefined = part.next; next !== undefined; ) {
    if (!Number.isSafeInteger(next)) return 'the server numbers them beyond 2^53';
    if (room.left < 0) return `they take more than ${MOST_ANSWER >> 20} MiB of memory`;
    const page = await connection.search(rangeSearch(dn, part.name, String(next)));
    pages.push(page);
    room.left -= page.size;
    if (page.result.code !== 0) return describeResult(page.result.code, page.result.message);
    const [entry] = page.entries;
    if (entry === undefined) return 'the object is no longer visible';
    if (dnKey(entry.dn) !== dnKey(dn)) return 'the server answered with another object';
    const found = entry.attributes
      .map(([description, values]) => ({ ...splitDescription(description), values }))
      .find((attribute) => attribute.range !== undefined && lowerCase(attribute.name) === lowerCase(part.name));
    // The values went away in between, or their number is a multiple of the range: then there is nothing more.
    if (!found) return null;
    attributes.add(found.name, found.values);
    if (found.range!.first !== next) return 'the server answered with another range';
    const last: number | undefined = found.range!.last;
    if (last !== undefined && last < next) return 'the server answered with an empty range';
    next = last === undefined ? undefined : last + 1;
    // One value tells enough: what is made up so that it does not is bounded by the room.
    const begin = found.values[0]?.toString('latin1');
    fruitless = begin === undefined || begins.has(begin) ? fruitless + 1 : 0;
    begins.add(begin);
    if (next !== undefined && fruitless === MOST_FRUITLESS) {
      return `the server sent ${MOST_FRUITLESS} ranges in succession that brought nothing new`;
    }
  }
  return null;
}

/** Descriptions and names that are remembered, and how long they may be: a server that invents many is not remembered. */
const MOST_REMEMBERED = 4096;
const LONGEST_REMEMBERED = 128;

const names = new Map<string, { name: string; range?: Range }>();

/** The name of an attribute description without its options, and its range if it has one. */
function splitDescription(description: string): { name: string; range?: Range } {
  const known = names.get(description);
  if (known) return known;
  const [name, ...options] = description.split(';');
  const match = options.map((option) => /^range=(\d+)-(\d+|\*)$/i.exec(option)).find((found) => found !== null);
  const range = match
    ? { first: Number(match[1]), last: match[2] === '*' ? undefined : Number(match[2]) }
    : // What cannot be read may be any part.
      options.some((option) => /^range=/i.test(option)) && { first: Number.NaN, last: undefined };
  const split = { name: name!, ...(range && { range }) };
  remember(names, description, split);
  return split;
}

const lowered = new Map<string, string>();

function lowerCase(name: string): string {
  let lower = lowered.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    remember(lowered, name, lower);
  }
  return lower;
}

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  if (memory.size < MOST_REMEMBERED && key.length <= LONGEST_REMEMBERED) memory.set(key, value);
}
