/** The parts of `plan.md` for the person who carries a plan out: risks, order, way back, evidence. */

import type { Plan } from '../../result/plan.js';
import { othersInGroup } from '../../words/plan.js';
import { count, counted } from '../numbers.js';
import type { PlanFormat } from './formats.js';
import { code, countOf, table, text } from './markdown-text.js';

export function risks(plan: Plan): readonly string[] {
  const { places, group, accountGaps, newFindings, kdsRootKeys, account, objects } = plan;
  const sum = (of: (place: Plan['places'][number]) => number) => places.reduce((total, place) => total + of(place), 0);
  const [others, tierZero, forNow] = [sum((p) => p.others), sum((p) => p.tierZero), sum((p) => p.tierZeroForNow)];
  const over = places.filter(({ overDenials = 0 }) => overDenials > 0);
  const inGroup = othersInGroup(plan);
  const lines = [
    `Whoever can change the members of ${text(group.name)}, or make the account act, has these rights. Keep the group where only administrators of Tier-0 manage groups.`,
    ...(inGroup === null ? [] : [`**${inGroup}.** Name a group of its own with \`--group\` where that is not meant.`]),
    ...(tierZero > 0
      ? [`**${counted(tierZero, 'account')} of Tier-0 can be acted on for good** through what is added.`]
      : []),
    ...(forNow > 0
      ? [
          `${counted(forNow, 'account')} of Tier-0 can be acted on until AdminSDHolder's next run takes inheritance off them.`,
        ]
      : []),
    ...(over.length > 0
      ? [
          `**${counted(
            sum((p) => p.overDenials ?? 0),
            'person',
            'people',
          )} on whom an entry denies an action today** can be acted on then, since what is added stands nearer than the denial: ${over.map(({ dn }) => text(dn)).join('; ')}. Find out what the denial is for first.`,
        ]
      : []),
    ...(others > 0
      ? [
          `${counted(others, 'account')} of other populations can be acted on as well, since they lie in the same containers${moreIn(plan)}. What is put there later is reached too.`,
        ]
      : []),
    'Writing userAccountControl is more than enabling and disabling: the same right sets the flags for passwords that never expire, for delegation (with a further right) and for Kerberos without pre-authentication. No narrower right exists.',
    'Sensors of version 3 act as LocalSystem of their domain controller, whatever is delegated: this plan bounds sensors of version 2 alone.',
    ...(account.kind === 'gmsa' && kdsRootKeys === 0
      ? [
          'The sources show no KDS root key (`Get-KdsRootKey`): without one the password of a group managed service account cannot be made.',
        ]
      : []),
    ...newFindings
      .map(({ severity, rule, message }) => `New finding, ${severity}: ${text(message)} (${text(rule)})`)
      .slice(0, 10),
  ];
  const unordered = objects.filter(({ canonical }) => !canonical);
  if (unordered.length > 0)
    lines.push(
      `The entries of ${counted(unordered.length, 'object')} are in an order that .NET changes nothing of, so that apply.ps1 stops before it does anything: use apply.ldif. (A domain controller of Windows keeps them in order itself; other servers do not.) The first: ${text(unordered[0]!.dn)}.`,
    );
  const gaps = accountGaps
    .slice(0, 20)
    .map(({ severity, message, remediation }) => `- ${severity}: ${text(message)} *${text(remediation)}*`);
  return [
    '## Risks',
    '',
    ...lines.map((line) => `- ${line}`),
    '',
    ...(gaps.length === 0
      ? []
      : [
          'Findings that this plan does not mend:',
          '',
          ...gaps,
          ...(accountGaps.length > gaps.length
            ? [`- and ${count(accountGaps.length - gaps.length)} more: plan.json has them.`]
            : []),
          '',
        ]),
  ];
}

/** Which other populations more can be done on. */
function moreIn({ before, promises, populations, actions }: Plan): string {
  const more = populations.flatMap(({ id, title, expected, tierZero }) => {
    const [action] = actions;
    if (expected || tierZero || action === undefined) return [];
    const gained = countOf(promises, id, action.id, 'can') - countOf(before, id, action.id, 'can');
    return gained > 0 ? [`${text(title)}: ${count(gained)} more`] : [];
  });
  return more.length === 0 ? '' : ` (${more.join(', ')})`;
}

