/** The file of answers (--answers): what no directory holds. YAML, or the JSON that it is a superset of. */
import { isMap } from 'yaml';
import { z } from 'zod';
import {
  ANSWERS,
  type AnsweredQuestion,
  type ControllerAnswer,
  type Manual,
  MODES,
  type Mode,
  type ModeBlock,
  SENSORS,
} from '../result/answers.js';
import type { Profile } from '../result/codes.js';
import { suggestion } from './nearest.js';
import type { DeclaredQuestion } from './types.js';
import { placeOf, ruleError, type YamlPath } from './yaml-file.js';
import { checkYamlInput, readYamlInput, type YamlInput, type YamlKind } from './yaml-input.js';

const text = z.string().trim().min(1, 'must be a text that is not empty').max(10_000);
const answer = z.enum(ANSWERS);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day as 2026-11-30');

const answerShape = z.union(
  [
    answer,
    z.boolean(),
    z.strictObject({
      answer: z.union([answer, z.boolean()]),
      note: text.optional(),
      by: text.optional(),
      date: day.optional(),
    }),
  ],
  'must be yes, no or unknown, or a mapping with the answer, note, by and date',
);

/** The portal's remediation setting, with the names that it has there. Members that are not used are passed over. */
const portalShape = z.looseObject({
  IsRemediationWithLocalSystemEnabled: z.boolean(),
  RemediationAccounts: z
    .array(z.looseObject({ AccountName: text }))
    .max(1000)
    .default([]),
});

const controllerShape = z.strictObject({
  name: text,
  sensor: z.enum(SENSORS).default('unknown'),
  mode: z.enum(MODES).default('unknown'),
});

export const answersShape = z.strictObject({
  mode: z.enum(MODES).optional(),
  portal: portalShape.optional(),
  controllers: z.array(controllerShape).max(10_000).default([]),
  answers: z.record(z.string(), answerShape).default({}),
});

type AnswersDocument = z.infer<typeof answersShape>;

/** A file of answers that was read. */
export interface AnswersFile {
  readonly input: YamlInput;
  readonly document: AnswersDocument;
}

const KIND: YamlKind = { what: 'file of answers', hint: 'docs/manual.md describes the file', mostBytes: 1 << 20 };

/** The names that a mapping may have at a path. */
function keys(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(answersShape.shape);
  if (path[0] === 'controllers') return Object.keys(controllerShape.shape);
  return path[0] === 'answers' && path.length > 1 ? ['answer', 'note', 'by', 'date'] : [];
}

/**
 * Reads a file of answers.
 * @throws AdreachError `file` where it cannot be read; `rule` with the place of what is wrong in it
 */
export function readAnswers(path: string): AnswersFile {
  const input = readYamlInput(path, KIND);
  // The portal's setting may be the whole file, as a tool wrote it.
  const { contents } = input.yaml.document;
  if (!isMap(contents) || !contents.has('IsRemediationWithLocalSystemEnabled'))
    return { input, document: checkYamlInput(input, KIND, answersShape, keys) };
  const portal = checkYamlInput(input, KIND, portalShape, () => Object.keys(portalShape.shape));
  return { input, document: { portal, controllers: [], answers: {} } };
}

/**
 * What the files and the option say together.
 * @param profile the kind of accounts under audit: questions that do not concern it are not asked, though an answer to one is
 *   no mistake
 * @param files later ones count before earlier ones
 * @param mode of the option; it counts before all files
 * @throws AdreachError `rule` for an answer to a question that there is not
 */
export function manualOf(
  questions: readonly DeclaredQuestion[],
  files: readonly AnswersFile[],
  mode: Mode | undefined,
  profile: Profile,
): Manual {
  const answered = new Map<string, AnsweredQuestion>(
    questions.map(({ profiles: _, ...question }) => [
      question.id,
      { ...question, answer: 'unknown', note: null, by: null, date: null },
    ]),
  );
  const controllers = new Map<string, ControllerAnswer>();
  let portal: AnswersDocument['portal'];
  let stated: Mode | undefined;
  for (const { input, document } of files) {
    for (const [id, given] of Object.entries(document.answers)) {
      const question = answered.get(id);
      if (question === undefined) {
        const problem = `there is no question "${id}"${suggestion(id, [...answered.keys()])}`;
        throw ruleError(input.path, placeOf(input.yaml, ['answers', id]), problem);
      }
      answered.set(id, { ...question, ...told(given) });
    }
    for (const each of document.controllers) controllers.set(each.name.toLowerCase(), each);
    portal = document.portal ?? portal;
    stated = document.mode ?? stated;
  }
  const asked = questions.filter(({ profiles }) => profiles.includes(profile)).map(({ id }) => answered.get(id)!);
  return { mode: modeOf([...controllers.values()], portal, mode ?? stated), questions: asked };
}

function told(given: z.infer<typeof answerShape>): Pick<AnsweredQuestion, 'answer' | 'note' | 'by' | 'date'> {
  const { answer: said, note = null, by = null, date = null } = typeof given === 'object' ? given : { answer: given };
  return { answer: typeof said === 'boolean' ? (said ? 'yes' : 'no') : said, note, by, date };
}

function modeOf(
  controllers: readonly ControllerAnswer[],
  portal: AnswersDocument['portal'],
  stated: Mode | undefined,
): ModeBlock {
  const byPortal = portal && (portal.IsRemediationWithLocalSystemEnabled ? 'local-system' : 'gmsa');
  const setting: Mode = stated !== undefined && stated !== 'unknown' ? stated : (byPortal ?? 'unknown');
  const acting = new Set(controllers.filter(({ sensor }) => sensor !== 'none').map((each) => actsAs(each, setting)));
  const byControllers: Mode =
    acting.size > 1 && !acting.has('unknown') ? 'mixed' : acting.size === 1 ? [...acting][0]! : 'unknown';
  const [mode, source]: [Mode, ModeBlock['source']] =
    stated !== undefined && stated !== 'unknown'
      ? [stated, 'option']
      : byPortal !== undefined
        ? [byPortal, 'portal']
        : byControllers !== 'unknown'
          ? [byControllers, 'controllers']
          : ['unknown', 'none'];
  // Whatever the setting says, a sensor of version 3 acts as LocalSystem.
  const some = mode === 'local-system' || mode === 'mixed' || acting.has('local-system') || acting.has('mixed');
  // That none does is known only where the sensors of the controllers are: one of version 3 may be among them.
  const none =
    controllers.length > 0 &&
    controllers.every(({ sensor }) => sensor === 'v2' || sensor === 'none') &&
    mode === 'gmsa';
  return {
    mode,
    source,
    actsAsLocalSystem: some ? 'yes' : none ? 'no' : 'unknown',
    remediationAccounts: portal === undefined ? null : portal.RemediationAccounts.map(({ AccountName }) => AccountName),
    controllers,
  };
}

/** As whom a controller's sensor acts: one of version 3 as LocalSystem, one of version 2 as it is set. */
function actsAs({ sensor, mode }: ControllerAnswer, setting: Mode): Mode {
  if (sensor === 'v3') return 'local-system';
  return sensor === 'v2' && mode === 'unknown' ? setting : mode;
}
