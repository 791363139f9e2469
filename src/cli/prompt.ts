/** Asks for a secret on the terminal without showing it. */
import type { ReadStream } from 'node:tty';
import { AdreachError } from '../errors/index.js';

const INTERRUPT = '\u0003';
const END = '\u0004';

/** True when somebody can be asked. */
export function canPrompt(): boolean {
  return process.stdin.isTTY === true;
}

/**
 * @param question shown on standard error, so that standard output stays for results
 * @returns what was typed, without the line end
 * @throws AdreachError usage when the input ends or is interrupted
 */
export function promptSecret(question: string, input: ReadStream = process.stdin): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (outcome: () => void) => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      process.stderr.write('\n');
      outcome();
    };
    const onData = (chunk: string | Buffer) => {
      for (const char of chunk.toString()) {
        if (char === '\r' || char === '\n') return finish(() => resolve(typed));
        if (char === INTERRUPT || (char === END && typed === '')) {
          return finish(() => reject(new AdreachError('usage', 'no password was given')));
        }
        if (char === '\u007f' || char === '\b') typed = [...typed].slice(0, -1).join('');
        else if (char >= ' ') typed += char;
      }
    };
    process.stderr.write(question);
    input.setEncoding('utf8');
    input.setRawMode(true);
    input.resume();
    input.on('data', onData);
  });
}
