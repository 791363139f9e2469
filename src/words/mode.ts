/** As whom sensors act, and what that makes of a delegation. */
import type { Tristate } from '../result/tristate.js';

/** By whether some controller acts as LocalSystem. */
export const ACTS_AS_LOCAL_SYSTEM_TEXTS: Readonly<Record<Tristate, string>> = {
  yes: 'Some domain controller acts as LocalSystem: what is delegated to the account does not bound the actions.',
  no: 'Every controller that was answered has a sensor of version 2, or none: the delegation bounds the actions.',
  unknown:
    'A sensor of version 3 always acts as LocalSystem, whatever is delegated. Whether there is one is not known: answer it (docs/manual.md).',
};
