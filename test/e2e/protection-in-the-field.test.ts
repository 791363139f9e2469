/** Classes that no schema names, what AdminSDHolder's descriptor does as a whole, whom it is put on, and advice about both. */
import { describe, expect, test } from '@jest/globals';
import { encodeGuid } from '../../src/descriptor/index.js';
import type { Guid } from '../../src/descriptor/types.js';
import { explain } from '../../src/library/explain.js';
import {
  auditOf,
  DomainText,
  denies,
  type Entry,
  GRANTS_ALL,
  GroupType,
  grants,
  ldif,
  READABLE,
  sd,
  USER_ACCOUNT_CONTROL,
  type Values,
  withFiles,
} from './domain-text.js';

const DOMAIN = 'S-1-5-21-610-620-630';
const ACT = `${DOMAIN}-1100`;
const ADMINS = `${DOMAIN}-512`;
const WITHOUT = { exported: ['member', 'sIDHistory'] };

const yard = () => new DomainText('DC=yard,DC=test', DOMAIN);
/** An export with the account under audit, and without memberOf but where a test says it. */
const yardExport = (d: DomainText, ...entries: readonly Entry[]) =>
  ldif(d.whole(d.user('act', d.rid(1100)), ...entries));
/** A member of Domain Admins. */
const boss = (d: DomainText, aces: string, owner?: string) => {
  const member = d.target('boss', '', { nTSecurityDescriptor: sd(aces, owner) });
  const stamped = { nTSecurityDescriptor: d.stamped() };
  return [d.group('Domain Admins', GroupType.global, [member.dn], { ...d.rid(512), ...stamped }), member];
};
const answersOf = async (source: string, options = {}) => (await auditOf('act', [source], options)).answers;

describe('the class of a target in the schema that was read', () => {
  const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
  const CLERK = '0d1c2b3a-4f5e-4d6c-8b7a-998877665544';
  const CLASSES = [
    ['top', 'top', 'bf967ab7-0de6-11d0-a285-00aa003049e2', 2],
    ['person', 'top', 'bf967aa7-0de6-11d0-a285-00aa003049e2', 0],
    ['organizationalPerson', 'person', 'bf967aa4-0de6-11d0-a285-00aa003049e2', 0],
    ['user', 'organizationalPerson', USER, 1],
    ['group', 'top', 'bf967a9c-0de6-11d0-a285-00aa003049e2', 1],
    ['clerk', 'user', CLERK, 1],
  ] as const;
  const ATTRIBUTES = [
    ['userAccountControl', USER_ACCOUNT_CONTROL],
    ['pwdLastSet', 'bf967a0a-0de6-11d0-a285-00aa003049e2'],
    ['member', 'bf9679c0-0de6-11d0-a285-00aa003049e2'],
    ['memberOf', 'bf967991-0de6-11d0-a285-00aa003049e2'],
    ['sIDHistory', '17eb4278-d167-11d0-b002-0000f80367c1'],
  ] as const;
  const schema = (held: readonly string[], withParents = true) => {
    const d = yard();
    const inSchema = (name: string, objectClass: string, id: Guid, values: Values = {}) =>
      d.object(`CN=${name},CN=Schema,CN=Configuration,${d.dn}`, ['top', objectClass], {
        lDAPDisplayName: name,
        schemaIDGUID: encodeGuid(id),
        ...values,
      });
    const forClass = (id: string) => `(OA;;WP;${id};;${ACT})`;
    const clerk = (name: string, aces: string) =>
      d.sealed(name, aces, { objectClass: ['top', 'person', 'organizationalPerson', 'user', 'clerk'] });
    return yardExport(
      d,
      ...CLASSES.filter(([each]) => held.includes(each)).map(([name, parent, id, category]) =>
        inSchema(name, 'classSchema', id, {
          objectClassCategory: category,
          ...(withParents && { subClassOf: parent }),
        }),
      ),
      ...ATTRIBUTES.map(([name, id]) => inSchema(name, 'attributeSchema', id)),
      clerk('as-user', forClass(USER)),
      clerk('as-clerk', forClass(CLERK)),
      clerk('by-name', grants(ACT)),
      clerk('refused', `(OD;;WP;${CLERK};;AU)${grants(ACT)}`),
      clerk('allowed-first', `${grants(ACT)}(OD;;WP;${CLERK};;AU)`),
      clerk('inherited', `(OA;CIID;WP;${USER_ACCOUNT_CONTROL};${CLERK};${ACT})`),
      clerk('passed-on', `(OA;CIIOID;WP;${USER_ACCOUNT_CONTROL};${CLERK};${ACT})`),
      d.sealed('plain', forClass(USER)),
    );
  };
  const all = CLASSES.map(([name]) => name);

  test('the most special one decides (MS-ADTS 5.1.3.3.3)', async () => {
    expect(await answersOf(schema(all))).toMatchObject({
      'as-user': 'denied',
      'as-clerk': 'granted',
      'by-name': 'granted',
      refused: 'denied',
      plain: 'granted',
    });
  });

  test('one that it lacks: entries for classes are undecided, and nothing else', async () => {
    const { answers, evidence } = await auditOf('act', [schema(all.filter((name) => name !== 'clerk'))]);
    expect(answers).toMatchObject({
      'as-user': 'unknown',
      'as-clerk': 'unknown',
      'by-name': 'granted',
      refused: 'unknown',
      'allowed-first': 'granted',
      // Whether an inherited entry is for the object its flags say, and not the class that it names.
      inherited: 'granted',
      'passed-on': 'denied',
      plain: 'granted',
    });
    expect(evidence.gaps.map(({ code }) => code)).toContain('class-not-in-schema');
  });

  test('one whose place was not read: the same', async () => {
    const { answers, evidence } = await auditOf('act', [schema(all, false)]);
    expect(answers).toMatchObject({ 'as-user': 'unknown', 'as-clerk': 'unknown', 'by-name': 'granted' });
    expect(evidence.gaps.map(({ code }) => code)).toContain('class-not-in-schema');
  });
});

