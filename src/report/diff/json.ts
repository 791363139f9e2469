/** A comparison as one JSON object, `adreach/diff/v1`, in memory bounded by the number of causes and findings. */
import { DIFF_SCHEMA, type DiffRest, type DiffSink, type DiffVerdict } from '../../result/diff.js';
import { jsonText } from '../encode/json.js';
import type { ByteOutput } from '../output/output.js';
import { ByteWriter } from '../output/writer.js';

/** Verdicts go out as they come, one a line, before everything that is known only at the end. */
export function diffJsonSink(output: ByteOutput): DiffSink {
  const writer = new ByteWriter(output);
  let first = true;
  return {
    async verdicts(batch: readonly DiffVerdict[]) {
      if (output.closed) return;
      for (const verdict of batch) {
        writer.text(first ? `{"schema":${jsonText(DIFF_SCHEMA)},\n"verdicts":[\n` : ',\n');
        writer.text(jsonText(verdict));
        first = false;
        if (writer.full) await writer.flush();
      }
    },
    async end(rest: DiffRest) {
      writer.text(first ? `{"schema":${jsonText(DIFF_SCHEMA)},\n"verdicts":[]` : '\n]');
      const { causes, findings, ...others } = rest;
      writer.text(`,\n"causes":[`);
      for (const [index, cause] of causes.entries()) {
        writer.text(`${index === 0 ? '' : ','}\n${jsonText(cause)}`);
        if (writer.full) await writer.flush();
      }
      writer.text('\n],\n"findings":{');
      for (const side of ['new', 'gone', 'statusChanged'] as const) {
        writer.text(`"${side}":[`);
        let separator = '';
        for (const finding of findings[side]) {
          writer.text(`${separator}\n${jsonText(finding)}`);
          separator = ',';
          if (writer.full) await writer.flush();
        }
        writer.text('\n],\n');
      }
      writer.text(`"same":${findings.same}}`);
      for (const [name, value] of Object.entries({ ...others, tool: rest.after.tool }))
        writer.text(`,\n${jsonText(name)}:${jsonText(value)}`);
      writer.text('}\n');
      await writer.finish();
    },
  };
}
