/** Several servers of one domain, of which one is to serve: the first that can be reached. */
import { AdreachError } from '../../errors/index.js';
import { OtherServer } from './journal/identity.js';
import { isBusyRefusal } from './pace.js';
import { parseLdapUrl } from './url.js';

interface Served<T> {
  readonly served: T;
  /** Why each of the servers before it did not. */
  readonly skipped: readonly AdreachError[];
}

/**
 * Tries servers one after the other. Only one that cannot be reached, is too busy to let anyone log on, or is not the one
 * that an interrupted collection was begun with, is passed over: a certificate or password that is refused ends it, as the next server would refuse it too, and lock the account.
 * @param open connects to a server; `last` is true when there is no other to try
 * @throws AdreachError usage for a URL that is none, before anything is tried; what `open` throws; network when no
 *   server can be reached
 */
export async function firstReachable<T>(
  urls: readonly string[],
  open: (url: string, last: boolean) => Promise<T>,
): Promise<Served<T>> {
  const names = urls.map((url) => parseLdapUrl(url).name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AdreachError('usage', `${twice} is named twice`, 'name each server once');
  const skipped: AdreachError[] = [];
  for (const [index, url] of urls.entries()) {
    try {
      return { served: await open(url, index === urls.length - 1), skipped };
    } catch (error) {
      if (!(error instanceof AdreachError) || !isPassedOver(error)) throw error;
      if (urls.length === 1) throw error;
      skipped.push(error);
    }
  }
  const reasons = skipped.map(({ message }) => message).join('; ');
  throw new AdreachError('network', `none of ${urls.length} servers serves: ${reasons}`, skipped.at(-1)?.hint, {
    cause: skipped.at(-1),
  });
}

const isPassedOver = (error: AdreachError): boolean =>
  error.code === 'network' || error instanceof OtherServer || isBusyRefusal(error);
