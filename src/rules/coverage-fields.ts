/** The fields of how far the account under audit reaches; as `fields.ts`. */
import type { CoverageFacts } from '../facts/coverage.js';
import type { HoleFacts } from '../facts/hole.js';
import type { PopulationFacts } from '../facts/population.js';
import type { FieldsOf } from './field.js';

export const coverage: FieldsOf<CoverageFacts> = {
  action: { type: 'string', actionIds: true, doc: 'Id of the action.', example: 'disable' },
  population: { type: 'string', doc: 'Id of the population (rules/populations.yaml).', example: 'people' },
  populationTitle: { type: 'string', doc: 'Its title, to stand after a number.', example: 'enabled people' },
  expected: { type: 'bool', doc: 'The account under audit is meant to reach this population.', example: true },
  tierZero: { type: 'bool', doc: 'Whoever controls one of these controls the domain.', example: false },
  targets: { type: 'int', doc: 'How many accounts of the population are in scope.', example: 217 },
  can: { type: 'int', doc: 'On how many of them the verdict is `can`.', example: 129 },
  canUntilSdprop: { type: 'int', doc: 'On how many it is `can-until-sdprop`.', example: 0 },
  noEffect: { type: 'int', doc: 'On how many it is `no-effect`.', example: 0 },
  cannot: { type: 'int', doc: 'On how many it is `cannot`.', example: 88 },
  unknown: { type: 'int', doc: 'On how many it is `unknown`.', example: 0 },
  percent: { type: 'int', doc: 'Of 100 of them, on how many the verdict is `can`, rounded down.', example: 59 },
  percentAtMost: {
    type: 'int',
    doc: 'The same if every unknown verdict turned out to be `can`.',
    example: 59,
  },
  expectedPercent: { type: 'int', doc: 'The share that --expect-coverage asks for; 0: none was.', example: 0 },
  scope: {
    type: 'list<string>',
    identifying: true,
    doc: 'The containers that --scope names; empty: the whole directory.',
    example: [],
  },
};

export const hole: FieldsOf<HoleFacts> = {
  change: {
    type: 'string',
    doc: 'What kind of change it is.',
    example: 'enable-inheritance',
    values: {
      'enable-inheritance': 'inheritance is off at a container, or at the accounts themselves',
      propagate: 'inheritance is on, and yet the entries have not come down',
      'name-class': 'the entries are for another class',
      'remove-deny': 'an entry denies it',
      delegate: 'nothing was delegated there',
      'clear-flag': 'a flag of the accounts makes the action one without effect',
      several: 'only more than one change together helps',
      others: 'further changes, too many to be told apart',
    },
  },
  words: {
    type: 'string',
    doc: 'The change in words, in the imperative.',
    identifying: true,
    example: 'switch inheritance on again at OU=Vault,OU=Staff,DC=securelab,DC=local',
  },
  at: {
    type: 'list<string>',
    identifying: true,
    doc: 'The containers that would be changed; empty where only accounts would.',
    example: ['OU=Vault,OU=Staff,DC=securelab,DC=local'],
  },
  eachAccount: { type: 'bool', doc: 'Each of the accounts itself has to be changed.', example: false },
  accounts: { type: 'int', doc: 'Accounts that would gain an action.', example: 12 },
  actions: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions that some of them would gain.',
    example: ['disable', 'enable'],
  },
  classes: { type: 'list<string>', doc: 'Classes of the accounts (lDAPDisplayName).', example: ['user'] },
  where: {
    type: 'list<string>',
    identifying: true,
    doc: 'The first 20 of the accounts by name.',
    example: ['CN=Ada Byron,OU=Vault,OU=Staff,DC=securelab,DC=local'],
  },
  aboveTierZero: {
    type: 'bool',
    doc: 'Accounts of a population of tier zero lie below one of the containers.',
    example: false,
  },
  identity: {
    type: 'string',
    identifying: true,
    doc: 'The change by GUIDs and SIDs: the same while the change is the same.',
    example: '[{"change":"enable-inheritance","at":"9b026da6-0d3c-465c-8bee-5199d7165cba"}]',
  },
  asked: { type: 'bool', doc: '--scope or --expect-coverage says whom the account is meant to reach.', example: false },
};

export const population: FieldsOf<PopulationFacts> = {
  id: { type: 'string', doc: 'Id of the population (rules/populations.yaml).', example: 'people' },
  title: { type: 'string', doc: 'Its title, to stand after a number.', example: 'enabled people' },
  expected: { type: 'bool', doc: 'The account under audit is meant to reach this population.', example: true },
  tierZero: { type: 'bool', doc: 'Whoever controls one of these controls the domain.', example: false },
  targets: { type: 'int', doc: 'How many accounts of the population are in scope.', example: 217 },
  actions: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions that were audited.',
    example: ['disable', 'enable', 'force-password-change', 'reset-password'],
  },
  reached: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose verdict is `can` on at least one of the accounts.',
    example: ['disable', 'enable'],
  },
  undecided: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose verdict is `can` on none of them, and `unknown` on some.',
    example: [],
  },
  figures: {
    type: 'list<string>',
    doc: 'Action by action, on how many of them the verdict is `can`.',
    example: ['disable: 129 of 217', 'enable: 129 of 217'],
  },
};
