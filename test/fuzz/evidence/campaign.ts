/** Removals one after the other: drawn, applied, audited, compared; a defect is shrunk to the smallest removal that shows it. */
import { Random } from '../random.js';
import { type Audited, Auditor } from './audits.js';
import { type Comparison, compare, type Defect, type DefectKind, tellDefect } from './compare.js';
import { classesOf, DOMAIN_NAMES, type DomainName, type EvidenceDomain, evidenceDomain, sidOf } from './domains.js';
import { apply, drawRemoval, Grounds, type Left, type Removal, type Step } from './removal.js';

export interface Campaign {
  readonly seed: number;
  readonly removals: number;
  /** The first of them; its number and the seed are what it depends on. */
  readonly from?: number;
  /** A folder for files of an audit. */
  readonly folder: string;
  /** Domains, each with how often it is drawn. */
  readonly domains?: readonly (readonly [weight: number, name: DomainName])[];
  /** Defects by cause that are shrunk, which takes time; the others are counted. */
  readonly shrunk?: number;
  /** Ends after the removal that is tried. */
  readonly signal?: AbortSignal;
  onProgress?(done: number, found: number): void;
  /** Is told of each defect at once. */
  onFound?(found: Found): void;
}

/** What removals of one cause did. */
export interface OfCause {
  removals: number;
  compared: number;
  lost: number;
}

export interface Found {
  readonly number: number;
  readonly kind: DefectKind | 'crashed';
  readonly cause: string;
  readonly removal: Removal;
  readonly text: string;
}

export interface CampaignResult {
  removals: number;
  /** Nothing of the audit was left to compare: refused with a message, or no account under audit. */
  refused: number;
  compared: number;
  stayed: number;
  lost: number;
  readonly lostByReason: Map<string, number>;
  /** Of removals that have one step. */
  readonly byCause: Map<string, OfCause>;
  /** Removals with a defect, by kind and cause. */
  readonly defects: Map<string, number>;
  /** One of each, shrunk. */
  readonly found: Found[];
  readonly refusals: Map<string, number>;
}

const USUAL: readonly (readonly [number, DomainName])[] = [
  [8, 'forest'],
  [2, 'forest-one-way'],
  [9, 'securelab'],
  [1, 'securelab-whole'],
];

/** A domain, audited as it is. */
class Scene {
  readonly grounds: Grounds;

  constructor(
    readonly domain: EvidenceDomain,
    readonly auditor: Auditor,
    /** The verdicts of all evidence: of exports that say what they asked for, and of others. */
    readonly whole: Readonly<Record<'told' | 'untold', Audited>>,
  ) {
    this.grounds = new Grounds(domain);
  }

  static async open(name: DomainName, auditor: Auditor): Promise<Scene> {
    const domain = await evidenceDomain(name);
    const audited = async (told: boolean): Promise<Audited> => {
      const whole = await auditor.audit(apply(domain, { told, steps: [] }).items, domain.accounts);
      if ('refused' in whole) throw new Error(`${name}: ${whole.refused}`);
      return whole;
    };
    return new Scene(domain, auditor, { told: await audited(true), untold: await audited(false) });
  }

  /** @returns null where no verdict is left to compare, or why */
  async run(removal: Omit<Removal, 'domain'>): Promise<Comparison | string> {
    const left = apply(this.domain, removal);
    const accounts = this.#accounts(left);
    const after = await this.auditor.audit(left.items, accounts);
    if ('refused' in after) return after.refused;
    const result = compare(this.whole[removal.told ? 'told' : 'untold'], after, left);
    if (result.defects.length === 0 || !removal.steps.some(({ left }) => left === 'denied')) return result;
    // An entry that denies reading makes another directory: it is held against that one, with all there is to see.
    const before = await this.auditor.audit(apply(this.domain, removal, false).items, accounts);
    return 'refused' in before ? before.refused : compare(before, after, left);
  }

  /** Those accounts under audit that can still be found: by their SIDs, among what shows as an account. */
  #accounts({ keys }: Left): readonly string[] {
    const there = new Set<string>(['local-system']);
    for (const entry of keys.values()) {
      const sid = classesOf(entry).includes('user') ? sidOf(entry) : null;
      if (sid !== null) there.add(sid);
    }
    return this.domain.accounts.filter((account) => there.has(account));
  }
}

/** One removal's number stands for it, with the seed. */
export function removalOf(
  seed: number,
  number: number,
  grounds: ReadonlyMap<string, Grounds>,
  domains = USUAL,
): Removal {
  const random = new Random(seed * 1_000_003 + number);
  const name = random.weighted(domains);
  return drawRemoval(grounds.get(name)!, random);
}

export async function runRemovals(campaign: Campaign): Promise<CampaignResult> {
  const { seed, from = 0, removals, folder, domains = USUAL, shrunk = 1, onProgress } = campaign;
  const scenes = await openScenes(
    folder,
    domains.map(([, name]) => name),
  );
  const grounds = new Map([...scenes].map(([name, scene]) => [name, scene.grounds]));
  const result = emptyResult();
  for (let number = from; number < from + removals && campaign.signal?.aborted !== true; number++) {
    const known = result.found.length;
    const removal = removalOf(seed, number, grounds, domains);
    await tryRemoval(scenes.get(removal.domain)!, removal, number, shrunk, result);
    for (const found of result.found.slice(known)) campaign.onFound?.(found);
    onProgress?.(result.removals, result.found.length);
  }
  return result;
}

