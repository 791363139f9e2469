/** The account under audit, its token, and what is not known about that. */
import type { Explanation, TokenSidView, UndecidedSid } from '../../result/explain.js';
import { kindWords } from '../../words/account-kind.js';
import { entriesWords, listed } from '../../words/lists.js';
import { type Block, type DocumentOptions, plain } from './document.js';

/** SIDs that no entry names are counted instead of listed beyond this many. */
const MOST_SIDS = 20;

export function accountBlocks(explanation: Explanation, { all, dn }: DocumentOptions): Block[] {
  const { account, token, dacl } = explanation;
  const where = token.domain === null ? 'a domain controller' : `a domain controller of ${dn(token.domain)}`;
  const listed = token.sids.filter(({ entries }) => all || entries.length > 0 || token.sids.length <= MOST_SIDS);
  const blocks: Block[] = [
    plain(`${account.name}, ${kindWords(account.kind)}${account.dn === null ? '' : `, ${dn(account.dn)}`}`),
    plain(
      `On ${where} it carries ${token.sids.length} SIDs. * marks those that ${dacl.entries.length === 0 ? 'entries of' : 'the entries of'} the target name.`,
    ),
    ...listed.map(tokenLine),
  ];
  const rest = token.sids.length - listed.length;
  if (rest > 0)
    blocks.push({ level: 1, mark: ' ', text: `... and ${rest} that no entry names (--all lists them)`, style: 'dim' });
  if (token.filtered.length > 0) {
    blocks.push(plain('SID filtering on the way to this domain takes away:'));
    blocks.push(
      ...token.filtered.map(({ sid, name, via, certain, entries }): Block => {
        const named = entries.length > 0 ? ` [${entriesWords(entries)}]` : '';
        const sure = certain ? '' : ' (perhaps: what was read does not tell)';
        return {
          level: 1,
          mark: '-',
          text: `${name ?? sid}${name === null ? '' : ` ${sid}`}: ${via.join(' > ')}${sure}${named}`,
        };
      }),
    );
  }
  if (token.undecided.length > 0) {
    blocks.push(plain('Named by entries, and it is not known whether the account carries them:'));
    blocks.push(...token.undecided.map(undecidedLine));
  }
  return blocks;
}

function tokenLine({ sid, name, via, entries }: TokenSidView): Block {
  const way =
    via.length < 2
      ? 'the account itself'
      : via.length === 2 && via[1] === name && !sid.startsWith('S-1-5-21-')
        ? 'every logon'
        : via.join(' > ');
  const marked = entries.length > 0;
  const named = marked ? ` [${entriesWords(entries)}]` : '';
  return {
    level: 1,
    mark: marked ? '*' : ' ',
    text: `${name ?? sid}${name === null ? '' : ` ${sid}`}: ${way}${named}`,
    ...(marked ? {} : { style: 'dim' as const }),
  };
}

function undecidedLine({ sid, name, because, detail, entries }: UndecidedSid): Block {
  const why = {
    'sid-filtering': 'SID filtering may take it away',
    'members-missing': `members that no source has: ${listed(detail)}`,
    'primary-group-unread': "the account's primary group was not read",
    'kind-of-logon': 'only some kinds of logon carry it',
    'builtin-missing': 'the sources lack this group of CN=Builtin',
    'deleted-or-hidden':
      'its domain is in the sources and has no such object: deleted, or hidden from the collecting account',
    'other-domain': `a SID of a domain that is not in the sources${detail.length > 0 ? ` (${listed(detail)})` : ''}`,
  }[because];
  return {
    level: 1,
    mark: '?',
    text: `${name ?? sid}${name === null ? '' : ` ${sid}`}: ${why} [${entriesWords(entries)}]`,
  };
}
