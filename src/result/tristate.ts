export const TRISTATES = ['yes', 'no', 'unknown'] as const;

/** A fact that the evidence may leave open. */
export type Tristate = (typeof TRISTATES)[number];
