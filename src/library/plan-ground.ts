/** What a plan stands on: the evidence, with what has to be made first as if it were there. */
import { openSession, type Session } from '../audit/session.js';
import { type BaseSource, type Change, changedSource } from '../changes/index.js';
import type { Sid } from '../descriptor/types.js';
import { AdreachError } from '../errors/index.js';
import { accountCreation, groupCreation, isNewAccountName, type Made, newAccount } from '../plan/creation.js';
import { makePlan, type Planned, type PlanOrder } from '../plan/make.js';
import type { ActionDefinition } from '../verdicts/action.js';

export interface Ground {
  readonly evidence: BaseSource;
  readonly session: Session;
  readonly planned: Planned;
  /** What is made before all else, in order. */
  readonly creations: readonly Change[];
  readonly made: readonly Made[];
  /** SIDs that the evidence as it would be gives to what is made: a directory gives others. */
  readonly newSids: ReadonlyMap<Sid, Made>;
  close(): Promise<void>;
}

interface GroundOptions {
  readonly account: string;
  /** All that there are. */
  readonly actions: readonly ActionDefinition[];
  readonly reader?: string;
  readonly tempDir?: string;
}

/**
 * @param base is left open
 * @param order what is planned, apart from the session
 * @throws AdreachError as `openSession` and `makePlan`
 */
export async function groundOf(
  base: BaseSource,
  { account, actions, reader, tempDir }: GroundOptions,
  order: Omit<PlanOrder, 'session' | 'position'>,
): Promise<Ground> {
  const layers = new Layers(base, tempDir);
  const open = (name: string) => openSession(layers.evidence, [name], actions, reader);
  try {
    let session: Session;
    let named = account;
    try {
      session = await open(named);
    } catch (error) {
      if (!(error instanceof AdreachError) || error.code !== 'not-found' || !isNewAccountName(account)) throw error;
      const made = newAccount((await openSession(base, [], actions, reader)).directory, account);
      await makeAccount(layers, made, actions, reader);
      named = made.account.dn;
      session = await open(named);
    }
    let planned = await makePlan({ ...order, session, position: 0 });
    if ('needsGroup' in planned) {
      const group: Made = { what: 'group', ...planned.needsGroup };
      await layers.make(group, [groupCreation(group)]);
      session = await open(named);
      planned = await makePlan({ ...order, session, position: 0, group: group.dn });
    }
    if ('needsGroup' in planned) throw new Error('a group that was made is not there');
    const { directory } = session;
    const newSids = new Map<Sid, Made>();
    for (const made of layers.made) {
      const sid =
        made.what === 'account' ? session.accounts[0]!.sid : directory.groups.find(({ dn }) => dn === made.dn)?.sid;
      if (sid != null) newSids.set(sid, made);
    }
    const { evidence, creations, made } = layers;
    return { evidence, session, planned, creations, made, newSids, close: () => layers.close() };
  } catch (error) {
    await layers.close();
    throw error;
  }
}

async function makeAccount(
  layers: Layers,
  { account, hosts, hostsDn, member }: ReturnType<typeof newAccount>,
  actions: readonly ActionDefinition[],
  reader: string | undefined,
): Promise<void> {
  if (hosts !== null) {
    const members: readonly Change[] = member === null ? [] : [{ kind: 'add-member', group: hosts.dn, member }];
    await layers.make(hosts, [groupCreation(hosts), ...members]);
  }
  const { directory } = await openSession(layers.evidence, [], actions, reader);
  const sid = directory.groups.find(({ dn }) => dn === hostsDn)?.sid;
  if (sid == null) throw new AdreachError('not-found', `${hostsDn} has no readable objectSid`);
  await layers.make(account, [accountCreation(account, sid)]);
}

/** The evidence after everything that was made so far. */
class Layers {
  evidence: BaseSource;
  readonly made: Made[] = [];
  readonly creations: Change[] = [];
  readonly #opened: BaseSource[] = [];

  constructor(
    readonly base: BaseSource,
    readonly tempDir: string | undefined,
  ) {
    this.evidence = base;
  }

  /** All changes are made anew over the base: what is made has the same SIDs then as in one file of changes. */
  async make(made: Made, changes: readonly Change[]): Promise<void> {
    this.made.push(made);
    this.creations.push(...changes);
    const placed = this.creations.map((change) => ({ change }));
    this.evidence = await changedSource(this.base, placed, this.tempDir === undefined ? {} : { tempDir: this.tempDir });
    this.#opened.push(this.evidence);
  }

  async close(): Promise<void> {
    for (const each of this.#opened.splice(0)) await each.close();
  }
}
