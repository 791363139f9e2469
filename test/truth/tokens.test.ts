import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { FIXTURES, predict } from './predict.js';

interface ServerToken {
  readonly account: string;
  readonly sids: readonly string[];
}

/** What Windows puts into a token and the recorded server does not, each with its cause in test/lab/differences.json. */
const NOT_ON_THE_SERVER = [
  { cause: 'this-organization', applies: (sid: string) => sid === 'S-1-5-15' },
  {
    cause: 'sid-history-not-in-token',
    applies: (_sid: string, via: readonly string[]) => via.at(-1)!.startsWith('sIDHistory '),
  },
  {
    cause: 'well-known-sid-in-domain-local-group',
    applies: (sid: string, via: readonly string[]) =>
      sid.startsWith('S-1-5-21-') && ['Everyone', 'Authenticated Users'].includes(via[1]!),
  },
];

test('tokens hold what the server itself puts into them (rootDSE tokenGroups)', async () => {
  const recorded = JSON.parse(readFileSync(join(FIXTURES, 'tokens.json'), 'utf8')) as ServerToken[];
  const evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')], {});
  try {
    const { accounts } = await predict(
      evidence,
      recorded.map((token) => token.account),
    );
    expect(accounts.length).toBeGreaterThan(8);
    for (const { sid, name, token } of accounts) {
      const server = new Set(recorded.find((entry) => entry.account === sid)!.sids);
      const missing = [...server].filter((held) => !token.some((entry) => entry.sid === held));
      const extra = token.filter(
        (entry) => !server.has(entry.sid) && !NOT_ON_THE_SERVER.some(({ applies }) => applies(entry.sid, entry.via)),
      );
      expect({ name, missing, extra: extra.map((entry) => `${entry.sid} ${entry.via.join(' > ')}`) }).toEqual({
        name,
        missing: [],
        extra: [],
      });
    }
  } finally {
    await evidence.close();
  }
}, 60_000);
