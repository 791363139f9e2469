/** What a format gives: a sink, and how it ends where the audit does on the way. */
import type { AuditSink } from '../result/sink.js';

/** `abort` gives back what the sink holds beside its output. */
export type FormatSink = AuditSink & { readonly abort?: () => Promise<void> };
