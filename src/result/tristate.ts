/** A fact that the evidence may leave open. */
export type Tristate = 'yes' | 'no' | 'unknown';
