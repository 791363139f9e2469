/** All attacks. A further kind is a file in `kinds` and a line here. */
import type { Attack } from './attack.js';
import { NAMES } from './kinds/names.js';
import { SERVER } from './kinds/server.js';

export const ATTACKS: readonly Attack[] = [...NAMES, ...SERVER];
