/**
 * How many verdict lines a second the NDJSON sink writes: 1,000,000 targets, four actions, a few thousand distinct
 * outcomes. Needs the compiled program: `node test/bench/ndjson.mjs [DIST] [FILE]` (dist and /dev/null by default).
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist = 'dist', file = '/dev/null'] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(dist, path)).href);
const { ndjsonSink } = await load('report/ndjson.js');
const { openFileOutput } = await load('report/output/file.js');

const TARGETS = 1_000_000;
const ACTIONS = ['disable', 'enable', 'force-password-change', 'reset-password'];
const domain = 'DC=securelab,DC=local';
const sid = 'S-1-5-21-1004336348-1177238915-682003330';

const outcomes = Array.from({ length: 2000 }, (_, k) =>
  ACTIONS.map((action) => ({
    action,
    access: k % 3 === 0 ? 'denied' : 'granted',
    verdict: k % 3 === 0 ? 'cannot' : 'can',
    reason: k % 3 === 0 ? 'no-entry' : 'allowed-by-entry',
    documentedSet: k % 3 !== 0,
    ace:
      k % 3 === 0
        ? null
        : {
            index: k % 40,
            sddl: `(OA;CIIOID;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid}-${k})`,
            trustee: `${sid}-${k}`,
            trusteeName: `SECURELAB\\Group ${k}`,
            from: `OU=Department ${k},${domain}`,
          },
  })),
);
const state = { className: 'user', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: null };

function* batches(size = 1000) {
  for (let at = 0; at < TARGETS; at += size) {
    yield Array.from({ length: size }, (_, j) => {
      const i = at + j;
      const container = `OU=Department ${i % 5000},OU=Staff,${domain}`;
      const name = `user${i}`;
      return {
        account: 0,
        target: { sid: `${sid}-${i}`, dn: `CN=${name},${container}`, name: `SECURELAB\\${name}`, container },
        state,
        outcomes: outcomes[(i * 31) % outcomes.length],
      };
    });
  }
}

/** Runs the generator alone, or through the sink; seconds. */
async function time(consume) {
  const start = process.hrtime.bigint();
  for (const batch of batches()) await consume(batch);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const generating = await time(() => undefined);
const output = await openFileOutput(file);
const sink = ndjsonSink(output);
await sink.begin(
  {
    schema: 'adreach/audit/v1',
    tool: { name: 'adreach', version: '0', rules: '' },
    evidence: { sources: [], domains: [], complete: true, gaps: [], notes: [] },
    actions: ACTIONS.map((id) => ({ id, title: id })),
  },
  [{ sid: `${sid}-1109`, dn: null, name: 'bench', kind: 'gmsa', token: [] }],
);
const writing = await time((batch) => sink.targets(batch));
await sink.end(
  { targets: TARGETS, actions: [], containers: [], protection: {}, findings: {}, findingsByRule: {} },
  { sources: [], domains: [], complete: true, gaps: [], notes: [] },
);
await output.commit();

const lines = TARGETS * ACTIONS.length;
const net = writing - generating;
const rate = (seconds) => `${(lines / seconds / 1e6).toFixed(2)} M lines/s`;
console.log(`${lines} lines in ${writing.toFixed(2)} s: ${rate(writing)}, making the targets included`);
console.log(`without making them (${generating.toFixed(2)} s): ${rate(net)}`);
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
