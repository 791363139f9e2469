/** Rule, action and cases files. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { builtInFolder } from '../../../src/rules/files.js';
import { createEvaluator } from '../../../src/rules/index.js';
import { loadRules } from '../../../src/rules/load.js';
import { testRules } from '../../../src/rules/test-run.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';
import type { Files } from './files.js';

type RuleFileKind = 'rule' | 'cases' | 'action';

interface Input {
  readonly kind: RuleFileKind;
  readonly bytes: Buffer;
  /** Of a rule its cases, of cases their rule; none beside an action. */
  readonly beside: Buffer | null;
}

const NAMES: Readonly<Record<RuleFileKind, string>> = { rule: 'rule.yaml', cases: 'cases.yaml', action: 'action.yaml' };

export function ruleTargets(files: Files): readonly ParserTarget[] {
  const folder = join(files.folder, 'rules');
  const inputs = builtIn();
  return [
    {
      name: 'rules',
      costly: 2,
      inputs: inputs.map(({ bytes }) => bytes),
      run({ bytes, index }): Outcome {
        const { kind, beside } = inputs[index]!;
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(join(folder, 'actions'), { recursive: true });
        const place = kind === 'action' ? join(folder, 'actions') : folder;
        writeFileSync(join(place, NAMES[kind]), bytes);
        if (beside !== null) writeFileSync(join(place, NAMES[kind === 'rule' ? 'cases' : 'rule']), beside);
        // Loads everything, and runs the rule on the facts of its cases.
        const results = testRules(folder);
        const { rules, actions } = loadRules([folder]);
        if (kind === 'rule')
          hold(
            bytes,
            rules.find(({ path }) => path.startsWith(folder)),
          );
        else if (kind === 'action') hold(bytes, actions.find(({ id }) => id.startsWith('fuzz-')) ?? null);
        else
          promised(
            results.some(({ file }) => file !== null),
            () => 'cases were accepted and not run',
          );
        createEvaluator(rules).failures();
        return 'accepted';
      },
    },
  ];
}

/** The rules that come with the program, under other names, so that they can be loaded beside those. */
function builtIn(): readonly Input[] {
  const inputs: Input[] = [];
  const read = (...path: string[]): Buffer => readFileSync(join(builtInFolder(), ...path));
  for (const id of readdirSync(join(builtInFolder(), 'checks')).sort()) {
    const rule = Buffer.from(read('checks', id, 'rule.yaml').toString('utf8').replace('id: ADR-', 'id: FUZZ-'));
    const cases = read('checks', id, 'cases.yaml');
    inputs.push({ kind: 'rule', bytes: rule, beside: cases }, { kind: 'cases', bytes: cases, beside: rule });
  }
  for (const name of readdirSync(join(builtInFolder(), 'actions')).sort()) {
    const action = read('actions', name).toString('utf8').replace('id: ', 'id: fuzz-');
    inputs.push({ kind: 'action', bytes: Buffer.from(action), beside: null });
  }
  return inputs;
}

/** Every name of the file stands in what was loaded, with its text. */
function hold(bytes: Buffer, loaded: object | null | undefined): void {
  const document = parse(bytes.toString('utf8')) as Readonly<Record<string, unknown>>;
  // An action whose id was damaged is loaded under another one.
  if (loaded === null || loaded === undefined) return;
  const values = loaded as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(document)) {
    const got = values[name];
    promised(got !== undefined, () => `${name} was read over`);
    if (typeof value !== 'string') continue;
    const text = typeof got === 'object' && got !== null && 'text' in got ? got.text : got;
    promised(isDeepStrictEqual(text, value.trim()), () => `${name} was read as ${JSON.stringify(text)}`);
  }
}
