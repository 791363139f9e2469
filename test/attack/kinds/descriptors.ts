/** Security descriptors as whoever owns an object may write them: no two alike, as large as they can be. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, GRANTS_ALL, ldif, sd } from '../../e2e/domain-text.js';
import { type Attack, answered } from '../attack.js';

const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);

/** Of an entry without object types, with a SID of a domain. */
const ENTRY_BYTES = 36;
const HEADER_BYTES = 20;
/** The largest list: its size is a 16-bit number, a multiple of 4. */
const LARGEST_LIST = 65_532;

/**
 * A descriptor of about so many bytes; no two numbers have the same, and no two entries the same trustee.
 * @param first what its first entries are
 */
function descriptor(number: number, bytes: number, first: Uint8Array): Buffer {
  const from = Buffer.from(first);
  const owner = from.readUInt32LE(4);
  const dacl = from.readUInt32LE(16);
  const size = from.readUInt16LE(dacl + 2);
  const entries = Math.floor((Math.min(bytes - HEADER_BYTES, LARGEST_LIST) - size) / ENTRY_BYTES);
  const owners = from.subarray(owner, owner + 12);
  const list = Buffer.alloc(size + entries * ENTRY_BYTES);
  from.copy(list, 0, dacl, dacl + size);
  list.writeUInt16LE(list.length, 2);
  list.writeUInt16LE(from.readUInt16LE(dacl + 4) + entries, 4);
  for (let entry = 0, at = size; entry < entries; entry++, at += ENTRY_BYTES) {
    list.writeUInt16LE(ENTRY_BYTES, at + 2);
    list.writeUInt32LE(0x20094, at + 4);
    list.writeUInt8(1, at + 8);
    list.writeUInt8(5, at + 9);
    list.writeUInt8(5, at + 15);
    list.writeUInt32LE(21, at + 16);
    list.writeUInt32LE(number, at + 20);
    list.writeUInt32LE(entry, at + 24);
    list.writeUInt32LE(7, at + 28);
    list.writeUInt32LE(1000, at + 32);
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(1, 0);
  header.writeUInt16LE(0x8004, 2);
  header.writeUInt32LE(HEADER_BYTES, 4);
  header.writeUInt32LE(HEADER_BYTES, 8);
  header.writeUInt32LE(HEADER_BYTES + owners.length, 16);
  return Buffer.concat([header, owners, list]);
}

type Of = 'user' | 'group' | 'container';

/** A domain with so many objects of a kind, each with its own descriptor, as a file. */
async function file(folder: string, of: Of, count: number, bytes: number): Promise<string> {
  const path = join(folder, 'domain.ldif');
  const out = createWriteStream(path, { highWaterMark: 1 << 24 });
  out.write(ldif([...DOMAIN.whole(), DOMAIN.user('act')]));
  const first = sd(`${GRANTS_ALL}(A;;RPLCRC;;;AU)`);
  for (let number = 0; number < count; number++) {
    const nTSecurityDescriptor = descriptor(number, bytes, first);
    const entry =
      of === 'user'
        ? DOMAIN.user(`u${number}`, { nTSecurityDescriptor })
        : of === 'group'
          ? DOMAIN.group(`g${number}`, -2147483646, [], { nTSecurityDescriptor })
          : DOMAIN.object(`OU=o${number},${DOMAIN.dn}`, ['top', 'organizationalUnit'], { nTSecurityDescriptor });
    if (!out.write(ldif([entry]))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return path;
}

const audit = (path: string) => ['audit', path, '--account', 'act', '--exported', 'all', '--format', 'csv'];

const bomb = (of: Of, count: number, bytes: number, size: string, seconds: number): Attack => ({
  name: `${of}s-${count}-of-${size.replace(' ', '-').toLowerCase()}`,
  kind: 'descriptors',
  what: `${count.toLocaleString('en')} ${of}s, each with a descriptor of its own of ${size}`,
  most: { seconds, mebibytes: 600 },
  async mount(folder) {
    return { run: audit(await file(folder, of, count, bytes)), judge: answered(/act/) };
  },
});

const SMALL = 700;
const LARGE = 64 * 1024;

export const DESCRIPTORS: readonly Attack[] = [
  bomb('user', 5_000, LARGE, '64 KB', 120),
  bomb('user', 50_000, LARGE, '64 KB', 900),
  bomb('user', 200_000, SMALL, '700 B', 120),
  bomb('group', 5_000, LARGE, '64 KB', 120),
  bomb('group', 100_000, SMALL, '700 B', 120),
  bomb('container', 5_000, LARGE, '64 KB', 120),
  bomb('container', 100_000, SMALL, '700 B', 120),
];
