/** Names of the schema and the configuration, as sentences need them. */
import type { Guid } from '../descriptor/types.js';

/** What a GUID in an access control entry stands for. */
export interface GuidMeaning {
  readonly kind: 'class' | 'attribute' | 'property-set' | 'validated-write' | 'control-access';
  readonly name: string;
}

/** Names for GUIDs, and the names as the directory writes them. */
export interface SchemaNames {
  /** By lDAPDisplayName, ignoring case. */
  attribute(name: string): { readonly name: string; readonly guid: Guid } | undefined;
  /** By cn or display name of the controlAccessRight object, ignoring case. */
  right(
    name: string,
  ): { readonly name: string; readonly guid: Guid; readonly displayName?: string | undefined } | undefined;
  /** All things a GUID stands for: a validated write may share its GUID with an attribute. */
  meanings(guid: Guid): readonly GuidMeaning[];
}
