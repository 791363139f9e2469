/** Groups as whoever may write to a few of them can nest them. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, GroupType, ldif } from '../../e2e/domain-text.js';
import { type Attack, answered } from '../attack.js';

const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);

type Shape = 'chain' | 'circle' | 'all';

/** Groups of which the first holds the account under audit: each in the next, in a circle, or each in all others. */
async function file(folder: string, shape: Shape, count: number): Promise<string> {
  const path = join(folder, 'domain.ldif');
  const act = DOMAIN.user('act');
  const out = createWriteStream(path, { highWaterMark: 1 << 24 });
  out.write(ldif([...DOMAIN.whole(), act]));
  const name = (number: number) => DOMAIN.at(`g${number}`);
  const all = shape === 'all' ? Array.from({ length: count }, (_, i) => name(i)) : [];
  for (let i = 0; i < count; i++) {
    const inside =
      shape === 'all'
        ? all.filter((_, j) => j !== i)
        : i > 0
          ? [name(i - 1)]
          : shape === 'circle'
            ? [name(count - 1)]
            : [];
    const members = i === 0 ? [act.dn, ...inside] : inside;
    if (!out.write(ldif([DOMAIN.group(`g${i}`, GroupType.universal, members)]))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return path;
}

const attack = (shape: Shape, count: number, what: string, seconds: number, mebibytes: number): Attack => ({
  name: `${shape}-${count}`,
  kind: 'memberships',
  what,
  most: { seconds, mebibytes },
  async mount(folder) {
    const path = await file(folder, shape, count);
    return {
      run: ['audit', path, '--account', 'act', '--exported', 'all', '--format', 'json'],
      judge: answered(/g99/),
    };
  },
});

export const MEMBERSHIPS: readonly Attack[] = [
  attack('chain', 100_000, '100,000 groups, each in the next', 20, 600),
  attack('circle', 100_000, 'a circle of 100,000 groups', 20, 600),
  attack('all', 1_000, '1,000 groups, each in all others', 20, 600),
  attack('all', 3_000, '3,000 groups, each in all others', 60, 1200),
];
