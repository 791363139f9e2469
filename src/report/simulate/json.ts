/** `json`: one object, `adreach/simulate/v1`, in bounded memory whatever the number of verdicts. */
import type { SimulationSink } from '../../result/simulate-sink.js';
import { jsonText } from '../encode/json.js';
import type { ByteOutput } from '../output/output.js';
import { Spool } from '../output/spool.js';
import { ByteWriter } from '../output/writer.js';
import { ChangedVerdictLines } from './lines.js';

/**
 * A sink that writes the object with the keys in this order: schema, tool, changes, verdicts, findings, accounts, before,
 * after, evidence. Verdicts go out as they come, one a line; findings wait in a spool.
 */
export function simulationJsonSink(output: ByteOutput): SimulationSink & { abort(): Promise<void> } {
  const writer = new ByteWriter(output);
  const spools = { appeared: new Spool(), gone: new Spool() };
  const close = async () => {
    await spools.appeared.close();
    await spools.gone.close();
  };
  const flush = async () => {
    if (writer.full) await writer.flush();
  };
  const lines = new ChangedVerdictLines();
  let verdicts = 0;
  return {
    async begin({ schema, tool, changes }) {
      writer.text(`{"schema":${jsonText(schema)},\n"tool":${jsonText(tool)},\n"changes":[`);
      for (const [number, change] of changes.entries()) {
        writer.text(`${number === 0 ? '' : ','}\n${jsonText(change)}`);
        await flush();
      }
      writer.text('\n],\n"verdicts":[');
    },
    async verdicts(batch) {
      if (output.closed) return;
      for (const verdict of batch) {
        writer.text(`${verdicts++ === 0 ? '' : ','}\n${lines.of(verdict)}`);
        if (writer.full) await writer.flush();
      }
    },
    async findings(side, batch) {
      if (output.closed) return;
      const spool = spools[side];
      for (const finding of batch) await spool.add(`${spool.count === 0 ? '' : ','}\n${jsonText(finding)}`);
    },
    async end({ accounts, before, after, evidence }) {
      writer.text('\n],\n"findings":{');
      for (const side of ['appeared', 'gone'] as const) {
        writer.text(`${side === 'gone' ? ',\n' : ''}"${side}":[`);
        for await (const piece of spools[side].read()) {
          if (typeof piece === 'string') writer.text(piece);
          else writer.bytes(piece);
          await flush();
        }
        writer.text('\n]');
      }
      writer.text(`},\n"accounts":${jsonText(accounts)},\n"before":${jsonText(before)},\n"after":${jsonText(after)}`);
      writer.text(`,\n"evidence":${jsonText(evidence)}}\n`);
      await writer.finish();
      await close();
    },
    abort: close,
  };
}
