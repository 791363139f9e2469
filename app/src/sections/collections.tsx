/** How the sources were read from directory servers. */
import { collectionWords, withOrigins } from '../../../src/report/evidence-words.js';
import { count, counted } from '../../../src/report/numbers.js';
import type { EvidenceBlock } from '../../../src/result/audit.js';
import type { Collection } from '../../../src/result/sources.js';
import { More, useSteps } from '../parts/steps.js';
import { Dn, Table } from '../parts/table.js';

const STEP = 50;

export function Collections({ evidence: { sources } }: { readonly evidence: EvidenceBlock }) {
  const read = withOrigins(sources).flatMap(({ source: { name, collection } }) =>
    collection === undefined ? [] : [{ name, collection }],
  );
  if (read.length === 0) return null;
  return (
    <>
      <h3>How they were read</h3>
      {read.map(({ name, collection }, i) => (
        <OneCollection key={`${i} ${name}`} name={name} collection={collection} />
      ))}
    </>
  );
}

function OneCollection({ name, collection }: { readonly name: string; readonly collection: Collection }) {
  const { searches, reader, moreSearches = 0 } = collection;
  const lists = [...new Set(searches.map(({ attributes }) => attributes.join(', ')))];
  const cut = searches.filter(({ incomplete }) => incomplete !== undefined).length;
  return (
    <>
      <p>
        {name} was {collectionWords(collection)}.
        {reader !== undefined && ` The server told the token that read: ${counted(reader.length, 'SID')}.`}
        {cut > 0 && ` ${counted(cut, 'search', 'searches')} ${cut === 1 ? 'was' : 'were'} cut short.`}
      </p>
      {searches.length > 0 && (
        <details data-print="folded">
          <summary>The {counted(searches.length, 'search', 'searches')} that were sent</summary>
          <Searches name={name} collection={collection} lists={lists} />
          <p>Attributes that were asked for:</p>
          <ol>
            {lists.map((list) => (
              <li key={list}>{list === '' ? 'none' : list}</li>
            ))}
          </ol>
          {moreSearches > 0 && <p>{count(moreSearches)} more searches are not listed.</p>}
        </details>
      )}
    </>
  );
}

function Searches({
  name,
  collection: { searches },
  lists,
}: {
  readonly name: string;
  readonly collection: Collection;
  readonly lists: readonly string[];
}) {
  const [shown, more] = useSteps(searches.length, STEP);
  const heads = [
    { title: 'Base' },
    { title: 'Scope' },
    { title: 'Filter' },
    { title: 'Attributes', number: true },
    { title: 'Entries', number: true },
    { title: 'Cut short' },
  ];
  return (
    <>
      <Table caption={`Searches that were sent to ${name}; attributes: by number, below`} heads={heads}>
        {searches.slice(0, shown).map(({ base, scope, filter, attributes, entries, incomplete }, i) => (
          <tr key={`${i} ${base}`}>
            <th scope="row">
              <Dn dn={base} />
            </th>
            <td>{scope}</td>
            <td>
              <code>{filter}</code>
            </td>
            <td class="n">{lists.indexOf(attributes.join(', ')) + 1}</td>
            <td class="n">{count(entries)}</td>
            <td>{incomplete ?? 'no'}</td>
          </tr>
        ))}
      </Table>
      <More shown={shown} total={searches.length} step={STEP} more={more} what="searches" />
    </>
  );
}
