import type { Client } from 'ldapts';
import type { Lab, LabAccount } from './lab.mjs';
import type { SystemView } from './system.mjs';

export type AttemptAction = 'disable' | 'enable' | 'force-password-change' | 'reset-password';
export const ACTIONS: readonly AttemptAction[];

/** One real attempt on the server. */
export interface Attempt {
  /** SID of the account that tried. */
  readonly account: string;
  /** SID of its target. */
  readonly target: string;
  readonly action: AttemptAction;
  /** error: the server refused for a reason that is not rights: `cause` names a known one, `detail` has its words. */
  readonly outcome: 'granted' | 'denied' | 'error';
  /** LDAP result code: 0; 50; 19 for a reset whose right is held and whose password is too weak. */
  readonly code: number;
  /**
   * interdomain-trust-password: the access check passed, and the server takes passwords of trust accounts over other
   * protocols only.
   */
  readonly cause?: 'interdomain-trust-password';
  readonly detail?: string;
}

/** rootDSE tokenGroups of an account: its whole token as the server sees it. */
export interface Token {
  readonly account: string;
  readonly sids: readonly string[];
}

export interface Attempts {
  readonly tokens: readonly Token[];
  /** Ordered by account, target, action. */
  readonly attempts: readonly Attempt[];
}

export interface Target {
  readonly dn: string;
  readonly sid: string;
  readonly name: string;
  readonly uac: number | null;
  /** FILETIME. */
  readonly pwdLastSet: number | null;
}

export interface AttemptOptions {
  /** How many targets at the same time (default 2). */
  readonly workers?: number;
  onProgress?(share: number): void;
}

export function makeAttempts(lab: Lab, options?: AttemptOptions): Promise<Attempts>;

/** One attempt, and its undoing. `account` is the SID of whom the client is bound as. */
export function attempt(
  client: Client,
  account: string,
  target: Target,
  action: AttemptAction,
  view: SystemView,
): Promise<Attempt>;
/** A connection bound as an account, with the token that it has at that moment. */
export function connect(lab: Lab, account: Pick<LabAccount, 'name' | 'password'>): Promise<Client>;
