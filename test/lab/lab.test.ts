/** The lab itself, where it can run: it serves what its table says, and leaves nothing behind. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Control } from 'ldapts';
import { labAddress, labOrReason } from '../lab-available.js';
import { type Lab, startLab } from './lab.mjs';

const why = await labOrReason("the lab's own tests");

/** SD flags control: owner, group and DACL. */
class SdFlags extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true });
  }
  override writeControl(writer: {
    startSequence(): void;
    endSequence(): void;
    writeBuffer(b: Buffer, tag: number): void;
  }) {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x07]), 0x04);
  }
}

(why ? describe.skip : describe)('a running lab', () => {
  let lab: Lab;
  let auditor: Client;

  beforeAll(async () => {
    lab = await startLab({ address: await labAddress(), accounts: 10 });
    auditor = await connect(lab.caFile, 'auditor');
  }, 180_000);

  afterAll(async () => {
    await auditor?.unbind();
    await lab?.stop();
    expect(existsSync(lab.dir)).toBe(false);
  }, 30_000);

  async function connect(caFile: string, name: string) {
    const client = new Client({ url: lab.url, tlsOptions: { ca: [readFileSync(caFile)] }, timeout: 10_000 });
    await client.bind(`${lab.netbiosName}\\${name}`, lab.accountPassword);
    return client;
  }

  async function read(dn: string) {
    const attributes = ['objectClass', 'userAccountControl', 'nTSecurityDescriptor'];
    const { searchEntries } = await auditor.search(dn, { scope: 'base', attributes }, new SdFlags());
    // ldapts gives an empty list for an attribute that was asked for and did not come.
    return attributes.filter((name) => [searchEntries[0]?.[name] ?? []].flat().length > 0);
  }

  const objects = (id: string) => lab.situations.find((one) => one.id === id)!.objects;

  test('verifies against its own authority and no other', async () => {
    await expect(connect(lab.wrongCaFile, 'auditor')).rejects.toThrow(/certificate/i);
  });

  test('every account can log on', async () => {
    for (const { name } of lab.accounts) await (await connect(lab.caFile, name)).unbind();
  });

  test('an ordinary user reads descriptors, except those that are closed to it', async () => {
    expect(await read(objects('flag-normal')[0]!)).toContain('nTSecurityDescriptor');
    expect(await read(objects('descriptor-not-readable')[0]!)).toEqual(['objectClass', 'userAccountControl']);
    expect(await read(objects('uac-not-readable')[0]!)).toEqual(['objectClass', 'nTSecurityDescriptor']);
    expect(await read(objects('nothing-readable')[0]!)).toEqual([]);
  });

  test('an ordinary user does not find what is in an OU that it cannot list', async () => {
    const filter = '(sAMAccountName=unlisted-*)';
    const { searchEntries } = await auditor.search(lab.domainDn, { scope: 'sub', filter, attributes: ['objectSid'] });
    expect(searchEntries).toEqual([]);
  });

  test('bulk accounts are there', async () => {
    const filter = '(sAMAccountName=bulk0*)';
    const { searchEntries } = await auditor.search(lab.domainDn, { scope: 'sub', filter, attributes: ['objectSid'] });
    expect(searchEntries).toHaveLength(10);
  });

  test('passwords are for root only, and a second lab cannot take the address', async () => {
    expect(statSync(`${lab.dir}/passwords.json`).mode & 0o777).toBe(0o600);
    expect(statSync(`${lab.dir}/config.json`).mode & 0o777).toBe(0o600);
    await expect(startLab({ address: lab.address })).rejects.toThrow(/in use/);
  });
});
