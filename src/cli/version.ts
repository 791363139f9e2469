import { tool } from '../snapshot/tool.js';

/** The version in package.json. */
export function version(): string {
  return tool().version;
}
