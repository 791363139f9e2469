/** Carries a plan out: reads what it names, notes it in the journal, and hands it on. */
import type { RawEntry, RawItem } from '../entry.js';
import type { AttributeUse } from './attributes.js';
import type { SearchSink } from './batch.js';
import { MOST_PARENTS } from './bounds.js';
import type { Channel } from './channel.js';
import type { Journal, UnitWriter } from './journal/journal.js';
import type { Pace } from './pace.js';
import { ParentTracker } from './parents.js';
import { type CollectionPlan, type PlannedSearch, planParent, remaining } from './plan.js';
import type { SearchReader, SearchRecord } from './reader.js';
import type { RootDse } from './root-dse.js';
import { share } from './share.js';

export interface CollectProgress {
  /** Objects read so far. */
  readonly objects: number;
  /** What is being read. */
  readonly reading: string;
}

/** What becomes known while it goes on. */
export interface CollectState {
  readonly searches: SearchRecord[];
  readonly referrals: Set<string>;
  endedAt: string | null;
}

/** What a collection works with. */
interface Collecting {
  readonly readers: readonly SearchReader[];
  readonly pace: Pace;
  readonly server: RootDse;
  readonly plan: CollectionPlan;
  readonly channel: Channel<readonly RawItem[]>;
  readonly state: CollectState;
  readonly journal: Journal | undefined;
  readonly progress: ((progress: CollectProgress) => void) | undefined;
}

/** The items of a collection, as they come. */
export async function* collect(collecting: Collecting): AsyncGenerator<RawItem> {
  const { readers, pace, channel, state } = collecting;
  const work = readEverything(collecting).then(
    () => channel.close(),
    (error: unknown) => channel.fail(error),
  );
  try {
    for await (const items of channel) yield* items;
    state.endedAt = new Date().toISOString();
  } finally {
    pace.stop();
    for (const reader of readers) reader.close();
    await work;
  }
}

/** Carries the plan out, on all readers at once, but for what an earlier run has read. */
async function readEverything(collecting: Collecting): Promise<void> {
  const { readers, pace, server, plan, channel, state, journal, progress } = collecting;
  const parents = new ParentTracker(server.defaultNamingContext);
  const managed = new Set<string>();
  let objects = 0;
  const hand = async (entries: readonly RawEntry[], search: Handled, done?: () => void) => {
    const kept = entries.filter((entry) => keep(entry, search, managed));
    for (const entry of kept) note(entry, search.use, parents);
    pace.bounds.places(parents.places);
    objects += kept.length;
    progress?.({ objects, reading: search.what });
    await channel.push(
      kept.map((entry) => ({ entry })),
      done,
    );
  };
  const sink = (unit?: UnitWriter): SearchSink & { readonly gaps: number } => {
    let gaps = 0;
    return {
      async entries(entries, search, done) {
        unit?.entries(entries);
        await hand(entries, search, done);
      },
      gap: (gap) => {
        gaps++;
        void channel.push([{ gap }]);
      },
      referrals: (urls) => {
        const more = urls.filter((url) => !state.referrals.has(url)).slice(0, MAX_REFERRALS - state.referrals.size);
        for (const url of more) state.referrals.add(url);
        if (more.length > 0) journal?.referral(more);
      },
      get gaps() {
        return gaps;
      },
    };
  };
  const run = async (reader: SearchReader, search: PlannedSearch) => {
    const unit = journal?.unit(search);
    const told = sink(unit);
    const record = await reader.run(search, told);
    state.searches.push(record);
    // A search that nobody waits for any more ends early, and looks as if it were whole.
    if (record.incomplete === null && told.gaps === 0 && !channel.ended) unit?.done(record);
  };
  const still = (search: PlannedSearch) => remaining(search, journal?.finished(search) ?? []);
  for (const search of still(plan.managed)) await run(readers[0]!, search);
  for (const { use, entries } of journal?.replay() ?? []) {
    if (channel.ended) return;
    pace.bounds.read(entries, use);
    await hand(entries, { use, scope: 'sub', what: 'what was read before' });
  }
  await share(readers, plan.searches.flatMap(still), run, channel);
  const left = (count: number, why: string) => {
    const message = `${count.toLocaleString('en')} parent objects were not read: ${why}`;
    sink().gap({ code: 'search-incomplete', count, message });
  };
  for (let missing = parents.take(); missing.length > 0 && !channel.ended; missing = parents.take()) {
    if (pace.over !== undefined) {
      left(missing.length, pace.over);
      break;
    }
    const runParent = async (reader: SearchReader, search: PlannedSearch) => {
      state.searches.push(await reader.run(search, sink()));
    };
    await share(readers, missing.map(planParent), runParent, channel);
  }
  if (parents.left > 0) left(parents.left, `more than ${MOST_PARENTS.toLocaleString('en')} were missing`);
}

/** Of a search, what says how its entries are taken. */
type Handled = Pick<PlannedSearch, 'use' | 'scope' | 'what'>;

/** Referrals that are remembered: they name other servers, of which there are few. */
const MAX_REFERRALS = 1000;

/** False for what another search hands on: managed accounts among the accounts, accounts among the parents. */
function keep(entry: RawEntry, search: Handled, managed: Set<string>): boolean {
  if (search.use === 'managedAccounts') {
    managed.add(entry.dn);
    return true;
  }
  if (search.use === 'accounts') return !managed.has(entry.dn);
  return !(search.use === 'structure' && search.scope === 'base' && hasClass(entry, 'user'));
}

function note(entry: RawEntry, use: AttributeUse, parents: ParentTracker): void {
  if (use === 'structure' || use === 'forest') parents.add(entry.dn, true);
  else if (use === 'accounts' || use === 'managedAccounts') parents.add(entry.dn, false);
}

function hasClass(entry: RawEntry, name: string): boolean {
  return (entry.attributes.get('objectclass') ?? []).some((value) => value.toString('utf8').toLowerCase() === name);
}
