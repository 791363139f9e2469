/** Sizes, positions and forms of the binary layout that parsing and encoding share (MS-DTYP 2.4.4 to 2.4.6). */
import { AceType } from './types.js';

export const DESCRIPTOR_HEADER = 20;
export const ACL_HEADER = 8;
export const ACE_HEADER = 4;

/** Positions in the descriptor's header (MS-DTYP 2.4.6). */
export const Field = { revision: 0, sbz1: 1, control: 2, owner: 4, group: 8, sacl: 12, dacl: 16 } as const;

/** Bits of the Flags field of an object ACE (MS-DTYP 2.4.4.3). */
export const OBJECT_TYPE_PRESENT = 0x1;
export const INHERITED_OBJECT_TYPE_PRESENT = 0x2;

/** ACL revisions that Windows takes as valid: 2, 3 (compound entries, never in a directory) and 4 (MS-DTYP 2.4.5). */
export const ACL_REVISION = 2;
export const ACL_REVISION_DS = 4;

type AceForm = 'basic' | 'object' | 'system' | 'unknown';

const FORMS: ReadonlyMap<number, AceForm> = new Map<number, AceForm>([
  [AceType.AccessAllowed, 'basic'],
  [AceType.AccessDenied, 'basic'],
  [AceType.SystemAudit, 'basic'],
  [AceType.AccessAllowedCallback, 'basic'],
  [AceType.AccessDeniedCallback, 'basic'],
  [AceType.SystemAuditCallback, 'basic'],
  [AceType.AccessAllowedObject, 'object'],
  [AceType.AccessDeniedObject, 'object'],
  [AceType.SystemAuditObject, 'object'],
  [AceType.AccessAllowedCallbackObject, 'object'],
  [AceType.AccessDeniedCallbackObject, 'object'],
  [AceType.SystemAuditCallbackObject, 'object'],
  [AceType.SystemMandatoryLabel, 'system'],
  [AceType.SystemResourceAttribute, 'system'],
  [AceType.SystemScopedPolicyId, 'system'],
]);

/** Types whose application data may be a condition (MS-DTYP 2.4.4.17). */
export const CALLBACK_TYPES: ReadonlySet<number> = new Set([
  AceType.AccessAllowedCallback,
  AceType.AccessDeniedCallback,
  AceType.AccessAllowedCallbackObject,
  AceType.AccessDeniedCallbackObject,
  AceType.SystemAuditCallback,
  AceType.SystemAuditCallbackObject,
]);

/** @returns how the bytes after an ACE's header are laid out, by its type octet */
export function aceForm(type: number): AceForm {
  return FORMS.get(type) ?? 'unknown';
}
