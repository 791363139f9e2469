// Tries every attack on the built program: npm run attack [-- --kind K] [--name N] [--quick] [--docs]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Trial } from './attack.js';
import { ATTACKS } from './attacks.js';
import { limitsDocument } from './limits-document.js';
import { tryAttack } from './try.js';

const USAGE = `usage: npm run attack -- [--kind KIND]... [--name NAME]... [--quick] [--docs]
  --kind KIND  only attacks of this kind (repeatable): ${[...new Set(ATTACKS.map(({ kind }) => kind))].join(', ')}
  --name NAME  only this attack (repeatable)
  --quick      only those that npm test tries
  --docs       all of them, and write what they cost to docs/limits.md`;

const { values: options } = parseArgs({
  options: {
    kind: { type: 'string', multiple: true, default: [] },
    name: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});
const wanted = ATTACKS.filter(
  ({ kind, name, quick }) =>
    (options.kind.length === 0 || options.kind.includes(kind)) &&
    (options.name.length === 0 || options.name.includes(name)) &&
    (!options.quick || quick),
);
if (wanted.length === 0 || (options.docs && wanted.length < ATTACKS.length)) {
  console.error(USAGE);
  process.exit(2);
}
const trials: Trial[] = [];
for (const attack of wanted) {
  const trial = await tryAttack(attack);
  trials.push(trial);
  const { fault, outcome } = trial;
  const cost = `${outcome.seconds.toFixed(1)} s, ${outcome.mebibytes} MiB`;
  console.log(
    `${fault === null ? 'held' : 'NOT HELD'}  ${attack.kind}/${attack.name}: ${cost}${fault ? `\n  ${fault}` : ''}`,
  );
}
const held = trials.filter(({ fault }) => fault === null).length;
console.log(`${trials.length} tried, ${held} held`);
if (held < trials.length) process.exitCode = 1;
else if (options.docs)
  writeFileSync(fileURLToPath(new URL('../../docs/limits.md', import.meta.url)), limitsDocument(trials));
