/** The fields of how far the account under audit reaches, and of what no directory holds; as `fields.ts`. */
import type { CoverageFacts } from '../facts/coverage.js';
import type { HoleFacts } from '../facts/hole.js';
import type { ModeFacts } from '../facts/mode.js';
import type { PopulationFacts } from '../facts/population.js';
import type { QuestionFacts } from '../facts/question.js';
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

const KNOWN = { yes: 'so it was said', no: 'it was said not to be so', unknown: 'nobody said' } as const;

export const mode: FieldsOf<ModeFacts> = {
  value: {
    type: 'string',
    doc: 'As whom actions are carried out.',
    example: 'gmsa',
    values: {
      gmsa: 'as the action account',
      'local-system': "as LocalSystem of the sensor's domain controller",
      mixed: 'as either, controller by controller',
      unknown: 'nobody said',
    },
  },
  source: {
    type: 'string',
    doc: 'Who says so.',
    example: 'option',
    values: {
      option: '--mode, or the file of answers',
      portal: "the portal's setting in the file of answers",
      controllers: 'what was answered of all controllers',
      none: 'nobody',
    },
  },
  actsAsLocalSystem: {
    type: 'string',
    doc: 'On some controller actions are carried out as LocalSystem; a sensor of version 3 always does.',
    example: 'no',
    values: KNOWN,
  },
  configured: {
    type: 'string',
    doc: "The account under audit is among the accounts of the portal's setting.",
    example: 'yes',
    values: KNOWN,
  },
  accounts: {
    type: 'list<string>',
    identifying: true,
    doc: "The accounts of the portal's setting.",
    example: ['mdiAction$'],
  },
  v2Controllers: { type: 'int', doc: 'Controllers with a sensor of version 2.', example: 2 },
  v3Controllers: { type: 'int', doc: 'Controllers with a sensor of version 3.', example: 0 },
  otherControllers: { type: 'int', doc: 'Controllers of whose sensor nobody said the version.', example: 0 },
  compared: {
    type: 'bool',
    doc: 'LocalSystem is audited beside the account (--account local-system): the figures below say something.',
    example: true,
  },
  onlyLocalSystem: { type: 'int', doc: 'Accounts on which some action lasts by LocalSystem only.', example: 108 },
  onlyAccount: { type: 'int', doc: 'Accounts on which some action lasts by the account under audit only.', example: 0 },
  figures: {
    type: 'list<string>',
    doc: 'The same action by action.',
    example: ['disable: 129 by both, 108 by LocalSystem only, 0 by the account only'],
  },
};

export const question: FieldsOf<QuestionFacts> = {
  id: { type: 'string', doc: 'Id of the question.', example: 'tried-lately' },
  title: { type: 'string', identifying: true, doc: 'Its title.', example: 'Tried within the last year' },
  ask: {
    type: 'string',
    identifying: true,
    doc: 'The question.',
    example:
      'Was each action tried on a test account, from the portal to the event on the controller, within the last twelve months?',
  },
  how: { type: 'string', identifying: true, doc: 'How to find out.', example: 'Ask for the record of the last trial.' },
  answer: {
    type: 'string',
    doc: 'The answer.',
    example: 'no',
    values: { yes: 'yes', no: 'no', unknown: 'not answered, or not known' },
  },
  expected: {
    type: 'string',
    doc: 'The answer that is as it should be.',
    example: 'yes',
    values: { yes: 'yes', no: 'no' },
  },
  note: { type: 'string', identifying: true, doc: 'What was noted with the answer; empty: nothing.', example: '' },
  by: { type: 'string', identifying: true, doc: 'Who answered; empty: not said.', example: '' },
  date: { type: 'string', identifying: true, doc: 'The day of the answer; empty: not said.', example: '' },
};
