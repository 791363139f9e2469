/** Streams the accounts of a source past the model, which learns the class lists and descriptors that come with them. */

import type { GrowingDirectory } from './load.js';
import type { RecordSource } from './record-source.js';
import type { AccountRecord } from './records.js';

/**
 * One or more passes over the accounts. Numbers of class lists and descriptors go on from the model at each pass, so
 * that what an earlier pass has brought is not added twice.
 */
export class AccountStream {
  readonly #modelClasses: number;
  readonly #modelDescriptors: number;

  constructor(
    readonly directory: GrowingDirectory,
    readonly evidence: RecordSource,
  ) {
    this.#modelClasses = directory.classLists.length;
    this.#modelDescriptors = directory.descriptors.size;
  }

  /**
   * @param mentions see `RecordSource.accounts`
   * @yields batches of accounts; every class list and descriptor they refer to is in the model by then
   */
  async *pass(mentions?: readonly string[]): AsyncGenerator<readonly AccountRecord[]> {
    const { directory } = this;
    let classes = this.#modelClasses;
    let descriptors = this.#modelDescriptors;
    for await (const batch of this.evidence.accounts(mentions)) {
      const accounts: AccountRecord[] = [];
      for (const record of batch) {
        if (record.type === 'account') accounts.push(record);
        else if (record.type === 'classes') {
          if (classes++ === directory.classLists.length) directory.classLists.push(record.names);
        } else if (descriptors++ === directory.descriptors.size) directory.descriptors.add(record.base64);
      }
      if (accounts.length > 0) yield accounts;
    }
  }
}
