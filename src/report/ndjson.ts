/** `ndjson`: one object a line, each with a `type`, written as it is computed. */
import type { AuditSink } from '../result/sink.js';
import { jsonText } from './encode/json.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';
import { VerdictLines } from './verdict-lines.js';

/**
 * A sink that writes `adreach/audit/v1` as lines: `header`, then every `account`, then `verdict` and `finding` as they
 * come, and `summary` as the last. The `evidence` of the header is what was known at the start; the one of the summary
 * holds the gaps found since, and is the one to go by.
 */
export function ndjsonSink(output: ByteOutput): AuditSink {
  const writer = new ByteWriter(output);
  let lines: VerdictLines | null = null;
  return {
    async begin(header, accounts) {
      lines = new VerdictLines(writer, accounts, '{"type":"verdict",', '}\n');
      const { schema, tool, evidence, actions, populations, rules } = header;
      writer.text(`${jsonText({ type: 'header', schema, tool, evidence, actions, populations, rules })}\n`);
      for (const account of accounts) {
        writer.text(`${jsonText({ type: 'account', ...account })}\n`);
        if (writer.full) await writer.flush();
      }
    },
    async targets(batch) {
      if (output.closed) return;
      for (const item of batch) {
        lines!.add(item);
        if (writer.full) await writer.flush();
      }
    },
    async findings(batch) {
      if (output.closed) return;
      for (const finding of batch) {
        writer.text(`${jsonText({ type: 'finding', ...finding })}\n`);
        if (writer.full) await writer.flush();
      }
    },
    async end(summary, evidence) {
      writer.text(`${jsonText({ type: 'summary', ...summary, evidence })}\n`);
      await writer.finish();
    },
  };
}
