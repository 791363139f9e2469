/** A rule file as YAML: parsed, held against a shape, and able to say on which line a part of it stands. */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { core, ZodType } from 'zod';
import { AdreachError } from '../errors/index.js';
import { suggestion } from './nearest.js';

export type YamlPath = readonly (string | number)[];

/** A parsed file; `name` is what messages call it. */
export interface YamlFile {
  readonly name: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

const HINT = 'docs/rules.md describes the files; "adreach rules test DIR" checks a folder';

/** A name that is quoted may be as long as the file. */
const LONGEST_PROBLEM = 500;

/** The error for a fault in a rule file. @param line from 1; 0 where no line can be named */
export function ruleError(file: string, line: number, problem: string): AdreachError {
  const said = problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}...` : problem;
  return new AdreachError('rule', `${file}${line > 0 ? ` line ${line}` : ''}: ${said}`, HINT);
}

/** What the parser says of `when: "x" in list`, the trap of expressions in YAML. */
const AFTER_QUOTES = 'Unexpected scalar at node end';
const QUOTES_ADVICE =
  ' (a text that begins with a quotation mark ends at the next one: put it on the next line, after >-)';

/**
 * Parses a rule file.
 * @param name as messages shall call it
 * @throws AdreachError `rule` with the line: not YAML 1.2, or several documents, or duplicate keys
 */
export function parseYaml(name: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const error = document.errors[0];
  if (error !== undefined) {
    const said = error.message.split('\n')[0]!.replace(/\.$/, '');
    const problem = /call stack/.test(said) ? 'nested too deeply' : said;
    throw ruleError(
      name,
      lines.linePos(error.pos[0]).line,
      problem === AFTER_QUOTES ? `${problem}${QUOTES_ADVICE}` : problem,
    );
  }
  const file = { name, text, document, lines };
  refuseMagicNames(file);
  return file;
}

/** `__proto__` is no name like others in JavaScript, and would be dropped without a word. */
function refuseMagicNames({ name, document, lines }: YamlFile): void {
  visit(document, {
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '__proto__') {
        throw ruleError(name, lines.linePos(key.range?.[0] ?? 0).line, 'unknown name "__proto__"');
      }
    },
  });
}

/** The line on which the value at `path` begins, or that of the nearest part above it which exists. */
export function lineOf(file: YamlFile, path: YamlPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? file.document.contents : file.document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return file.lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The line on which key `key` of the mapping at `path` stands. */
function lineOfKey(file: YamlFile, path: YamlPath, key: string): number {
  const map = path.length === 0 ? file.document.contents : file.document.getIn(path, true);
  if (isMap(map)) {
    for (const pair of map.items) {
      if (isScalar(pair.key) && String(pair.key.value) === key && pair.key.range) {
        return file.lines.linePos(pair.key.range[0]).line;
      }
    }
  }
  return lineOf(file, path);
}

/** The value at `path` as plain data. @throws AdreachError `rule` for aliases that expand without measure */
function plain(file: YamlFile): unknown {
  try {
    return file.document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw ruleError(file.name, 0, error instanceof Error ? error.message : String(error));
  }
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);
}

/** As messages call a value. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return JSON.stringify(value);
}

/**
 * Holds the file against a shape.
 * @param keysAt the names that a mapping at a path may have, for "did you mean"
 * @throws AdreachError `rule` naming file, line, and the nearest right name
 */
export function checkShape<T>(file: YamlFile, shape: ZodType<T>, keysAt: (path: YamlPath) => readonly string[]): T {
  const data = plain(file);
  if (data === null || data === undefined) throw ruleError(file.name, 1, 'the file is empty');
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const path = issue.path as YamlPath;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    throw ruleError(
      file.name,
      lineOfKey(file, path, key),
      `${where}unknown name "${key}"${suggestion(key, keysAt(path))}`,
    );
  }
  const value = valueAt(data, issue.path);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const hint = typeof value === 'string' ? suggestion(value, values) : `; there are: ${values.join(', ')}`;
    throw ruleError(file.name, lineOf(file, path), `${where}unknown value ${describe(value)}${hint}`);
  }
  if (value === undefined) {
    throw ruleError(file.name, lineOf(file, path), missing(path, keysAt));
  }
  throw ruleError(file.name, lineOf(file, path), `${where}${issue.message} (found ${describe(value)})`);
}

/** An unknown name explains a missing one, so it comes first. */
function deepest(issues: readonly core.$ZodIssue[]): core.$ZodIssue {
  return issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0]!;
}

function missing(path: YamlPath, keysAt: (path: YamlPath) => readonly string[]): string {
  const key = String(path.at(-1) ?? '');
  const above = path.slice(0, -1);
  const place = above.length === 0 ? '' : ` in ${above.join('.')}`;
  return keysAt(above).includes(key) ? `"${key}" is missing${place}` : `${path.join('.') || 'value'} is missing`;
}

/**
 * The line of one character of a scalar value, also inside folded and literal blocks: white space may have been folded,
 * so positions are counted in the characters that are not white space.
 * @param position offset into the value
 */
export function lineInScalar(file: YamlFile, path: YamlPath, position: number): number {
  const node = file.document.getIn(path, true) as Node | undefined;
  if (!isScalar(node) || !node.range || typeof node.value !== 'string') return lineOf(file, path);
  let toPass = node.value.slice(0, position).replace(/\s/g, '').length;
  let at = contentStart(file.text, node);
  while (at < node.range[1]) {
    if (!/\s/.test(file.text[at]!)) {
      if (toPass === 0) break;
      toPass--;
    }
    at++;
  }
  return file.lines.linePos(Math.min(at, Math.max(node.range[0], node.range[1] - 1))).line;
}

function contentStart(text: string, node: Scalar): number {
  const start = node.range![0];
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') return text.indexOf('\n', start) + 1;
  return node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? start + 1 : start;
}
