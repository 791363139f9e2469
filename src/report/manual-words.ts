/** As whom the sensors act, in words. */
import type { Mode, ModeBlock } from '../result/answers.js';
import type { Profile } from '../result/codes.js';
import { counted } from './numbers.js';

const MODES: Readonly<Record<Mode, string>> = {
  gmsa: 'Actions are carried out as the action account',
  'local-system': 'Actions are carried out as LocalSystem of the domain controller',
  mixed: 'Actions are carried out as the action account on some controllers, as LocalSystem on others',
  unknown: 'Whether sensors act as this account or as LocalSystem was not said (--mode, --answers)',
};

const SOURCES: Readonly<Record<ModeBlock['source'], string>> = {
  option: ' (as stated)',
  portal: " (by the portal's setting)",
  controllers: ' (by what was answered of the controllers)',
  none: '',
};

/** @returns up to three sentences; none where the account is no sensor's, and nothing was said of sensors */
export function modeWords(
  { mode, source, actsAsLocalSystem, controllers }: ModeBlock,
  profile: Profile,
): string | null {
  if (profile !== 'mdi-action-account' && mode === 'unknown' && controllers.length === 0) return null;
  const v3 = controllers.filter(({ sensor }) => sensor === 'v3').length;
  const sensors =
    v3 === 0
      ? ''
      : ` ${counted(v3, 'controller')} ${v3 === 1 ? 'has' : 'have'} a sensor of version 3, which always acts as LocalSystem.`;
  const open =
    actsAsLocalSystem === 'unknown' && mode !== 'unknown'
      ? ' Whether a sensor of version 3 acts as LocalSystem all the same is not known: not every controller was answered.'
      : '';
  return `${MODES[mode]}${SOURCES[source]}.${sensors}${open}`;
}
