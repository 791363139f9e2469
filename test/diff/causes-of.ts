/** The causes between two states of a domain, with a check of each: replayed alone it gives what it claims, and no part of it does. */
import { isSelf, openSession, protectionOf, type Session } from '../../src/audit/session.js';
import type { Atom } from '../../src/diff/atom.js';
import { Candidates } from '../../src/diff/candidates.js';
import { Common } from '../../src/diff/common.js';
import { type Answers, CauseFinder, type Situation, sameAnswer } from '../../src/diff/find-causes.js';
import { Laboratory } from '../../src/diff/trial.js';
import { accountDn } from '../../src/directory/directory.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountRecord } from '../../src/directory/records.js';
import type { DirectoryChange } from '../../src/result/directory-changes.js';
import { loadRules } from '../../src/rules/index.js';
import { Evaluator } from '../../src/verdicts/evaluator.js';
import { flagsOf, traitsOf } from '../../src/verdicts/target.js';
import { type State, sourceOf } from './domain.js';

const { actions } = loadRules([]);

export interface Compared {
  /** By "target action": the causes of the changed verdict, each as its changes. */
  readonly causes: Readonly<Record<string, readonly (readonly DirectoryChange[])[]>>;
  readonly unproven: readonly string[];
  /** Causes that do not give what they claim when they are replayed, or of which a part does. */
  readonly faults: readonly string[];
}

async function opened(source: RecordSource, account: string) {
  const session = await openSession(source, [account], actions);
  const records: AccountRecord[] = [];
  for await (const batch of session.stream.pass()) records.push(...batch);
  return { session, records };
}

export function answersOf(session: Session, record: AccountRecord): Answers {
  const tokens = session.tokens[0]!;
  const traits = traitsOf(record, flagsOf(record), protectionOf(session, record), isSelf(tokens, record));
  const { outcomes } = new Evaluator(session.shared, tokens).profile(traits);
  return new Map(outcomes.map((outcome) => [outcome.action, outcome]));
}

export async function compared(old: State, now: State, account = 'svc'): Promise<Compared> {
  return comparedSources(await sourceOf(old), await sourceOf(now), account);
}

export async function comparedSources(old: RecordSource, now: RecordSource, account: string): Promise<Compared> {
  const [before, after] = [await opened(old, account), await opened(now, account)];
  const common = new Common(before.session.directory, after.session.directory);
  const names = {
    schema: before.session.directory.schema,
    nameOf: (sid: Parameters<Session['shared']['nameOf']>[0]) =>
      after.session.shared.nameOf(sid) ?? before.session.shared.nameOf(sid),
  };
  const candidates = new Candidates(common, before.session, after.session, names);
  const laboratory = new Laboratory(common, before.session);
  const finder = new CauseFinder(laboratory, candidates);
  const causes: Record<string, readonly (readonly DirectoryChange[])[]> = {};
  const unproven: string[] = [];
  const faults: string[] = [];
  for (const record of after.records) {
    const found = before.records.find((each) => (each.guid ?? each.sid) === (record.guid ?? record.sid)) ?? null;
    const situation: Situation = {
      position: [0, 0],
      pair: found && { before: found, after: record, protectedNow: protectionOf(after.session, record) },
      record,
      before: found === null ? new Map() : answersOf(before.session, found),
      after: answersOf(after.session, record),
    };
    if (found !== null) {
      const nothing = laboratory.try(0, { record: found, created: false }, []);
      for (const [action, answer] of situation.before)
        if ('refused' in nothing || !sameAnswer(nothing.get(action), answer))
          faults.push(`${accountDn(before.session.directory, found)} ${action}: another answer where nothing is done`);
    }
    for (const [action, list] of finder.of(situation)) {
      const name = `${accountDn(after.session.directory, record).split(',')[0]!.slice(3)} ${action}`;
      causes[name] = list.filter((cause) => cause.unproven === null).map((cause) => cause.changes);
      for (const cause of list) if (cause.unproven !== null) unproven.push(`${name}: ${cause.key}`);
      for (const cause of list)
        if (cause.unproven === null)
          for (const fault of replayed(laboratory, candidates, situation, action, cause.changes))
            faults.push(`${name}: ${fault}`);
    }
  }
  return { causes, unproven, faults };
}

/** Replayed with everything that was tried before thrown away. */
function replayed(
  laboratory: Laboratory,
  candidates: Candidates,
  situation: Situation,
  action: string,
  changes: readonly DirectoryChange[],
): readonly string[] {
  const { pair, record, position } = situation;
  if (pair === null) return [];
  const atoms = candidates.of(position, pair, record);
  const own = changes.map((change) => atoms.find(({ fact }) => JSON.stringify(fact) === JSON.stringify(change))!);
  const gives = (set: readonly Atom[]) => {
    const tried = laboratory.try(0, { record: pair.before, created: false }, set);
    return !('refused' in tried) && sameAnswer(tried.get(action), situation.after.get(action));
  };
  const text = JSON.stringify(changes);
  const parts = Array.from({ length: 2 ** own.length - 1 }, (_, bits) =>
    own.filter((_atom, index) => (bits & (1 << index)) !== 0),
  );
  return [
    ...(gives(own) ? [] : [`the cause does not give it: ${text}`]),
    ...(parts.some(gives) ? [`a part of the cause gives it: ${text}`] : []),
  ];
}
