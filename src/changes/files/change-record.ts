/** What an LDIF change record says, before anything is looked up (RFC 2849 section 4). */
import type { Controls } from './controls.js';

export interface Modification {
  readonly operation: 'add' | 'delete' | 'replace';
  /** As written. */
  readonly attribute: string;
  readonly values: readonly RecordValue[];
  readonly line: number;
}

export interface RecordValue {
  readonly bytes: Buffer;
  readonly line: number;
}

interface RecordBase {
  readonly dn: string;
  /** Of its `dn:`, from 1. */
  readonly line: number;
  readonly controls: Controls;
}

export type ChangeRecord = RecordBase &
  (
    | { readonly type: 'modify'; readonly modifications: readonly Modification[] }
    | {
        readonly type: 'add';
        /** By attribute name as first written. */
        readonly attributes: ReadonlyMap<string, readonly RecordValue[]>;
      }
    | { readonly type: 'delete' }
    | { readonly type: 'moddn'; readonly newRdn: string; readonly newSuperior: string | null }
  );
