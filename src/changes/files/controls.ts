/** Controls of LDAP requests that change records may carry (RFC 2849 `control`, MS-ADTS 3.1.1.3.4.1). */
import type { DescriptorPart } from '../change.js';
import { decodeSdFlags, SD_FLAGS_OID } from './sd-flags.js';

/** An object is deleted with all that lies below it (MS-ADTS 3.1.1.3.4.1.15). It has no value. */
export const TREE_DELETE_OID = '1.2.840.113556.1.4.805';
/** The server need not wait for the disk (MS-ADTS 3.1.1.3.4.1.7): nothing comes out differently. ldifde sends it. */
const LAZY_COMMIT_OID = '1.2.840.113556.1.4.619';

/** What the controls of one record say. */
export interface Controls {
  /** Parts of a descriptor that count; null: no control says it. */
  readonly parts: readonly DescriptorPart[] | null;
  readonly tree: boolean;
}

export const NO_CONTROLS: Controls = { parts: null, tree: false };

const OID = /^\d+(?:\.\d+)+$/;

/**
 * @param text what follows `control:` before the value: an OID, and `true` where the control is critical
 * @param value null where the line has none
 * @returns what the controls say with this one; or, as a text, what is wrong with it. One that is not known and not
 *   critical changes nothing, as on a server that does not know it (RFC 4511 section 4.1.11).
 */
export function withControl(controls: Controls, text: string, value: Uint8Array | null): Controls | string {
  const [oid = '', criticality = 'false', ...more] = text.trim().split(/ +/);
  if (!OID.test(oid) || more.length > 0 || !/^(?:true|false)$/.test(criticality))
    return 'a control is an OID, "true" or "false", and its value';
  switch (oid) {
    case SD_FLAGS_OID: {
      const parts = decodeSdFlags(value);
      if (parts === null) return 'the value of the SD flags control is damaged, or has bits that mean nothing';
      return { ...controls, parts };
    }
    case TREE_DELETE_OID:
      return { ...controls, tree: true };
    case LAZY_COMMIT_OID:
      return controls;
    default:
      return criticality === 'true'
        ? `the critical control ${oid} is not known here, so that what it does is not`
        : controls;
  }
}
