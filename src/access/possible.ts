/**
 * The values that a conditional expression may have (MS-DTYP 2.4.4.17.1: TRUE, FALSE, UNKNOWN), as a set: more than one
 * where the evidence, or the specification's text, leaves it open. ERROR is the fourth: it makes the whole expression
 * UNKNOWN, whatever stands around it (2.4.4.17.6, .7).
 */
export type Possible = number;

export const TRUE = 1;
export const FALSE = 2;
export const UNKNOWN = 4;
export const ERROR = 8;
/** Nothing is known. */
export const ANY = TRUE | FALSE | UNKNOWN | ERROR;

const VALUES = [TRUE, FALSE, UNKNOWN, ERROR] as const;
type Value = (typeof VALUES)[number];

/** @returns the set of one logical value */
export function known(value: boolean): Possible {
  return value ? TRUE : FALSE;
}

/** Logical NOT (MS-DTYP 2.4.4.17.7). */
export function not(operand: Possible): Possible {
  let result = operand & (UNKNOWN | ERROR);
  if ((operand & TRUE) !== 0) result |= FALSE;
  if ((operand & FALSE) !== 0) result |= TRUE;
  return result;
}

/** Logical AND (MS-DTYP 2.4.4.17.7). */
export function and(left: Possible, right: Possible): Possible {
  return combine(left, right, (a, b) =>
    a === FALSE || b === FALSE ? FALSE : a === UNKNOWN || b === UNKNOWN ? UNKNOWN : TRUE,
  );
}

/** Logical OR (MS-DTYP 2.4.4.17.7). */
export function or(left: Possible, right: Possible): Possible {
  return combine(left, right, (a, b) =>
    a === TRUE || b === TRUE ? TRUE : a === UNKNOWN || b === UNKNOWN ? UNKNOWN : FALSE,
  );
}

function combine(left: Possible, right: Possible, operation: (a: Value, b: Value) => Value): Possible {
  let result = 0;
  for (const a of VALUES) {
    if ((left & a) === 0) continue;
    for (const b of VALUES) {
      if ((right & b) !== 0) result |= a === ERROR || b === ERROR ? ERROR : operation(a, b);
    }
  }
  return result;
}
