/** The lists that the directory server stored are what its objects would get if every list were written again. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { apply, type Change } from '../../src/changes/index.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { FIXTURES } from '../truth/predict.js';
import { after, descriptorsOf, differences } from './world.js';

let evidence: RecordSource;
beforeAll(async () => {
  evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
}, 60_000);
afterAll(() => evidence.close());

test('all but those that were put into the database as no server would write it', async () => {
  const directory = await loadDirectory(evidence);
  const accounts: AccountRecord[] = [];
  for await (const batch of new AccountStream(directory, evidence).pass()) accounts.push(...batch);
  const world = { directory, accounts };
  const changes = directory.containers.flatMap(({ dn, descriptor }): Change[] => {
    const stored = descriptor === null ? null : directory.descriptors.get(descriptor);
    return stored?.state !== 'parsed'
      ? []
      : [{ kind: 'write-descriptor', dn, descriptor: stored.value, parts: ['dacl'] }];
  });
  expect(Object.keys(descriptorsOf(world)).length).toBeGreaterThan(450);
  const changed = differences(world, after(world, apply(directory, changes)));
  expect(Object.keys(changed)).toEqual([
    // CREATOR OWNER is nobody on the object itself: whoever writes the list is taken at the word for the owner.
    'CN=creator-owner-effective,OU=Raw Entries,OU=Other People,DC=securelab,DC=local',
    'CN=inherited-before-explicit,OU=Raw Entries,OU=Other People,DC=securelab,DC=local',
  ]);
});
