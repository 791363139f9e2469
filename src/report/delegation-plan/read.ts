/** Reads `plan.json` again. */
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';
import { PLAN_SCHEMA, type Plan, planSchema } from '../../result/plan.js';
import { readSmallFile } from '../../snapshot/small-file.js';
import { strictJson } from '../manifest/strict-json.js';

/** Many times what any person reviews. */
const MOST_BYTES = 64 * 1024 * 1024;

const HINT = 'name the plan.json that "adreach plan" wrote';

/** @throws AdreachError `file` where it cannot be read, `format` where it is no plan, with what is wrong with it */
export function readPlan(path: string): Plan {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, 'plan', MOST_BYTES);
  } catch (error) {
    throw error instanceof AdreachError ? error : fileError('read', `the plan ${path}`, error);
  }
  let value: unknown;
  try {
    value = strictJson(bytes.toString('utf8'));
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : '';
    throw new AdreachError('format', `${path} is no plan (${PLAN_SCHEMA}): ${said}`, HINT);
  }
  const found = planSchema.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new AdreachError('format', `${path} is no plan (${PLAN_SCHEMA}): ${where}${issue?.message ?? ''}`, HINT);
}
