/** Which findings are about accounts that the page lists. */
import type { Report } from './report.js';

const known = new WeakMap<Report, Map<number, ReadonlyMap<string, number>>>();

/** @returns rows of an account under audit, by the subject of findings: a SID or a DN */
export function subjectRows(report: Report, account: number): ReadonlyMap<string, number> {
  let byAccount = known.get(report);
  if (byAccount === undefined) {
    byAccount = new Map();
    known.set(report, byAccount);
  }
  let rows = byAccount.get(account);
  if (rows === undefined) {
    rows = found(report, account);
    byAccount.set(account, rows);
  }
  return rows;
}

function found(report: Report, account: number): ReadonlyMap<string, number> {
  const subjects = new Set(report.data.findings.flatMap(({ shown }) => shown.map(({ subject }) => subject)));
  const rows = new Map<string, number>();
  for (let row = 0; row < report.rows; row++) {
    if (report.account(row) !== account) continue;
    for (const name of [report.sid(row), report.dn(row)]) {
      if (name !== '' && subjects.has(name)) rows.set(name, row);
    }
  }
  return rows;
}
