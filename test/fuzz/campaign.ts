/** Gives a target its damaged variants and keeps count. Variant `n` of a seed is the same in every run. */
import { createHash } from 'node:crypto';
import { AdreachError } from '../../src/errors/index.js';
import { DAMAGES, type Damage, damage, damageOf } from './mutate.js';
import { type Outcome, type ParserTarget, SLOWEST_MS, type Variant } from './parser-target.js';
import { Random } from './random.js';

/** The longest message that is still one for people. */
const LONGEST_MESSAGE = 2000;

export interface Tally {
  readonly target: string;
  variants: number;
  /** Variants that differ from each other. */
  distinct: number;
  readonly damages: Record<Damage, { variants: number; refused: number }>;
  readonly outcomes: Record<Outcome, number>;
  slowestMs: number;
}

/** The first variant that broke a promise. */
export class Defect extends Error {
  override readonly name = 'Defect';

  constructor(
    readonly target: string,
    readonly number: number,
    readonly variant: Variant,
    readonly what: string,
    cause?: unknown,
  ) {
    super(`${target}, variant ${number}: ${what}`, { cause });
  }
}

/** @returns variant `number` (from 0) of a target */
export function variantOf(target: ParserTarget, seed: number, number: number): Variant {
  const draw = createHash('sha256').update(`${target.name} ${seed} ${number}`).digest().readUInt32LE();
  const random = new Random(draw);
  const index = random.below(target.inputs.length);
  const original = target.inputs[index]!;
  const kind = damageOf(number);
  return { bytes: damage(original, target.inputs, kind, random), original, index, damage: kind };
}

/** One reading of a variant. @throws Defect where it breaks a promise */
export async function tryVariant(target: ParserTarget, number: number, variant: Variant): Promise<Outcome> {
  try {
    return await target.run(variant);
  } catch (error) {
    if (error instanceof AdreachError) {
      if (tellsPeople(error.message)) return 'refused';
      throw new Defect(target.name, number, variant, `refused by no message for people: ${error.message}`, error);
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Defect(target.name, number, variant, what, error);
  }
}

/** One or two lines, of a bounded length. */
function tellsPeople(message: string): boolean {
  return message !== '' && message.length <= LONGEST_MESSAGE && message.split('\n').length <= 2;
}

export interface Campaign {
  readonly seed: number;
  /** Number of the first variant. */
  readonly from: number;
  /** Number after that of the last one. */
  readonly to: number;
  /** Called before each variant. */
  readonly before?: (number: number) => void;
  /** Called after each variant. */
  readonly after?: (number: number) => void;
}

/** @throws Defect for the first variant that breaks a promise */
export async function runCampaign(target: ParserTarget, campaign: Campaign): Promise<Tally> {
  const tally: Tally = {
    target: target.name,
    variants: 0,
    distinct: 0,
    damages: Object.fromEntries(DAMAGES.map((kind) => [kind, { variants: 0, refused: 0 }])) as Tally['damages'],
    outcomes: { accepted: 0, 'with-gaps': 0, 'without-gaps': 0, refused: 0 },
    slowestMs: 0,
  };
  const seen = new Set<string>();
  for (let number = campaign.from; number < campaign.to; number++) {
    const variant = variantOf(target, campaign.seed, number);
    seen.add(createHash('sha1').update(variant.bytes).digest('base64'));
    campaign.before?.(number);
    const start = performance.now();
    const outcome = await tryVariant(target, number, variant);
    const took = performance.now() - start;
    if (took > SLOWEST_MS) throw new Defect(target.name, number, variant, `took ${Math.round(took)} ms`);
    tally.slowestMs = Math.max(tally.slowestMs, took);
    campaign.after?.(number);
    tally.variants++;
    tally.outcomes[outcome]++;
    const of = tally.damages[variant.damage];
    of.variants++;
    if (outcome === 'refused') of.refused++;
  }
  tally.distinct = seen.size;
  return tally;
}
