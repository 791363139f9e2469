/** Targets that break each promise at a known variant, to show that it is noticed. */
import { AdreachError } from '../../src/errors/index.js';
import { type ParserTarget, promised, type Variant } from './parser-target.js';

/** The variant at which each breaks. */
export const BREAKS_AT = 7;

const INPUT = Buffer.from('0123456789'.repeat(20));

function breaking(name: string, how: () => void, more: Partial<ParserTarget> = {}): ParserTarget {
  let runs = 0;
  return {
    name,
    inputs: [INPUT],
    run(_variant: Variant) {
      if (runs++ === BREAKS_AT) how();
      return 'accepted';
    },
    ...more,
  };
}

const kept: Buffer[] = [];

const TARGETS: readonly ParserTarget[] = [
  breaking('fine', () => {
    throw new AdreachError('format', 'refused');
  }),
  breaking('crash', () => void (undefined as unknown as string).length),
  breaking('promise', () => promised(false, () => 'read otherwise')),
  breaking('silent', () => {
    throw new AdreachError('format', `${'x'.repeat(3000)}`);
  }),
  breaking('hang', () => {
    for (;;);
  }),
  breaking('exit', () => process.exit(3)),
  // Kept: given back at once it could be gone before anybody looks.
  breaking('hog', () => void kept.push(Buffer.alloc(128 * 2 ** 20, 1)), { memory: 64 * 2 ** 20 }),
  breaking(
    'endless',
    () => {
      // Never comes back to where the process itself could look.
      for (const kept: Buffer[] = []; ; ) kept.push(Buffer.alloc(2 ** 20, 1));
    },
    { memory: 64 * 2 ** 20 },
  ),
];

export async function targetsNamed(names: readonly string[]): Promise<readonly ParserTarget[]> {
  return TARGETS.filter(({ name }) => names.includes(name));
}
