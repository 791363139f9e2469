/** `plan.md`: a plan for the person who decides, as Markdown. */
import type { Plan, PlanRemoval, Promises } from '../../result/plan.js';
import { REMOVAL_CAUSES } from '../../result/plan.js';
import { capital, listed } from '../../words/lists.js';
import { mendWords } from '../../words/mends.js';
import { LEFT_TEXTS, nothingToChange, othersInGroup, outOf, REMOVAL_TEXTS, undecidedOf } from '../../words/plan.js';
import { count, counted } from '../numbers.js';
import type { PlanFormat } from './formats.js';
import { evidence, order, risks, wayBack } from './markdown-carry-out.js';
import { change, code, countOf, table, text } from './markdown-text.js';

/** @param formats what is written beside it */
export function planMarkdown(plan: Plan, formats: readonly PlanFormat[]): string {
  const lines = [
    `# Plan: ${text(plan.account.name)} in ${text(plan.evidence.domain)}`,
    '',
    ...opening(plan),
    ...effect(plan),
    ...made(plan),
    ...delegation(plan),
    ...decisions(plan),
    ...removed(plan),
    ...left(plan),
    ...stillOut(plan),
    ...risks(plan),
    ...(plan.changes.length > 0 ? [...order(plan, formats), ...wayBack(plan, formats)] : []),
    ...evidence(plan),
  ];
  return `${lines.join('\n')}\n`;
}

function opening(plan: Plan): readonly string[] {
  const { group, account, places, removals, actions, makes } = plan;
  const what = listed(actions.map(({ title }) => `*${text(title)}*`));
  const added = places.reduce((sum, { entries }) => sum + entries, 0);
  const memberships = removals.filter(({ sddl }) => sddl === null).length;
  const does = [
    ...(makes.length > 0 ? [`It makes ${listed(makes.map(({ what, dn }) => `${MADE[what]} ${code(dn)}`))}.`] : []),
    places.length === 0
      ? 'It adds no entry.'
      : `It gives the group ${text(group.name)} the documented rights for ${what} on ${counted(places.length, 'container')} (${counted(added, 'entry', 'entries')}).`,
    ...(group.adds ? [`${text(account.name)} becomes a member of that group.`] : []),
    ...(removals.length > 0
      ? [
          `It removes ${counted(removals.length - memberships, 'entry', 'entries')}${memberships > 0 ? ` and ${counted(memberships, 'membership')}` : ''} that findings call too much.`,
        ]
      : []),
  ];
  return [
    'This plan was made by adreach from what it read. Nothing of it is carried out until a person runs one of the scripts.',
    '',
    does.join(' '),
    '',
    ...headline(plan),
  ];
}

/** The one comparison that counts. */
function headline(plan: Plan): readonly string[] {
  const { before, promises, populations, actions, lost } = plan;
  const [action] = actions;
  const lines: string[] = [];
  const nothing = nothingToChange(plan);
  if (nothing !== null) lines.push(`**There is nothing to change**: ${nothing}.`, '');
  const first = [...populations].sort((a, b) => Number(b.expected) - Number(a.expected));
  for (const { id, title, expected, tierZero } of first) {
    if (action === undefined || (!expected && !tierZero)) continue;
    const [from, to] = [before, promises].map((each) => each.accounts[0]?.populations[id]);
    if (from === undefined || to === undefined || to.targets === 0) continue;
    const [was, is] = [from.actions[action.id]?.can ?? 0, to.actions[action.id]?.can ?? 0];
    lines.push(
      `- ${capital(text(title))} on whom it can *${text(action.title)}*: ${count(was)} before, **${count(is)}** after, of ${count(to.targets)}`,
    );
  }
  const inGroup = othersInGroup(plan);
  if (inGroup !== null) lines.push(`- **${inGroup}**: see Risks`);
  if (lost.count > 0)
    lines.push(
      `- **${counted(lost.count, 'account')}** on whom it can do something now that it can no longer do afterwards: ${lost.names.map(text).join('; ')}`,
    );
  const undecided = undecidedOf(plan);
  if (undecided > 0)
    lines.push(
      `- ${counted(undecided, 'account')} of no known kind: whether it should reach them the evidence does not tell, and nothing is delegated for them`,
    );
  return [...lines, ''];
}

