/** Scope `mode`: as whom actions are carried out, and what that makes of the delegation. */

import type { Mode, ModeSource } from '../result/answers.js';
import type { AccountKind } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import type { AccountFacts } from './account-facts.js';
import type { FactScope } from './scope.js';

/** `mode`: as whom the sensors act, as far as it was said, and how LocalSystem compares with the account (scope mode). */
export interface ModeFacts {
  readonly value: Mode;
  readonly source: ModeSource;
  /** On some controller actions are carried out as LocalSystem. */
  readonly actsAsLocalSystem: Tristate;
  /** The account is among those of the portal's setting. */
  readonly configured: Tristate;
  /** Names in the portal's setting. */
  readonly accounts: readonly string[];
  readonly v2Controllers: number;
  readonly v3Controllers: number;
  /** Controllers whose sensor is not known. */
  readonly otherControllers: number;
  /** LocalSystem was audited beside the account, so that the figures below say something. */
  readonly compared: boolean;
  /** Accounts on which some action lasts by LocalSystem only. */
  readonly onlyLocalSystem: number;
  /** Accounts on which some action lasts by the account only. */
  readonly onlyAccount: number;
  /** Action by action. */
  readonly figures: readonly string[];
}

export const modeScope: FactScope<{ readonly account: AccountFacts; readonly mode: ModeFacts }> = {
  *end({ account, actions, manual, comparison }) {
    const { mode, source, actsAsLocalSystem, remediationAccounts, controllers } = manual.mode;
    const sensors = (wanted: string) => controllers.filter(({ sensor }) => sensor === wanted).length;
    yield {
      account,
      mode: {
        value: mode,
        source,
        actsAsLocalSystem,
        configured: configured(account, remediationAccounts),
        accounts: remediationAccounts ?? [],
        v2Controllers: sensors('v2'),
        v3Controllers: sensors('v3'),
        otherControllers: sensors('unknown'),
        compared: comparison !== null,
        onlyLocalSystem: comparison?.onlyOther ?? 0,
        onlyAccount: comparison?.onlyAccount ?? 0,
        figures:
          comparison === null
            ? []
            : actions.map(({ id }, position) => {
                const { onlyAccount, onlyOther, both } = comparison.action(position);
                return `${id}: ${both} by both, ${onlyOther} by LocalSystem only, ${onlyAccount} by the account only`;
              }),
      },
    };
  },
};

/** Accounts that the portal can name. */
const MANAGED: ReadonlySet<AccountKind> = new Set<AccountKind>(['gmsa', 'smsa', 'dmsa', 'user']);

function configured({ name, kind }: AccountFacts, names: readonly string[] | null): Tristate {
  if (names === null || !MANAGED.has(kind)) return 'unknown';
  const plain = (text: string) =>
    text
      .slice(text.lastIndexOf('\\') + 1)
      .replace(/@.*$/, '')
      .replace(/\$$/, '')
      .toLowerCase();
  return names.some((each) => plain(each) === plain(name)) ? 'yes' : 'no';
}
