/** Parts of a forest that give power over its accounts, as they are called. */
import type { AreaCode } from '../result/codes.js';

export const AREA_TEXTS: Readonly<Record<AreaCode, string>> = {
  '': 'the tree of accounts',
  'group-policy': 'group policies (CN=Policies, CN=WMIPolicy)',
  dns: 'DNS zones (CN=MicrosoftDNS, DomainDnsZones, ForestDnsZones)',
  'certificate-services': 'certificate services (CN=Public Key Services)',
  schema: 'the schema',
  configuration: 'the configuration of the forest',
};
