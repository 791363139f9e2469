import { formatSddl, parseSecurityDescriptor } from '../descriptor/index.js';
import { SdControl, type SecurityDescriptor } from '../descriptor/types.js';
import type { DescriptorId } from './ids.js';

/** A descriptor as evidence: parsed, or damaged with the reason. */
export type StoredDescriptor =
  | { readonly state: 'parsed'; readonly value: SecurityDescriptor }
  | { readonly state: 'damaged'; readonly reason: string };

/** The distinct descriptors of a directory, by number; each is parsed once, when first asked for. */
export class DescriptorTable {
  readonly #raw: (string | null)[] = [];
  readonly #parsed: StoredDescriptor[] = [];
  readonly #sddl = new Map<number, string>();

  /** Appends the next descriptor (base64 of the self-relative bytes); its number is the count before. */
  add(base64: string): void {
    this.#raw.push(base64);
  }

  get size(): number {
    return this.#raw.length;
  }

  /**
   * @param number as records refer to it
   * @returns the descriptor; one that cannot be parsed is a value here, not an exception
   */
  get(number: DescriptorId): StoredDescriptor {
    const known = this.#parsed[number];
    if (known) return known;
    const base64 = this.#raw[number];
    let stored: StoredDescriptor;
    if (base64 === undefined || base64 === null) stored = { state: 'damaged', reason: `no descriptor ${number}` };
    else {
      try {
        stored = { state: 'parsed', value: parseSecurityDescriptor(Buffer.from(base64, 'base64')) };
      } catch (error) {
        stored = { state: 'damaged', reason: error instanceof Error ? error.message : String(error) };
      }
    }
    this.#parsed[number] = stored;
    this.#raw[number] = null;
    return stored;
  }

  /** The DACL part as SDDL, for comparing two descriptors as an administrator would; null for a damaged one. */
  daclText(number: DescriptorId): string | null {
    const known = this.#sddl.get(number);
    if (known !== undefined) return known;
    const stored = this.get(number);
    if (stored.state !== 'parsed') return null;
    const text = daclTextOf(stored.value);
    this.#sddl.set(number, text);
    return text;
  }
}

/** The DACL part of a descriptor as SDDL. */
export function daclTextOf(descriptor: SecurityDescriptor): string {
  const control = descriptor.control & ~(SdControl.SaclPresent | SdControl.SaclDefaulted);
  return formatSddl({ ...descriptor, owner: null, group: null, sacl: null, control });
}
