/** A report as paragraphs, before it becomes text or Markdown: the words are the same in both. */
import type { Style } from '../table/paint.js';

export interface Block {
  /** 0: at the section's margin. */
  readonly level: number;
  /** Stands before the text: a sign or a number. */
  readonly mark?: string;
  readonly text: string;
  readonly style?: Style;
  /** SDDL and the like: to be copied letter by letter. */
  readonly code?: boolean;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface DocumentOptions {
  /** Every entry and every SID, none folded. */
  readonly all: boolean;
  /** How DNs are shown. */
  readonly dn: (dn: string) => string;
}

/** A paragraph at the section's margin. */
export const plain = (text: string): Block => ({ level: 0, text });
