import type { Lab } from './lab.mjs';

export interface ExportOptions {
  /** Who reads (default: the administrator). */
  readonly user?: string;
  readonly password?: string;
}

/** The whole directory as LDIF (domain, configuration, schema), by ldapsearch with the SD flags control. */
export function exportLdif(lab: Lab, options?: ExportOptions): Promise<string>;
export function exportLdifGz(lab: Lab, options?: ExportOptions): Promise<Buffer>;
