/** Steps of advice as an administrator carries them out: LDAP modifies on the directory server, written from the step alone. */
import { readFileSync } from 'node:fs';
import { Attribute, type BerWriter, Change, Client, Control } from 'ldapts';
import { encodeSecurityDescriptor, formatAce, parseSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import { type Ace, AceFlag, SdControl, type SecurityDescriptor, type Sid } from '../../src/descriptor/types.js';
import type { NamedRequiredRight } from '../../src/result/rights.js';
import type { Step } from '../../src/result/steps.js';
import type { Lab } from '../lab/lab.mjs';

/** SD flags control (MS-ADTS 3.1.1.3.4.1.11): which parts of a descriptor are read or written. */
class SdFlags extends Control {
  constructor(readonly flags: number) {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, this.flags]), 0x04);
  }
}

const DACL_ONLY = 4;
const isInherited = (ace: Ace) => (ace.flags & AceFlag.Inherited) !== 0;
const sddlOf = (ace: Ace) => formatAce(ace);
const isDenial = (ace: Ace) => sddlOf(ace).startsWith('(D') || sddlOf(ace).startsWith('(OD');

/** Rights as SDDL has them (MS-DTYP 2.5.1.1). */
const LETTERS: Readonly<Record<NamedRequiredRight['right'], string>> = {
  'read-property': 'RP',
  'write-property': 'WP',
  'read-confidential': 'RPCR',
  'control-access': 'CR',
  'control-access-to-attribute': 'CR',
  'validated-write': 'SW',
  delete: 'SD',
  'read-control': 'RC',
  'write-dac': 'WD',
  'write-owner': 'WO',
};

export class Administrator {
  private constructor(
    readonly lab: Lab,
    readonly client: Client,
  ) {}

  static async connect(lab: Lab): Promise<Administrator> {
    const client = new Client({ url: lab.url, tlsOptions: { ca: [readFileSync(lab.caFile)] }, timeout: 60_000 });
    await client.bind(lab.adminUser, lab.adminPassword);
    return new Administrator(lab, client);
  }

  close(): Promise<void> {
    return this.client.unbind();
  }

  /** Writes an object's list as it is: what it inherits is made anew. */
  async writeAgain(dn: string): Promise<void> {
    await this.#write(dn, (sd) => sd);
  }

  /** @returns what takes the step back, beside descriptors */
  async carryOut(step: Step): Promise<(() => Promise<void>) | null> {
    switch (step.do) {
      case 'remove-entry':
        await this.#writeList(step.dn, (aces) => {
          const at = aces.findIndex((ace) => sddlOf(ace) === step.sddl);
          if (at < 0) throw new Error(`${step.dn} has no entry ${step.sddl}`);
          return aces.toSpliced(at, 1);
        });
        return null;
      case 'add-entry':
        await this.#writeList(step.dn, (aces) => {
          const added = step.rights.map((right) => entryOf(step, right));
          const at = aces.findLastIndex((ace) => !isInherited(ace) && isDenial(ace)) + 1;
          return aces.toSpliced(at, 0, ...added);
        });
        return null;
      case 'enable-inheritance':
        await this.#write(step.dn, (sd) => ({ ...sd, control: sd.control & ~SdControl.DaclProtected }));
        return null;
      case 'propagate':
        await this.writeAgain(step.dn);
        return null;
      case 'write-dacl': {
        const sddl = await this.#defaultList(step.objectClass!.name);
        const { dacl } = parseSddl(sddl, { domainSid: this.lab.domainSid as Sid });
        await this.#write(step.dn, (sd) => ({
          ...sd,
          control: (sd.control | SdControl.DaclPresent) & ~SdControl.DaclProtected,
          dacl,
        }));
        return null;
      }
      case 'clear-admin-count':
        return this.#replace(step.dn, 'adminCount', () => []);
      case 'clear-flag':
        return this.#replace(step.dn, step.attribute, (value) => [String(Number(value) & ~step.bit)]);
      case 'leave-group': {
        const membership = (operation: 'add' | 'delete') =>
          this.client.modify(step.group.dn!, attribute(operation, 'member', [step.member.dn!]));
        await membership('delete');
        return () => membership('add');
      }
    }
  }

  async #writeList(dn: string, change: (aces: readonly Ace[]) => readonly Ace[]): Promise<void> {
    await this.#write(dn, (sd) => ({ ...sd, dacl: { ...sd.dacl!, revision: 4, aces: change(sd.dacl!.aces) } }));
  }

  async #write(dn: string, change: (sd: SecurityDescriptor) => SecurityDescriptor): Promise<void> {
    const { searchEntries } = await this.client.search(
      dn,
      { scope: 'base', attributes: ['nTSecurityDescriptor'], explicitBufferAttributes: ['nTSecurityDescriptor'] },
      [new SdFlags(DACL_ONLY)],
    );
    const bytes = [searchEntries[0]?.nTSecurityDescriptor ?? []].flat()[0] as Buffer | undefined;
    if (bytes === undefined) throw new Error(`the descriptor of ${dn} does not show itself to the administrator`);
    const written = Buffer.from(encodeSecurityDescriptor(change(parseSecurityDescriptor(bytes))));
    await this.client.modify(dn, attribute('replace', 'nTSecurityDescriptor', [written]), [new SdFlags(DACL_ONLY)]);
  }

  async #replace(dn: string, name: string, change: (value: string) => string[]): Promise<() => Promise<void>> {
    const { searchEntries } = await this.client.search(dn, { scope: 'base', attributes: [name] });
    const former = String(searchEntries[0]?.[name]);
    await this.client.modify(dn, attribute('replace', name, change(former)));
    return () => this.client.modify(dn, attribute('replace', name, [former]));
  }

  async #defaultList(className: string): Promise<string> {
    const { searchEntries } = await this.client.search(`CN=Schema,CN=Configuration,${this.lab.domainDn}`, {
      scope: 'one',
      filter: `(&(objectClass=classSchema)(lDAPDisplayName=${className}))`,
      attributes: ['defaultSecurityDescriptor'],
    });
    return String(searchEntries[0]?.defaultSecurityDescriptor);
  }
}

function entryOf({ trustee, appliesTo }: Extract<Step, { do: 'add-entry' }>, right: NamedRequiredRight): Ace {
  const guid = 'guid' in right ? right.guid : '';
  const [kind, flags] = [guid === '' && appliesTo === null ? 'A' : 'OA', appliesTo === null ? '' : 'CIIO'];
  const text = `D:(${kind};${flags};${LETTERS[right.right]};${guid};${appliesTo?.guid ?? ''};${trustee.sid})`;
  return parseSddl(text).dacl!.aces[0]!;
}

function attribute(operation: 'add' | 'delete' | 'replace', type: string, values: string[] | Buffer[]): Change {
  return new Change({ operation, modification: new Attribute({ type, values }) });
}