function effect({ before, promises, promisesAfterRun, populations, removals }: Plan): readonly string[] {
  const actions = Object.keys(promises.accounts[0]?.actions ?? {});
  const rows = populations.flatMap(({ id, title, tierZero }) => {
    const to = promises.accounts[0]?.populations[id];
    if (to === undefined || to.targets === 0) return [];
    const numbers = (verdict: 'can' | 'can-until-sdprop') =>
      actions.map((action) => change(countOf(before, id, action, verdict), countOf(promises, id, action, verdict)));
    const row = [text(title), count(to.targets), ...numbers('can')];
    if (!tierZero) return [row];
    return [row, [`${text(title)}, until AdminSDHolder's next run`, count(to.targets), ...numbers('can-until-sdprop')]];
  });
  const unknown = populations.flatMap(({ id, title }) => {
    const verdicts = Object.entries(promises.accounts[0]?.populations[id]?.actions ?? {});
    const some = verdicts.filter(([, { unknown: number }]) => number > 0);
    return some.length === 0
      ? []
      : [
          `${text(title)} (${some.map(([action, { unknown: number }]) => `${text(action)} ${count(number)}`).join(', ')})`,
        ];
  });
  const severities = Object.entries(promises.findings).map(
    ([severity, after]) => `${severity} ${change(before.findings[severity as keyof Promises['findings']] ?? 0, after)}`,
  );
  const later =
    promisesAfterRun === null
      ? []
      : [
          '',
          `After AdminSDHolder's next run (by default within an hour) the findings are: ${Object.entries(
            promisesAfterRun.findings,
          )
            .map(([severity, number]) => `${severity} ${count(number)}`)
            .join(', ')}.`,
          ...(removals.some(({ cause }) => cause === 'adminsdholder')
            ? [
                'Until then there may be more of them than before: AdminSDHolder is mended at once, and each protected account still has its former list, which is a finding of its own.',
              ]
            : []),
        ];
  return [
    '## Effect',
    '',
    'Accounts on which the action works and lasts, before → after. Computed by making the changes in memory and auditing the result.',
    '',
    ...table(['population', 'accounts', ...actions.map(text)], rows, 1),
    '',
    ...(unknown.length > 0
      ? [`**Not known**, and counted nowhere above: ${unknown.join('; ')}. The evidence does not decide these.`, '']
      : []),
    `Open findings: ${severities.join(', ')}.`,
    ...later,
    '',
  ];
}

function delegation(plan: Plan): readonly string[] {
  const { group, account, places, actions, asked } = plan;
  const members =
    group.others === 0
      ? 'Nobody else is in it'
      : `It has ${counted(group.others, 'other member')}, who get the rights too: ${listed(group.othersNamed.map(text))}${group.others > group.othersNamed.length ? ' and more' : ''}`;
  const open = group.othersOpen ? '; **the sources do not show all of its members**' : '';
  return [
    '## What is delegated',
    '',
    `To the group ${code(group.dn)}${group.sid === null ? '' : ` (${group.sid})`}. ${members}${open}.`,
    ...(group.adds ? [`${text(account.name)} is put into it.`] : []),
    '',
    `Rights: the documented set of ${listed(actions.map(({ id }) => code(id)))}, for descendant objects of the class named, nothing else.`,
    '',
    ...(places.length === 0
      ? ['No container needs an entry.']
      : [
          `${asked.on.length > 0 ? 'The containers that were asked for' : 'The fewest containers for those whom it should reach, Tier-0 left alone where it can be'}; those that gain the most first. An account counts at the nearest one.`,
          '',
          ...table(
            [
              'container',
              'for',
              'entries added',
              'people gained',
              'other accounts',
              'Tier-0, lasting',
              'Tier-0, until the next run',
            ],
            places.map(({ dn, classes, entries, gains, others, tierZero, tierZeroForNow }) => [
              text(dn),
              classes.map(text).join(', '),
              count(entries),
              count(gains),
              count(others),
              tierZero > 0 ? `**${count(tierZero)}**` : '0',
              count(tierZeroForNow),
            ]),
            2,
          ),
        ]),
    '',
  ];
}

const MADE = {
  group: 'the security group',
  'hosts-group': 'the group of the hosts',
  account: 'the group managed service account',
} as const;

function made({ makes, kdsRootKeys, account, changes }: Plan): readonly string[] {
  if (makes.length === 0) return [];
  const rows = makes.map((each) => [
    code(each.dn),
    MADE[each.what],
    each.what === 'account'
      ? `${code(each.samAccountName)}, host name ${code(each.dnsHostName)}, AES alone, a new password every ${each.interval} days (which cannot be changed later), retrieved by members of ${code(each.hosts)} alone`
      : each.what === 'hosts-group'
        ? changes.some((one) => one.do === 'add-member' && one.group === each.dn)
          ? 'the domain controllers are its only member: nobody else needs the password'
          : '**without a member**: the sources do not show the group of the domain controllers. Put it in, or nobody can retrieve the password'
        : 'global; nobody but the account is in it',
  ]);
  const key =
    kdsRootKeys === 0
      ? 'The sources show **no KDS root key** (`Get-KdsRootKey`): without one the password of such an account cannot be made. `Add-KdsRootKey -EffectiveImmediately` makes one, and it takes ten hours until all domain controllers have it.'
      : `The sources show ${counted(kdsRootKeys, 'KDS root key')}, of which the account's password is made.`;
  return [
    '## What is made',
    '',
    ...table(['object', 'what', 'how'], rows, 3),
    '',
    'Where only administrators of Tier-0 write is the right place for these: move them there, or name another with `--group DN`.',
    ...(account.creates
      ? [
          '',
          `${key} \`apply.ps1\` looks for the key before it makes anything, and needs the ActiveDirectory module for the account.`,
          'On each domain controller with a sensor the account needs the right to log on as a service, and the sensor is told of it in the portal: both are done by hand, as is removing it there before anything is taken back.',
        ]
      : []),
    '',
  ];
}

