/** `adreach rules`: the catalogue of rules and actions, one of them, and the cases of a folder. */
import type { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { withProfile } from '../library/rule-set.js';
import { jsonText } from '../report/encode/json.js';
import { terminal } from '../report/encode/terminal.js';
import { openFileOutput } from '../report/output/file.js';
import { streamOutput } from '../report/output/stream.js';
import { terminalTraits } from '../report/terminal-traits.js';
import type { Profile } from '../result/codes.js';
import type { RulesList, RulesTest } from '../result/rules.js';
import { caseSummaries, isSound, type LoadedRules, loadRules, nearest, testRules } from '../rules/index.js';
import { profileOption } from './finding-options.js';
import { keepApart, ruleFiles } from './keep-apart.js';
import { catalogueLines } from './rules-catalogue.js';
import { ruleJson } from './rules-json.js';
import { writeNewRule } from './rules-new.js';
import { actionText, listText, ruleText, testText } from './rules-text.js';
import { version } from './version.js';

interface RulesFlags {
  readonly rules: readonly string[];
  readonly format: 'table' | 'json';
}

interface TestFlags extends RulesFlags {
  readonly mutate?: true;
}

interface DocsFlags {
  readonly rules: readonly string[];
  readonly output?: string;
}

const FAILING_CASES = 1;

/** @param out where results go */
export function rulesCommand(out: Writable = process.stdout): Command {
  const print = async (flags: RulesFlags, json: () => unknown, text: (traits: Traits) => readonly string[]) => {
    const lines =
      flags.format === 'json'
        ? [jsonText(json())]
        : text(terminalTraits(out as Partial<NodeJS.WriteStream>, process.env));
    await write(lines);
  };
  const write = (lines: readonly string[]) => streamOutput(out).write(Buffer.from(`${lines.join('\n')}\n`));

  const list = withOptions(new Command('list').description('all rules and actions'))
    .addOption(profileOption())
    .action(async (flags: RulesFlags & { readonly profile?: Profile }) => {
      const all = loadRules(flags.rules);
      const loaded = flags.profile === undefined ? all : withProfile(all, flags.profile);
      await print(
        flags,
        () => listJson(loaded),
        (traits) => listText(loaded, traits),
      );
    });

  const show = withOptions(new Command('show').description('one rule or action').argument('<id>', 'its id')).action(
    async (id: string, flags: RulesFlags) => {
      const found = find(loadRules(flags.rules), id);
      if ('when' in found)
        await print(
          flags,
          () => ruleJson(found),
          (traits) => ruleText(found, traits),
        );
      else
        await print(
          flags,
          () => found,
          (traits) => actionText(found, traits),
        );
    },
  );

  const test = withOptions(
    new Command('test')
      .description('run the cases of rules; exit status 1 when one fails, or a rule has too few')
      .argument('[dir]', 'folder whose rules are tested (default: all rules)')
      .option(
        '--mutate',
        'also hold the cases against wrong conditions; exit status 1 when one passes for the right one',
      ),
  ).action(async (folder: string | undefined, flags: TestFlags) => {
    const results = testRules(folder, flags.rules, { mutate: flags.mutate === true });
    await print(
      flags,
      (): RulesTest => ({ schema: 'adreach/rules-test/v1', rules: results }),
      (traits) => testText(results, traits),
    );
    if (!results.every(isSound)) process.exitCode = FAILING_CASES;
  });

  const create = new Command('new')
    .description('write a rule and its cases to begin with; nothing is overwritten')
    .argument('<id>', 'its id: capital words joined by dashes, with a prefix of yours, as ORG-OLD-CONTAINER')
    .argument('<dir>', 'rule folder; made where it is not there')
    .action(async (id: string, folder: string) => {
      const written = writeNewRule(id, folder);
      await write([...written, '', `Next: change them, then run "adreach rules test ${folder}"`].map(terminal));
    });

  const schema = new Command('schema')
    .description('print the JSON Schema of a file that you write, for editors')
    .argument('[name]', 'rule, action, cases...; without it: the names of all')
    .action(async (name: string | undefined) => {
      // Loaded when asked for: building the schemas takes a while.
      const { fileSchemaList, schemaTextOfFile } = await import('./schemas.js');
      await streamOutput(out).write(Buffer.from(name === undefined ? fileSchemaList() : schemaTextOfFile(name)));
    });

  const docs = rulesOption(
    new Command('docs').description('write the catalogue of all rules and actions that are applied, as Markdown'),
  )
    .option('-o, --output <file|->', 'where to write; standard output without it')
    .action(async ({ rules, output }: DocsFlags) => {
      const lines = catalogueLines(loadRules(rules), caseSummaries(rules), version());
      const toFile = output !== undefined && output !== '-';
      if (toFile) await keepApart([{ is: '-o', path: output }], ruleFiles(rules));
      const to = toFile ? await openFileOutput(output) : streamOutput(out);
      try {
        await to.write(Buffer.from(`${lines.join('\n')}\n`));
        await to.commit();
      } catch (error) {
        await to.abort();
        throw error;
      }
    });

  return new Command('rules')
    .description('the rule catalogue: list, show, docs; rules of your own: new, test, schema')
    .addCommand(list)
    .addCommand(show)
    .addCommand(docs)
    .addCommand(create)
    .addCommand(test)
    .addCommand(schema)
    .addHelpText(
      'after',
      `
Examples:
  adreach rules list
  adreach rules show ADR-EXCESS-RIGHTS
  adreach rules docs --rules ./our-rules -o catalogue.md
  adreach rules new ORG-OLD-CONTAINER ./our-rules
  adreach rules test ./our-rules --mutate`,
    );
}

type Traits = ReturnType<typeof terminalTraits>;

function rulesOption(command: Command): Command {
  return command.option(
    '--rules <dir>',
    'folder with further rules and actions (repeatable)',
    (value: string, previous: readonly string[]): readonly string[] => [...previous, value],
    [],
  );
}

function withOptions(command: Command): Command {
  return rulesOption(command).addOption(
    new Option('-f, --format <format>', 'how to print').choices(['table', 'json']).default('table'),
  );
}

function listJson({ rules, actions, sha256 }: LoadedRules): RulesList {
  return { schema: 'adreach/rules/v1', sha256, rules: rules.map(ruleJson), actions };
}

/** By id or former id, upper and lower case alike. */
function find(
  { rules, actions }: LoadedRules,
  id: string,
): LoadedRules['rules'][number] | LoadedRules['actions'][number] {
  const wanted = id.toUpperCase();
  const found =
    rules.find((rule) => rule.id === wanted) ??
    rules.find((rule) => rule.aliases.includes(wanted)) ??
    actions.find((action) => action.id === id.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(id, [...rules.map((rule) => rule.id), ...actions.map((action) => action.id)]);
  throw new AdreachError(
    'not-found',
    `there is no rule or action "${id}"`,
    near === null
      ? '"adreach rules list" lists them all'
      : `did you mean "${near}"? "adreach rules list" lists them all`,
  );
}
