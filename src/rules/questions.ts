/** Files of questions: what no directory holds, and how to find out. */
import { questionKeys, questionsShape } from './shapes.js';
import type { DeclaredQuestion } from './types.js';
import { checkShape, placeOf, ruleError, type YamlFile } from './yaml-file.js';

/**
 * @returns the questions of all files, in their order
 * @throws AdreachError `rule` with file and line; also for an id that is there twice
 */
export function readQuestions(files: readonly YamlFile[]): readonly DeclaredQuestion[] {
  const seen = new Set<string>();
  return files.flatMap((file) =>
    checkShape(file, questionsShape, questionKeys).questions.map(({ expected, ...question }, i) => {
      if (seen.has(question.id)) {
        const at = placeOf(file, ['questions', i, 'id']);
        throw ruleError(file.name, at, `question "${question.id}" is declared twice`);
      }
      seen.add(question.id);
      return { ...question, expected: expected === true || expected === 'yes' ? 'yes' : 'no' };
    }),
  );
}
