/** A rule file as YAML: parsed, held against a shape, and able to say at which line and column a part of it stands. */
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { core, ZodType } from 'zod';
import { AdreachError } from '../errors/index.js';
import { suggestion } from './nearest.js';
import { offsetInScalar } from './scalar-offset.js';

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

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The error for a fault in a rule file, as editors and terminals link to it. @param at null: no place can be named */
export function ruleError(file: string, at: Place | null, problem: string): AdreachError {
  const said = problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}...` : problem;
  return new AdreachError('rule', `${placeText(file, at)}: ${said}`, HINT);
}

/** `FILE:LINE:COLUMN`. */
export function placeText(file: string, at: Place | null): string {
  return at === null ? file : `${file}:${at.line}:${at.column}`;
}

const START: Place = { line: 1, column: 1 };

function place(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  // A counter that saw no text has no lines.
  return line === 0 ? START : { line, column: col };
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
  refuseDepth(name, text);
  const lines = new LineCounter();
  // The parser holds each key against all before it; that is done below, in one go.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const error = document.errors[0];
  if (error !== undefined) {
    const said = error.message.split('\n')[0]!.replace(/\.$/, '');
    const problem = /call stack/.test(said) ? 'nested too deeply' : said;
    throw ruleError(
      name,
      place(lines, error.pos[0]),
      problem === AFTER_QUOTES ? `${problem}${QUOTES_ADVICE}` : problem,
    );
  }
  const file = { name, text, document, lines };
  refuseNames(file);
  return file;
}

/** Deeper than any file is; before the parser has run out of its stack, it has taken gigabytes. */
const DEEPEST = 250;
const LISTS_IN_A_LINE = /(?:[-?][ \t]+){100}/;

function refuseDepth(name: string, text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Brackets and braces, in texts too: nobody has so many more that open than that close.
    if (unit === 0x5b || unit === 0x7b) depth++;
    else if ((unit === 0x5d || unit === 0x7d) && depth > 0) depth--;
    if (depth > DEEPEST) throw ruleError(name, placeIn(text, at), 'nested too deeply');
  }
  const lists = LISTS_IN_A_LINE.exec(text);
  if (lists !== null) throw ruleError(name, placeIn(text, lists.index), 'nested too deeply');
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/**
 * A name stands once in a mapping. And `__proto__` is no name like others in JavaScript, and would be dropped without a
 * word.
 */
function refuseNames({ name, document, lines }: YamlFile): void {
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const at = place(lines, key.range?.[0] ?? 0);
        if (key.value === '__proto__') throw ruleError(name, at, 'unknown name "__proto__"');
        if (seen.has(key.value)) throw ruleError(name, at, 'Map keys must be unique');
        seen.add(key.value);
      }
    },
  });
}

/** Where the value at `path` begins, or the nearest part above it which exists. */
export function placeOf(file: YamlFile, path: YamlPath): Place {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? file.document.contents : file.document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return place(file.lines, node.range[0]);
  }
  return START;
}

/** Where key `key` of the mapping at `path` stands. */
export function placeOfKey(file: YamlFile, path: YamlPath, key: string): Place {
  const map = path.length === 0 ? file.document.contents : file.document.getIn(path, true);
  if (isMap(map)) {
    for (const pair of map.items) {
      if (isScalar(pair.key) && String(pair.key.value) === key && pair.key.range) {
        return place(file.lines, pair.key.range[0]);
      }
    }
  }
  return placeOf(file, path);
}

/** The value at `path` as plain data. @throws AdreachError `rule` for aliases that expand without measure */
function plain(file: YamlFile): unknown {
  try {
    return file.document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw ruleError(file.name, null, error instanceof Error ? error.message : String(error));
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
  if (data === null || data === undefined) throw ruleError(file.name, START, 'the file is empty');
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const path = issue.path as YamlPath;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    throw ruleError(
      file.name,
      placeOfKey(file, path, key),
      `${where}unknown name "${key}"${suggestion(key, keysAt(path))}`,
    );
  }
  const value = valueAt(data, issue.path);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const hint = typeof value === 'string' ? suggestion(value, values) : `; there are: ${values.join(', ')}`;
    throw ruleError(file.name, placeOf(file, path), `${where}unknown value ${describe(value)}${hint}`);
  }
  if (value === undefined) {
    throw ruleError(file.name, placeOf(file, path), missing(path, keysAt));
  }
  throw ruleError(file.name, placeOf(file, path), `${where}${issue.message} (found ${describe(value)})`);
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
 * Where one character of a scalar value stands, also inside folded, literal and quoted texts.
 * @param position offset into the value, white space at its ends left out or not
 */
export function placeInScalar(file: YamlFile, path: YamlPath, position: number): Place {
  const node = file.document.getIn(path, true) as Node | undefined;
  if (!isScalar(node) || !node.range || typeof node.value !== 'string') return placeOf(file, path);
  return place(file.lines, offsetInScalar(file.text, node, position));
}
