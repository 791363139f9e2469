import { formatSddl, parseSecurityDescriptor } from '../descriptor/index.js';
import { SdControl, type SecurityDescriptor } from '../descriptor/types.js';
import type { DescriptorId } from './ids.js';
import { Recent } from './recent.js';
import type { Store } from './record-source.js';

/** A descriptor as evidence: parsed, or damaged with the reason. */
export type StoredDescriptor =
  | { readonly state: 'parsed'; readonly value: SecurityDescriptor }
  | { readonly state: 'damaged'; readonly reason: string };

/** The distinct descriptors of a directory, by number. */
export interface Descriptors {
  readonly size: number;
  /**
   * @param number as records refer to it
   * @returns the descriptor; one that cannot be parsed is a value here, not an exception
   */
  get(number: DescriptorId): StoredDescriptor;
  /** The DACL part as SDDL, for comparing two descriptors as an administrator would; null for a damaged one. */
  daclText(number: DescriptorId): string | null;
  /** @returns an empty table that holds its bytes where this one holds them */
  beside(): DescriptorTable;
}

/** Bytes of descriptors that are kept in memory; those beyond, which only very many or very large ones come to, on disk. */
const IN_MEMORY = 1 << 24;
/** Entries, of all lists together, that are kept parsed: some 200 bytes each. */
const PARSED_ENTRIES = 1 << 13;
/** Characters of DACLs as text. */
const TEXT = 1 << 20;

export class DescriptorTable implements Descriptors {
  readonly #held: Buffer[] = [];
  #bytes = 0;
  /** Of those that are on disk: where they begin. */
  readonly #offsets: number[] = [];
  #store: Store | null = null;
  readonly #parsed = new Recent<number, StoredDescriptor>(PARSED_ENTRIES, entriesOf);
  readonly #texts = new Recent<number, string>(TEXT, ({ length }) => length + 1);

  /** @param open gives what holds the bytes that are not held in memory; called where there are any */
  constructor(private readonly open: () => Store) {}

  /** Appends the next descriptor (base64 of the self-relative bytes); its number is the count before. */
  add(base64: string): void {
    this.addBytes(Buffer.from(base64, 'base64'));
  }

  /** The same, of the bytes themselves, which are kept as they are. */
  addBytes(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#store === null && this.#bytes <= IN_MEMORY) {
      this.#held.push(bytes);
      return;
    }
    this.#store ??= this.open();
    this.#offsets.push(this.#store.size);
    this.#store.append(bytes);
  }

  beside(): DescriptorTable {
    return new DescriptorTable(this.open);
  }

  get size(): number {
    return this.#held.length + this.#offsets.length;
  }

  /** @returns the self-relative bytes, base64, as they were added; null where there is no such descriptor */
  base64(number: DescriptorId): string | null {
    return this.#read(number)?.toString('base64') ?? null;
  }

  get(number: DescriptorId): StoredDescriptor {
    return this.#parsed.of(number, () => {
      const bytes = this.#read(number);
      if (bytes === null) return { state: 'damaged', reason: `no descriptor ${number}` };
      try {
        return { state: 'parsed', value: parseSecurityDescriptor(bytes) };
      } catch (error) {
        return { state: 'damaged', reason: error instanceof Error ? error.message : String(error) };
      }
    });
  }

  daclText(number: DescriptorId): string | null {
    const known = this.#texts.get(number);
    if (known !== undefined) return known;
    const stored = this.get(number);
    if (stored.state !== 'parsed') return null;
    const text = daclTextOf(stored.value);
    this.#texts.set(number, text);
    return text;
  }

  #read(number: number): Buffer | null {
    const held = this.#held[number];
    if (held !== undefined) return held;
    const index = number - this.#held.length;
    const from = this.#offsets[index];
    if (from === undefined) return null;
    const store = this.#store!;
    return store.read(from, (this.#offsets[index + 1] ?? store.size) - from);
  }
}

/** How much of a list is kept with it; a damaged descriptor is little. */
function entriesOf(stored: StoredDescriptor): number {
  if (stored.state !== 'parsed') return 1;
  const { sacl, dacl } = stored.value;
  return 2 + (sacl?.aces.length ?? 0) + (dacl?.aces.length ?? 0);
}

/** The DACL part of a descriptor as SDDL. */
export function daclTextOf(descriptor: SecurityDescriptor): string {
  const control = descriptor.control & ~(SdControl.SaclPresent | SdControl.SaclDefaulted);
  return formatSddl({ ...descriptor, owner: null, group: null, sacl: null, control });
}

/**
 * Whether the DACLs of two descriptors are the same to an administrator.
 * @returns null where one of them is damaged
 */
export function sameDacl(descriptors: Descriptors, one: DescriptorId, other: DescriptorId): boolean | null {
  if (one === other) return true;
  const [a, b] = [descriptors.get(one), descriptors.get(other)];
  if (a.state !== 'parsed' || b.state !== 'parsed') return null;
  // As texts only where they can be equal: each entry is a part of the text.
  if (a.value.dacl?.aces.length !== b.value.dacl?.aces.length) return false;
  return descriptors.daclText(one) === descriptors.daclText(other);
}
