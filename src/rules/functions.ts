/**
 * The CEL functions and macros that rules can use. Left out on purpose: `dyn` and `json` (their type is not known before
 * the run), `has` (every field is always there; what is not known says so), and `matches` (the library uses backtracking
 * regular expressions, which a name in the directory can make run without end; CEL asks for RE2).
 */
interface RuleFunction {
  readonly signature: string;
  readonly doc: string;
  /** Binds a name of its own in its first argument. */
  readonly binds?: true;
}

export const FUNCTIONS: ReadonlyMap<string, RuleFunction> = new Map<string, RuleFunction>([
  ['size', { signature: 'size(list) or size(text): int', doc: 'Number of elements or characters.' }],
  ['startsWith', { signature: 'text.startsWith(text): bool', doc: 'Begins with; upper and lower case differ.' }],
  ['endsWith', { signature: 'text.endsWith(text): bool', doc: 'Ends with; upper and lower case differ.' }],
  ['contains', { signature: 'text.contains(text): bool', doc: 'Holds; upper and lower case differ.' }],
  [
    'lowerAscii',
    { signature: 'text.lowerAscii(): text', doc: 'A to Z in lower case: for names, whose case means nothing.' },
  ],
  ['upperAscii', { signature: 'text.upperAscii(): text', doc: 'a to z in upper case.' }],
  ['trim', { signature: 'text.trim(): text', doc: 'Without white space at both ends.' }],
  ['substring', { signature: 'text.substring(from, to): text', doc: 'Characters from `from` up to before `to`.' }],
  ['indexOf', { signature: 'text.indexOf(text): int', doc: 'First position, -1 where absent.' }],
  ['lastIndexOf', { signature: 'text.lastIndexOf(text): int', doc: 'Last position, -1 where absent.' }],
  ['split', { signature: 'text.split(text): list', doc: 'The parts between the separators.' }],
  ['join', { signature: 'list.join(text): text', doc: 'The elements with the separator between them.' }],
  ['string', { signature: 'string(value): text', doc: 'As text.' }],
  ['int', { signature: 'int(text): int', doc: 'As a number; fails on other text.' }],
  ['exists', { signature: 'list.exists(x, condition): bool', doc: 'True for at least one element.', binds: true }],
  [
    'exists_one',
    { signature: 'list.exists_one(x, condition): bool', doc: 'True for exactly one element.', binds: true },
  ],
  ['all', { signature: 'list.all(x, condition): bool', doc: 'True for every element.', binds: true }],
  ['filter', { signature: 'list.filter(x, condition): list', doc: 'The elements for which it is true.', binds: true }],
  ['map', { signature: 'list.map(x, value): list', doc: 'The value for every element.', binds: true }],
  [
    'bind',
    { signature: 'cel.bind(x, value, expression)', doc: 'The expression, with a name for the value.', binds: true },
  ],
]);
