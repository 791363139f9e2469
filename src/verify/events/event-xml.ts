/**
 * One `<Event>` element as text: what Windows writes, which is a small part of XML. Declarations, comments, CDATA and
 * entities of a document type are refused, so that nothing can expand.
 */
import { AdreachError } from '../../errors/index.js';

/** What an event's elements say. */
export interface EventXml {
  /** `Provider`, `EventID`, `Computer`... of System, by name. */
  readonly system: ReadonlyMap<string, string>;
  /** Attributes of System's elements, as `TimeCreated.SystemTime`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Values of EventData, by name in lower case. */
  readonly data: ReadonlyMap<string, string>;
}

const DEEPEST = 16;
const MOST_ELEMENTS = 2_000;

const TOKEN = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * @param text an `Event` or an `EventData` element, from its first character to its last
 * @throws AdreachError `format` with what is wrong with it
 */
export function parseEventXml(text: string): EventXml {
  const system = new Map<string, string>();
  const attributes = new Map<string, string>();
  const data = new Map<string, string>();
  const path: string[] = [];
  let name: string | null = null;
  let value = '';
  let elements = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (token === null)
      throw fault(`it holds what Windows does not write (${JSON.stringify(text.slice(at, at + 20))})`);
    const [, closing, tag, attributeText, empty, content] = token;
    if (content !== undefined) {
      if (path.length === 0 && content.trim() !== '') throw fault('text stands outside of its elements');
      value += content;
      continue;
    }
    if (closing === '/') {
      if (path.pop() !== tag) throw fault(`"</${tag}>" ends another element than the one that is open`);
      leave(tag!, path, name, value, system, data);
      name = null;
      value = '';
    } else {
      if (++elements > MOST_ELEMENTS) throw fault('it has too many elements');
      if (path.length === 0 && elements > 1) throw fault('it has several elements at its top');
      value = '';
      name = enter(tag!, attributeText!, path, attributes);
      if (empty === '/') leave(tag!, path, name, '', system, data);
      else if (path.push(tag!) > DEEPEST) throw fault('its elements are nested too deeply');
    }
  }
  if (path.length > 0) throw fault(`"<${path.at(-1)}>" does not end`);
  return { system, attributes, data };
}

/** @returns the name of a value of EventData; null for another element */
function enter(tag: string, text: string, path: readonly string[], attributes: Map<string, string>): string | null {
  const inSystem = path.length === 2 && path[1] === 'System';
  const isData = tag === 'Data' && path.at(-1) === 'EventData' && path.length <= 2;
  if (text === '' || !(inSystem || isData)) return null;
  let name: string | null = null;
  for (const [, key, double, single] of text.matchAll(ATTRIBUTE)) {
    const value = unescaped(double ?? single ?? '');
    if (inSystem) attributes.set(`${tag}.${key}`, value);
    else if (key === 'Name') name = value;
  }
  return name;
}

function leave(
  tag: string,
  path: readonly string[],
  name: string | null,
  value: string,
  system: Map<string, string>,
  data: Map<string, string>,
): void {
  if (tag === 'Data' && path.at(-1) === 'EventData' && path.length <= 2) {
    if (name === null) return;
    const key = name.toLowerCase();
    if (data.has(key)) throw fault(`it has two values ${JSON.stringify(name)}`);
    data.set(key, unescaped(value));
  } else if (path.length === 2 && path[1] === 'System') {
    if (system.has(tag)) throw fault(`it has two elements ${JSON.stringify(tag)}`);
    system.set(tag, unescaped(value));
  }
}

/** @throws AdreachError `format` for an entity that is none of XML's own five, and no character */
function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z_][\w.-]{0,40}));|&/g,
    (whole, decimal, hex, named) => {
      if (named !== undefined && Object.hasOwn(NAMED, named)) return NAMED[named]!;
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : -1;
      if (code < 0 || code > 0x10ffff) throw fault(`it holds an entity that is not one of XML's own (${whole})`);
      return String.fromCodePoint(code);
    },
  );
}

function fault(what: string): AdreachError {
  return new AdreachError('format', what);
}
