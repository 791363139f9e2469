/** Reads a workbook back, strictly and apart from what wrote it: sheets by name, rows of cells. */
import { crc32, inflateRawSync } from 'node:zlib';

export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly ReadCell[])[];
  readonly frozen: boolean;
  readonly filter: string | null;
  readonly xml: string;
}
export interface ReadCell {
  readonly value: string | number | boolean | null;
  readonly style: number;
}

/** The entries of an archive by path, from its directory at the end; sizes and checksums must hold. */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const entries = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error('not an entry');
    const [crc, packed, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset));
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== 0x04034b50) throw new Error(`no local header of ${name}`);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = inflateRawSync(archive.subarray(start, start + packed!));
    if (bytes.length !== size || crc32(bytes) !== crc) throw new Error(`${name} is damaged`);
    entries.set(name, bytes.toString('utf8'));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

export function readWorkbook(archive: Buffer): readonly ReadSheet[] {
  const entries = unzip(archive);
  const targets = new Map(
    [...entries.get('xl/_rels/workbook.xml.rels')!.matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(
      ([, id, target]) => [id!, target!],
    ),
  );
  const types = entries.get('[Content_Types].xml')!;
  return [...entries.get('xl/workbook.xml')!.matchAll(/<sheet name="([^"]+)" sheetId="\d+" r:id="([^"]+)"\/>/g)].map(
    ([, name, id]) => {
      const path = `xl/${targets.get(id!)!}`;
      if (!types.includes(`PartName="/${path}"`)) throw new Error(`${path} has no content type`);
      const xml = entries.get(path)!;
      return {
        name: name!,
        xml,
        frozen: xml.includes('ySplit="1"') && xml.includes('state="frozen"'),
        filter: /<autoFilter ref="([^"]+)"/.exec(xml)?.[1] ?? null,
        rows: [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) => cellsOf(row!)),
      };
    },
  );
}

function cellsOf(row: string): ReadCell[] {
  const cell =
    /<c(?: t="(\w+)")?(?: s="(\d+)")?(?:\/>|>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">([^<]*)<\/t><\/is>)<\/c>)/gy;
  const cells: ReadCell[] = [];
  while (cell.lastIndex < row.length) {
    const found = cell.exec(row);
    if (found === null) throw new Error(`not a cell: ${row.slice(0, 200)}`);
    const [, type, style, plain, text] = found;
    cells.push({ style: Number(style ?? 0), value: contentOf(type, plain, text) });
  }
  return cells;
}

function contentOf(type: string | undefined, plain: string | undefined, text: string | undefined): ReadCell['value'] {
  if (text !== undefined) return characters(text);
  if (plain === undefined) return null;
  return type === 'b' ? plain === '1' : Number(plain);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Entities first, then characters by number, as spreadsheets do. */
function characters(text: string): string {
  return text
    .replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
