/** What a collection would send, in words: made from the very plan and the very encoder that a collection uses. */
import { AdreachError } from '../../errors/index.js';
import { parseDn } from '../../names/dn.js';
import type { DescribedCollection, DescribedSearch, NamingContexts } from '../../result/collection-plan.js';
import { Bounds } from './bounds.js';
import { timeLimit } from './connection.js';
import { rangeSearch } from './entries.js';
import { explainFailure } from './explain.js';
import { type LdapOptions, pageSizeOf } from './options.js';
import { planCollection, planParent } from './plan.js';
import { describeControls, type SearchSpec } from './requests.js';
import { readRidManager, ridManagerSearch } from './rid-manager.js';
import { readRootDse, rootDseSearch } from './root-dse.js';
import { sessionFactory } from './session.js';

type Sizes = Pick<LdapOptions, 'pageSize' | 'connections' | 'timeout' | 'rate'>;

/**
 * @param contexts where the collection reads
 * @param relativeIds how large the domain is, as the RID manager says; null where it does not
 */
export function describeCollection(
  contexts: NamingContexts,
  relativeIds: number | null,
  options: Sizes,
): DescribedCollection {
  const describe = (what: string, spec: SearchSpec): DescribedSearch => ({
    what,
    base: spec.base,
    scope: spec.scope,
    filter: spec.filter.toString(),
    attributes: spec.attributes,
    controls: describeControls(spec, spec.scope === 'base' ? undefined : { size: pageSizeOf(options) }),
    timeLimit: timeLimit(options.timeout),
  });
  const plan = planCollection(contexts, { ...options, relativeIds });
  return {
    contexts,
    searches: [
      describe('the rootDSE', rootDseSearch()),
      describe('the RID manager', ridManagerSearch(contexts.defaultNamingContext)),
      ...[plan.managed, ...plan.searches].map((search) => describe(search.what, search)),
    ],
    followUps: [
      describe('a parent object that no search brought', planParent('<DN of the parent>')),
      describe(
        'further values of an attribute with many',
        rangeSearch('<DN of the object>', '<attribute>', '<next value>'),
      ),
    ],
  };
}

/**
 * The naming contexts of a server, and how large its domain is: logs on, reads the rootDSE and the RID manager, logs off.
 * @throws AdreachError as `openLdapSource` does
 */
export async function askContexts(
  options: LdapOptions,
): Promise<{ readonly contexts: NamingContexts; readonly relativeIds: number | null }> {
  const sessions = sessionFactory(options, new Bounds());
  const connection = await sessions.open();
  try {
    const contexts = await readRootDse(connection, sessions.endpoint);
    return { contexts, relativeIds: (await readRidManager(connection, contexts.defaultNamingContext)).relativeIds };
  } catch (error) {
    throw explainFailure(error, sessions.endpoint, 'read the rootDSE of');
  } finally {
    connection.close();
  }
}

/**
 * The naming contexts of a domain that is the root of its forest, without asking anyone.
 * @param domain DN of the domain: `DC=example,DC=com`
 * @throws AdreachError usage for what is no DN of a domain
 */
export function assumeContexts(domain: string): NamingContexts {
  const isDomain = (() => {
    try {
      const names = parseDn(domain);
      return names.length > 0 && names.every((pairs) => pairs.length === 1 && pairs[0]!.type.toLowerCase() === 'dc');
    } catch {
      return false;
    }
  })();
  if (!isDomain) {
    throw new AdreachError('usage', `"${domain}" is not the DN of a domain`, 'give it as DC=example,DC=com');
  }
  const configurationNamingContext = `CN=Configuration,${domain}`;
  return {
    defaultNamingContext: domain,
    configurationNamingContext,
    schemaNamingContext: `CN=Schema,${configurationNamingContext}`,
  };
}
