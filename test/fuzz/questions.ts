/** What is asked of the server about one target: in real attempts, and by reading its constructed attributes. */
import { objectRequest, Right, type RightRequest } from '../../src/access/request.js';
import type { Guid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { requestsFor } from '../../src/verdicts/requests.js';

/** In property sets (account restrictions, general, personal, public, logon information...) and in none. */
export const PROBED_ATTRIBUTES = [
  'userAccountControl',
  'pwdLastSet',
  'accountExpires',
  'userParameters',
  'displayName',
  'description',
  'telephoneNumber',
  'mail',
  'homeDirectory',
  'scriptPath',
  'servicePrincipalName',
  'lockoutTime',
  'comment',
  'employeeID',
] as const;

export const ATTEMPTS = ['disable', 'force-password-change', 'reset-password'] as const;
/** Writes another descriptor, so that nothing more can be asked about the one that was there. */
export const LAST_ATTEMPT = 'change-dacl';
export type AttemptKind = (typeof ATTEMPTS)[number] | typeof LAST_ATTEMPT;

export const isAttempt = (name: string): name is AttemptKind =>
  name === LAST_ATTEMPT || (ATTEMPTS as readonly string[]).includes(name);

export interface Question {
  /** An attempt's name, `write <attribute>`, or `write-dac`, `write-owner`. */
  readonly name: string;
  readonly request: RightRequest;
  /** For a control access right: whether the target's class is in its appliesTo. */
  readonly applies?: boolean;
  /** For rights on the object as a whole: the attribute, and its set, by which this server asks for them. */
  readonly attributePlaces?: readonly Guid[];
}

export interface Questions {
  readonly attempts: ReadonlyMap<AttemptKind, Question>;
  readonly attributes: ReadonlyMap<string, Question>;
  readonly writeDac: Question;
  readonly writeOwner: Question;
}

/** The questions about targets of one class. */
export function questionsFor(directory: Directory, actions: readonly ActionDefinition[], classGuid: Guid): Questions {
  const { schema } = directory;
  // What the product's own action files ask for.
  const attempt = (name: AttemptKind): Question => {
    const requests = requestsFor(actions.find(({ id }) => id === name)!.request, schema, classGuid);
    if (requests.length !== 1) throw new Error(`the action ${name} asks for ${requests.length} rights, not one`);
    return { name, request: requests[0]! };
  };
  const write = (attribute: string): Question => ({
    name: `write ${attribute}`,
    request: requestsFor({ right: 'write-property', attribute }, schema, classGuid)[0]!,
  });
  const reset = schema.right('User-Force-Change-Password')!;
  const sd = schema.attribute('nTSecurityDescriptor')!;
  const attributePlaces = sd.set === undefined ? [sd.guid] : [sd.guid, sd.set];
  const whole = (name: string, right: number): Question => ({
    name,
    request: objectRequest(right, classGuid),
    attributePlaces,
  });
  return {
    attempts: new Map<AttemptKind, Question>([
      ['disable', attempt('disable')],
      ['force-password-change', attempt('force-password-change')],
      [LAST_ATTEMPT, whole(LAST_ATTEMPT, Right.WriteDac)],
      ['reset-password', { ...attempt('reset-password'), applies: reset.appliesTo.includes(classGuid) }],
    ]),
    attributes: new Map(PROBED_ATTRIBUTES.map((name) => [name, write(name)])),
    writeDac: whole('write-dac', Right.WriteDac),
    writeOwner: whole('write-owner', Right.WriteOwner),
  };
}