describe("AdminSDHolder's descriptor is put on an account whole (MS-ADTS 3.1.1.6.1.3)", () => {
  const OWNERS = `${READABLE}${grants('OW')}`;
  test.each<[string, string, string, string]>([
    // Its list says the same already, and its owner is another one then.
    ['the account owns the target', ACT, ADMINS, 'granted can-until-sdprop'],
    ['the account owns both', ACT, ACT, 'granted'],
    ['the account owns what will be put there only', ADMINS, ACT, 'denied'],
  ])('an entry for the owner, where %s', async (_, owner, holderOwner, expected) => {
    const d = yard();
    const source = yardExport(d, d.holder(OWNERS, holderOwner), ...boss(d, OWNERS, owner));
    expect(await answersOf(source)).toMatchObject({ boss: expected });
  });

  test('another owner alone changes nothing', async () => {
    const d = yard();
    const list = READABLE + grants(ACT);
    expect(await answersOf(yardExport(d, d.holder(list), ...boss(d, list, 'SY')))).toMatchObject({ boss: 'granted' });
  });

  test('a denial for the owner goes with the owner', async () => {
    const d = yard();
    const list = denies('OW') + READABLE + GRANTS_ALL;
    expect(await answersOf(yardExport(d, d.holder(list), ...boss(d, list, ACT)))).toMatchObject({ boss: 'denied' });
  });

  const OTHER = `${READABLE}(A;;RP;;;WD)`;
  interface Stamped {
    readonly own?: string;
    readonly ownOwner?: string;
    readonly admins?: string;
    readonly adminsOwner?: string;
  }
  test.each<[string, Stamped, string]>([
    ['it has it, like Domain Admins', {}, 'granted can-until-sdprop'],
    ['it has another list', { own: OTHER }, 'granted'],
    ['Domain Admins have another list', { own: OTHER, admins: OTHER }, 'granted unknown'],
    // The list tells it: an owner alone may have been changed since the last run.
    ['its owner differs', { ownOwner: 'SY' }, 'granted can-until-sdprop'],
    ["Domain Admins' owner differs", { own: OTHER, adminsOwner: 'SY' }, 'granted'],
  ])('members of Key Admins, where %s', async (_, stamped, expected) => {
    const { own, ownOwner, admins, adminsOwner } = stamped;
    const d = yard();
    const ofKeys = { nTSecurityDescriptor: d.stamped(own, ownOwner) };
    const [keys, moreKeys, readOnly] = ['keys', 'more-keys', 'read-only'].map((name) => d.sealed(name, grants(ACT)));
    const source = yardExport(
      d,
      d.group('Domain Admins', GroupType.global, [], {
        ...d.rid(512),
        nTSecurityDescriptor: d.stamped(admins, adminsOwner),
      }),
      d.group('Key Admins', GroupType.global, [keys!.dn], { ...d.rid(526), ...ofKeys }),
      d.group('Enterprise Key Admins', GroupType.universal, [moreKeys!.dn], { ...d.rid(527), ...ofKeys }),
      // Never protected, whatever its own descriptor is.
      d.group('Read-only', GroupType.universal, [readOnly!.dn], { ...d.rid(498), nTSecurityDescriptor: d.stamped() }),
      ...[keys!, moreKeys!, readOnly!],
    );
    expect(await answersOf(source)).toMatchObject({ keys: expected, 'more-keys': expected, 'read-only': 'granted' });
  });

  test('members of Enterprise Key Admins in another domain of the forest', async () => {
    const root = yard();
    const sub = new DomainText('DC=sub,DC=yard,DC=test', 'S-1-5-21-710-720-730');
    const keys = sub.sealed('keys', grants(ACT));
    const stamped = { nTSecurityDescriptor: root.stamped() };
    const ofRoot = yardExport(
      root,
      ...root.partitions(root, sub),
      root.group('Enterprise Key Admins', GroupType.universal, [keys.dn], { ...root.rid(527), ...stamped }),
    );
    const { answers } = await auditOf('YARD\\act', [ofRoot, ldif(sub.whole(keys))]);
    expect(answers).toMatchObject({ keys: 'granted unknown' });
  });

  test('an empty protected group stays known to be empty; of a hidden one the members tell', async () => {
    const operators = (aces: string, ofClerk: Values = {}) => {
      const d = yard();
      return yardExport(
        d,
        d.builtin(548, 'Account Operators', [], { nTSecurityDescriptor: d.stamped(aces) }),
        d.target('clerk', grants(ACT), ofClerk),
      );
    };
    const hidden = '(A;;RP;;;SY)';
    const shown = yard().at('Shown');
    expect(await answersOf(operators(READABLE), WITHOUT)).toMatchObject({ clerk: 'granted' });
    expect(await answersOf(operators(hidden), WITHOUT)).toMatchObject({ clerk: 'granted unknown' });
    expect(await answersOf(operators(hidden, { memberOf: shown }))).toMatchObject({ clerk: 'granted' });
    expect(await answersOf(operators(hidden, { 'memberOf;range=0-0': shown }))).toMatchObject({
      clerk: 'granted unknown',
    });
  });
});

