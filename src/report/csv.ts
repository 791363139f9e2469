/** `csv`: one record a verdict, for spreadsheets and databases (RFC 4180, CRLF, UTF-8 without byte order mark). */

import type { Outcome } from '../result/audit.js';
import type { AuditSink, TargetState } from '../result/sink.js';
import { REASON_TEXTS } from '../words/reasons.js';
import { csvCells } from './encode/csv.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';

/** The columns, in order; the names are part of the interface, new ones go to the end. */
export const CSV_COLUMNS = [
  'account',
  'accountName',
  'target',
  'targetDn',
  'targetName',
  'action',
  'access',
  'verdict',
  'reason',
  'reasonText',
  'documentedSet',
  'aceIndex',
  'aceSddl',
  'aceTrustee',
  'aceTrusteeName',
  'aceFrom',
  'caveats',
  'class',
  'enabled',
  'protected',
  'inheritance',
  'adminCount',
] as const;

/** Texts remembered before starting afresh. */
const CACHE_BOUND = 1 << 16;

/** A sink that writes the verdicts as CSV. Findings and evidence are not rows of this table: other formats have them. */
export function csvSink(output: ByteOutput): AuditSink {
  const writer = new ByteWriter(output);
  const outcomeCells = remember(cellsOfOutcome);
  const stateCells = remember(cellsOfState);
  let accountCells: readonly string[] = [];
  return {
    begin(_header, accounts) {
      accountCells = accounts.map(({ sid, name }) => csvCells([sid, name]));
      writer.text(`${CSV_COLUMNS.join(',')}\r\n`);
    },
    async targets(batch) {
      if (output.closed) return;
      for (const { account, target, state, outcomes } of batch) {
        const head = `${accountCells[account]},${csvCells([target.sid, target.dn, target.name])},`;
        const end = `,${stateCells(state)}\r\n`;
        let rows = '';
        for (const outcome of outcomes) rows += head + outcomeCells(outcome) + end;
        writer.text(rows);
        if (writer.full) await writer.flush();
      }
    },
    findings() {},
    async end() {
      await writer.finish();
    },
  };
}

function cellsOfOutcome({ action, access, verdict, reason, documentedSet, ace, caveats }: Outcome): string {
  return csvCells([
    action,
    access,
    verdict,
    reason,
    REASON_TEXTS[reason].text,
    documentedSet,
    ace?.index ?? null,
    ace?.sddl ?? null,
    ace?.trustee ?? null,
    ace?.trusteeName ?? null,
    ace?.from ?? null,
    caveats.join(' '),
  ]);
}

function cellsOfState(state: TargetState): string {
  return csvCells([state.className, state.enabled, state.protected, state.inheritance, state.adminCount]);
}

/** The function with its results remembered by the identity of its argument, which targets share. */
function remember<T extends object>(make: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const made = make(value);
    if (known.size >= CACHE_BOUND) known.clear();
    known.set(value, made);
    return made;
  };
}
