/** The lab's situations as one export: the fresh domain, what the situations change in it, DNS zones and certificate services. */
import { type LdifRecord, overlaid, readRecords } from './ldif-records.js';

export const fresh = readRecords('fixtures/situations/fresh.ldif.gz');

export const situations = {
  head: fresh.head,
  records: ['situations', 'certificates-and-dns'].reduce<readonly LdifRecord[]>(
    (all, name) => overlaid(all, readRecords(`fixtures/situations/${name}.ldif`).records),
    fresh.records,
  ),
};