/** One removal again, as it was printed. */
export async function runRemoval(removal: Removal, folder: string): Promise<CampaignResult> {
  if (!DOMAIN_NAMES.includes(removal.domain as DomainName)) throw new Error(`no domain is called ${removal.domain}`);
  const scenes = await openScenes(folder, [removal.domain as DomainName]);
  const result = emptyResult();
  await tryRemoval(scenes.get(removal.domain)!, removal, 0, 1, result);
  return result;
}

async function openScenes(folder: string, names: readonly DomainName[]): Promise<ReadonlyMap<string, Scene>> {
  const auditor = new Auditor(folder);
  const scenes = new Map<string, Scene>();
  for (const name of names) scenes.set(name, await Scene.open(name, auditor));
  return scenes;
}

function emptyResult(): CampaignResult {
  return {
    removals: 0,
    refused: 0,
    compared: 0,
    stayed: 0,
    lost: 0,
    lostByReason: new Map(),
    byCause: new Map(),
    defects: new Map(),
    found: [],
    refusals: new Map(),
  };
}

async function tryRemoval(
  scene: Scene,
  removal: Removal,
  number: number,
  shrunk: number,
  result: CampaignResult,
): Promise<void> {
  const { steps, told } = removal;
  result.removals++;
  let comparison: Comparison | string;
  try {
    comparison = await scene.run(removal);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    add(result.defects, 'crashed');
    result.found.push({ number, kind: 'crashed', cause: steps.map(causeOf).join(' + '), removal, text });
    return;
  }
  if (typeof comparison === 'string') {
    result.refused++;
    add(result.refusals, comparison.replace(/\d+/g, 'N').slice(0, 90));
    return;
  }
  result.compared += comparison.compared;
  result.stayed += comparison.stayed;
  result.lost += comparison.lost;
  for (const [reason, count] of comparison.lostByReason) add(result.lostByReason, reason, count);
  if (steps.length === 1) {
    const cause = causeOf(steps[0]!);
    const of = result.byCause.get(cause) ?? { removals: 0, compared: 0, lost: 0 };
    of.removals++;
    of.compared += comparison.compared;
    of.lost += comparison.lost;
    result.byCause.set(cause, of);
  }
  for (const kind of new Set(comparison.defects.map((defect) => defect.kind))) {
    const { steps: small, defect } = await shrink(
      scene,
      removal,
      comparison.defects.find((each) => each.kind === kind)!,
    );
    const cause = `${kind}: ${[...new Set(small.map(causeOf))].sort().join(' + ')} (${defect.before.verdict} -> ${defect.after.verdict})`;
    const before = result.defects.get(cause) ?? 0;
    add(result.defects, cause);
    if (before < shrunk)
      result.found.push({
        number,
        kind,
        cause,
        removal: { domain: removal.domain, told, steps: small },
        text: tellDefect(defect),
      });
  }
}

/** The attribute that was taken, or what else was. */
export function causeOf(step: Step): string {
  switch (step.left) {
    case 'out':
      return `${step.attribute} left out${step.of === null ? '' : ` of ${step.of}`}`;
    case 'denied':
      return `${step.attributes.join(' and ')} denied`;
    case 'part':
      return `part ${step.part.replace(/,?DC=.*$/, '') || 'domain'} missing`;
    case 'range':
      return `${step.attribute} beyond a range`;
    case 'subtree':
      return 'subtree unseen';
    case 'cut':
      return 'descriptors cut';
    case 'closed':
      return 'objects closed';
    case 'unseen':
      return 'objects unseen';
  }
}

/** Fewer steps, then fewer objects of each, as long as a defect of the kind shows. */
async function shrink(
  scene: Scene,
  { told, steps }: Removal,
  first: Defect,
): Promise<{ readonly steps: readonly Step[]; readonly defect: Defect }> {
  let best = { steps, defect: first };
  const attempt = async (smaller: readonly Step[]): Promise<boolean> => {
    const comparison = await scene.run({ told, steps: smaller }).catch(() => 'crashed');
    const defect =
      typeof comparison === 'string' ? undefined : comparison.defects.find(({ kind }) => kind === first.kind);
    if (defect === undefined) return false;
    best = { steps: smaller, defect };
    return true;
  };
  for (let position = 0; best.steps.length > 1 && position < best.steps.length; ) {
    if (!(await attempt(best.steps.filter((_, at) => at !== position)))) position++;
  }
  for (let position = 0; position < best.steps.length; position++) {
    const replace = (step: Step) => attempt(best.steps.map((each, at) => (at === position ? step : each)));
    const now = best.steps[position]!;
    if (now.left === 'denied') {
      for (const attribute of now.attributes) {
        const { attributes } = best.steps[position] as typeof now;
        if (attributes.length > 1)
          await replace({ ...now, attributes: attributes.filter((each) => each !== attribute) });
      }
    }
    const several = 'on' in now && typeof now.on !== 'string' ? now.on.length : 0;
    for (let size = Math.ceil(several / 2); size >= 1; ) {
      const step = best.steps[position] as Extract<Step, { readonly on: readonly string[] }>;
      let smaller = false;
      for (let at = 0; step.on.length > 1 && at < step.on.length && !smaller; at += size) {
        smaller = await replace({ ...step, on: [...step.on.slice(0, at), ...step.on.slice(at + size)] });
      }
      if (!smaller) size = size === 1 ? 0 : Math.ceil(size / 2);
    }
  }
  return best;
}

function add(map: Map<string, number>, key: string, count = 1): void {
  map.set(key, (map.get(key) ?? 0) + count);
}