function decisions({ avoided }: Plan): readonly string[] {
  if (avoided.length === 0) return [];
  return [
    '## To be decided',
    '',
    'These containers would reach people who are left out, and accounts of Tier-0 with them, for good. The plan leaves them alone. Move the',
    'Tier-0 accounts elsewhere and plan again, or name the container with `--on`.',
    '',
    ...table(
      ['container', 'people gained', 'Tier-0, lasting', 'Tier-0, until the next run'],
      avoided.map(({ dn, gains, tierZero, tierZeroForNow }) => [
        text(dn),
        count(gains),
        `**${count(tierZero)}**`,
        count(tierZeroForNow),
      ]),
      1,
    ),
    '',
  ];
}

function removed({ removals }: Plan): readonly string[] {
  if (removals.length === 0) return [];
  const parts = REMOVAL_CAUSES.flatMap((cause) => {
    const own = removals.filter((each) => each.cause === cause);
    if (own.length === 0) return [];
    const { title, why } = REMOVAL_TEXTS[cause];
    const rules = [...new Set(own.map(({ rule }) => rule))];
    return [
      `### ${title} (${count(own.length)})`,
      '',
      `${why} Findings: ${rules.map(text).join(', ')}.`,
      '',
      ...removalTable(own),
      '',
    ];
  });
  return [
    '## What is removed',
    '',
    'The root of the trouble first. Only what the account alone has, and nothing that Windows puts there.',
    '',
    ...parts,
  ];
}

function removalTable(removals: readonly PlanRemoval[]): readonly string[] {
  if (removals[0]!.sddl === null)
    return table(
      ['group', 'accounts on which an action is lost by this alone'],
      removals.map(({ dn, loses }) => [text(dn), count(loses ?? 0)]),
      1,
    );
  return table(
    ['object', 'entry', 'as SDDL'],
    removals.map(({ dn, words, sddl }) => [text(dn), text(words), code(sddl ?? '')]),
    3,
  );
}

function left({ left: stays }: Plan): readonly string[] {
  if (stays.length === 0) return [];
  return [
    '## What stays',
    '',
    'Findings call this too much as well; the plan does not touch it.',
    '',
    ...table(
      ['object', 'trustee', 'entry', 'why it stays'],
      stays.map(({ dn, trustee, trusteeName, sddl, why }) => [
        text(dn),
        text(trusteeName ?? trustee),
        sddl === null ? '' : code(sddl),
        LEFT_TEXTS[why],
      ]),
      4,
    ),
    '',
  ];
}

function stillOut(plan: Plan): readonly string[] {
  const { stillOut: holes, avoided } = plan;
  const undecided = undecidedOf(plan);
  const unmended = outOf(plan) - holes.reduce((sum, { accounts }) => sum + accounts, 0);
  const more =
    unmended > 0
      ? [
          `**${counted(unmended, 'account')}** that it should reach and does not, for which no change is named here: what is above them was not read, Tier-0 lies beside them, or there are too many to name.`,
          '',
        ]
      : [];
  if (holes.length === 0) {
    if (more.length > 0) return ['## Who stays out', '', ...more];
    const nobody =
      undecided > 0
        ? `Nobody who is known to be one whom it should reach; of ${counted(undecided, 'account')} that is not known.`
        : avoided.length > 0
          ? 'Those named under *To be decided*.'
          : 'Nobody whom it should reach.';
    return ['## Who stays out', '', nobody, ''];
  }
  return [
    '## Who stays out',
    '',
    'People that it should reach and does not, even afterwards, by the change that would let it. These are decisions about those accounts, and no part of this plan: a denial may be meant.',
    '',
    ...table(
      ['accounts', 'would be reached if somebody were to'],
      holes.map(({ accounts, mend }) => [count(accounts), text(mendWords(mend, (dn) => dn))]),
      0,
    ),
    '',
    ...more,
  ];
}
