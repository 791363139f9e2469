/** What the report stage offers to commands. */
export type { FormatName } from './formats.js';
export { createSinks, filesOf, planSinks, type ReportSinks, type SinkOptions } from './sinks.js';
