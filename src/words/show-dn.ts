/** How a sentence shows a DN: whole, or without what every name shares. */
export type ShowDn = (dn: string) => string;
