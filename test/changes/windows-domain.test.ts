/**
 * A Windows domain (shared/data/README.md; present beside the project only where tests of the whole are run): what its
 * domain controllers have stored is what changes compute, entry for entry and in that order.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inheritsList, isInherited } from '../../src/access/inherit.js';
import { openSources } from '../../src/assemble/open.js';
import { apply, type Change } from '../../src/changes/index.js';
import { FIXTURES } from '../truth/predict.js';
import { worldOfSource } from './evidence.js';
import { after, descriptorsOf, differences } from './world.js';

const SAMPLE = join(FIXTURES, '../../../shared/data/detectionlab.dat');

(existsSync(SAMPLE) ? test : test.skip)('every list written again', async () => {
  const evidence = await openSources([SAMPLE]);
  const world = await worldOfSource(evidence);
  const { directory } = world;
  const changes = directory.containers.flatMap(({ dn, descriptor }): Change[] => {
    const stored = descriptor === null ? null : directory.descriptors.get(descriptor);
    return stored?.state !== 'parsed'
      ? []
      : [{ kind: 'write-descriptor', dn, descriptor: stored.value, parts: ['dacl'] }];
  });
  const inherited = directory.containers.filter(({ descriptor }) => {
    const stored = descriptor === null ? null : directory.descriptors.get(descriptor);
    return stored?.state === 'parsed' && inheritsList(stored.value) && stored.value.dacl?.aces.some(isInherited);
  });
  expect(inherited.length).toBeGreaterThan(100);
  const changed = differences(world, after(world, apply(directory, changes)));
  const old = descriptorsOf(world);
  const kinds: Record<string, number> = {};
  const odd: string[] = [];
  for (const [dn, text] of Object.entries(changed)) {
    const kind = kindOf(entriesOf(old[dn]!), entriesOf(text));
    if (kind === null) odd.push(dn);
    else kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  expect(odd).toEqual([]);
  expect(kinds).toEqual({
    'a double left out': 23,
    'an entry that another one gives as well left out': 7,
  });
  await evidence.close();
});

const entriesOf = (sddl: string): readonly string[] => sddl.match(/\([^)]*\)/g) ?? [];

/** In which way a stored list is shorter than what is computed: the server leaves out what changes nothing. No answer rests on it. */
function kindOf(stored: readonly string[], computed: readonly string[]): string | null {
  const same = (list: readonly string[]) => list.join('') === stored.join('');
  const once = computed.filter((entry, index) => computed.indexOf(entry) === index);
  if (same(once)) return 'a double left out';
  // CREATOR OWNER is somebody who has the same, and more, by another entry.
  const given = computed.filter(
    (entry) => !entry.startsWith('(A;ID;') || !stored.some((other) => covers(other, entry)),
  );
  if (same(given)) return 'an entry that another one gives as well left out';
  return null;
}

/** Whether an entry gives the same SID all that another one does. */
function covers(entry: string, other: string): boolean {
  const [given, asked] = [entry.split(';'), other.split(';')];
  const rights = (text: string): readonly string[] => text.match(/../g) ?? [];
  return (
    given[0] === '(A' && given[5] === asked[5] && rights(asked[2]!).every((right) => rights(given[2]!).includes(right))
  );
}
