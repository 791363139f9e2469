/** The account under audit, its token, and what is not known about that. */
import type { Explanation, TokenSidView, UndecidedSid } from '../../result/explain.js';
import { kindWords } from '../../words/account-kind.js';
import { entriesWords } from '../../words/lists.js';
import { sidWords, undecidedWords, wayWords } from '../../words/token.js';
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
      ...token.filtered.map((lost): Block => {
        const named = lost.entries.length > 0 ? ` [${entriesWords(lost.entries)}]` : '';
        const sure = lost.certain ? '' : ' (perhaps: what was read does not tell)';
        return { level: 1, mark: '-', text: `${sidWords(lost)}: ${lost.via.join(' > ')}${sure}${named}` };
      }),
    );
  }
  if (token.undecided.length > 0) {
    blocks.push(plain('Named by entries, and it is not known whether the account carries them:'));
    blocks.push(...token.undecided.map(undecidedLine));
  }
  return blocks;
}

function tokenLine(view: TokenSidView): Block {
  const marked = view.entries.length > 0;
  const named = marked ? ` [${entriesWords(view.entries)}]` : '';
  return {
    level: 1,
    mark: marked ? '*' : ' ',
    text: `${sidWords(view)}: ${wayWords(view)}${named}`,
    ...(marked ? {} : { style: 'dim' as const }),
  };
}

function undecidedLine(view: UndecidedSid): Block {
  return { level: 1, mark: '?', text: `${sidWords(view)}: ${undecidedWords(view)} [${entriesWords(view.entries)}]` };
}
