import { expect, test } from '@jest/globals';
import { Report } from '../../../app/src/model/report.js';
import { subjectRows } from '../../../app/src/model/subjects.js';
import { finding, page } from './sample.js';

test('subjects are found by SID and by DN, and only those of findings', () => {
  const report = new Report(
    page({
      findings: [
        { shown: [finding('ADR-A', 'S-1-5-21-1-2-3-2001'), finding('ADR-A', 'CN=user2,OU=P,DC=example,DC=org')] },
      ],
      rows: [
        ['OU=P,DC=example,DC=org', false],
        ['OU=P,DC=example,DC=org', false],
        ['OU=P,DC=example,DC=org', false],
      ],
    }),
  );
  expect([...subjectRows(report, 0)]).toEqual([
    ['S-1-5-21-1-2-3-2001', 1],
    ['CN=user2,OU=P,DC=example,DC=org', 2],
  ]);
});
