/** What evidence holds, by name, and everything that an audit does with it. */

import { runAudit } from '../../../src/audit/run.js';
import type {
  AccountRecord,
  AccountStreamRecord,
  ContainerRecord,
  DomainRecord,
  ForeignPrincipalRecord,
  GapRecord,
  GroupRecord,
  ModelRecord,
} from '../../../src/directory/records.js';
import { AdreachError } from '../../../src/errors/index.js';
import { dnKey } from '../../../src/names/dn.js';
import type { EvidenceBlock } from '../../../src/result/audit.js';
import type { AuditSink } from '../../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../../src/rules/index.js';
import type { SnapshotSource } from '../../../src/snapshot/reader.js';
import { promised } from '../parser-target.js';

/** Records of evidence by the key of their DN; numbers in them lead into the lists. */
export interface EvidenceView {
  readonly accounts: ReadonlyMap<string, AccountRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
  readonly foreign: ReadonlyMap<string, ForeignPrincipalRecord>;
  readonly domains: readonly DomainRecord[];
  /** Records of the schema, the configuration and trusts. */
  readonly settings: readonly ModelRecord[];
  readonly gaps: readonly GapRecord[];
  readonly classLists: readonly (readonly string[])[];
  readonly descriptors: readonly Buffer[];
  /** Keys of the groups, by their number. */
  readonly groupKeys: readonly string[];
  /** Objects that were read, those read twice counted twice. */
  readonly objects: number;
  /** Records of accounts: a snapshot made on purpose may have two of one name. */
  readonly accountRecords: number;
}

/** Reads all of the evidence, audits it, and closes it. @throws AdreachError as reading does; BrokenPromise */
export async function useEvidence(evidence: SnapshotSource): Promise<EvidenceView> {
  try {
    const view = await viewOf(evidence);
    await audit(evidence, view);
    return view;
  } finally {
    await evidence.close();
  }
}

async function viewOf(evidence: SnapshotSource): Promise<EvidenceView> {
  const accounts = new Map<string, AccountRecord>();
  const groups = new Map<string, GroupRecord>();
  const containers = new Map<string, ContainerRecord>();
  const foreign = new Map<string, ForeignPrincipalRecord>();
  const domains: DomainRecord[] = [];
  const settings: ModelRecord[] = [];
  const gaps: GapRecord[] = [];
  const classLists: (readonly string[])[] = [];
  const descriptors: Buffer[] = [];
  const containerDns: string[] = [];
  const groupKeys: string[] = [];
  let accountRecords = 0;
  const file = (record: ModelRecord | AccountStreamRecord): void => {
    switch (record.type) {
      case 'account':
        accountRecords++;
        accounts.set(dnKey(`${record.rdn},${containerDns[record.parent]}`), record);
        break;
      case 'group':
        groupKeys.push(dnKey(record.dn));
        groups.set(dnKey(record.dn), record);
        break;
      case 'container':
        containerDns.push(record.dn);
        containers.set(dnKey(record.dn), record);
        break;
      case 'foreign':
        foreign.set(dnKey(record.dn), record);
        break;
      case 'domain':
        domains.push(record);
        break;
      case 'gap':
        gaps.push(record);
        break;
      case 'classes':
        classLists.push(record.names);
        break;
      case 'descriptor':
        descriptors.push(Buffer.from(record.base64, 'base64'));
        break;
      case 'principal':
        break;
      default:
        settings.push(record);
    }
  };
  for await (const batch of evidence.model()) for (const record of batch) file(record);
  for await (const batch of evidence.accounts()) for (const record of batch) file(record);
  const { objects } = evidence.header.assembled;
  return {
    accounts,
    groups,
    containers,
    foreign,
    domains,
    settings,
    gaps,
    classLists,
    descriptors,
    groupKeys,
    objects,
    accountRecords,
  };
}

const RULES = loadRules();
const TOOL = { name: 'adreach', version: '0', rules: RULES.sha256 } as const;

/** Audits as the domain controller itself, and as one of the accounts. */
async function audit(evidence: SnapshotSource, view: EvidenceView): Promise<void> {
  await auditAs('local-system', evidence, view);
  const named = [...view.accounts.values()].find(({ sid: s }) => s !== undefined)?.sid;
  if (named === undefined) return;
  try {
    await auditAs(named, evidence, view);
  } catch (error) {
    // Two objects with one SID: the audit says so instead of choosing.
    if (!(error instanceof AdreachError)) throw error;
  }
}

async function auditAs(account: string, evidence: SnapshotSource, view: EvidenceView): Promise<void> {
  let targets = 0;
  const ends: EvidenceBlock[] = [];
  const sink: AuditSink = {
    begin() {},
    targets(batch) {
      for (const { target, outcomes } of batch) {
        targets++;
        if (view.accounts.get(dnKey(target.dn))?.descriptor !== undefined) continue;
        const known = outcomes.find((outcome) => outcome.access !== 'unknown');
        promised(
          known === undefined,
          () => `${known?.action} on ${target.dn} has a verdict, but there is no descriptor`,
        );
      }
    },
    findings() {},
    end(_summary, block) {
      ends.push(block);
    },
  };
  await runAudit({
    evidence,
    accounts: [account],
    actions: RULES.actions,
    rules: createEvaluator(RULES.rules),
    tool: TOOL,
    appliedRules: [],
    sink,
  });
  promised(targets === view.accountRecords, () => `${targets} targets for ${view.accountRecords} accounts`);
  const block = ends[0];
  promised(block !== undefined, () => 'the audit has no end');
  promised(
    view.gaps.length === 0 || (!block.complete && block.gaps.length > 0),
    () => 'there are gaps, and the result calls itself complete',
  );
}
