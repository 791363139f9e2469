/** How the sources were read from directory servers. */

import type { EvidenceBlock } from '../../result/audit.js';
import type { Collection } from '../../result/sources.js';
import { collectionWords, withOrigins } from '../evidence-words.js';
import { count } from '../numbers.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';

export function collections({ sources }: EvidenceBlock): Markup[] {
  return withOrigins(sources).flatMap(({ source: { name, collection } }) =>
    collection === undefined ? [] : [collectionMarkup(name, collection)],
  );
}

function collectionMarkup(name: string, collection: Collection): Markup {
  const { searches, moreSearches = 0 } = collection;
  const lists = [...new Set(searches.map(({ attributes }) => attributes.join(', ')))];
  const rows = searches.map(
    ({ base, scope, filter, attributes, entries, incomplete }) =>
      h`<tr><th scope="row" class="dn">${dnMarkup(base)}</th><td>${scope}</td><td class="dn"><code>${filter}</code></td><td class="n">${lists.indexOf(attributes.join(', ')) + 1}</td><td class="n">${count(entries)}</td><td>${incomplete ?? ''}</td></tr>`,
  );
  const more = moreSearches > 0 ? h`<p>${count(moreSearches)} more searches are not listed.</p>` : NOTHING;
  const table = h`<div class="scroll"><table><caption>Searches that were sent to ${name}</caption>
<thead><tr><th scope="col">Base</th><th scope="col">Scope</th><th scope="col">Filter</th><th scope="col" class="n">Attributes</th><th scope="col" class="n">Entries</th><th scope="col">Cut short</th></tr></thead>
<tbody>${rows}</tbody></table></div><ol>${lists.map((list) => h`<li>${list === '' ? 'none' : list}</li>`)}</ol>`;
  return h`<p>${name} was ${collectionWords(collection)}.</p>${searches.length === 0 ? NOTHING : table}${more}`;
}