export function order({ removals, group, places, makes }: Plan, formats: readonly PlanFormat[]): readonly string[] {
  const has = (format: PlanFormat) => formats.includes(format);
  const steps = [
    'Read this page, and decide.',
    ...(has('powershell')
      ? [
          'On a machine of the domain, as an administrator who may change the lists named above: `./apply.ps1 -WhatIf` tells what would be done.',
          `\`./apply.ps1\` does it. It compares every list with what the plan found and stops where one has changed, keeps the lists as they are in \`before-...txt\`, ${group.adds ? 'adds the membership, ' : ''}${places.length > 0 ? 'adds the entries, looks whether they are there, ' : ''}${removals.length > 0 ? 'and removes the others only then, so that nobody is out of reach in between' : 'and ends'}. It asks before each change (\`-Confirm:$false\` for none).`,
          '`./check.ps1` tells whether all of it is there.',
        ]
      : []),
    ...(has('ldif') && makes.length > 0
      ? [
          `Or, without that script, in two halves: ${makes.some(({ what }) => what !== 'account') ? '`ldapmodify -f apply.ldif` makes the groups' : 'the groups are there'}${makes.some(({ what }) => what === 'account') ? ', and `New-ADServiceAccount` the account, which `ldapmodify` does not make' : ''}. Then collect again and make the plan again, in another folder: lists name SIDs, and those of what is made are known only then.`,
        ]
      : has('ldif')
        ? [
            `Or, without PowerShell: \`ldapmodify -f apply.ldif\`. It writes whole lists as they were computed from the evidence, and **what somebody changed since then is lost**: use it right after collecting only.`,
          ]
        : []),
    'Collect again, and hold the plan against it: `adreach plan check plan.json new.snapshot`. It tells which of the numbers above are there, and ends with 1 where one is not.',
    ...(group.adds
      ? [
          'The membership counts once the account logs on anew: of a managed service account, when the sensors restart or their tickets expire (about 10 hours).',
        ]
      : []),
  ];
  return ['## Order', '', ...steps.map((step, i) => `${i + 1}. ${step}`), ''];
}

export function wayBack({ inconsistent, objects, makes }: Plan, formats: readonly PlanFormat[]): readonly string[] {
  const ways = [
    ...(formats.includes('powershell')
      ? [
          '`./revert.ps1` puts back what was removed, then removes exactly what was added; `-WhatIf` tells what it would do. Where a list is then not as it was, it says so, and `-Whole` writes it whole.',
        ]
      : []),
    ...(formats.includes('ldif') && makes.length === 0
      ? ['`ldapmodify -f revert.ldif` writes the lists as they were.']
      : []),
    ...(makes.length > 0 ? ['What was made stays. It has no rights then: delete it by hand.'] : []),
  ];
  const odd =
    inconsistent.count === 0
      ? [
          `The ${counted(objects.length, 'object')} whose lists are changed, and all below them, have what their parents hand on: their lists come back entry for entry.`,
        ]
      : [
          `${counted(inconsistent.count, 'object')} at or below those that are changed ${inconsistent.count === 1 ? 'has' : 'have'} a list that is not what the parent hands on. The server computes inherited entries anew as soon as a list above is written, so that these come out as they should be, and **the way back does not bring back what they were**:`,
          '',
          ...inconsistent.names.map((dn) => `- ${text(dn)}`),
          ...(inconsistent.count > inconsistent.names.length ? ['- and more, or several that are alike'] : []),
        ];
  return ['## Way back', '', ...ways.map((way) => `- ${way}`), '', ...odd, ''];
}

export function evidence({ evidence: { sources, complete, gaps }, tool, asked, changes }: Plan): readonly string[] {
  const rows = sources.map(({ name, sha256, collectedAt }) => [
    text(name),
    collectedAt ?? 'time not known',
    code(sha256?.slice(0, 16) ?? ''),
  ]);
  return [
    '## Evidence',
    '',
    ...table(['source', 'collected', 'SHA-256'], rows, 3),
    '',
    complete
      ? 'Complete: no gaps.'
      : `**Not complete** (${counted(gaps, 'gap')}): \`adreach audit\` of the same source lists what could not be read.`,
    '',
    `Asked: account ${code(asked.account)}, actions ${asked.actions.map(code).join(', ')}${asked.on.length > 0 ? `, on ${asked.on.map(code).join(', ')}` : ''}${asked.group === null ? '' : `, group ${code(asked.group)}`}, ${asked.cleanUp ? 'with' : 'without'} clean-up. ${text(`adreach ${tool.version}`)}, rules ${tool.rules.slice(0, 12)}. \`plan.json\` has all ${counted(changes.length, 'change')} as \`adreach simulate --changes plan.json\` takes them.`,
  ];
}
