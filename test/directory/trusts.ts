/** Three domains written by hand, with trusts between them: 0 a.example (A), 1 b.example (B), 2 c.example (C). */
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { type Plain, recordSource } from './memory-source.js';

export const A = 'S-1-5-21-1-1-1';
export const B = 'S-1-5-21-2-2-2';
export const C = 'S-1-5-21-3-3-3';
/** A domain of which the sources have no object. */
export const D = 'S-1-5-21-4-4-4';

export interface Trust {
  /** The domain that holds the trustedDomain object. */
  readonly in: string;
  readonly sid?: Sid | undefined;
  readonly attributes?: number | undefined;
  readonly direction?: number | undefined;
  /** Absent: where trusts stand, in CN=System of that domain. */
  readonly dn?: string;
}

/** C belongs to the forest of A. */
export const C_WITH_A: Trust = { in: 'c', sid: A, attributes: TrustAttribute.WithinForest };

export function withTrusts(trusts: readonly Trust[], more: readonly Plain<ModelRecord>[] = []): Promise<Directory> {
  return loadDirectory(
    recordSource([
      ...trusts.map(({ in: holder, dn, ...trust }) => ({
        type: 'trust' as const,
        dn: dn ?? `CN=partner,CN=System,DC=${holder},DC=example`,
        partner: 'partner',
        ...trust,
      })),
      ...([A, B, C] as const).map((sid, number) => {
        const name = 'abc'.charAt(number);
        return { type: 'domain' as const, dn: `DC=${name},DC=example`, dnsName: `${name}.example`, sid };
      }),
      ...more,
    ]),
  );
}

/** Partitions of the forest with this root that name these domains of `example`. */
export function partitions(root: string, ...names: readonly string[]): Plain<ModelRecord>[] {
  return names.map((name) => ({
    type: 'partition',
    nCName: `DC=${name},DC=example`,
    dn: `CN=${name},CN=Partitions,CN=Configuration,DC=${root},DC=example`,
    systemFlags: 3,
  }));
}
