/** The server's own answers: real writes bound as an account, and its constructed attributes. */
import { readFileSync } from 'node:fs';
import { Attribute, type BerWriter, Change, Client, Control, InsufficientAccessError, ResultCodeError } from 'ldapts';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { Lab } from '../lab/lab.mjs';
import type { AttemptKind } from './questions.js';
import type { Actor, FuzzTarget } from './world.js';

const DISABLED = 0x2;
/** Shorter than the policy's minimum: where the right is held, users answer constraintViolation and stay as they are. */
const WEAK_PASSWORD = Buffer.from('"a"', 'utf16le');
/** How the server's access check words its refusals; its other modules give the same code with another text. */
const ACCESS_CHECK = /has no write (?:property|dacl) access|error in module acl: insufficient access rights/;

const NEW_DACL = Buffer.from(encodeSecurityDescriptor(parseSddl('D:P(A;;RC;;;AU)')));

/** SD flags control (MS-ADTS 3.1.1.3.4.1.11): the DACL and nothing else is written. */
class DaclOnly extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x04]), 0x04);
  }
}

export interface Effective {
  /** Lower-case names in allowedAttributesEffective. */
  readonly attributes: ReadonlySet<string>;
  /** sDRightsEffective. */
  readonly sdRights: number;
}

/** One connection per account. */
export class Oracle {
  private constructor(private readonly clients: ReadonlyMap<string, Client>) {}

  static async connect(lab: Lab, actors: readonly Actor[]): Promise<Oracle> {
    const ca = [readFileSync(lab.caFile)];
    const clients = new Map<string, Client>();
    for (const { name, sid, password } of actors) {
      const client = new Client({ url: lab.url, tlsOptions: { ca }, timeout: 60_000, connectTimeout: 10_000 });
      await client.bind(`${lab.netbiosName}\\${name}`, password);
      clients.set(sid, client);
    }
    return new Oracle(clients);
  }

  /**
   * Makes the write that an action is; every one that passes changes the target's state (a computer's password, for a
   * reset), and the next attempt changes it back.
   * @throws Error for a refusal that is not the access check's
   */
  async attempt(actor: Actor, target: FuzzTarget, kind: AttemptKind): Promise<boolean> {
    try {
      const controls = kind === 'change-dacl' ? [new DaclOnly()] : [];
      await this.#client(actor).modify(target.dn, change(kind, target), controls);
    } catch (error) {
      if (!(error instanceof ResultCodeError)) throw error;
      if (kind === 'reset-password' && error.code === 19 && /0000052D/i.test(error.message)) return true;
      if (error instanceof InsufficientAccessError && ACCESS_CHECK.test(error.message)) return false;
      throw new Error(`${actor.name} ${kind} ${target.dn}: result ${error.code}, ${error.message}`);
    }
    if (kind === 'disable') target.uac ^= DISABLED;
    if (kind === 'force-password-change') target.expired = !target.expired;
    return true;
  }

  /** @returns null where the object does not show itself to the account */
  async effective(actor: Actor, target: FuzzTarget): Promise<Effective | null> {
    const attributes = ['allowedAttributesEffective', 'sDRightsEffective'];
    const { searchEntries } = await this.#client(actor).search(target.dn, { scope: 'base', attributes });
    const entry = searchEntries[0];
    if (!entry) return null;
    const names = [entry.allowedAttributesEffective ?? []].flat() as string[];
    const rights = [entry.sDRightsEffective ?? []].flat()[0];
    if (rights === undefined) return null;
    return { attributes: new Set(names.map((name) => name.toLowerCase())), sdRights: Number(rights) };
  }

  /** The account's token as the server has it. */
  token(actor: Actor): Promise<Set<Sid>> {
    return readToken(this.#client(actor));
  }

  #client(actor: Actor): Client {
    return this.clients.get(actor.sid)!;
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) await client.unbind();
  }
}

/** rootDSE tokenGroups: the token of whoever is logged on (MS-ADTS 3.1.1.3.2.41). */
export async function readToken(client: Client): Promise<Set<Sid>> {
  const { searchEntries } = await client.search('', {
    scope: 'base',
    attributes: ['tokenGroups'],
    explicitBufferAttributes: ['tokenGroups'],
  });
  return new Set(([searchEntries[0]?.tokenGroups ?? []].flat() as Buffer[]).map(sidText));
}

function change(kind: AttemptKind, target: FuzzTarget): Change {
  switch (kind) {
    case 'disable':
      return replace('userAccountControl', String(target.uac ^ DISABLED));
    case 'force-password-change':
      return replace('pwdLastSet', target.expired ? '-1' : '0');
    case 'reset-password':
      return replace('unicodePwd', WEAK_PASSWORD);
    case 'change-dacl':
      return replace('nTSecurityDescriptor', NEW_DACL);
  }
}

function replace(type: string, value: string | Buffer): Change {
  const values = [value] as string[] | Buffer[];
  return new Change({ operation: 'replace', modification: new Attribute({ type, values }) });
}

/** MS-DTYP 2.4.2.2: the identifier authority big-endian, the rest little-endian. */
function sidText(sid: Buffer): Sid {
  const parts = Array.from({ length: sid.readUInt8(1) }, (_, index) => sid.readUInt32LE(8 + 4 * index));
  return `S-1-${[sid.readUIntBE(2, 6), ...parts].join('-')}`;
}
