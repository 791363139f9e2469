/**
 * The bits of an entry's flags that say what objects below inherit (MS-DTYP 2.4.4.1). They stand apart from `AceFlag`
 * because one file alone acts on them: `access/inherit.ts`; `words` tells them.
 */
export const InheritanceFlag = {
  ObjectInherit: 0x01,
  ContainerInherit: 0x02,
  NoPropagateInherit: 0x04,
} as const;
