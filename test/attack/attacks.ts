/** All attacks. A further kind is a file in `kinds` and a line here. */
import type { Attack } from './attack.js';
import { ENDS } from './kinds/ends.js';
import { NAMES } from './kinds/names.js';

export const ATTACKS: readonly Attack[] = [...NAMES, ...ENDS];
