/** As whom the sensors act, in words. */
import type { ModeBlock } from '../result/answers.js';
import { counted } from './numbers.js';

const MODES: Readonly<Record<ModeBlock['mode'], string>> = {
  gmsa: 'as the action account',
  'local-system': 'as LocalSystem of the domain controller',
  mixed: 'as the action account on some controllers, as LocalSystem on others',
  unknown: 'as whom, nobody said',
};

const SOURCES: Readonly<Record<ModeBlock['source'], string>> = {
  option: ' (as stated)',
  portal: " (by the portal's setting)",
  controllers: ' (by what was answered of the controllers)',
  none: '',
};

/** One or two sentences. */
export function modeWords({ mode, source, actsAsLocalSystem, controllers }: ModeBlock): string {
  const v3 = controllers.filter(({ sensor }) => sensor === 'v3').length;
  const sensors =
    v3 > 0 ? ` ${counted(v3, 'controller')} with a sensor of version 3, which always acts as LocalSystem.` : '';
  const open =
    actsAsLocalSystem === 'unknown' && mode !== 'unknown'
      ? ' Whether a sensor of version 3 acts as LocalSystem all the same is not known: not every controller was answered.'
      : '';
  return `Actions are carried out ${MODES[mode]}${SOURCES[source]}.${sensors}${open}`;
}
