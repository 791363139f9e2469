/** All attacks. A further kind is a file in `kinds` and a line here. */
import type { Attack } from './attack.js';
import { ENDS } from './kinds/ends.js';
import { FILES } from './kinds/files.js';
import { NAMES } from './kinds/names.js';
import { OUTPUTS } from './kinds/outputs.js';

export const ATTACKS: readonly Attack[] = [...NAMES, ...FILES, ...OUTPUTS, ...ENDS];
