/** What an audit and an explanation have in common before the first target: the model, the accounts, their tokens. */
import type { Self } from '../access/trustee.js';
import { wellKnownName } from '../descriptor/index.js';
import { SdControl, type Sid } from '../descriptor/types.js';
import { AccountStream } from '../directory/account-stream.js';
import type { Directory } from '../directory/directory.js';
import { type DescriptorId, type DomainId, idsOf } from '../directory/ids.js';
import { type GrowingDirectory, loadDirectory } from '../directory/load.js';
import { type ProtectedSet, type ProtectedSets, protectedSet } from '../directory/protected-set.js';
import type { Reader } from '../directory/reading.js';
import type { RecordSource } from '../directory/record-source.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import { ownSideOf } from '../directory/unread-members.js';
import type { EvidenceBlock } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import { type AccountUnderAudit, Tokens } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { Shared } from '../verdicts/shared.js';
import { checkTargetClasses } from '../verdicts/target-classes.js';
import { findControllers } from './controllers.js';
import { evidenceBlock } from './evidence-block.js';
import { findAccounts } from './find-accounts.js';

export interface Session {
  readonly directory: GrowingDirectory;
  readonly stream: AccountStream;
  readonly actions: readonly ActionDefinition[];
  /** The accounts under audit, in the order in which they were named. */
  readonly accounts: readonly AccountUnderAudit[];
  /** One an account, in the same order. */
  readonly tokens: readonly Tokens[];
  readonly shared: Shared;
  /** The protected set of each domain. */
  readonly sets: ProtectedSets;
  readonly block: EvidenceBlock;
}

/**
 * Loads the model and finds the accounts under audit, with one pass over the accounts.
 * @param names the accounts under audit, as written by the user
 * @param reader who made the exports that do not say it, named in the same way
 * @throws AdreachError where an account is not found, or the evidence cannot be read
 */
export async function openSession(
  evidence: RecordSource,
  names: readonly string[],
  actions: readonly ActionDefinition[],
  reader?: string,
): Promise<Session> {
  const directory = await loadDirectory(evidence, reader === undefined ? null : await readerNamed(evidence, reader));
  checkTargetClasses(actions, directory.schema);
  const stream = new AccountStream(directory, evidence);
  const accounts = await findAccounts(directory, stream, names);
  const controllers = await findControllers(directory, stream, accounts);
  const daclsMissing = lacksEveryDacl(directory);
  return {
    directory,
    stream,
    actions,
    accounts,
    tokens: accounts.map((account) => new Tokens(directory, account, controllers)),
    shared: new Shared(directory, actions, trusteeNames(directory, accounts), daclsMissing),
    sets: new Map(
      [...idsOf<DomainId>(directory.domains)].map((id): [DomainId, ProtectedSet] => [id, protectedSet(directory, id)]),
    ),
    block: evidenceBlock(directory, evidence.sources, accounts, daclsMissing, evidence.deleted),
  };
}

/** Who made the exports: what that account holds is found out with what every reader may read. */
async function readerNamed(evidence: RecordSource, name: string): Promise<Reader> {
  const directory = await loadDirectory(evidence);
  const [account] = await findAccounts(directory, new AccountStream(directory, evidence), [name]);
  const tokens = new Tokens(directory, account!);
  return { carries: (sid, domain) => tokens.on(domain).carries(sid) };
}

/** Whether a target belongs to the protected set of its domain: accounts and groups do, other objects never. */
export function protectionOf({ directory, sets }: Pick<Session, 'directory' | 'sets'>, record: TargetRecord): Tristate {
  if (record.type === 'object' && record.group === null) return 'no';
  const domain = targetDomain(directory, record);
  const set = domain === null ? undefined : sets.get(domain);
  if (record.type === 'object') return set?.group(record.group!) ?? 'unknown';
  const proven = () => directory.reading.membershipsProven(ownSideOf(record, domain));
  return set?.account(record.sid, record.primaryGroupId, record.memberOf, proven) ?? 'unknown';
}

/** Whether a target that is not protected would be, were its groups, or it itself, not taken out by dSHeuristics. */
export function isExcluded({ directory, sets }: Pick<Session, 'directory' | 'sets'>, record: TargetRecord): boolean {
  const domain = targetDomain(directory, record);
  if (domain === null || (record.type === 'object' && record.group === null)) return false;
  const set = sets.get(domain);
  if (record.type === 'object') return set?.excluded([record.group!]) === true;
  return set?.excluded(record.memberOf, record.primaryGroupId) === true;
}

/**
 * Whether SELF in an entry of a target means the account under audit: it is the target, or has it in its token, as it has
 * the groups that it is a member of (MS-DTYP 2.5.3.2: SELF is replaced by the SID of the object).
 */
export function isSelf(tokens: Tokens, record: TargetRecord): Self {
  const { sid } = record;
  if (sid === undefined) return false;
  if (record.type === 'account') return isOwn(tokens.account.user, sid);
  const carries = tokens.on(record.domain).carries(sid);
  return carries === 'unknown' ? carries : carries === 'yes';
}

function isOwn(account: AccountUnderAudit['user'], sid: Sid): boolean {
  return account.sid === sid || account.sidHistory.includes(sid);
}

/** True where the sources hold descriptors and none of them has a DACL: the export asked for other parts only. */
function lacksEveryDacl(directory: Directory): boolean {
  let parsed = 0;
  for (let number = 0; number < directory.descriptors.size; number++) {
    const stored = directory.descriptors.get(number as DescriptorId);
    if (stored.state !== 'parsed') continue;
    parsed++;
    if ((stored.value.control & SdControl.DaclPresent) !== 0) return false;
  }
  return parsed > 1;
}

function trusteeNames(directory: Directory, accounts: readonly AccountUnderAudit[]): (sid: Sid) => string | null {
  const own = new Map(accounts.map((account) => [account.sid, account.name]));
  return (sid) => {
    const group = directory.groupsBySid.get(sid)?.[0];
    if (group !== undefined) return directory.groups[group]!.name;
    return own.get(sid) ?? directory.principals.get(sid)?.name ?? wellKnownName(sid);
  };
}
