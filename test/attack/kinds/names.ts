/** Names as whoever can create an object may choose them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, type Entry, ldif } from '../../e2e/domain-text.js';
import { type Attack, answered } from '../attack.js';

const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);

/** A domain with an account under audit, `act`, and what is hostile in it, as a file. */
function file(folder: string, entries: readonly Entry[]): string {
  const path = join(folder, 'domain.ldif');
  writeFileSync(path, ldif([...DOMAIN.whole(), DOMAIN.user('act'), ...entries]));
  return path;
}

const audit = (path: string) => ['audit', path, '--account', 'act', '--exported', 'all'];

function deep(levels: number, accounts: number): Entry[] {
  const entries: Entry[] = [];
  let parent = DOMAIN.dn;
  for (let level = 0; level < levels; level++) {
    parent = `OU=${String(level).padEnd(64, 'W')},${parent}`;
    entries.push(DOMAIN.object(parent, ['top', 'organizationalUnit']));
  }
  for (let number = 0; number < accounts; number++) {
    const { values } = DOMAIN.user(`u${number}`);
    entries.push({ dn: `CN=${`u${number}`.padEnd(64, '\u5b57')},${parent}`, values });
  }
  return entries;
}

const MOST = { seconds: 10, mebibytes: 400 };

export const NAMES: readonly Attack[] = [
  ...[20, 40].map(
    (levels): Attack => ({
      name: `deep-${levels}`,
      kind: 'names',
      what: `an account below ${levels} organizational units of 64 characters, as a table`,
      most: MOST,
      quick: true,
      async mount(folder) {
        return { run: audit(file(folder, deep(levels, 1))), judge: answered(/u0/) };
      },
    }),
  ),
  {
    name: 'deep-10000',
    kind: 'names',
    what: '10,000 accounts of 64 wide characters below 20 organizational units of 64 characters, as a table',
    most: MOST,
    quick: true,
    async mount(folder) {
      return { run: audit(file(folder, deep(20, 10_000))), judge: answered(/u0/) };
    },
  },
  {
    name: 'long-name',
    kind: 'names',
    what: 'accounts whose names have 1,200 and 5,000 characters, as a table',
    most: MOST,
    quick: true,
    async mount(folder) {
      const long = [1200, 5000].map((length) => DOMAIN.user('w'.repeat(length)));
      return { run: audit(file(folder, long)), judge: answered(/www/) };
    },
  },
];
