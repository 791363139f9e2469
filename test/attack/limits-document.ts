/** What each attack cost, for people: docs/limits.md. */
import { cpus } from 'node:os';
import type { AttackKind, Trial } from './attack.js';

const KINDS: Readonly<Record<AttackKind, string>> = {
  names: 'Names of objects',
  memberships: 'Memberships',
  descriptors: 'Security descriptors',
  server: 'A hostile directory server',
  files: 'Files handed over',
  changes: 'Changes and plans',
  events: 'Event files',
  rules: 'Rules',
  outputs: 'Outputs in the place of inputs',
  ends: 'Ends of the program',
};

/** @returns the document; times and memory rounded, with the limits that each is held to */
export function limitsDocument(trials: readonly Trial[]): string {
  const sections = (Object.keys(KINDS) as AttackKind[]).flatMap((kind) => {
    const of = trials.filter(({ attack }) => attack.kind === kind);
    if (of.length === 0) return [];
    const rows = of.map(
      ({ attack, outcome }) =>
        `| \`${attack.name}\` | ${attack.what} | ${outcome.seconds.toFixed(1)} s of ${attack.most.seconds} | ${outcome.mebibytes} MiB of ${attack.most.mebibytes} |`,
    );
    return ['', `## ${KINDS[kind]}`, '', '| attack | what | time | memory |', '| --- | --- | --- | --- |', ...rows];
  });
  return [
    '# What hostile input costs',
    '',
    '<!-- Made by `npm run attack -- --docs`; not edited by hand. -->',
    '',
    'Whoever can create an object in the directory, run the server or hand over a file may be hostile. `npm run attack` tries',
    `these ${trials.length} attacks on the program, each in a process of its own, and says which held: an answer or a refusal in words, within`,
    'the time and the memory given here as the second number. The first is what it took when this page was made, on Node',
    `${process.versions.node}, ${cpus().length} processors; the memory is the most that was resident, of which the program needs about 70 MiB in any case.`,
    'What the bounds are, and why, is said beside each in the code; where one is met, the error or the gap names it.',
    ...sections,
    '',
  ].join('\n');
}