describe('what explain advises', () => {
  const change = (source: string) =>
    withFiles([source], async (sources) => {
      const asked = { account: 'act', target: 'boss', action: 'disable', exported: 'all' } as const;
      return (await explain({ sources, ...asked })).change;
    });
  /** The steps of each option, as what is done and where. */
  const done = ({ options }: Awaited<ReturnType<typeof change>>) =>
    options.map((steps) => steps.map((step) => `${step.do} ${'dn' in step ? step.dn : ''}`.trim()));

  test('no entry behind a denial that stays, above a target that leaves its protected group', async () => {
    const d = yard();
    const options = done(await change(yardExport(d, ...boss(d, denies('AU') + READABLE))));
    const target = `CN=boss,OU=Charges,${d.dn}`;
    expect(options).not.toEqual([]);
    // An entry of the container comes after the target's own ones: the denial has to go.
    for (const steps of options.filter((each) => each.includes(`add-entry OU=Charges,${d.dn}`)))
      expect(steps).toContain(`remove-entry ${target}`);
    for (const steps of options.filter((each) => each.includes('leave-group')))
      expect(steps).toContain(`remove-entry ${target}`);
  });

  test('no entry behind a denial of AdminSDHolder', async () => {
    const d = yard();
    const holder = d.holder(denies('AU') + READABLE);
    const result = await change(yardExport(d, holder, ...boss(d, READABLE + grants(ACT))));
    expect(result.goal).toBe('last');
    expect(result.options).not.toEqual([]);
    for (const steps of done(result).filter((each) => each.includes(`add-entry ${holder.dn}`)))
      expect(steps).toContain(`remove-entry ${holder.dn}`);
  });
});
