/** Changes carried out on the lab's server, as an administrator makes them: LDAP modify over TLS. */
import { readFileSync } from 'node:fs';
import { Attribute, type BerWriter, Client, Control, Change as Modification } from 'ldapts';
import type { Change } from '../../src/changes/index.js';
import { encodeSecurityDescriptor, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import type { SecurityDescriptor } from '../../src/descriptor/types.js';
import type { Lab } from '../lab/lab.mjs';

/** Parts of a descriptor, as the SD flags control numbers them (MS-ADTS 3.1.1.3.4.1.11). */
export const Part = { owner: 1, group: 2, dacl: 4 } as const;
export const WHOLE = Part.owner | Part.group | Part.dacl;

class SdFlags extends Control {
  constructor(readonly flags: number) {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, this.flags]), 0x04);
  }
}

/** A change, and the descriptor that its object is to have, where it is about that. */
export interface Order {
  readonly change: Change;
  readonly descriptor: SecurityDescriptor | null;
  /** userAccountControl afterwards, where the change is about that. */
  readonly flags: number | null;
}

export class ChangeMaker {
  private constructor(private readonly client: Client) {}

  static async connect(lab: Lab): Promise<ChangeMaker> {
    const client = new Client({ url: lab.url, tlsOptions: { ca: [readFileSync(lab.caFile)] }, timeout: 60_000 });
    await client.bind(lab.adminUser, lab.adminPassword);
    return new ChangeMaker(client);
  }

  async carryOut({ change, descriptor, flags }: Order): Promise<void> {
    switch (change.kind) {
      case 'add-entry':
      case 'remove-entry':
      case 'set-inheritance':
        return this.write(change.dn, descriptor!, Part.dacl);
      case 'write-descriptor':
        return this.write(
          change.dn,
          descriptor!,
          change.parts.reduce((sum, part) => sum | (part === 'sacl' ? 0 : Part[part]), 0),
        );
      case 'add-member':
        return this.modify(change.group, 'add', 'member', [change.member]);
      case 'remove-member':
        return this.modify(change.group, 'delete', 'member', [change.member]);
      case 'set-flags':
        return this.modify(change.dn, 'replace', 'userAccountControl', [String(flags)]);
      case 'set-attribute':
        return this.modify(change.dn, 'replace', change.attribute, change.values.map(String));
      case 'create':
      case 'delete':
      case 'move':
      case 'run-adminsdholder':
        throw new Error('the server has no such task');
    }
  }

  /** @param parts which parts count */
  async write(dn: string, descriptor: SecurityDescriptor, parts: number): Promise<void> {
    const values = [Buffer.from(encodeSecurityDescriptor(descriptor))];
    const modification = new Attribute({ type: 'nTSecurityDescriptor', values });
    await this.client.modify(dn, new Modification({ operation: 'replace', modification }), new SdFlags(parts));
  }

  async modify(dn: string, operation: 'add' | 'delete' | 'replace', type: string, values: string[]): Promise<void> {
    await this.client.modify(dn, new Modification({ operation, modification: new Attribute({ type, values }) }));
  }

  async read(dn: string): Promise<SecurityDescriptor> {
    const { searchEntries } = await this.client.search(
      dn,
      { scope: 'base', attributes: ['nTSecurityDescriptor'], explicitBufferAttributes: ['nTSecurityDescriptor'] },
      new SdFlags(WHOLE),
    );
    return parseSecurityDescriptor(searchEntries[0]!.nTSecurityDescriptor as Buffer);
  }

  async close(): Promise<void> {
    await this.client.unbind();
  }
}
