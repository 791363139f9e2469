/** Reads SDDL text from left to right, and says where it stopped understanding it. */
import { AdreachError } from '../../errors/index.js';

/** White space of MS-DTYP 2.5.1.1 (wspace). */
const SPACE = /[\t-\r ]*/y;

export class Scanner {
  at = 0;

  constructor(readonly text: string) {}

  /** @returns an error about the text at `at`, by default the present position */
  fault(what: string, at = this.at, hint?: string): AdreachError {
    return new AdreachError('descriptor', `SDDL, offset ${at}: ${what}`, hint);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  skipSpace(): void {
    this.match(SPACE);
  }

  /** @returns whether the text goes on with `token`; nothing is consumed */
  sees(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  /** Consumes `token` where the text goes on with it; letters compare without case where `anyCase` is given. */
  accept(token: string, anyCase = false): boolean {
    if (!anyCase) {
      if (!this.sees(token)) return false;
    } else if (this.text.substring(this.at, this.at + token.length).toUpperCase() !== token.toUpperCase()) return false;
    this.at += token.length;
    return true;
  }

  /** Consumes `token`, or throws. */
  expect(token: string, where: string): void {
    if (!this.accept(token)) throw this.fault(`expected "${token}" ${where}, found ${this.shown()}`);
  }

  /**
   * @param pattern a sticky regular expression
   * @returns the text it matches at the present position, consumed, or null
   */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  /** @returns what was consumed since `start`, for a message; shortened */
  consumed(start: number): string {
    const text = this.text.slice(start, Math.min(this.at, start + 40));
    return JSON.stringify(this.at > start + 40 ? `${text}...` : text);
  }

  /** @returns what stands at `at`, for a message */
  shown(at = this.at): string {
    if (at >= this.text.length) return 'the end';
    const rest = this.text.slice(at, at + 12);
    return JSON.stringify(at + 12 < this.text.length ? `${rest}...` : rest);
  }
}
