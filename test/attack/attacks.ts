/** All attacks. A further kind is a file in `kinds` and a line here. */
import type { Attack } from './attack.js';
import { CHANGES } from './kinds/changes.js';
import { DESCRIPTORS } from './kinds/descriptors.js';
import { ENDS } from './kinds/ends.js';
import { EVENTS } from './kinds/events.js';
import { FILES } from './kinds/files.js';
import { MEMBERSHIPS } from './kinds/memberships.js';
import { NAMES } from './kinds/names.js';
import { OUTPUTS } from './kinds/outputs.js';
import { RULES } from './kinds/rules.js';
import { SERVER } from './kinds/server.js';

export const ATTACKS: readonly Attack[] = [
  ...NAMES,
  ...MEMBERSHIPS,
  ...DESCRIPTORS,
  ...RULES,
  ...SERVER,
  ...FILES,
  ...CHANGES,
  ...EVENTS,
  ...OUTPUTS,
  ...ENDS,
];
