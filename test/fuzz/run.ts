/** The differential test: descriptors onto targets, answers of the server against predictions. */
import { formatSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import type { SecurityDescriptor } from '../../src/descriptor/types.js';
import { drawContainer, drawDescriptor, toBase64, type Vocabulary, vocabulary } from './generate.js';
import { type Answer, judge, type Predict, productPredicts } from './judge.js';
import type { Oracle } from './oracle.js';
import {
  ATTEMPTS,
  type AttemptKind,
  isAttempt,
  LAST_ATTEMPT,
  PROBED_ATTRIBUTES,
  type Question,
  type Questions,
  questionsFor,
} from './questions.js';
import { Random } from './random.js';
import { ALL, conditionalEntries, tokenSids } from './server-model.js';
import { shrink } from './shrink.js';
import type { Actor, FuzzTarget, ReadBack, World } from './world.js';

export interface FuzzLimits {
  readonly seed: number;
  /** Ends once as many real attempts are made... */
  readonly attempts?: number;
  /** ...or as many descriptors written. */
  readonly descriptors?: number;
  /** What is held against the server; the product's check by default. */
  readonly predict?: Predict;
  /** Is told every answer of the server. */
  onAnswer?(answer: Answer): void;
  onProgress?(so: FuzzResult): void;
}

export interface FuzzResult {
  descriptors: number;
  /** Real writes. */
  attempts: number;
  /** Attempts that the server let pass. */
  granted: number;
  /** Answers read from allowedAttributesEffective and sDRightsEffective. */
  read: number;
  agreed: number;
  undecided: number;
  /** Disagreements by cause; several causes at once joined with +. */
  readonly deviations: Map<string, number>;
  /** Disagreements without a cause, each shrunk and described. */
  readonly disagreements: string[];
}

const ACTORS_A_DESCRIPTOR = 2;
/** A run that is wrong at its root stops early. */
const MOST_DISAGREEMENTS = 10;

/** The bytes that the product would see: as a client reads them, where the server hands them out undamaged. */
export function seen({ stored, served }: ReadBack): SecurityDescriptor {
  const raw = parseSecurityDescriptor(Buffer.from(stored, 'base64'));
  // The server loses the conditions of conditional entries when it hands out a part of the descriptor.
  if (conditionalEntries(raw).length > 0) return raw;
  return parseSecurityDescriptor(Buffer.from(served, 'base64'));
}

/**
 * @throws Error where the server refuses for another reason than rights, or an actor's token is not what was predicted
 */
export async function fuzz(world: World, limits: FuzzLimits): Promise<FuzzResult> {
  const result: FuzzResult = {
    descriptors: 0,
    attempts: 0,
    granted: 0,
    read: 0,
    agreed: 0,
    undecided: 0,
    deviations: new Map(),
    disagreements: [],
  };
  const words = vocabulary(world, PROBED_ATTRIBUTES);
  const questions = new Map<string, Questions>();
  for (const { classGuid } of world.targets)
    questions.set(classGuid, questionsFor(world.directory, world.actions, classGuid));
  const random = new Random(limits.seed);
  const { predict = productPredicts, onAnswer = () => {} } = limits;
  for (const actor of world.actors) await holdToken(world.oracles[0]!, actor);
  const done = () =>
    result.attempts >= (limits.attempts ?? Number.POSITIVE_INFINITY) ||
    result.descriptors >= (limits.descriptors ?? Number.POSITIVE_INFINITY) ||
    result.disagreements.length >= MOST_DISAGREEMENTS;
  while (!done()) {
    const round = drawRound(world, words, random).slice(
      0,
      Math.max(1, (limits.descriptors ?? Number.POSITIVE_INFINITY) - result.descriptors),
    );
    await inheritFrom(world, words, random);
    const written = await world.writer.write(
      round.map(({ target, drawn }) => ({ dn: target.dn, sd: toBase64(drawn.descriptor), how: drawn.how })),
    );
    let next = 0;
    const work = async (oracle: Oracle) => {
      for (let index = next++; index < round.length && !done(); index = next++) {
        const { target, actors } = round[index]!;
        const descriptor = seen(written[index]!);
        result.descriptors++;
        for (const actor of actors) {
          const own = questions.get(target.classGuid)!;
          const asked = { world, oracle, actor, target, descriptor, questions: own, predict, onAnswer };
          await ask(asked, actor === actors.at(-1), result);
        }
      }
    };
    await Promise.all(world.oracles.map(work));
    limits.onProgress?.(result);
  }
  return result;
}

/** Gives the targets' organisational unit entries that what the server writes next inherits. */
async function inheritFrom(world: World, words: Vocabulary, random: Random): Promise<void> {
  const target = random.pick(world.targets);
  const container = drawContainer(random, words, target, random.pick(world.actors));
  const dn = target.dn.replace(/^[^,]*,/, '');
  await world.writer.write([{ dn, sd: toBase64(container), how: 'server' }]);
}

/** One descriptor for every target, and who will try. */
function drawRound(world: World, words: Vocabulary, random: Random) {
  return world.targets.map((target) => {
    const itself = target.acts ? world.actors.find((actor) => actor.sid === target.sid)! : null;
    const actors = new Set<Actor>(itself && random.chance(0.6) ? [itself] : []);
    while (actors.size < ACTORS_A_DESCRIPTOR) actors.add(random.pick(world.actors));
    return { target, actors: [...actors], drawn: drawDescriptor(random, words, target, [...actors][0]!) };
  });
}

/** The token that predictions use, less what the server is known to leave out, is the server's own. */
async function holdToken(oracle: Oracle, actor: Actor): Promise<void> {
  const server = [...(await oracle.token(actor))].sort().join();
  const model = [...tokenSids(actor.token, ALL)].sort().join();
  if (server !== model) throw new Error(`the token of ${actor.name}: the server has ${server}, predicted ${model}`);
}

interface Asked {
  readonly world: World;
  readonly oracle: Oracle;
  readonly actor: Actor;
  readonly target: FuzzTarget;
  readonly descriptor: SecurityDescriptor;
  readonly questions: Questions;
  readonly predict: Predict;
  readonly onAnswer: (answer: Answer) => void;
}

/** @param last whether nobody asks about this descriptor afterwards */
async function ask(asked: Asked, last: boolean, result: FuzzResult): Promise<void> {
  const { oracle, actor, target, descriptor, questions } = asked;
  const effective = await oracle.effective(actor, target);
  const hold = async (question: Question, granted: boolean) => {
    await note(asked, { actor, target, descriptor, question, granted }, result);
  };
  if (effective) {
    const { attributes, sdRights } = effective;
    result.read += questions.attributes.size + 2;
    for (const [name, question] of questions.attributes) await hold(question, attributes.has(name.toLowerCase()));
    await hold(questions.writeDac, (sdRights & 0x4) !== 0);
    await hold(questions.writeOwner, (sdRights & 0x3) === 0x3);
  }
  const kinds: readonly AttemptKind[] = last ? [...ATTEMPTS, LAST_ATTEMPT] : ATTEMPTS;
  for (const kind of kinds) {
    const granted = await oracle.attempt(actor, target, kind);
    result.attempts++;
    if (granted) result.granted++;
    await hold(questions.attempts.get(kind)!, granted);
  }
}

async function note(asked: Asked, answer: Answer, result: FuzzResult): Promise<void> {
  asked.onAnswer(answer);
  const verdict = judge(answer, asked.predict);
  if (verdict.kind === 'agrees') result.agreed++;
  else if (verdict.kind === 'undecided') result.undecided++;
  else if (verdict.kind === 'deviates') {
    const cause = verdict.causes.join(' + ');
    result.deviations.set(cause, (result.deviations.get(cause) ?? 0) + 1);
  } else result.disagreements.push(await describe(asked, answer, verdict.why));
}

/** A disagreement for people: the fewest entries that still show it, the token, both answers. */
async function describe({ world, oracle, predict }: Asked, answer: Answer, why: string): Promise<string> {
  const { actor, target, question } = answer;
  const small = await shrink(answer, predict, async (descriptor) => {
    const [back] = await world.writer.write([{ dn: target.dn, sd: toBase64(descriptor), how: 'raw' }]);
    const again = { ...answer, descriptor: seen(back!) };
    const granted = await askOne(oracle, again);
    return granted === null ? null : { ...again, granted };
  });
  // What is asked next is about the descriptor as it was.
  await world.writer.write([{ dn: target.dn, sd: toBase64(answer.descriptor), how: 'raw' }]);
  const sids = [...actor.token.sids.keys()].map((sid) => `    ${sid}`);
  return [
    `${actor.name} asks for "${question.name}" on ${target.dn} (${target.class}): ${why}`,
    `  as written: ${formatSddl(answer.descriptor)}`,
    `  shrunk to:  ${formatSddl(small.descriptor)}`,
    `  there the prediction is ${predict(small)}, the server ${small.granted ? 'granted' : 'denied'}`,
    `  token of ${actor.name}:`,
    ...sids,
  ].join('\n');
}

/** One question of one answer, asked again. */
async function askOne(oracle: Oracle, { actor, target, question }: Answer): Promise<boolean | null> {
  if (isAttempt(question.name)) return oracle.attempt(actor, target, question.name);
  const effective = await oracle.effective(actor, target);
  if (!effective) return null;
  if (question.name === 'write-dac') return (effective.sdRights & 0x4) !== 0;
  if (question.name === 'write-owner') return (effective.sdRights & 0x3) === 0x3;
  return effective.attributes.has(question.name.replace(/^write /, '').toLowerCase());
}
