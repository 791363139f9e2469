/** From entries as the protocol has them to entries as the assembler wants them; ranged retrieval on the way. */
import { FilterParser } from 'ldapts';
import type { RawEntry, SourceGap } from '../entry.js';
import type { Searcher } from './connection.js';
import { describeResult } from './explain.js';
import type { WireEntry } from './messages.js';
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

/**
 * The whole entry. Where the server sent only a range of an attribute's values (MS-ADTS 3.1.1.3.1.3.3), the others are
 * asked for until the last. A plain attribute without values beside its ranged part is that part's empty twin.
 * @param gaps takes a note where values could not be read
 * @throws ConnectionLost as a search does
 */
export async function completeEntry(connection: Searcher, wire: WireEntry, gaps: SourceGap[]): Promise<RawEntry> {
  const attributes = new Map<string, readonly Buffer[]>();
  const unfinished: Unfinished[] = [];
  for (const [description, values] of wire.attributes) {
    const { name, range } = splitDescription(description);
    file(attributes, name, values);
    if (range?.last !== undefined) unfinished.push({ name, next: range.last + 1 });
  }
  const cut: string[] = [];
  for (const part of unfinished) {
    const missing = await readRest(connection, wire.dn, part, attributes);
    if (missing === null) continue;
    cut.push(lowerCase(part.name));
    const message = `only some values of ${part.name} could be read: ${missing}`;
    gaps.push({ code: 'members-incomplete', dn: wire.dn, message });
  }
  return { dn: wire.dn, attributes, ...(cut.length > 0 && { cut }) };
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
  attributes: Map<string, readonly Buffer[]>,
): Promise<string | null> {
  for (let next: number | undefined = part.next; next !== undefined; ) {
    const page = await connection.search(rangeSearch(dn, part.name, String(next)));
    if (page.result.code !== 0) return describeResult(page.result.code, page.result.message);
    const found = page.entries[0]?.attributes
      .map(([description, values]) => ({ ...splitDescription(description), values }))
      .find((attribute) => attribute.range !== undefined && attribute.name.toLowerCase() === part.name.toLowerCase());
    if (!found) {
      // The values went away in between, or their number is a multiple of the range: then there is nothing more.
      return page.entries.length === 0 ? 'the object is no longer visible' : null;
    }
    file(attributes, found.name, found.values);
    if (found.range!.first !== next) return 'the server answered with another range';
    const last: number | undefined = found.range!.last;
    if (last !== undefined && last < next) return 'the server answered with an empty range';
    next = last === undefined ? undefined : last + 1;
  }
  return null;
}

const names = new Map<string, { name: string; range?: Range }>();

/** The name of an attribute description without its options, and its range if it has one. */
function splitDescription(description: string): { name: string; range?: Range } {
  const known = names.get(description);
  if (known) return known;
  const [name, ...options] = description.split(';');
  const match = options.map((option) => /^range=(\d+)-(\d+|\*)$/i.exec(option)).find((found) => found !== null);
  const range = match && { first: Number(match[1]), last: match[2] === '*' ? undefined : Number(match[2]) };
  const split = { name: name!, ...(range && { range }) };
  // Few descriptions are ever seen; a server that invents many is not remembered.
  if (names.size < 4096) names.set(description, split);
  return split;
}

function file(attributes: Map<string, readonly Buffer[]>, name: string, values: readonly Buffer[]): void {
  const key = lowerCase(name);
  const there = attributes.get(key);
  attributes.set(key, there === undefined || there.length === 0 ? values : [...there, ...values]);
}

const lowered = new Map<string, string>();

function lowerCase(name: string): string {
  let lower = lowered.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    if (lowered.size < 4096) lowered.set(name, lower);
  }
  return lower;
}
