import { describe, expect, test } from '@jest/globals';
import { propertyRequest, Right } from '../../src/access/request.js';
import { traceRight } from '../../src/access/trace.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Guid } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';
const OTHER = 'b0000000-0000-0000-0000-000000000002';

describe('the trace by example', () => {
  const TEAM = 'S-1-5-21-1-2-3-1';
  const team = { carries: (asked: string): Tristate => (asked === TEAM ? 'yes' : 'no'), isSelf: false };
  const write = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, CLASS);
  const roles = (sddl: string) =>
    traceRight(parseSddl(sddl), team, write).entries.map(({ role, obstacles }) => [role, ...obstacles].join(' '));

  test('each reason by its name', () => {
    expect(
      roles(
        `D:(A;;RC;;;BA)(A;CIIO;WP;;;${TEAM})(A;;RP;;;${TEAM})(OA;;WP;${OTHER};;${TEAM})(OA;;WP;${SET};;${TEAM})(A;;GA;;;${TEAM})(A;;GA;;;BA)`,
      ),
    ).toEqual([
      'none other-trustee other-right',
      'none inherit-only',
      'none other-right',
      'none other-place',
      'decides',
      'too-late',
      'none other-trustee',
    ]);
  });

  test('an object type of which it is not known whether it is a class of the object leaves the answer open', () => {
    const doubtful = new Set<Guid>([CLASS]);
    const narrow = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, undefined);
    const { result, entries, outcomes } = traceRight(parseSddl(`D:(OA;;WP;${CLASS};;${TEAM})`), team, narrow, doubtful);
    expect(result).toEqual({ decision: 'unknown', basis: 'unknown-entry', index: 0 });
    expect(entries[0]).toMatchObject({ role: 'open', doubts: ['class'] });
    expect(outcomes).toEqual([
      { applies: 0, decision: 'granted', index: 0 },
      { applies: null, decision: 'denied', index: -1 },
    ]);
  });
});
