import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { Shared } from '../../src/verdicts/shared.js';
import { classListId, containerId, descriptorId, domainId } from '../directory/ids.js';
import { COMPUTER_CLASS, DOMAIN_DN, memorySource, sd, USER_CLASS, type Written } from '../directory/memory-source.js';
import { DISABLE, RESET } from './actions.js';

const DOMAIN_SDDL = 'O:SYG:SYD:(A;;RC;;;WD)';
async function sharedOf(written: Written = {}, actions = [DISABLE, RESET]) {
  const directory = await loadDirectory(memorySource({ descriptors: [DOMAIN_SDDL, 'O:BAG:SYD:P'], ...written }));
  return new Shared(directory, actions, () => null, false);
}

describe('containers on the way up', () => {
  test('each with its parent and its descriptor, the same object each time', async () => {
    const shared = await sharedOf();
    const staff = shared.node(containerId(3))!;
    const domain = shared.node(containerId(0))!;
    expect(staff).toMatchObject({ dn: `OU=Staff,${DOMAIN_DN}`, descriptor: { owner: 'S-1-5-18' } });
    expect(domain).toMatchObject({ dn: DOMAIN_DN, parent: null, descriptor: { owner: 'S-1-5-18' } });
    expect(staff.parent).toBe(domain);
    expect(shared.node(containerId(3))).toBe(staff);
    // No descriptor of that one was read.
    expect(shared.node(containerId(1))).toMatchObject({ dn: `CN=System,${DOMAIN_DN}`, descriptor: null });
  });

  test('nothing, and one that is not there', async () => {
    const shared = await sharedOf();
    expect([shared.node(null), shared.node(containerId(99))]).toEqual([null, null]);
  });
});

describe('descriptors', () => {
  test('one that was read, none, one that is damaged, one that is not there', async () => {
    const shared = await sharedOf({
      descriptors: [DOMAIN_SDDL],
      more: [{ type: 'descriptor', base64: Buffer.from('0100048000', 'hex').toString('base64') }],
    });
    expect(shared.descriptor(descriptorId(0))).toMatchObject({ owner: 'S-1-5-18' });
    expect([null, descriptorId(1), descriptorId(2)].map((number) => shared.descriptor(number))).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('the class of a target', () => {
  test.each<[string, readonly string[], { name: string; guid: string | undefined }]>([
    ['the most specific one', ['top', 'person', 'user'], { name: 'user', guid: USER_CLASS }],
    ['in whatever order', ['user', 'computer', 'top'], { name: 'computer', guid: COMPUTER_CLASS }],
    ['in its own spelling', ['TOP', 'USER'], { name: 'user', guid: USER_CLASS }],
    ['none that the schema knows: the last', ['here', 'there'], { name: 'there', guid: undefined }],
    ['none at all', [], { name: '', guid: undefined }],
  ])('%s', async (_, names, expected) => {
    const shared = await sharedOf({ more: [{ type: 'classes', names }] });
    expect(shared.classOf(classListId(4))).toEqual(expected);
    expect(shared.classOf(classListId(4))).toBe(shared.classOf(classListId(4)));
  });

  test('a list that is not there', async () => {
    expect((await sharedOf()).classOf(classListId(99))).toEqual({ name: '', guid: undefined });
  });
});

test('the domain of a container', async () => {
  const shared = await sharedOf({ more: [{ type: 'container', dn: 'CN=Configuration,DC=elsewhere' }] });
  expect([3, 5, 99].map((number) => shared.domainOf(containerId(number)))).toEqual([0, null, null]);
});

describe("AdminSDHolder's descriptor", () => {
  test('of the domain', async () => {
    expect((await sharedOf({ adminSDHolder: 1 })).adminSDHolder(domainId(0))).toBe(1);
  });

  test('that was not read, of a domain that is not known, of none', async () => {
    expect((await sharedOf()).adminSDHolder(domainId(0))).toBeNull();
    expect((await sharedOf({ adminSDHolder: 1 })).adminSDHolder(domainId(1))).toBeNull();
    expect((await sharedOf({ adminSDHolder: 1 })).adminSDHolder(null)).toBeNull();
  });
});

describe('the requests of a class', () => {
  test('one of each action, made once a class', async () => {
    const shared = await sharedOf();
    const ofUsers = shared.requests(USER_CLASS);
    expect(
      ofUsers.map(({ request }) => request.map(({ right, covers }) => [right, covers.includes(USER_CLASS)])),
    ).toEqual([[[0x20, true]], [[0x100, false]]]);
    expect(shared.requests(USER_CLASS)).toBe(ofUsers);
    expect(shared.requests(COMPUTER_CLASS)).not.toBe(ofUsers);
    expect(shared.requests(COMPUTER_CLASS)[0]!.request[0]!.covers).toContain(COMPUTER_CLASS);
    expect(shared.requests(undefined)[0]!.request[0]!.covers).not.toContain(USER_CLASS);
    expect(shared.requests(undefined)).toBe(shared.requests(undefined));
  });
});

test('what it was made with', async () => {
  const directory = await loadDirectory(memorySource({ descriptors: [DOMAIN_SDDL] }));
  const nameOf = () => 'x';
  const shared = new Shared(directory, [DISABLE], nameOf, true);
  expect(shared).toMatchObject({ directory, actions: [DISABLE], nameOf, daclsMissing: true });
  directory.descriptors.add(sd('O:AUG:SYD:'));
  expect(shared.descriptor(descriptorId(1))).toMatchObject({ owner: 'S-1-5-11' });
});
