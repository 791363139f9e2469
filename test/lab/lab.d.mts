/** What a running lab gives to tests. */
export interface LabOptions {
  /** Loopback address (default 127.0.0.53); labs that run at the same time take different ones. */
  readonly address?: string;
  /** Folder for everything (must hold no lab yet); without it a temporary one that stop() removes. */
  readonly dir?: string;
  /** How many bulk users to add (default 0). */
  readonly accounts?: number;
  /** The sample domain (default), or one as provisioned, with what the AdminSDHolder task leaves. */
  readonly fill?: 'sample' | 'fresh';
  /** Whether the server writes down each write that is tried, granted or refused, as JSON in its log. */
  readonly auditLog?: boolean;
}

export interface LabAccount {
  /** audited: an account under audit; auditor: an ordinary user to collect with. */
  readonly role: 'audited' | 'auditor';
  /** sAMAccountName. */
  readonly name: string;
  readonly dn: string;
  readonly sid: string;
  /** How it gets its rights. */
  readonly title: string;
  readonly password: string;
}

/** What one or several objects of the domain show. */
export interface Situation {
  readonly id: string;
  readonly title: string;
  /** DNs. */
  readonly objects: readonly string[];
  readonly source: string;
  /** Where the server is known to answer otherwise than Windows: the cause. */
  readonly difference?: string;
}

export interface Lab {
  readonly dir: string;
  readonly address: string;
  readonly url: string;
  /** ldap:// for StartTLS. */
  readonly plainUrl: string;
  readonly caFile: string;
  /** A certificate authority that did not sign the server's certificate. */
  readonly wrongCaFile: string;
  readonly smbConf: string;
  readonly domainDn: string;
  readonly domainSid: string;
  readonly netbiosName: string;
  /** User principal name. */
  readonly adminUser: string;
  readonly adminPassword: string;
  /** The password that every account of `accounts` has. */
  readonly accountPassword: string;
  readonly accounts: readonly LabAccount[];
  readonly situations: readonly Situation[];
  stop(): Promise<void>;
}

export const PYTHON: string;
export const DEFAULT_ADDRESS: string;
/** Why the lab cannot run on this machine, as a sentence; null when it can. */
export function labUnavailable(): Promise<string | null>;
export function labAvailable(): Promise<boolean>;
export function startLab(options?: LabOptions): Promise<Lab>;
/** The lab in a folder that startLab filled; `removeOnStop` makes stop() remove the folder. */
export function openLab(dir: string, removeOnStop?: boolean): Promise<Lab>;
