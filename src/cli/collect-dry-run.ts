/** `adreach collect --dry-run`: every search that would be sent, as text or JSON. */
import { jsonLines } from '../report/encode/json.js';
import type { DescribedCollection, DescribedSearch, DryRun } from '../result/collection-plan.js';

/** How the naming contexts were learned. */
export type Basis = DryRun['basis'];

/** The description as one JSON document. */
export function dryRunJson(server: string, basis: Basis, collection: DescribedCollection): string {
  const document: DryRun = { adreach: 'dry-run', server, basis, ...collection };
  return `${jsonLines(document)}\n`;
}

/** @returns lines, whose text comes from the directory in part: to be encoded for where they go */
export function dryRunLines(server: string, basis: Basis, collection: DescribedCollection): string[] {
  const { contexts, searches, followUps } = collection;
  return [
    `What would be sent to ${server}.`,
    ...(basis === 'rootDSE'
      ? ['The naming contexts are those of its rootDSE. Nothing was read but that and the RID manager:']
      : [
          'Nothing was connected to: the naming contexts are those of a domain that is the root of its forest.',
          'In another domain the configuration and the schema lie below the root, as its rootDSE tells.',
          'The domain is taken for small; one of more than 10,000 accounts is read in more parts.',
        ]),
    `  domain        ${contexts.defaultNamingContext}`,
    `  configuration ${contexts.configurationNamingContext}`,
    `  schema        ${contexts.schemaNamingContext}`,
    '',
    `${searches.length} searches, each to the last page:`,
    ...searches.flatMap((search, index) => describe(search, `${index + 1}.`)),
    '',
    'Further searches, where the answers call for them:',
    ...followUps.flatMap((search) => describe(search, '-')),
  ];
}

function describe(search: DescribedSearch, mark: string): string[] {
  const controls = search.controls.map(
    ({ oid, name, critical, value }) => `${oid} ${name}, ${critical ? 'critical' : 'not critical'}: ${value}`,
  );
  const [first = 'none', ...others] = controls;
  return [
    `${mark} ${search.what}`,
    `     base       ${search.base === '' ? '(empty: the rootDSE)' : search.base}`,
    `     scope      ${search.scope}`,
    `     filter     ${search.filter}`,
    `     attributes ${search.attributes.join(' ')}`,
    `     controls   ${first}`,
    ...others.map((control) => `                ${control}`),
    `     time limit ${search.timeLimit} s`,
  ];
}
