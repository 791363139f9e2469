/** A directory server as a source of commands other than `collect`. */

import type { LiveSource } from '../assemble/open.js';
import { openLdapSource } from '../sources/ldap/index.js';
import { collectionOf } from './collection.js';
import { type ConnectionFlags, ldapOptions } from './connection-options.js';
import type { Progress } from './progress.js';

/** @returns a function that connects to a URL as the flags say, for `openEvidence` */
export function ldapInput(flags: ConnectionFlags, progress: Progress): (url: string) => Promise<LiveSource> {
  return async (url) => {
    const source = await openLdapSource(await ldapOptions(url, flags), ({ objects, reading }) =>
      progress.update(`${objects.toLocaleString('en')} objects read (${reading})`),
    );
    return {
      items: source.items,
      info() {
        const info = source.info();
        const { url: name, endedAt, server } = info;
        return { name, server: server.dnsHostName, collectedAt: endedAt, collection: collectionOf(info) };
      },
      close: () => source.close(),
    };
  };
}
