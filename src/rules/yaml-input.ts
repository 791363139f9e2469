/** YAML files beside the rules that a user names: read with a bound, held against a shape, faults said with their place. */
import { createHash } from 'node:crypto';
import type { ZodType } from 'zod';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { readSmallFile } from '../snapshot/small-file.js';
import { checkShape, parseYaml, ruleError, type YamlFile, type YamlPath } from './yaml-file.js';

/** What a kind of file is called, and where it is described. */
export interface YamlKind {
  /** For messages: `suppressions file`. */
  readonly what: string;
  readonly hint: string;
  readonly mostBytes: number;
}

/** A file that was read, and what it says. */
export interface YamlInput {
  readonly path: string;
  /** Of its bytes. */
  readonly sha256: string;
  readonly yaml: YamlFile;
}

/**
 * Reads and parses a file.
 * @throws AdreachError `file` where it cannot be read, is no regular file or too large; `rule` where it is no YAML
 */
export function readYamlInput(path: string, kind: YamlKind): YamlInput {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, kind.what, kind.mostBytes);
  } catch (error) {
    throw error instanceof AdreachError ? error : fileError('read', `the ${kind.what} ${path}`, error);
  }
  return withHint(kind, () => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw ruleError(path, null, 'is not valid UTF-8');
    }
    return { path, sha256: createHash('sha256').update(bytes).digest('hex'), yaml: parseYaml(path, text) };
  });
}

/**
 * Holds a file against a shape, as rule files are.
 * @throws AdreachError `rule` naming the place, and the nearest right name
 */
export function checkYamlInput<T>(
  input: YamlInput,
  kind: YamlKind,
  shape: ZodType<T>,
  keysAt: (path: YamlPath) => readonly string[],
): T {
  return withHint(kind, () => checkShape(input.yaml, shape, keysAt));
}

/** What helps with a rule file does not help with this one. */
function withHint<T>({ hint }: YamlKind, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    throw new AdreachError(error.code, error.message, hint, { cause: error });
  }
}
