/** Conditional expressions of callback ACEs: values and bytes (MS-DTYP 2.4.4.17); their text is in `../sddl`. */
export { ConditionError, decodeCondition } from './decode.js';
export { encodeCondition } from './encode.js';
export * from './types.js';
