/** `json`: one object, `adreach/audit/v1`, in bounded memory whatever the number of verdicts and findings. */
import type { AuditSink } from '../result/sink.js';
import { jsonText } from './encode/json.js';
import type { ByteOutput } from './output/output.js';
import { Spool } from './output/spool.js';
import { ByteWriter } from './output/writer.js';
import { VerdictLines } from './verdict-lines.js';

/**
 * A sink that writes the object with the keys in this order: schema, tool, actions, populations, rules, accounts, verdicts, findings, summary,
 * evidence. `evidence` stands last because gaps may still be found while the accounts are read; it stands once. Verdicts
 * go out as they come; findings wait in a spool. One verdict and one finding a line.
 */
export function jsonSink(output: ByteOutput): AuditSink & { abort(): Promise<void> } {
  const writer = new ByteWriter(output);
  const findings = new Spool();
  let lines: VerdictLines | null = null;
  let first = true;
  return {
    async begin(header, accounts) {
      const { schema, tool, actions, populations, rules } = header;
      lines = new VerdictLines(writer, accounts, ',\n{', '}');
      writer.text(
        `{"schema":${jsonText(schema)},\n"tool":${jsonText(tool)},\n"actions":${jsonText(actions)},\n${populations === undefined ? '' : `"populations":${jsonText(populations)},\n`}${rules === undefined ? '' : `"rules":${jsonText(rules)},\n`}"accounts":[`,
      );
      for (const [index, account] of accounts.entries()) {
        writer.text(`${index === 0 ? '' : ','}\n${jsonText(account)}`);
        if (writer.full) await writer.flush();
      }
      writer.text('\n],\n"verdicts":[');
    },
    async targets(batch) {
      if (output.closed) return;
      for (const item of batch) {
        const start = writer.length;
        lines!.add(item);
        if (first && item.outcomes.length > 0) {
          // Every verdict begins with its separator; before the first one stands a blank instead.
          writer.buffer[start] = 0x20;
          first = false;
        }
        if (writer.full) await writer.flush();
      }
    },
    async findings(batch) {
      if (output.closed) return;
      for (const finding of batch) await findings.add(`${findings.count === 0 ? '' : ','}\n${jsonText(finding)}`);
    },
    async end(summary, evidence) {
      writer.text('\n],\n"findings":[');
      for await (const piece of findings.read()) {
        if (typeof piece === 'string') writer.text(piece);
        else writer.bytes(piece);
        if (writer.full) await writer.flush();
      }
      writer.text(`\n],\n"summary":${jsonText(summary)},\n"evidence":${jsonText(evidence)}}\n`);
      await writer.finish();
      await findings.close();
    },
    abort: () => findings.close(),
  };
}
