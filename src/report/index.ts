/** What the report stage offers to commands. */
export type { FormatName } from './formats.js';
export { planSinks, possibleFilesOf, type SinkPlan } from './plan.js';
export { createSinks, type ReportSinks, type SinkOptions } from './sinks.js';
