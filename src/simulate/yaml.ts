/** Files of changes in YAML: read, and held against their shape. */
import { isMap, isScalar, isSeq, type Pair, Scalar, YAMLMap } from 'yaml';
import { AdreachError } from '../errors/index.js';
import { checkShape, parseYaml, placeOf, placeText, type YamlFile, type YamlPath } from '../rules/yaml-file.js';
import { CHANGE_NAMES, type ChangeName, keysAt, outlineShape, shapeOf, type WrittenChange } from './shape.js';

const HINT = 'docs/simulate.md describes the file; "adreach schema changes" prints its JSON Schema';

/** What is read of YAML takes many times its size in memory. */
const MOST_BYTES = 1_000_000;

/** One change, and where it stands. */
export interface WrittenAt {
  readonly change: WrittenChange;
  readonly path: YamlPath;
  /** For instance `changes.yaml line 3`. */
  readonly where: string;
}

export interface YamlChanges {
  readonly file: YamlFile;
  readonly changes: readonly WrittenAt[];
}

/**
 * @param name of the file, for messages
 * @throws AdreachError `change` with the place in the file
 */
export function readYamlChanges(name: string, bytes: Uint8Array): YamlChanges {
  return asChange(() => {
    const file = parseYaml(name, textOf(name, bytes));
    nameFirst(file);
    const outline = checkShape(file, outlineShape, () => ['changes', 'do']);
    const names = outline.changes.map((change) => change.do as ChangeName);
    const checked = checkShape(file, shapeOf(names, isResult(outline)), keysAt(names));
    const changes = (checked.changes as readonly WrittenChange[]).map((change, number) => {
      const path = ['changes', number] as const;
      return { change, path, where: `${name} line ${placeOf(file, path).line}` };
    });
    return { file, changes };
  });
}

/**
 * `- grant: {on: ...}` says the same as `- {do: grant, on: ...}`: the one is turned into the other, node by node, so that faults are
 * told with their place all the same.
 */
function nameFirst({ document }: YamlFile): void {
  const changes = document.get('changes');
  if (!isSeq(changes)) return;
  for (const change of changes.items) {
    if (!isMap(change) || change.items.length !== 1) continue;
    const [{ key, value }] = change.items as unknown as [Pair];
    if (!isScalar(key) || !CHANGE_NAMES.includes(key.value as ChangeName)) continue;
    const said = isMap(value) ? value.items : isScalar(value) && value.value === null ? [] : null;
    if (said === null || (value instanceof YAMLMap && value.has('do'))) continue;
    const word = new Scalar('do');
    word.range = key.range ?? null;
    change.items = [document.createPair(word, key), ...said];
  }
}

/** Results of this program hold changes, and more beside. */
function isResult(outline: Readonly<Record<string, unknown>>): boolean {
  return typeof outline['schema'] === 'string' && outline['schema'].startsWith('adreach/');
}

function textOf(name: string, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES)
    throw new AdreachError('change', `${name} is too large for YAML (more than ${MOST_BYTES} bytes)`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AdreachError('change', `${name} is not valid UTF-8`);
  }
}

/** The error for a fault in a change, with its place. */
export function fault(file: YamlFile, path: YamlPath, problem: string): AdreachError {
  return new AdreachError('change', `${placeText(file.name, placeOf(file, path))}: ${problem}`, HINT);
}

/** What helps with a rule file does not help with this one. */
export function asChange<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    throw new AdreachError('change', error.message, HINT, { cause: error });
  }
}
