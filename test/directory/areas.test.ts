import { expect, test } from '@jest/globals';
import { areasOf } from '../../src/directory/areas.js';
import { loadDirectory } from '../../src/directory/load.js';
import { DOMAIN_DN, memorySource } from './memory-source.js';

test('objects outside every domain belong to the area that they lie in, and to the domain that decides about them', async () => {
  const below = (dn: string, parent?: number) => ({ type: 'container' as const, dn, parent, classes: 3 });
  const configuration = `CN=Configuration,${DOMAIN_DN}`;
  // The containers of a memory source are five.
  const more = [
    below(`CN=Policies,CN=System,${DOMAIN_DN}`, 1),
    below(`CN={1},CN=Policies,CN=System,${DOMAIN_DN}`, 5),
    below(configuration),
    below(`CN=Services,${configuration}`, 7),
    below(`CN=Public Key Services,CN=Services,${configuration}`, 8),
    below(`CN=AIA,CN=Public Key Services,CN=Services,${configuration}`, 9),
    below(`CN=Schema,${configuration}`),
    below(`DC=DomainDnsZones,${DOMAIN_DN}`),
    below(`CN=MicrosoftDNS,DC=DomainDnsZones,${DOMAIN_DN}`, 12),
    below(`DC=ForestDnsZones,${DOMAIN_DN}`),
    below('CN=Configuration,DC=elsewhere'),
  ];
  const places = areasOf(await loadDirectory(memorySource({ descriptors: ['D:'], more })));
  expect(places.map(({ area }) => area)).toEqual([
    ...['', '', '', '', ''],
    ...[
      'group-policy',
      'group-policy',
      'configuration',
      'configuration',
      'certificate-services',
      'certificate-services',
    ],
    ...['schema', 'dns', 'dns', 'dns', ''],
  ]);
  expect(places.map(({ domain }) => domain)).toEqual([...Array.from({ length: 15 }, () => 0), null]);
});
