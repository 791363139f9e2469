/** A fresh domain as LDIF, and what the situations add to it or change in it. */
export function recordSituations(address: string): Promise<{ readonly fresh: string; readonly situations: string }>;
export function difference(before: string, after: string): string;
