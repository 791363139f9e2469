/** What changes are made to: evidence that can be turned back into raw items. */
import type { RecordSource } from '../directory/record-source.js';
import type { OriginInfo } from '../result/sources.js';

/** Evidence with what the header of its snapshot says. */
export interface BaseSource extends RecordSource {
  readonly header: {
    readonly version: number;
    readonly sources: readonly OriginInfo[];
  };
}
