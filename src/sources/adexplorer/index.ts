/** AD Explorer snapshots (Sysinternals, `.dat`) as a source of raw items. */
import { createHash } from 'node:crypto';
import type { RawItem } from '../entry.js';
import { type Header, readHeader } from './header.js';
import { type ObjectOptions, readObjects } from './objects.js';
import { RandomAccess } from './random-access.js';
import { readTables, type Tables } from './tables.js';
import { checkTree } from './tree.js';

/** An open file, whose header and tables have been read. */
interface AdExplorerSource {
  readonly header: Header;
  readonly tables: Tables;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** The objects, in the order of the file. To be iterated once; the file is closed afterwards. */
  readonly items: AsyncIterable<RawItem>;
  /** SHA-256 of the file, hex; only after `items` has ended. */
  sha256(): string;
  /** Closes the file where `items` is not read to its end. */
  close(): void;
}

/**
 * Opens an AD Explorer snapshot and reads its header and tables. Memory is bounded by the largest object, whatever the
 * size of the file: 32 MiB of pages and what is remembered of values come to it.
 * @param options `name`: for messages, the path by default
 * @throws AdreachError `file` where it cannot be read; `format` where it is no such snapshot or damaged, `integrity`
 *   where it is cut off, both with the byte; iterating throws the same
 */
export function openAdExplorer(path: string, options: ObjectOptions & { name?: string } = {}): AdExplorerSource {
  const file = new RandomAccess(path, options.name ?? path);
  try {
    const header = readHeader(file);
    const tables = readTables(file, header.tables, header.tree);
    let digest: string | null = null;
    const close = (): void => file.close();
    async function* items(): AsyncGenerator<RawItem> {
      try {
        const hash = createHash('sha256');
        for (const chunk of file.sequence()) {
          hash.update(chunk);
          // Lets signals and progress through.
          await nextTurn();
        }
        digest = hash.digest('hex');
        const tree = checkTree(file, header);
        if (tree.fault !== null)
          yield { gap: { code: 'search-incomplete', message: `${tree.fault}: the file may not be whole` } };
        yield* readObjects(file, header, tables, tree.fault === null ? tree.objects : null, options);
        file.unchanged();
      } finally {
        close();
      }
    }
    return {
      header,
      tables,
      bytes: file.size,
      items: items(),
      sha256: () => {
        if (digest === null) throw new Error('the file has not been read yet');
        return digest;
      },
      close,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
