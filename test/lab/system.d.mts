import type { Target } from './attempts.mjs';

/** The lab's domain as SYSTEM sees it; one request at a time, close() ends the process. */
export class SystemView {
  constructor(smbConf: string);
  /** Every object whose objectClass includes user. */
  targets(): Promise<Target[]>;
  /** Puts userAccountControl and pwdLastSet back as they were. */
  restore(target: Target): Promise<boolean>;
  setPassword(sid: string, password: string): Promise<boolean>;
  close(): void;
}
