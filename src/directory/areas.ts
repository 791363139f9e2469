/**
 * Parts of a forest that are no accounts but give power over them: group policies, DNS, certificate services, the schema, the
 * configuration. Their objects may lie outside every domain; then the forest's root decides about them.
 */
import { dnKey, isAtOrBelow } from '../names/dn.js';
import type { AreaCode } from '../result/codes.js';
import { at, type Directory } from './directory.js';
import { forestOf } from './forest.js';
import { type ContainerId, type DomainId, idsOf } from './ids.js';

/** Where a container belongs. */
export interface AreaPlace {
  readonly area: AreaCode;
  /** The domain whose controllers are asked; null where no source holds one. */
  readonly domain: DomainId | null;
}

/** Objects below which an area lies, by their names below a domain, its forest's configuration, or both. */
const OF_DOMAIN: readonly (readonly [string, AreaCode])[] = [
  ['CN=Policies,CN=System', 'group-policy'],
  ['CN=WMIPolicy,CN=System', 'group-policy'],
  ['CN=MicrosoftDNS,CN=System', 'dns'],
  ['DC=DomainDnsZones', 'dns'],
  ['DC=ForestDnsZones', 'dns'],
];
const OF_FOREST: readonly (readonly [string, AreaCode])[] = [
  ['CN=Configuration', 'configuration'],
  ['CN=Schema,CN=Configuration', 'schema'],
  ['CN=Public Key Services,CN=Services,CN=Configuration', 'certificate-services'],
];

/** @returns one a container, in their order */
export function areasOf(directory: Directory): readonly AreaPlace[] {
  const { containers, domains } = directory;
  const tops = new Map<string, AreaPlace>();
  for (const domain of idsOf<DomainId>(domains)) {
    const { dn } = domains[domain]!;
    const { root } = forestOf(directory, domain);
    for (const [name, area] of OF_DOMAIN) tops.set(dnKey(`${name},${dn}`), { area, domain });
    const rootDn = domains.find(({ sid }) => sid === root)?.dn ?? rootByName(directory, dn);
    for (const [name, area] of OF_FOREST) {
      const key = dnKey(`${name},${rootDn}`);
      // The root itself where the sources hold it, else the first of its domains.
      if (!tops.has(key) || domains[domain]!.sid === root) tops.set(key, { area, domain });
    }
    const forestZones = dnKey(`DC=ForestDnsZones,${rootDn}`);
    if (!tops.has(forestZones)) tops.set(forestZones, { area: 'dns', domain });
  }
  const places: AreaPlace[] = [];
  for (const id of idsOf<ContainerId>(containers)) {
    const { dn, parent, domain } = containers[id]!;
    places.push(tops.get(dnKey(dn)) ?? at(places, parent) ?? { area: '', domain });
  }
  return places.map((place, number) => (place.area === '' ? { area: '', domain: containers[number]!.domain } : place));
}

/** The name of the forest's root as the names of configurations tell it, for a domain of a forest whose root was not read. */
function rootByName({ containers }: Directory, dn: string): string {
  const key = dnKey(dn);
  const heads = containers.filter(({ parent, dn: name }) => parent === null && /^cn=configuration,/i.test(name));
  return (
    heads.map((head) => head.dn.slice(head.dn.indexOf(',') + 1)).find((root) => isAtOrBelow(key, dnKey(root))) ?? dn
  );
}
